/** The mark: a gabled roof over two waves, in three strokes and one colour. */

import { light } from "../../core/branding/house-colours.ts";
import { asset } from "./asset.ts";
import { Drawing } from "./drawing.tsx";

const strokes = [
  "M3 10l9-7 9 7",
  "M3 15.25q2.25-2.5 4.5 0t4.5 0 4.5 0 4.5 0",
  "M3 20.5q2.25-2.5 4.5 0t4.5 0 4.5 0 4.5 0",
];

export function Mark() {
  return (
    <Drawing>
      {strokes.map((d) => (
        <path key={d} d={d} />
      ))}
    </Drawing>
  );
}

/** The mark for a browser's tab, in the one blue that shows on light and dark tab bars alike. */
export const favicon = asset(
  "mark",
  "svg",
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="${light.focus}" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round">${strokes.map((d) => `<path d="${d}"/>`).join("")}</svg>`,
);
