/** /confirm: an account that is not confirmed yet. What proves it: a code, a link, or somebody else's word. */
import { Check } from "./drawing.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { CodeField, Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { way } from "./ways.tsx";

export interface ConfirmProps extends FormTarget {
  readonly clientName: string;
  readonly poolName: string;
  readonly by: "code" | "link" | "administrator" | "nothing";
  /** Masked; undefined where nothing was sent. */
  readonly sentTo?: string | undefined;
  readonly isSentAgain: boolean;
  readonly resendAction: string;
  /** `field` is `code`. */
  readonly errors: readonly FormError[];
  readonly signInHref: string;
  readonly backHref?: string | undefined;
}

const sentAgain: Readonly<Record<ConfirmProps["by"], string | undefined>> = {
  code: "Another code is on its way.",
  link: "Another mail is on its way.",
  administrator: "Another code is on its way.",
  nothing: undefined,
};

export function renderConfirm(props: ConfirmProps): string {
  const { by, errors } = props;
  const isConfirmed = by === "nothing";
  const title = isConfirmed ? "Your account is confirmed" : "Confirm your account";
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
    notice: props.isSentAgain ? sentAgain[by] : undefined,
    errors,
    ways: [way(props.signInHref, "Use another account")],
    children: (
      <>
        <ConfirmForm {...props} />
      </>
    ),
  });
}

function Lead({ by, sentTo, clientName }: ConfirmProps) {
  switch (by) {
    case "code":
      return (
        <p class="lead">
          Enter the code that was sent to <span class="names">{sentTo}</span>.
        </p>
      );
    case "link":
      return (
        <p class="lead">
          Open the link that was sent to <span class="names">{sentTo}</span>, then continue here.
        </p>
      );
    case "administrator":
      return <p class="lead">Whoever runs {clientName} has to confirm it. Continue here once they have.</p>;
    case "nothing":
      return <p class="lead">You can continue to {clientName}.</p>;
  }
}

function ConfirmForm(props: ConfirmProps) {
  const { by, errors } = props;
  return (
    <Form target={props}>
      {by === "code" && <CodeField errors={errors} />}
      <button class="button" type="submit">
        {by === "code" ? "Confirm and sign in" : "Continue"}
      </button>
      {(by === "code" || by === "link") && (
        <button class="button quiet" type="submit" formaction={props.resendAction} formnovalidate>
          {by === "link" ? "Send another mail" : "Send another code"}
        </button>
      )}
    </Form>
  );
}
