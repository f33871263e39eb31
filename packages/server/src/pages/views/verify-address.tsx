/** /account/verify: the code that was sent to an address. */
import type { ContactAttribute } from "../../core/users/attributes.ts";
import type { FormError, FormTarget } from "./form.tsx";
import { CodeField, Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import type { WithLook } from "./look.tsx";
import { Name, Sentence } from "./sentence.tsx";
import { way } from "./ways.tsx";

export interface VerifyAddressProps extends FormTarget, WithLook {
  readonly clientName: string;
  readonly poolName: string;
  readonly attribute: ContactAttribute;
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
  const { accountPages, common, confirm } = props.look.words;
  const { verifyAddress } = accountPages;
  return renderFormPage({
    frame: { ...props, backHref: undefined },
    title: verifyAddress.titles[attribute],
    lead: (
      <p class="lead">
        <Sentence text={confirm.codeLead} values={{ address: <Name>{props.sentTo}</Name> }} />{" "}
        {props.isWaiting && verifyAddress.holds[attribute]}
      </p>
    ),
    notice: props.isSentAgain ? common.anotherCodeSent : undefined,
    errors,
    ways: [way(props.accountHref, accountPages.backToAccount)],
    children: (
      <Form target={props}>
        <CodeField errors={errors} sentTo={props.sentTo} />
        <button class="button" type="submit">
          {accountPages.profile.confirm}
        </button>
        <button class="button quiet" type="submit" name="resend" value="yes" formnovalidate>
          {common.sendAnotherCode}
        </button>
      </Form>
    ),
  });
}
