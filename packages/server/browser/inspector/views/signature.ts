/** The state of the signature in a sentence. */
import type { Inspection } from "../inspection.ts";

export function signatureWords({ report, keys }: Inspection): string | undefined {
  const { signature, header } = report;
  const kid = header.find(({ name }) => name === "kid")?.value;
  const named = typeof kid === "string" ? ` ${kid}` : "";
  switch (signature.state) {
    case "verified":
      return `Right, by the key ${signature.keyId ?? "without an id"} of ${keys.from}.`;
    case "wrong":
      return `Wrong, by the key${named} of ${keys.from}.`;
    case "unknownKey":
      return `Not checked: the key${named} is not among ${keys.from === undefined ? "the keys" : `those of ${keys.from}`}.`;
    case "notChecked":
      return signature.because === "cannot"
        ? "Not checked: this browser cannot, or not on a page without https."
        : "Not checked: its issuer's keys are not in this page.";
    case "none":
      return report.claims.length > 0 ? "There is none." : undefined;
  }
}
