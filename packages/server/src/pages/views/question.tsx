/** One more question before something is gone. */
import type { FormTarget } from "./form.tsx";
import { Form } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import type { WithLook } from "./look.tsx";

export interface QuestionProps extends FormTarget, WithLook {
  readonly poolName: string;
  readonly title: string;
  readonly what: string;
  readonly yes: { readonly value: string; readonly label: string };
  /** What the answer is about. */
  readonly hidden: Readonly<Record<string, string>>;
}

export function renderQuestion(props: QuestionProps): string {
  const { title, what, yes, hidden } = props;
  return renderPage({
    look: props.look,
    title,
    house: props.poolName,
    children: (
      <div class="card stack">
        <h1>{title}</h1>
        <p class="anywhere">{what}</p>
        <Form target={props}>
          {Object.entries(hidden).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button class="button" type="submit" name="action" value={yes.value}>
            {yes.label}
          </button>
          <button class="button quiet" type="submit" name="action" value="keep">
            {props.look.words.accountPages.keep}
          </button>
        </Form>
      </div>
    ),
  });
}
