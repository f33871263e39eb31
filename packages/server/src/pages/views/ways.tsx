/** The links under a page's card: other ways to go on, and the way back. */
import { useWords } from "./look.tsx";

export interface Way {
  readonly href: string;
  readonly label: string;
}

/** Shows the ways that exist; nothing when none does. */
export function Ways({ ways }: { ways: readonly (Way | undefined)[] }) {
  const { otherWays } = useWords().common;
  const open = ways.filter((way) => way !== undefined);
  if (open.length === 0) return null;
  return (
    <nav class="links after" aria-label={otherWays}>
      {open.map(({ href, label }) => (
        <a key={href} href={href}>
          {label}
        </a>
      ))}
    </nav>
  );
}

export function way(href: string | undefined, label: string): Way | undefined {
  return href === undefined ? undefined : { href, label };
}
