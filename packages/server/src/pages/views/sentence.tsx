/** A text whose places are filled with parts of the page: where they stand is the language's business. */
import { type ComponentChildren, Fragment } from "preact";
import { fillWith } from "../../languages/fill.ts";

export interface SentenceProps {
  readonly text: string;
  readonly values: Readonly<Record<string, ComponentChildren>>;
}

export function Sentence({ text, values }: SentenceProps) {
  return (
    <>
      {fillWith<ComponentChildren>(text, values).map((piece, index) => (
        <Fragment key={`${index}`}>{piece}</Fragment>
      ))}
    </>
  );
}

/** Somebody's name or address, which stands out from the words around it. */
export function Name({ children }: { children: ComponentChildren }) {
  return <span class="names">{children}</span>;
}
