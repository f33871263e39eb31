/** One token in, everything there is to say about it out. */
import { type DecodedJwt, decodeJweHeader, decodeJwt, tidy } from "./decode.ts";
import { type Kind, kindOfJwe, kindOfJwt, kindOfText } from "./kinds.ts";
import { claimMeaning, headerMeanings, timeVerbs } from "./meanings.ts";
import { momentOf, noExpiration } from "./moments.ts";
import { type Expectation, problemsOf } from "./problems.ts";
import type { Field, Lifetime, Problem, Signature, TokenReport } from "./report.ts";
import { checkSignature, type InspectKey } from "./signature.ts";

export interface InspectOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Undefined: the signature is not checked, and the report says so. */
  readonly keys?: readonly InspectKey[] | undefined;
  readonly expect?: Expectation | undefined;
}

/** Never throws: whatever is pasted, there is something to say about it. */
export async function inspectToken(pasted: string, options: InspectOptions): Promise<TokenReport> {
  const token = tidy(pasted);
  const jwt = decodeJwt(token);
  if (jwt !== undefined) return reportOnJwt(token, jwt, options);
  const header = decodeJweHeader(token);
  if (header !== undefined) return reportOnJwe(token, header, options);
  return reportOnText(token, options);
}

async function reportOnJwt(token: string, jwt: DecodedJwt, options: InspectOptions): Promise<TokenReport> {
  const { now, keys, expect = {} } = options;
  const { header, claims } = jwt;
  const kind = kindOfJwt(header, claims);
  const signature = await signatureOf(jwt, keys);
  const lifetime = lifetimeOf(claims["exp"], now);
  return {
    ...kind,
    bytes: bytesOf(token),
    header: Object.entries(header).map(([name, value]) => field(name, value, headerMeanings[name])),
    claims: Object.entries(claims).map(([name, value]) => claimField(name, value, now)),
    issuer: typeof claims["iss"] === "string" ? claims["iss"] : undefined,
    lifetime,
    signature,
    problems: problemsOf({ kind: kind.kind, header, claims, signature }, expect, now),
    notes: [...signatureNotes(signature, claims), ...lifetimeNotes(lifetime), ...sizeNotes(token)],
  };
}

function reportOnJwe(token: string, header: DecodedJwt["header"], { expect }: InspectOptions): TokenReport {
  const kind = kindOfJwe(header);
  return {
    ...opaque(token, kind),
    header: Object.entries(header).map(([name, value]) => field(name, value, headerMeanings[name])),
    problems: otherUse(kind, expect),
    notes: [
      "Its content is encrypted: neither its expiry nor whose it is can be seen here.",
      ...sizeNotes(token),
    ],
  };
}

function reportOnText(token: string, { expect }: InspectOptions): TokenReport {
  const kind = kindOfText(token);
  return { ...opaque(token, kind), problems: [...textProblems(token, kind), ...otherUse(kind, expect)] };
}

function opaque(token: string, kind: Kind): TokenReport {
  return {
    ...kind,
    bytes: bytesOf(token),
    header: [],
    claims: [],
    issuer: undefined,
    lifetime: undefined,
    signature: { state: "none" },
    problems: [],
    notes: [],
  };
}

function textProblems(token: string, { kind }: Kind): Problem[] {
  if (kind === "foreignSecret") return [{ code: "foreign", text: "It is a secret of another service." }];
  if (kind !== "unknown") return [];
  if (token === "") return [{ code: "unreadable", text: "There is nothing to inspect." }];
  const parts = token.split(".").length;
  const text = token.startsWith("ey")
    ? `It begins like a JWT, but it has ${parts} of 3 readable parts: it was cut off or altered on its way.`
    : "It cannot be read as any kind of token.";
  return [{ code: "unreadable", text }];
}

function otherUse({ name }: Kind, expect: Expectation | undefined): Problem[] {
  if (expect?.use === undefined) return [];
  const wanted = expect.use === "access" ? "an access token" : "an ID token";
  return [{ code: "otherUse", text: `${name}: where ${wanted} is due, this is refused.` }];
}

async function signatureOf(jwt: DecodedJwt, keys: readonly InspectKey[] | undefined): Promise<Signature> {
  const { alg } = jwt.header;
  if (typeof alg !== "string" || alg.toLowerCase() === "none") return { state: "none" };
  return keys === undefined ? { state: "notChecked" } : checkSignature(jwt, keys);
}

function claimField(name: string, value: unknown, now: number): Field {
  const verbs = Object.hasOwn(timeVerbs, name) ? timeVerbs[name] : undefined;
  return { name, value, meaning: claimMeaning(name), time: verbs && momentOf(value, now, verbs) };
}

function field(name: string, value: unknown, meaning: string | undefined): Field {
  return { name, value, meaning, time: undefined };
}

function lifetimeOf(exp: unknown, now: number): Lifetime {
  if (exp === noExpiration) return { kind: "forever" };
  const expires = momentOf(exp, now, ["expires", "expired"]);
  return expires === undefined ? { kind: "unstated" } : { kind: "until", expires };
}

function signatureNotes({ state }: Signature, claims: DecodedJwt["claims"]): string[] {
  if (state === "notChecked") return ["The signature was not checked, so nothing in it is proven."];
  if (state !== "verified" || claims["origin_jti"] === undefined) return [];
  return ["Whether its sign-in has been ended since is known to the server alone."];
}

function lifetimeNotes(lifetime: Lifetime): string[] {
  return lifetime.kind === "forever"
    ? ["It never expires: treat it as what is known, not as proof of who asks."]
    : [];
}

/** RFC 6265 §6.1: browsers need to keep 4096 bytes per cookie, name and attributes included. */
function sizeNotes(token: string): string[] {
  return bytesOf(token) > 3800
    ? ["It is too large for one cookie (4096 bytes with name and attributes)."]
    : [];
}

function bytesOf(token: string): number {
  return new TextEncoder().encode(token).length;
}
