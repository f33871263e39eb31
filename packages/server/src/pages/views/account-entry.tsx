/** One thing of somebody's on the account page: what it is, where it stands, and what can be done with it. */
import type { ComponentChildren } from "preact";
import type { FormTarget } from "./form.tsx";

interface EntryProps {
  readonly target: FormTarget;
  readonly title: string;
  /** Where it stands. */
  readonly children?: ComponentChildren;
  /** Tells the forms of a page what they are about. */
  readonly hidden?: Readonly<Record<string, string>>;
  readonly acts: readonly (Act | undefined)[];
}

interface Act {
  readonly label: string;
  /** A page, or an action of this one. */
  readonly href?: string;
  readonly action?: string;
}

export function Entry({ target, title, children, hidden = {}, acts }: EntryProps) {
  const open = acts.filter((act) => act !== undefined);
  return (
    <div class="entry">
      <h3>{title}</h3>
      {children}
      {open.length > 0 && (
        <form class="acts" method="post" action={target.action}>
          <input type="hidden" name="_csrf" value={target.csrf} />
          <input type="hidden" name="flow" value={target.flow} />
          {Object.entries(hidden).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          {open.map((act) => (
            <EntryAct key={act.label} {...act} of={title} />
          ))}
        </form>
      )}
    </div>
  );
}

/** `isThere` is false where there is nothing to do. */
export function act(isThere: boolean, label: string, action: string): Act | undefined {
  return isThere ? { label, action } : undefined;
}

export function link(href: string | undefined, label: string): Act | undefined {
  return href === undefined ? undefined : { label, href };
}

interface ActionProps {
  readonly value: string;
  readonly label: string;
  readonly isMain?: boolean;
}

export function Action({ value, label, isMain }: ActionProps) {
  return (
    <button class={isMain ? "button" : "button quiet"} type="submit" name="action" value={value}>
      {label}
    </button>
  );
}

/** Read out alone, it still says what it is about. */
function EntryAct({ label, href, action, of }: Act & { readonly of: string }) {
  const words = (
    <>
      {label}
      <span class="visually-hidden">: {of}</span>
    </>
  );
  return href === undefined ? (
    <button class="act" type="submit" name="action" value={action}>
      {words}
    </button>
  ) : (
    <a class="act" href={href}>
      {words}
    </a>
  );
}
