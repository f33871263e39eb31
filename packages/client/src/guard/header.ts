import { explainedError } from "../errors/explained-error.ts";
import type { CompactToken } from "./compact-token.ts";
import { quoted } from "./quoted.ts";

/** Where a token would bring its own key along, or say where to fetch one (RFC 8725 §3.10). */
const bringsKeys = ["jku", "x5u", "jwk", "x5c"];

/** `at+jwt` is RFC 9068's; Cognito writes none, and others `JWT`. */
const types = /^(application\/)?(jwt|at\+jwt)$/i;

/** Throws `token_algorithm`, `token_key_unknown`, `token_malformed` or `token_use`: nothing in a header may choose how it is verified. */
export function checkHeader({ header }: CompactToken, algorithms: readonly string[]): void {
  const { alg, typ, crit, kid } = header;
  if (typeof alg !== "string" || !algorithms.includes(alg)) {
    throw explainedError("token_algorithm", `alg ${quoted(alg)}`);
  }
  if (crit !== undefined || header["b64"] !== undefined) {
    throw explainedError("token_algorithm", "crit is not accepted");
  }
  if (kid !== undefined && typeof kid !== "string")
    throw explainedError("token_malformed", "its kid is no string");
  const own = bringsKeys.find((name) => header[name] !== undefined);
  if (own !== undefined) throw explainedError("token_key_unknown", `${own} in the header is not followed`);
  if (typ !== undefined && (typeof typ !== "string" || !types.test(typ))) {
    throw explainedError("token_use", `typ ${quoted(typ)}`);
  }
}
