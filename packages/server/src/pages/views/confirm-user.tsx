/** /confirmUser, where the link of a confirmation mail leads: the question, and the page that follows the answer. */
import { Check } from "./drawing.tsx";
import { renderPage } from "./layout.tsx";

export interface ConfirmUserProps {
  readonly poolName: string;
  readonly clientName: string;
  /** Undefined where it is an id that nobody would know. */
  readonly username?: string | undefined;
  /** What the link said. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

export function renderConfirmUser({ poolName, clientName, username, fields }: ConfirmUserProps): string {
  return renderPage({
    title: "Confirm your account",
    house: poolName,
    children: (
      <div class="card stack">
        <div>
          <h1>Confirm your account</h1>
          <p class="lead">to sign in to {clientName}</p>
        </div>
        {username && (
          <p>
            You signed up as <span class="names">{username}</span>.
          </p>
        )}
        <form class="stack" method="post" action="/confirmUser">
          {fields.map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button class="button" type="submit">
            Confirm my account
          </button>
        </form>
        <p class="muted">If you did not sign up, close this page: nothing happens.</p>
      </div>
    ),
  });
}

export interface UserConfirmedProps {
  readonly poolName: string;
  readonly clientName: string;
}

export function renderUserConfirmed({ poolName, clientName }: UserConfirmedProps): string {
  return renderPage({
    title: "Your account is confirmed",
    house: poolName,
    children: (
      <div class="card stack">
        <div class="done">
          <Check />
          <h1>Your account is confirmed</h1>
        </div>
        <p>You can sign in to {clientName} now, and close this page.</p>
      </div>
    ),
  });
}
