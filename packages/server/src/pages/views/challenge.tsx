/** /challenge: a passkey, a code instead of a password, or the pool's own question. */
import { fill } from "../../languages/fill.ts";
import type { FormError, FormTarget } from "./form.tsx";
import { CodeField, Field, Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { useWords, type WithLook } from "./look.tsx";
import { PasskeyForm } from "./passkey.tsx";
import { Name, Sentence } from "./sentence.tsx";
import { way } from "./ways.tsx";

export interface ChallengeProps extends FormTarget, WithLook {
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
  WEB_AUTHN: "usePasskey",
  EMAIL_OTP: "enterCode",
  SMS_OTP: "enterCode",
  CUSTOM_CHALLENGE: "question",
} as const;

export function renderChallenge(props: ChallengeProps): string {
  const { challenge, errors } = props;
  const { words } = props.look;
  return renderFormPage({
    frame: props,
    title: words.challenge[titles[challenge]],
    lead: <Lead {...props} />,
    notice: props.isSentAgain ? words.common.anotherCodeSent : undefined,
    errors,
    ways: [way(props.signInHref, words.common.signInAnotherWay)],
    children: (
      <>
        <Body {...props} />
      </>
    ),
  });
}

function Lead({ challenge, sentTo, clientName }: ChallengeProps) {
  const words = useWords().challenge;
  switch (challenge) {
    case "WEB_AUTHN":
      return <p class="lead">{words.passkeyLead}</p>;
    case "CUSTOM_CHALLENGE":
      return <p class="lead">{fill(words.questionLead, { client: clientName })}</p>;
    default:
      return (
        <p class="lead">
          <Sentence text={words.codeLead} values={{ address: <Name>{sentTo}</Name> }} />
        </p>
      );
  }
}

function Body(props: ChallengeProps) {
  const { challenge, common } = useWords();
  switch (props.challenge) {
    case "WEB_AUTHN":
      return (
        <PasskeyForm target={props} kind="get" options={props.options} label={challenge.usePasskeyButton} />
      );
    case "CUSTOM_CHALLENGE":
      return <QuestionForm {...props} />;
    default:
      return (
        <Form target={props}>
          <CodeField errors={props.errors} sentTo={props.sentTo} />
          <button class="button" type="submit">
            {common.signIn}
          </button>
          <button class="button quiet" type="submit" name="resend" value="yes" formnovalidate>
            {common.sendAnotherCode}
          </button>
        </Form>
      );
  }
}

function QuestionForm(props: ChallengeProps) {
  const { questions, errors } = props;
  const { challenge, common } = useWords();
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
          label={challenge.answer}
          errors={errors}
          input={{
            type: "text",
            autocomplete: "off",
            autocapitalize: "none",
            autofocus: errors.length === 0,
          }}
        />
        <button class="button" type="submit">
          {common.continue}
        </button>
      </Form>
    </>
  );
}
