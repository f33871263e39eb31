/** Making elements. Every text goes in as text: there is no way here to give markup. */
export type Child = Node | string | undefined;

/** An element of the page's own markup. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  // The markup and this script are made together; what is missing shows at once.
  return document.getElementById(id) as T;
}

export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** Characters that change how the text around them is read, and are not seen themselves, are written out. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu,
    (character) =>
      character === "\n" ? character : `\\u{${character.codePointAt(0)?.toString(16).padStart(4, "0")}}`,
  );
}

let copied = 0;

/** A value in monospace with a button that copies it; the page's own script does the copying. */
export function copyable(
  value: string,
): readonly [code: HTMLElement, button: HTMLElement, said: HTMLElement] {
  copied += 1;
  const id = `value-${copied}`;
  return [make("code", { id }, visible(value)), ...copyButton(id, "Copy")];
}

/** What is copied stands in the element `id`; what it is stands there too, or in `describedBy`. */
export function copyButton(
  id: string,
  word: string,
  describedBy = id,
): [button: HTMLElement, said: HTMLElement] {
  const done = make("span", { hidden: "" }, "Copied");
  return [
    make(
      "button",
      { class: "copy", type: "button", "data-copy": id, "aria-describedby": describedBy },
      make("span", {}, word),
      done,
    ),
    make("span", { class: "visually-hidden", role: "status" }),
  ];
}
