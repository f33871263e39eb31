/** How to get the keys that a signature can be checked with. */

import type { Inspection } from "../inspection.ts";
import { copyable, make, visible } from "../nodes.ts";

export function keysAdvice({ report, keys, openKeySet }: Inspection): HTMLElement | undefined {
  const { problem, otherPool, foreignIssuer } = keys;
  const isMissing = report.signature.state === "notChecked" && report.signature.because === "noKeys";
  if (problem !== undefined) return advice(make("p", { class: "wrong" }, problem));
  if (!isMissing) return undefined;
  if (otherPool !== undefined) return otherPoolAdvice(otherPool);
  return foreignIssuer === undefined
    ? advice(
        make("p", {}, "It names no issuer, so whose keys to check it with must be known from elsewhere."),
        keysButton(openKeySet),
      )
    : foreignAdvice(foreignIssuer, openKeySet);
}

function otherPoolAdvice(poolId: string): HTMLElement {
  return advice(
    make(
      "p",
      {},
      `It names the pool ${poolId} of this server, whose keys are not in this page. The token is not taken along: paste it there again.`,
    ),
    make(
      "a",
      { class: "button quiet", href: `/inspect?pool=${encodeURIComponent(poolId)}` },
      "Open the page with its keys",
    ),
  );
}

/** No link: where a token leads is for the reader to decide. */
function foreignAdvice(issuer: string, openKeySet: () => void): HTMLElement {
  const place = `${issuer.replace(/\/$/, "")}/.well-known/jwks.json`;
  return advice(
    make(
      "p",
      {},
      `It is not of this server. Only the keys of ${visible(issuer)} can tell whether it is right. They are usually at:`,
    ),
    make("p", { class: "copyable" }, ...copyable(place)),
    keysButton(openKeySet),
  );
}

function keysButton(openKeySet: () => void): HTMLElement {
  const button = make("button", { class: "button quiet", type: "button" }, "Paste its keys");
  button.addEventListener("click", openKeySet);
  return button;
}

function advice(...children: readonly HTMLElement[]): HTMLElement {
  return make("div", { class: "advice" }, ...children);
}
