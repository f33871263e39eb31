/** /challenge: a passkey, a code instead of a password, or the pool's own question. */
import type { FormError, FormTarget } from "./form.tsx";
import { CodeField, Field, Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { PasskeyForm } from "./passkey.tsx";
import { way } from "./ways.tsx";

export interface ChallengeProps extends FormTarget {
  readonly poolName: string;
  readonly clientName: string;
  readonly challenge: "WEB_AUTHN" | "EMAIL_OTP" | "SMS_OTP" | "CUSTOM_CHALLENGE";
  /** Of a passkey: JSON, for the browser. */
  readonly options: string;
  /** Of a code: masked. */
  readonly sentTo: string;
  readonly isSentAgain: boolean;
  /** Of the pool's own challenge: what its triggers let the person see. */
  readonly questions: readonly (readonly [name: string, value: string])[];
  /** `field` is `code` or `answer`. */
  readonly errors: readonly FormError[];
  readonly signInHref: string;
  readonly backHref?: string | undefined;
}

const titles = {
  WEB_AUTHN: "Use your passkey",
  EMAIL_OTP: "Enter your code",
  SMS_OTP: "Enter your code",
  CUSTOM_CHALLENGE: "One more question",
} as const;

export function renderChallenge(props: ChallengeProps): string {
  const { challenge, errors } = props;
  const title = titles[challenge];
  return renderFormPage({
    frame: props,
    title,
    lead: <Lead {...props} />,
    notice: props.isSentAgain ? "Another code is on its way." : undefined,
    errors,
    ways: [way(props.signInHref, "Sign in another way")],
    children: (
      <>
        <Body {...props} />
      </>
    ),
  });
}

function Lead({ challenge, sentTo, clientName }: ChallengeProps) {
  switch (challenge) {
    case "WEB_AUTHN":
      return <p class="lead">Your device asks for your finger, face or PIN.</p>;
    case "CUSTOM_CHALLENGE":
      return <p class="lead">{clientName} asks it to know that it is you.</p>;
    default:
      return (
        <p class="lead">
          If there is such an account, it was sent to <span class="names">{sentTo}</span>.
        </p>
      );
  }
}

function Body(props: ChallengeProps) {
  switch (props.challenge) {
    case "WEB_AUTHN":
      return <PasskeyForm target={props} kind="get" options={props.options} label="Use passkey" />;
    case "CUSTOM_CHALLENGE":
      return <QuestionForm {...props} />;
    default:
      return (
        <Form target={props}>
          <CodeField errors={props.errors} />
          <button class="button" type="submit">
            Sign in
          </button>
          <button class="button quiet" type="submit" name="resend" value="yes" formnovalidate>
            Send another code
          </button>
        </Form>
      );
  }
}

function QuestionForm(props: ChallengeProps) {
  const { questions, errors } = props;
  return (
    <>
      {questions.length > 0 && (
        <dl class="facts">
          {questions.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <Form target={props}>
        <Field
          name="answer"
          label="Answer"
          errors={errors}
          input={{
            type: "text",
            autocomplete: "off",
            autocapitalize: "none",
            autofocus: errors.length === 0,
          }}
        />
        <button class="button" type="submit">
          Continue
        </button>
      </Form>
    </>
  );
}
