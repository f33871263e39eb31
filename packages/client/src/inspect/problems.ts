/** What makes a JWT unfit, in the order a careful reader looks. */
import type { Kind } from "./kinds.ts";
import { momentOf, noExpiration } from "./moments.ts";
import type { Problem, ProblemCode, Signature, TokenKind } from "./report.ts";
import { isKnownAlgorithm } from "./signature.ts";

/** What the reader wants the token for. What is left out is not judged. */
export interface Expectation {
  /** Whether it is to open things or to say who signed in. */
  readonly use?: "access" | "id" | undefined;
  /** Compared with `iss`, byte for byte. */
  readonly issuer?: string | undefined;
  /** Compared with `client_id` and `aud`. */
  readonly clientId?: string | undefined;
}

export interface Judged {
  readonly kind: TokenKind;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signature: Signature;
}

/** As the server's own check of access tokens: FAPI 2.0 §5.3.1. */
const clockSkewSeconds = 60;

export function problemsOf(judged: Judged, expectation: Expectation, now: number): Problem[] {
  return [...signatureProblems(judged), ...timeProblems(judged, now), ...useProblems(judged, expectation)];
}

/** Of what is no JWT, signed or encrypted. */
export function textProblems(token: string, { kind }: Kind): Problem[] {
  if (kind === "foreignSecret") {
    return problem(
      "foreign",
      "It is a secret of another service.",
      "Do not send it to a user pool. If somebody saw it who should not have, revoke it at that service.",
    );
  }
  if (kind !== "unknown") return [];
  if (token === "") return problem("unreadable", "There is nothing to inspect.", "Give a token.");
  if (token.startsWith("ey")) {
    const parts = token.split(".").length;
    const text = `It begins like a JWT, but it has ${parts} of 3 readable parts: it was cut off or altered on its way.`;
    return problem("unreadable", text, "Copy it once more, whole: three parts with a dot between them.");
  }
  return problem(
    "unreadable",
    "It cannot be read as any kind of token.",
    "See what was copied: a JWT begins with ey and has two dots.",
  );
}

/** Of what cannot be what a JWT is wanted for. */
export function otherUse({ name }: Kind, { use }: Expectation = {}): Problem[] {
  if (use === undefined) return [];
  const [wanted, send] = use === "access" ? ["an access token", "access"] : ["an ID token", "ID"];
  return problem(
    "otherUse",
    `${name}: where ${wanted} is due, this is refused.`,
    `Use the ${send} token that came with it.`,
  );
}

function signatureProblems({ header, signature }: Judged): Problem[] {
  const { alg, crit, kid } = header;
  if (typeof alg !== "string" || alg.toLowerCase() === "none") {
    return problem(
      "unsigned",
      "It is not signed (alg none): anybody could have written it.",
      "Refuse it. A user pool signs every token.",
    );
  }
  if (!isKnownAlgorithm(alg)) return problem("algorithmUnknown", ...unknownAlgorithm(alg));
  // RFC 7515 §4.1.11: whoever does not understand an extension that must be understood must refuse.
  if (crit !== undefined) {
    return problem(
      "extensionUnknown",
      `Its header demands extensions (crit ${JSON.stringify(crit)}) that no user pool has.`,
      "Refuse it.",
    );
  }
  if (signature.state === "wrong") {
    return problem(
      "signatureWrong",
      "The signature is wrong: the token was altered, cut off or forged.",
      "Copy it once more, whole. If it stays wrong, refuse it.",
    );
  }
  if (signature.state === "unknownKey") {
    const named = typeof kid === "string" ? `The key ${kid}` : "A key for it";
    return problem(
      "keyUnknown",
      `${named} is not among the keys given: another pool, or a key long gone.`,
      "Fetch the issuer's key set anew. If the key is not there either, get a new token.",
    );
  }
  return [];
}

function unknownAlgorithm(alg: string): [text: string, whatToDo: string] {
  return alg.startsWith("HS")
    ? [
        `The signature algorithm ${alg} uses a shared secret: whoever can check it can forge it.`,
        "Refuse it where a user pool's token is due: pools sign with RS256.",
      ]
    : [
        `The signature algorithm ${alg} is not one this program knows.`,
        "Refuse it where a user pool's token is due: pools sign with RS256.",
      ];
}

function timeProblems({ kind, claims }: Judged, now: number): Problem[] {
  const { exp, iat, nbf } = claims;
  const latestStart = now / 1000 + clockSkewSeconds;
  const problems: Problem[] = [];
  if (typeof exp === "number" && exp !== noExpiration && exp * 1000 <= now) {
    const expired = momentOf(exp, now, ["expires", "expired"]);
    const text = `It ${expired?.words ?? "expired"} (${expired?.iso ?? exp}).`;
    problems.push(
      ...problem("expired", text, "Get a new one: with the refresh token, or by signing in again."),
    );
  }
  if (typeof nbf === "number" && nbf > latestStart) {
    const moment = momentOf(nbf, now, ["becomes valid", "became valid"]);
    const text = `It ${moment?.words ?? "is not valid yet"} (${moment?.iso ?? nbf}).`;
    problems.push(...problem("notYetValid", text, "Wait, or set the clock right if it is this one."));
  }
  if (typeof iat === "number" && iat > latestStart) {
    const moment = momentOf(iat, now, ["will be issued", "issued"]);
    const when = `${moment?.words ?? "was issued later than now"} (${moment?.iso ?? iat})`;
    const text = `By this machine's clock it ${when}: one of two clocks is wrong.`;
    problems.push(...problem("issuedInTheFuture", text, "Compare this clock and the issuer's with a third."));
  }
  const missing =
    kind === "otherJwt" ? [] : ["sub", "iss", "exp"].filter((name) => claims[name] === undefined);
  if (missing.length > 0) {
    const text = `It has no ${missing.join(", no ")}.`;
    problems.push(
      ...problem("claimsMissing", text, "Refuse it: a token of a user pool always has these claims."),
    );
  }
  return problems;
}

function useProblems({ kind, claims }: Judged, { use, issuer, clientId }: Expectation): Problem[] {
  const problems: Problem[] = [];
  if (issuer !== undefined && claims["iss"] !== issuer) {
    const text = `It is of another pool: its issuer is ${quote(claims["iss"])}, not "${issuer}".`;
    problems.push(...problem("otherIssuer", text, "Get a token from this pool, or ask the API of that one."));
  }
  if (use === "access" && kind !== "accessToken") {
    const text = "It is no access token, so it opens nothing.";
    problems.push(...problem("otherUse", text, "Send the access token that came with it."));
  }
  if (use === "id" && kind !== "idToken") {
    const text = "It is no ID token, so it does not say who signed in.";
    problems.push(
      ...problem("otherUse", text, "Read the ID token that came with it; the scope openid brings one."),
    );
  }
  const { aud, client_id } = claims;
  const apps = [client_id, aud].flat().filter((app) => app !== undefined);
  if (clientId !== undefined && !apps.includes(clientId)) {
    const text = `It was issued to ${quote(apps[0])}, not to "${clientId}".`;
    problems.push(...problem("otherClient", text, "Get a token through this app."));
  }
  return problems;
}

function problem(code: ProblemCode, text: string, whatToDo: string): Problem[] {
  return [{ code, text, whatToDo }];
}

function quote(value: unknown): string {
  return value === undefined ? "nobody" : JSON.stringify(value);
}
