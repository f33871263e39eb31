/** /account: somebody's own account. */
import { AttributeFields, attributeErrors, type RequiredAttribute } from "./attribute-fields.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { ErrorSummary, Form, Notice, pageTitle } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import { Moment } from "./time.tsx";
import { Ways, way } from "./ways.tsx";

export interface AccountProps extends FormTarget {
  readonly poolName: string;
  readonly clientName: string;
  readonly username: string;
  readonly notice?: string | undefined;
  readonly addresses: readonly {
    readonly name: "email" | "phone_number";
    readonly value: string;
    readonly isConfirmed: boolean;
  }[];
  readonly attributes: readonly RequiredAttribute[];
  /** Those that cannot be emptied. */
  readonly requiredNames: readonly string[];
  readonly passwordHref?: string | undefined;
  readonly passkeyHref?: string | undefined;
  readonly passkeys: readonly { readonly name: string; readonly createdAt: number }[];
  /** Empty where the pool does not track them. */
  readonly sessions: readonly AccountSession[];
  readonly errors: readonly FormError[];
  readonly backHref?: string | undefined;
}

interface AccountSession {
  readonly sessionId: string;
  readonly name: string;
  readonly at: number;
  readonly ipAddress: string | undefined;
  readonly isCurrent: boolean;
}

export function renderAccount(props: AccountProps): string {
  const errors = [...props.errors, ...attributeErrors(props.attributes)];
  return renderPage({
    title: pageTitle("Your account", errors),
    house: props.poolName,
    children: (
      <>
        <div class="stack">
          <div>
            <h1>Your account</h1>
            <p class="lead">
              You are signed in as <span class="names">{props.username}</span>.
            </p>
          </div>
          {props.notice && errors.length === 0 && <Notice>{props.notice}</Notice>}
          <ErrorSummary errors={errors} />
        </div>
        <Profile {...props} errors={errors} />
        <WaysIn {...props} />
        <Sessions {...props} />
        <Data {...props} />
        <Ways ways={[way(props.backHref, `Back to ${props.clientName}`)]} />
      </>
    ),
  });
}

function Profile(props: AccountProps) {
  return (
    <section class="card stack" aria-labelledby="profile">
      <h2 id="profile">Profile</h2>
      {props.addresses.length > 0 && (
        <dl class="facts">
          {props.addresses.map(({ name, value, isConfirmed }) => (
            <div key={name}>
              <dt>
                {name === "email" ? "Email address" : "Phone number"}
                {!isConfirmed && ", not confirmed"}
              </dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {props.attributes.length > 0 && (
        <Form target={props}>
          <AttributeFields
            attributes={props.attributes}
            errors={props.errors}
            requiredNames={props.requiredNames}
          />
          <Action value="save" label="Save" isMain />
        </Form>
      )}
    </section>
  );
}

function WaysIn({ passwordHref, passkeyHref, passkeys }: AccountProps) {
  if (passwordHref === undefined && passkeyHref === undefined && passkeys.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="ways-in">
      <h2 id="ways-in">How you sign in</h2>
      {passkeys.length > 0 && (
        <dl class="facts">
          {passkeys.map(({ name, createdAt }) => (
            <div key={createdAt}>
              <dt>{name}</dt>
              <dd>
                added <Moment at={createdAt} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {passkeyHref && (
        <a class="button quiet" href={passkeyHref}>
          Add a passkey
        </a>
      )}
      {passwordHref && (
        <a class="button quiet" href={passwordHref}>
          Choose a new password
        </a>
      )}
    </section>
  );
}

function Sessions(props: AccountProps) {
  return (
    <section class="card stack" aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      {props.sessions.map((session) => (
        <Session key={session.sessionId} target={props} session={session} />
      ))}
      <Form target={props}>
        <Action value="signOutEverywhere" label="Sign out everywhere" />
      </Form>
    </section>
  );
}

function Session({ target, session }: { target: FormTarget; session: AccountSession }) {
  const { sessionId, name, at, ipAddress, isCurrent } = session;
  return (
    <div class="session">
      <p>
        <span class="names">{name}</span>
        <br />
        <span class="muted small">
          <Moment at={at} />
          {ipAddress && `, from ${ipAddress}`}
        </span>
      </p>
      {!isCurrent && (
        <Form target={target}>
          <input type="hidden" name="session" value={sessionId} />
          <Action value="signOutThere" label="Sign out there" of={name} />
        </Form>
      )}
    </div>
  );
}

function Data(props: AccountProps) {
  return (
    <section class="card stack" aria-labelledby="data">
      <h2 id="data">Your data</h2>
      <p class="muted">You may be asked to sign in again for these.</p>
      <Form target={props}>
        <Action value="export" label="Download everything" />
        <Action value="delete" label="Delete my account" />
      </Form>
    </section>
  );
}

function Action({
  value,
  label,
  of,
  isMain,
}: {
  value: string;
  label: string;
  of?: string;
  isMain?: boolean;
}) {
  return (
    <button class={isMain ? "button" : "button quiet"} type="submit" name="action" value={value}>
      {label}
      {of && <span class="visually-hidden">: {of}</span>}
    </button>
  );
}
