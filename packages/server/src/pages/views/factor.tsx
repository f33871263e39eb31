/** /mfa: the code of a second factor. */
import type { FormError, FormTarget } from "./form.tsx";
import { CodeField, Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import type { WithLook } from "./look.tsx";
import { Name, Sentence } from "./sentence.tsx";
import { way } from "./ways.tsx";

export interface FactorProps extends FormTarget, WithLook {
  readonly poolName: string;
  readonly clientName: string;
  readonly username: string;
  /** Where the code went, masked; undefined for one that an authenticator app shows. */
  readonly sentTo?: string | undefined;
  /** `field` is `code`. */
  readonly errors: readonly FormError[];
  readonly signInHref: string;
  readonly backHref?: string | undefined;
}

export function renderFactor(props: FactorProps): string {
  const { errors, sentTo, username } = props;
  const { challenge, common, factor } = props.look.words;
  return renderFormPage({
    frame: props,
    title: challenge.enterCode,
    lead:
      sentTo === undefined ? (
        <p class="lead">
          <Sentence text={factor.appLead} values={{ name: <Name>{username}</Name> }} />
        </p>
      ) : (
        <p class="lead">
          <Sentence text={factor.sentLead} values={{ address: <Name>{sentTo}</Name> }} />
        </p>
      ),
    errors,
    ways: [way(props.signInHref, common.backToSignIn)],
    children: (
      <>
        <Form target={props}>
          <CodeField errors={errors} sentTo={sentTo} />
          <button class="button" type="submit">
            {common.signIn}
          </button>
          {sentTo !== undefined && (
            <button class="button quiet" type="submit" name="resend" value="yes" formnovalidate>
              {factor.sendNewCode}
            </button>
          )}
        </Form>
      </>
    ),
  });
}
