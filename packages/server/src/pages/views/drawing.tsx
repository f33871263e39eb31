/** A drawing in the house's line, for the eye only: 24 units wide, in the colour of the text around it. */
import type { ComponentChildren } from "preact";

export function Drawing({ children }: { children: ComponentChildren }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

/** Done. */
export function Check() {
  return (
    <Drawing>
      <circle cx="12" cy="12" r="10" />
      <path d="m7.5 12.5 3 3 6-6.5" />
    </Drawing>
  );
}
