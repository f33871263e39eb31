/** /confirm: an account that is not confirmed yet. What proves it: a code, a link, or somebody else's word. */
import { Check } from "./drawing.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { CodeField, ErrorSummary, Form, Notice, pageTitle } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import { Ways, way } from "./ways.tsx";

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

export function renderConfirm(props: ConfirmProps): string {
  const { by, errors, clientName } = props;
  const isConfirmed = by === "nothing";
  const title = isConfirmed ? "Your account is confirmed" : "Confirm your account";
  return renderPage({
    title: pageTitle(title, errors),
    house: props.poolName,
    children: (
      <>
        <div class="card stack">
          <div>
            {isConfirmed ? (
              <div class="done">
                <Check />
                <h1>{title}</h1>
              </div>
            ) : (
              <h1>{title}</h1>
            )}
            <Lead {...props} />
          </div>
          {props.isSentAgain && errors.length === 0 && !isConfirmed && (
            <Notice>{by === "link" ? "Another mail is on its way." : "Another code is on its way."}</Notice>
          )}
          <ErrorSummary errors={errors} />
          <ConfirmForm {...props} />
        </div>
        <Ways
          ways={[way(props.signInHref, "Use another account"), way(props.backHref, `Back to ${clientName}`)]}
        />
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
