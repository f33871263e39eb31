/** /confirmUser, where the link of a confirmation mail leads: the question, and the page that follows the answer. */
import { fill } from "../../languages/fill.ts";
import { Check } from "./drawing.tsx";
import { renderPage } from "./layout.tsx";
import type { WithLook } from "./look.tsx";
import { Name, Sentence } from "./sentence.tsx";

export interface ConfirmUserProps extends WithLook {
  readonly poolName: string;
  readonly clientName: string;
  /** Undefined where it is an id that nobody would know. */
  readonly username?: string | undefined;
  /** What the link said. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

export function renderConfirmUser({
  look,
  poolName,
  clientName,
  username,
  fields,
}: ConfirmUserProps): string {
  const { confirm, confirmUser } = look.words;
  return renderPage({
    look,
    title: confirm.title,
    house: poolName,
    children: (
      <div class="card stack">
        <div>
          <h1>{confirm.title}</h1>
          <p class="lead">{fill(confirmUser.lead, { client: clientName })}</p>
        </div>
        {username && (
          <p>
            <Sentence text={confirmUser.signedUpAs} values={{ name: <Name>{username}</Name> }} />
          </p>
        )}
        <form class="stack" method="post" action="/confirmUser">
          {fields.map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button class="button" type="submit">
            {confirmUser.button}
          </button>
        </form>
        <p class="muted">{confirmUser.notYou}</p>
      </div>
    ),
  });
}

export interface UserConfirmedProps extends WithLook {
  readonly poolName: string;
  readonly clientName: string;
}

export function renderUserConfirmed({ look, poolName, clientName }: UserConfirmedProps): string {
  const { confirm, confirmUser } = look.words;
  return renderPage({
    look,
    title: confirm.done,
    house: poolName,
    children: (
      <div class="card stack">
        <div class="done">
          <Check />
          <h1>{confirm.done}</h1>
        </div>
        <p>{fill(confirmUser.doneText, { client: clientName })}</p>
      </div>
    ),
  });
}
