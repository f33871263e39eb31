/** Tokens, codes, ids and commands: in monospace, with a button to copy them that appears where scripts run. */

import { Fragment } from "preact";
import { useWords } from "./look.tsx";

/** One value on a line. `id` is unique on the page. */
export function Copyable({ id, value }: { id: string; value: string }) {
  return (
    <>
      <code id={id}>{breakable(value)}</code>
      <CopyButton of={id} />
    </>
  );
}

/** A shell command under its title; long lines scroll instead of wrapping. */
export function Command({ id, title, command }: { id: string; title: string; command: string }) {
  return (
    <section class="command" aria-labelledby={`${id}-title`}>
      <header>
        <h3 id={`${id}-title`}>{title}</h3>
        <CopyButton of={id} />
      </header>
      {/* What scrolls must be reachable with the keyboard. */}
      <pre tabindex={0}>
        <code id={id}>{command}</code>
      </pre>
    </section>
  );
}

export function CopyButton({ of, word }: { of: string; word?: string }) {
  const { copy, copied } = useWords().common;
  return (
    <>
      <button class="copy" type="button" data-copy={of} aria-describedby={of} hidden>
        <span>{word ?? copy}</span>
        <span hidden>{copied}</span>
      </button>
      <span class="visually-hidden" role="status" />
    </>
  );
}

/** Paths and addresses break after a slash; what is copied stays the same. */
function breakable(value: string) {
  return value.split(/(?<=\/)(?=[^/])/).map((part, index) => (
    <Fragment key={`${index}${part}`}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
