/** A QR code, drawn inline: nothing is loaded, and no script draws it. Dark on light in either look, as cameras expect it. */
import { encode } from "uqr";

/** Light modules around it, so that it is found. */
const quiet = 4;

export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: 0 });
  const side = size + 2 * quiet;
  return (
    <svg class="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label}>
      <path fill="#fff" d={`M0 0h${side}v${side}H0z`} />
      <path fill="#10222b" d={data.map(rowPath).join("")} />
    </svg>
  );
}

/** Neighbours that are dark are one rectangle. */
function rowPath(row: readonly boolean[], y: number): string {
  const runs = row
    .map((dark) => (dark ? "1" : "0"))
    .join("")
    .matchAll(/1+/g);
  return [...runs]
    .map(({ index, 0: run }) => `M${index + quiet} ${y + quiet}h${run.length}v1h-${run.length}z`)
    .join("");
}
