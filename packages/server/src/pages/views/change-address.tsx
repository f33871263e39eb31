/** /account/email and /account/phone: an address that takes the place of another, or is the first. */
import type { ContactAttribute } from "../../core/users/attributes.ts";
import { fill } from "../../languages/fill.ts";
import { AttributeFields } from "./attribute-fields.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import { Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import type { WithLook } from "./look.tsx";
import { way } from "./ways.tsx";

export interface ChangeAddressProps extends FormTarget, WithLook {
  readonly clientName: string;
  readonly poolName: string;
  readonly attribute: ContactAttribute;
  readonly current: string | undefined;
  /** What was typed and not taken. */
  readonly given: string | undefined;
  readonly errors: readonly FormError[];
  readonly accountHref: string;
}

export function renderChangeAddress(props: ChangeAddressProps): string {
  const { attribute: name, current, errors } = props;
  const { accountPages, common } = props.look.words;
  const { changeAddress } = accountPages;
  const type = name === "email" ? "email" : "tel";
  const label = changeAddress.labels[name];
  return renderFormPage({
    frame: { ...props, backHref: undefined },
    title: changeAddress.titles[name][current === undefined ? "add" : "change"],
    lead: <>{current && <p class="lead anywhere">{fill(changeAddress.now, { address: current })}</p>}</>,
    errors,
    ways: [way(props.accountHref, accountPages.backToAccount)],
    children: (
      <Form target={props}>
        <AttributeFields
          attributes={[{ name, label, type, value: props.given }]}
          errors={errors}
          focusFirst={errors.length === 0}
        />
        <button class="button" type="submit">
          {common.continue}
        </button>
      </Form>
    ),
  });
}
