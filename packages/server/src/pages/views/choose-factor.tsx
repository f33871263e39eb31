/** /mfa/select: which of several second factors to use. */
import type { FormError, FormTarget } from "./form.tsx";
import { Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";
import type { WithLook } from "./look.tsx";
import { way } from "./ways.tsx";

export interface ChooseFactorProps extends FormTarget, WithLook {
  readonly poolName: string;
  readonly clientName: string;
  readonly factors: readonly { readonly value: string; readonly name: string }[];
  readonly errors: readonly FormError[];
  readonly signInHref: string;
  readonly backHref?: string | undefined;
}

export function renderChooseFactor(props: ChooseFactorProps): string {
  const { common, factor } = props.look.words;
  return renderFormPage({
    frame: props,
    title: factor.choose,
    lead: <p class="lead">{factor.chooseLead}</p>,
    errors: props.errors,
    ways: [way(props.signInHref, common.backToSignIn)],
    children: (
      <>
        <Form target={props}>
          {props.factors.map(({ value, name }) => (
            <button key={value} class="button" type="submit" name="factor" value={value}>
              {name}
            </button>
          ))}
        </Form>
      </>
    ),
  });
}
