/** One token in, everything there is to say about it out. */
import { type DecodedJwt, decodeJweHeader, decodeJwt, tidy } from "./decode.ts";
import { type Kind, kindOfJwe, kindOfJwt, kindOfText } from "./kinds.ts";
import { claimMeaning, headerMeaning, timeVerbs } from "./meanings.ts";
import { momentOf, noExpiration } from "./moments.ts";
import { jwtNotes, opaqueNotes } from "./notes.ts";
import { type Expectation, otherUse, problemsOf, textProblems } from "./problems.ts";
import type { Field, Fits, Lifetime, Signature, TokenReport } from "./report.ts";
import { checkSignature, type InspectKey } from "./signature.ts";
import { verdictOn } from "./verdict.ts";

export interface InspectOptions {
  /** The moment to judge by, in epoch milliseconds. Default: `Date.now()`. */
  readonly now?: number | undefined;
  /**
   * The public keys of the issuer; `parseKeySet` reads them from JSON. Default: none; then the signature is not checked, and
   * `signature.state` is `notChecked`. An empty list means that no key is right.
   */
  readonly keys?: readonly InspectKey[] | undefined;
  /** What the token is wanted for. Default: nothing in particular. */
  readonly expect?: Expectation | undefined;
}

/**
 * Says what a token is, what stands in it, and what is wrong with it. Works offline: keys come from the caller, and the token
 * goes nowhere. Takes it as people paste it, with `Bearer`, quotes and line breaks.
 *
 * ```ts
 * import { inspectToken, parseKeySet } from "@poolhouse/client/inspect";
 * const keys = parseKeySet(await (await fetch(`${issuer}/.well-known/jwks.json`)).text());
 * const { name, problems } = await inspectToken(token, { keys, expect: { use: "access", issuer } });
 * // "Access token of a person", [{ code: "expired", text: "It expired 3 minutes ago (…).", whatToDo: "…" }]
 * ```
 *
 * Never throws: whatever is pasted, there is something to say about it. It is for people who look for a mistake; to decide
 * whether a request may pass, use `@poolhouse/client/guard`.
 */
export async function inspectToken(pasted: string, options: InspectOptions = {}): Promise<TokenReport> {
  const { now = Date.now(), ...rest } = options;
  const report = await reportOn(tidy(pasted), { ...rest, now });
  return { ...report, verdict: verdictOn(report) };
}

type Findings = Omit<TokenReport, "verdict">;

interface Asked extends InspectOptions {
  readonly now: number;
}

async function reportOn(token: string, asked: Asked): Promise<Findings> {
  const jwt = decodeJwt(token);
  if (jwt !== undefined) return reportOnJwt(token, jwt, asked);
  const header = decodeJweHeader(token);
  if (header !== undefined) return reportOnJwe(token, header, asked);
  return reportOnText(token, asked);
}

async function reportOnJwt(token: string, jwt: DecodedJwt, asked: Asked): Promise<Findings> {
  const { now, keys, expect = {} } = asked;
  const { header, claims } = jwt;
  const kind = kindOfJwt(header, claims);
  const signature = await signatureOf(jwt, keys);
  const lifetime = lifetimeOf(claims["exp"], now);
  const size = sizeOf(token);
  return {
    ...kind,
    ...size,
    header: headerFields(header),
    claims: Object.entries(claims).map(([name, value]) => claimField(name, value, now)),
    issuer: typeof claims["iss"] === "string" ? claims["iss"] : undefined,
    lifetime,
    signature,
    problems: problemsOf({ kind: kind.kind, header, claims, signature }, expect, now),
    notes: jwtNotes({ signature, lifetime, fits: size.fits }, claims),
  };
}

function reportOnJwe(token: string, header: DecodedJwt["header"], { expect }: Asked): Findings {
  const kind = kindOfJwe(header);
  return { ...opaque(token, kind), header: headerFields(header), problems: otherUse(kind, expect) };
}

function reportOnText(token: string, { expect }: Asked): Findings {
  const kind = kindOfText(token);
  return { ...opaque(token, kind), problems: [...textProblems(token, kind), ...otherUse(kind, expect)] };
}

function opaque(token: string, kind: Kind): Findings {
  const size = sizeOf(token);
  return {
    ...kind,
    ...size,
    header: [],
    claims: [],
    issuer: undefined,
    lifetime: undefined,
    signature: { state: "none" },
    problems: [],
    notes: opaqueNotes(kind.kind, size.fits),
  };
}

async function signatureOf(jwt: DecodedJwt, keys: readonly InspectKey[] | undefined): Promise<Signature> {
  const { alg } = jwt.header;
  if (typeof alg !== "string" || alg.toLowerCase() === "none") return { state: "none" };
  return keys === undefined ? { state: "notChecked", because: "noKeys" } : checkSignature(jwt, keys);
}

function headerFields(header: DecodedJwt["header"]): Field[] {
  return Object.entries(header).map(([name, value]) => ({
    name,
    value,
    meaning: headerMeaning(name),
    time: undefined,
  }));
}

function claimField(name: string, value: unknown, now: number): Field {
  const verbs = Object.hasOwn(timeVerbs, name) ? timeVerbs[name] : undefined;
  return { name, value, meaning: claimMeaning(name), time: verbs && momentOf(value, now, verbs) };
}

function lifetimeOf(exp: unknown, now: number): Lifetime {
  if (exp === noExpiration) return { kind: "forever" };
  const expires = momentOf(exp, now, ["expires", "expired"]);
  return expires === undefined ? { kind: "unstated" } : { kind: "until", expires };
}

/** A name and the usual attributes take up to 300 bytes of a cookie's 4096; the scheme a few of a header's 8 kB. */
function sizeOf(token: string): { readonly bytes: number; readonly fits: Fits } {
  const bytes = new TextEncoder().encode(token).length;
  return { bytes, fits: { cookie: bytes <= 3800, header: bytes <= 8000 } };
}
