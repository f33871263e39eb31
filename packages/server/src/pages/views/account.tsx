/** /account: somebody's own account. */
import { fill } from "../../languages/fill.ts";
import { AttributeFields, attributeErrors, type RequiredAttribute } from "./attribute-fields.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { ErrorSummary, Form, Notice, pageTitle } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import { useWords, type WithLook } from "./look.tsx";
import { Name, Sentence } from "./sentence.tsx";
import { Moment } from "./time.tsx";
import { Ways, way } from "./ways.tsx";

export interface AccountProps extends FormTarget, WithLook {
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
  const { words } = props.look;
  return renderPage({
    look: props.look,
    title: pageTitle(words, words.account.title, errors),
    house: props.poolName,
    children: (
      <>
        <div class="stack">
          <div>
            <h1>{words.account.title}</h1>
            <p class="lead">
              <Sentence text={words.common.signedInAs} values={{ name: <Name>{props.username}</Name> }} />
            </p>
          </div>
          {props.notice && errors.length === 0 && <Notice>{props.notice}</Notice>}
          <ErrorSummary errors={errors} />
        </div>
        <Profile {...props} errors={errors} />
        <WaysIn {...props} />
        <Sessions {...props} />
        <Data {...props} />
        <Ways ways={[way(props.backHref, fill(words.common.backTo, { client: props.clientName }))]} />
      </>
    ),
  });
}

function Profile(props: AccountProps) {
  const { account, attributes } = useWords();
  return (
    <section class="card stack" aria-labelledby="profile">
      <h2 id="profile">{account.profile}</h2>
      {props.addresses.length > 0 && (
        <dl class="facts">
          {props.addresses.map(({ name, value, isConfirmed }) => (
            <div key={name}>
              <dt>
                {isConfirmed ? attributes[name] : fill(account.notConfirmed, { label: attributes[name] })}
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
          <Action value="save" label={account.save} isMain />
        </Form>
      )}
    </section>
  );
}

function WaysIn({ passwordHref, passkeyHref, passkeys }: AccountProps) {
  const words = useWords();
  if (passwordHref === undefined && passkeyHref === undefined && passkeys.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="ways-in">
      <h2 id="ways-in">{words.account.waysIn}</h2>
      {passkeys.length > 0 && (
        <dl class="facts">
          {passkeys.map(({ name, createdAt }) => (
            <div key={createdAt}>
              <dt>{name}</dt>
              <dd>
                <Sentence text={words.account.addedAt} values={{ time: <Moment at={createdAt} /> }} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {passkeyHref && (
        <a class="button quiet" href={passkeyHref}>
          {words.passkeys.add}
        </a>
      )}
      {passwordHref && (
        <a class="button quiet" href={passwordHref}>
          {words.resetPassword.title}
        </a>
      )}
    </section>
  );
}

function Sessions(props: AccountProps) {
  const { account } = useWords();
  return (
    <section class="card stack" aria-labelledby="sessions">
      <h2 id="sessions">{account.sessions}</h2>
      {props.sessions.map((session) => (
        <Session key={session.sessionId} target={props} session={session} />
      ))}
      <Form target={props}>
        <Action value="signOutEverywhere" label={account.signOutEverywhere} />
      </Form>
    </section>
  );
}

function Session({ target, session }: { target: FormTarget; session: AccountSession }) {
  const { sessionId, name, at, ipAddress, isCurrent } = session;
  const { account } = useWords();
  const time = <Moment at={at} />;
  return (
    <div class="session">
      <p>
        <span class="names">{name}</span>
        <br />
        <span class="muted small">
          {ipAddress ? <Sentence text={account.fromAddress} values={{ time, address: ipAddress }} /> : time}
        </span>
      </p>
      {!isCurrent && (
        <Form target={target}>
          <input type="hidden" name="session" value={sessionId} />
          <Action value="signOutThere" label={account.signOutThere} of={name} />
        </Form>
      )}
    </div>
  );
}

function Data(props: AccountProps) {
  const { account } = useWords();
  return (
    <section class="card stack" aria-labelledby="data">
      <h2 id="data">{account.data}</h2>
      <p class="muted">{account.mayAskAgain}</p>
      <Form target={props}>
        <Action value="export" label={account.download} />
        <Action value="delete" label={account.delete} />
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
