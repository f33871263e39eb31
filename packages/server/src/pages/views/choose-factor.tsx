/** /mfa/select: which of several second factors to use. */
import type { FormError, FormTarget } from "./form.tsx";
import { Form } from "./form.tsx";
import { renderFormPage } from "./form-page.tsx";

export interface ChooseFactorProps extends FormTarget {
  readonly poolName: string;
  readonly clientName: string;
  readonly factors: readonly { readonly value: string; readonly name: string }[];
  readonly errors: readonly FormError[];
  readonly backHref?: string | undefined;
}

export function renderChooseFactor(props: ChooseFactorProps): string {
  return renderFormPage({
    frame: props,
    title: "Choose how to go on",
    lead: <p class="lead">Something else of yours shows that it is you. Which do you want to use?</p>,
    errors: props.errors,
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
