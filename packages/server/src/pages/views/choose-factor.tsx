/** /mfa/select: which of several second factors to use. */
import type { FormError, FormTarget } from "./form.tsx";
import { ErrorSummary, Form, pageTitle } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import { Ways, way } from "./ways.tsx";

export interface ChooseFactorProps extends FormTarget {
  readonly poolName: string;
  readonly clientName: string;
  readonly factors: readonly { readonly value: string; readonly name: string }[];
  readonly errors: readonly FormError[];
  readonly backHref?: string | undefined;
}

export function renderChooseFactor(props: ChooseFactorProps): string {
  return renderPage({
    title: pageTitle("Choose how to go on", props.errors),
    house: props.poolName,
    children: (
      <>
        <div class="card stack">
          <div>
            <h1>Choose how to go on</h1>
            <p class="lead">Something else of yours shows that it is you. Which do you want to use?</p>
          </div>
          <ErrorSummary errors={props.errors} />
          <Form target={props}>
            {props.factors.map(({ value, name }) => (
              <button key={value} class="button" type="submit" name="factor" value={value}>
                {name}
              </button>
            ))}
          </Form>
        </div>
        <Ways ways={[way(props.backHref, `Back to ${props.clientName}`)]} />
      </>
    ),
  });
}
