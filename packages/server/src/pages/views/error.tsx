/** A page for what cannot go on: what happened, why, and what to do. */
import { Copyable } from "./copy.tsx";
import { renderPage } from "./layout.tsx";
import { type Way, Ways } from "./ways.tsx";

export interface ErrorProps {
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly whatToDo: string;
  readonly requestId: string;
  /** Unknown when the request does not lead to a pool. */
  readonly poolName?: string | undefined;
  readonly back?: Way | undefined;
}

export function renderError(props: ErrorProps): string {
  return renderPage({
    title: props.title,
    house: props.poolName ?? "Poolhouse",
    children: (
      <>
        <div class="card stack">
          <h1>{props.title}</h1>
          <p>{props.what}</p>
          <p class="muted">{props.why}</p>
          <div>
            <h2>What to do</h2>
            <p>{props.whatToDo}</p>
          </div>
          <dl class="facts ruled">
            <div>
              <dt>Request id, for whoever looks into it</dt>
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
