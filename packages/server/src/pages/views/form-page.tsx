/** A page of a flow: a card with one question in it, what was wrong with the last answer, and the other ways to go on. */
import type { ComponentChildren } from "preact";
import { fill } from "../../languages/fill.ts";
import type { FormError } from "./form.tsx";
import { ErrorSummary, Notice, pageTitle } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import type { WithLook } from "./look.tsx";
import { type Way, Ways, way } from "./ways.tsx";

export interface FormPage {
  /** What every page of a flow is told of where it stands. */
  readonly frame: WithLook & {
    readonly poolName: string;
    readonly clientName: string;
    readonly backHref?: string | undefined;
  };
  readonly title: string;
  /** In place of the title as a heading. */
  readonly heading?: ComponentChildren;
  /** Below the heading. */
  readonly lead: ComponentChildren;
  /** What has just happened; errors are said instead of it. */
  readonly notice?: string | undefined;
  readonly errors: readonly FormError[];
  /** Before the way back to the app, which is always the last. */
  readonly ways?: readonly (Way | undefined)[];
  /** Below everything. */
  readonly end?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function renderFormPage(page: FormPage): string {
  const { frame, title, errors, heading = <h1>{title}</h1>, ways = [] } = page;
  const { look, clientName } = frame;
  return renderPage({
    look,
    title: pageTitle(look.words, title, errors),
    house: frame.poolName,
    children: (
      <>
        <div class="card stack">
          <div>
            {heading}
            {page.lead}
          </div>
          {page.notice && errors.length === 0 && <Notice>{page.notice}</Notice>}
          <ErrorSummary errors={errors} />
          {page.children}
        </div>
        <Ways ways={[...ways, way(frame.backHref, fill(look.words.common.backTo, { client: clientName }))]} />
        {page.end}
      </>
    ),
  });
}
