/** A page for what cannot go on: what happened, why, and what to do. */
import { Copyable } from "./copy.tsx";
import { renderPage } from "./layout.tsx";
import type { WithLook } from "./look.tsx";
import { Sentence } from "./sentence.tsx";
import { type Way, Ways } from "./ways.tsx";

/** What has happened, why, and what to do. */
export interface ErrorWords {
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly whatToDo: string;
}

export interface ErrorProps extends WithLook {
  readonly text: ErrorWords;
  /** What stands in the places of `why` and `whatToDo`: for developers, in English whatever the page's language. */
  readonly details?: Readonly<Record<string, string>> | undefined;
  readonly requestId: string;
  /** Unknown when the request does not lead to a pool. */
  readonly poolName?: string | undefined;
  readonly back?: Way | undefined;
}

export function renderError(props: ErrorProps): string {
  const { look, text, details = {} } = props;
  const { errors } = look.words;
  const values = Object.fromEntries(
    Object.entries(details).map(([name, detail]) => [name, <Detail key={name}>{detail}</Detail>]),
  );
  return renderPage({
    look,
    title: text.title,
    house: props.poolName ?? "Poolhouse",
    children: (
      <>
        <div class="card stack">
          <h1>{text.title}</h1>
          <p>{text.what}</p>
          <p class="muted">
            <Sentence text={text.why} values={values} />
          </p>
          <div>
            <h2>{errors.whatToDo}</h2>
            <p>
              <Sentence text={text.whatToDo} values={values} />
            </p>
          </div>
          <dl class="facts ruled">
            <div>
              <dt>{errors.requestId}</dt>
              <dd class="copyable">
                <Copyable id="request-id" value={props.requestId} />
              </dd>
            </div>
          </dl>
        </div>
        <Ways ways={[props.back]} />
      </>
    ),
  });
}

function Detail({ children }: { children: string }) {
  return <span lang="en">{children}</span>;
}
