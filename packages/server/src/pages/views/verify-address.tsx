/** /account/verify: the code that was sent to an address. */
import { accountWords, verifyAddressWords } from "../account-words.ts";
import type { FormError, FormTarget } from "./form.tsx";
import { CodeField, Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import { way } from "./ways.tsx";

export interface VerifyAddressProps extends FormTarget {
  readonly clientName: string;
  readonly poolName: string;
  readonly attribute: "email" | "phone_number";
  /** Masked. */
  readonly sentTo: string;
  /** Until then another one holds. */
  readonly isWaiting: boolean;
  readonly isSentAgain: boolean;
  /** `field` is `code`. */
  readonly errors: readonly FormError[];
  readonly accountHref: string;
}

export function renderVerifyAddress(props: VerifyAddressProps): string {
  const { attribute, errors } = props;
  return renderFormPage({
    frame: { clientName: props.clientName, poolName: props.poolName },
    title: verifyAddressWords.titles[attribute],
    lead: (
      <p class="lead">
        {verifyAddressWords.sentTo} <span class="names">{props.sentTo}</span>.{" "}
        {props.isWaiting && verifyAddressWords.holds[attribute]}
      </p>
    ),
    notice: props.isSentAgain ? verifyAddressWords.sentAgain : undefined,
    errors,
    ways: [way(props.accountHref, accountWords.backToAccount)],
    children: (
      <Form target={props}>
        <CodeField errors={errors} />
        <button class="button" type="submit">
          {verifyAddressWords.action}
        </button>
        <button class="button quiet" type="submit" name="resend" value="yes" formnovalidate>
          {verifyAddressWords.resend}
        </button>
      </Form>
    ),
  });
}
