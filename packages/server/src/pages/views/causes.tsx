/** `/errors/<error>`: everything that can be behind an error code, each with an anchor that `error_uri` points at. */
import { renderPage } from "./layout.tsx";

export interface CauseProps {
  /** The anchor. */
  readonly name: string;
  readonly description: string;
  readonly found: string;
  readonly change: string;
}

export interface CausesProps {
  readonly error: string;
  /** What it says, and what an app does about it. */
  readonly meaning: string;
  readonly app: string;
  readonly causes: readonly CauseProps[];
}

export function renderCauses({ error, meaning, app, causes }: CausesProps): string {
  return renderPage({
    title: error,
    house: "Poolhouse",
    wide: true,
    children: (
      <div class="stack">
        <div class="stack">
          <h1>{error}</h1>
          <p class="lead">{meaning}</p>
          <p>
            <strong>What the app does:</strong> {app}
          </p>
          <p>
            {causes.length === 1 ? "There is one cause" : `There are ${causes.length} causes`} of this error.
            The address that came with it ends in the name of yours; <code>poolhouse explain</code> and the
            request id tell the rest.
          </p>
        </div>
        {causes.map(({ name, description, found, change }) => (
          <section key={name} class="card stack" id={name} aria-labelledby={`${name}-title`}>
            <h2 id={`${name}-title`}>{withNames(description)}</h2>
            <dl class="facts">
              <div>
                <dt>Name</dt>
                <dd>
                  <code>{name}</code>
                </dd>
              </div>
              <div>
                <dt>What was found</dt>
                <dd>{withNames(`${capital(found)}.`)}</dd>
              </div>
              <div>
                <dt>What to change</dt>
                <dd>{withNames(change)}</dd>
              </div>
            </dl>
          </section>
        ))}
      </div>
    ),
  });
}

/** `{content_type}` stands for whatever the request had. */
function withNames(template: string) {
  return template
    .split(/\{(\w+)\}/)
    .map((part, index) => (index % 2 === 0 ? part : <var key={`${index}`}>{part.replaceAll("_", " ")}</var>));
}

/** A parameter's name keeps its own spelling. */
function capital(sentence: string): string {
  if (/^\w*[_=]/.test(sentence)) return sentence;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
