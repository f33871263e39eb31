/** /confirm: an account that is not confirmed yet. What proves it: a code, a link, or somebody else's word. */

import type { Words } from "../../languages/en.ts";
import { fill } from "../../languages/fill.ts";
import { Check } from "./drawing.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { CodeField, Form, isMail } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { useWords, type WithLook } from "./look.tsx";
import { Name, Sentence } from "./sentence.tsx";
import { way } from "./ways.tsx";

export interface ConfirmProps extends FormTarget, WithLook {
  readonly clientName: string;
  readonly poolName: string;
  readonly by: "code" | "link" | "administrator" | "nothing";
  /** Masked, unless it was typed just now; undefined where nothing was sent. */
  readonly sentTo?: string | undefined;
  readonly isSentAgain: boolean;
  readonly resendAction: string;
  /** `field` is `code`. */
  readonly errors: readonly FormError[];
  readonly signInHref: string;
  readonly backHref?: string | undefined;
}

export function renderConfirm(props: ConfirmProps): string {
  const { by, errors } = props;
  const isConfirmed = by === "nothing";
  const { words } = props.look;
  const title = isConfirmed ? words.confirm.done : words.confirm.title;
  return renderFormPage({
    frame: props,
    title,
    heading: isConfirmed ? (
      <div class="done">
        <Check />
        <h1>{title}</h1>
      </div>
    ) : (
      <h1>{title}</h1>
    ),
    lead: <Lead {...props} />,
    notice: props.isSentAgain ? sentAgain(words, by) : undefined,
    errors,
    ways: [way(props.signInHref, words.common.useAnotherAccount)],
    children: (
      <>
        <ConfirmForm {...props} />
      </>
    ),
  });
}

function sentAgain({ common, confirm }: Words, by: ConfirmProps["by"]): string | undefined {
  if (by === "nothing") return undefined;
  return by === "link" ? confirm.anotherMailSent : common.anotherCodeSent;
}

function Lead({ by, sentTo, clientName }: ConfirmProps) {
  const words = useWords().confirm;
  switch (by) {
    case "code":
      return (
        <p class="lead">
          <Sentence text={words.codeLead} values={{ address: <Name>{sentTo}</Name> }} />
        </p>
      );
    case "link":
      return (
        <p class="lead">
          <Sentence text={words.linkLead} values={{ address: <Name>{sentTo}</Name> }} />
        </p>
      );
    case "administrator":
      return <p class="lead">{fill(words.administratorLead, { client: clientName })}</p>;
    case "nothing":
      return <p class="lead">{fill(words.doneLead, { client: clientName })}</p>;
  }
}

function ConfirmForm(props: ConfirmProps) {
  const { by, errors } = props;
  const { common, confirm } = useWords();
  return (
    <Form target={props}>
      {by === "code" && <CodeField errors={errors} sentTo={props.sentTo} />}
      {by === "link" && isMail(props.sentTo) && <p class="help">{common.mayTakeAMinute}</p>}
      <button class="button" type="submit">
        {by === "code" ? confirm.button : common.continue}
      </button>
      {(by === "code" || by === "link") && (
        <button class="button quiet" type="submit" formaction={props.resendAction} formnovalidate>
          {by === "link" ? confirm.sendAnotherMail : common.sendAnotherCode}
        </button>
      )}
    </Form>
  );
}
