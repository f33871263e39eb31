/** What makes a JWT unfit, in the order a careful reader looks. */
import { momentOf, noExpiration } from "./moments.ts";
import type { Problem, ProblemCode, Signature, TokenKind } from "./report.ts";
import { isKnownAlgorithm } from "./signature.ts";

/** What the reader wants it for. What is left out is not judged. */
export interface Expectation {
  readonly use?: "access" | "id" | undefined;
  readonly issuer?: string | undefined;
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

function signatureProblems({ header, signature }: Judged): Problem[] {
  const { alg } = header;
  if (typeof alg !== "string" || alg.toLowerCase() === "none") {
    return problem("unsigned", "It is not signed (alg none): anybody could have written it.");
  }
  if (!isKnownAlgorithm(alg)) {
    const why = alg.startsWith("HS")
      ? "is made with a shared secret, so whoever can check it can forge it; pools sign with RS256"
      : "is not one this program knows";
    return problem("algorithmUnknown", `The signature algorithm ${alg} ${why}.`);
  }
  if (signature.state === "wrong") {
    return problem("signatureWrong", "The signature is wrong: the token was altered, cut off or forged.");
  }
  if (signature.state === "unknownKey") {
    const named = typeof header["kid"] === "string" ? `The key ${header["kid"]}` : "A key for it";
    return problem("keyUnknown", `${named} is not among the keys given: another pool, or a key long gone.`);
  }
  return [];
}

function timeProblems({ kind, claims }: Judged, now: number): Problem[] {
  const { exp, iat, nbf } = claims;
  const latestStart = now / 1000 + clockSkewSeconds;
  const problems: Problem[] = [];
  if (typeof exp === "number" && exp !== noExpiration && exp * 1000 <= now) {
    const expired = momentOf(exp, now, ["expires", "expired"]);
    problems.push(...problem("expired", `It ${expired?.words ?? "expired"} (${expired?.iso ?? exp}).`));
  }
  if (typeof nbf === "number" && nbf > latestStart) {
    const moment = momentOf(nbf, now, ["becomes valid", "became valid"]);
    problems.push(
      ...problem("notYetValid", `It ${moment?.words ?? "is not valid yet"} (${moment?.iso ?? nbf}).`),
    );
  }
  if (typeof iat === "number" && iat > latestStart) {
    const moment = momentOf(iat, now, ["will be issued", "issued"]);
    const when = `${moment?.words ?? "was issued later than now"} (${moment?.iso ?? iat})`;
    problems.push(
      ...problem("issuedInTheFuture", `By this machine's clock it ${when}: one of two clocks is wrong.`),
    );
  }
  const missing =
    kind === "otherJwt" ? [] : ["sub", "iss", "exp"].filter((name) => claims[name] === undefined);
  if (missing.length > 0) problems.push(...problem("claimsMissing", `It has no ${missing.join(", no ")}.`));
  return problems;
}

function useProblems({ kind, claims }: Judged, { use, issuer, clientId }: Expectation): Problem[] {
  const problems: Problem[] = [];
  if (issuer !== undefined && claims["iss"] !== issuer) {
    problems.push(
      ...problem(
        "otherIssuer",
        `It is of another pool: its issuer is ${quote(claims["iss"])}, not "${issuer}".`,
      ),
    );
  }
  if (use === "access" && kind !== "accessToken") {
    problems.push(
      ...problem("otherUse", "It is no access token, so it opens nothing: send the access token instead."),
    );
  }
  if (use === "id" && kind !== "idToken") {
    problems.push(...problem("otherUse", "It is no ID token, so it does not say who signed in."));
  }
  const { aud, client_id } = claims;
  const apps = [client_id, aud].flat().filter((app) => app !== undefined);
  if (clientId !== undefined && !apps.includes(clientId)) {
    problems.push(...problem("otherClient", `It was issued to ${quote(apps[0])}, not to "${clientId}".`));
  }
  return problems;
}

function problem(code: ProblemCode, text: string): Problem[] {
  return [{ code, text }];
}

function quote(value: unknown): string {
  return value === undefined ? "nobody" : JSON.stringify(value);
}
