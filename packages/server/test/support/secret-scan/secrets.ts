/** What in the traffic of a server is nobody else's business, by the names of its members; and the search for it elsewhere. */
import { createHash } from "node:crypto";
import type { OutgoingHttpHeader } from "node:http";
import type { Exchange } from "./recording-front.ts";

export interface Secret {
  /** Of the member that it came in, `Password` say. */
  readonly name: string;
  readonly value: string;
  /** `secret`: who has it can do something. `private`: it is about somebody. */
  readonly kind: "secret" | "private";
}

/** Whatever a member's name, a header's or a field's looks like in its own notation: `CONFIRMATION_CODE`, `ConfirmationCode`. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, "");

const secretNames = new Set(
  [
    ...["Password", "PreviousPassword", "ProposedPassword", "TemporaryPassword", "NewPassword"],
    ...["AccessToken", "IdToken", "RefreshToken", "Token", "Session", "Code", "ConfirmationCode", "UserCode"],
    ...["SmsMfaCode", "SmsOtpCode", "EmailOtpCode", "SoftwareTokenMfaCode", "SecretCode", "FeedbackToken"],
    ...["ClientSecret", "ClientSecretValue", "Secret", "SecretHash", "SecretAccessKey"],
    ...["PasswordVerifier", "SecretBlock", "PasswordClaimSecretBlock", "PasswordClaimSignature", "Answer"],
    ...["CodeVerifier", "IdTokenHint", "Csrf", "Authorization", "Cookie"],
  ].map(plain),
);

const privateNames = new Set(["State", "Nonce", "LoginHint", "Username", "UserAttributes"].map(plain));
/** Their members have names that the caller chose. */
const privateMaps = new Set(["ClientMetadata", "ValidationData"].map(plain));

const isUuid = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);

/** Shorter ones stand in other words by chance. */
const shortest = 8;
const sixDigits = /^\d{6}$/;

/** Each may be there more than once. */
export function secretsAsked({ url, headers, body }: Exchange): Secret[] {
  return [
    ...inPairs(new URLSearchParams(url.split("?")[1] ?? "")),
    ...inText(body),
    ...inCookies(headers["cookie"]),
    ...inAuthorization(String(headers["authorization"] ?? "")),
  ].filter(isTelling);
}

export function secretsAnswered({ answerHeaders, answer }: Exchange): Secret[] {
  const location = new URL(String(answerHeaders["location"] ?? "/"), "http://localhost");
  const hidden = answer.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return [
    ...inText(answer),
    ...inPairs(location.searchParams),
    ...inPairs(new URLSearchParams(location.hash.slice(1))),
    ...inCookies(answerHeaders["set-cookie"]),
    ...inPairs([...hidden].map(([, ...pair]) => pair)),
  ].filter(isTelling);
}

/** By their ids, which are names in a pool of addresses, people may be named. */
function isTelling({ value, kind }: Secret): boolean {
  if (kind === "private" && isUuid(value)) return false;
  return value.length >= shortest || sixDigits.test(value);
}

function inText(text: string): Secret[] {
  if (text.startsWith("{")) return inJson(parsed(text), "");
  return text.startsWith("<") ? [] : inPairs(new URLSearchParams(text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function inJson(value: unknown, name: string): Secret[] {
  if (typeof value === "string") return named(name, value);
  if (Array.isArray(value)) return value.flatMap((each) => inJson(each, name));
  if (typeof value !== "object" || value === null) return [];
  if ("Name" in value && "Value" in value) return value.Name === "sub" ? [] : inJson(value.Value, name);
  const isOpaque = secretNames.has(plain(name)) || privateMaps.has(plain(name));
  return Object.entries(value).flatMap(([member, each]) => inJson(each, isOpaque ? name : member));
}

function inPairs(pairs: Iterable<readonly string[]>): Secret[] {
  return [...pairs].flatMap(([name = "", value = ""]) => named(name, value));
}

function named(name: string, value: string): Secret[] {
  const key = plain(name);
  if (secretNames.has(key)) return [{ name, value, kind: "secret" }];
  return privateNames.has(key) || privateMaps.has(key) ? [{ name, value, kind: "private" }] : [];
}

/** Their attributes have no value of that length. */
function inCookies(lines: OutgoingHttpHeader = []): Secret[] {
  const pairs = [lines].flat().flatMap((line) => String(line).split("; "));
  return pairs.flatMap((pair) => {
    const [name = "", value = ""] = pair.split("=", 2);
    return value.length < 16 || name === "Expires"
      ? []
      : [{ name: "cookie", value, kind: "secret" as const }];
  });
}

/** The key's id and the scope of a signature are no secrets. */
function inAuthorization(value: string): Secret[] {
  const [, signature] = /Signature=(\w+)/.exec(value) ?? [];
  const [, credentials] = /^(?:Basic|Bearer) (.+)$/.exec(value) ?? [];
  return [signature, credentials].flatMap((each) =>
    each === undefined ? [] : [{ name: "authorization", value: each, kind: "secret" as const }],
  );
}

export interface Place {
  readonly where: string;
  /** Bytes as Latin-1. */
  readonly text: string;
}

/** `Password in the log, in hex`, each once. */
export function findingsIn(places: readonly Place[], secrets: Iterable<Secret>): string[] {
  const found = new Set<string>();
  const wanted = new Map([...secrets].map(({ name, value }) => [value.slice(-longestPiece), name]));
  for (const { where, text } of places) {
    const numbers = new Set(text.match(sixDigitsAlone));
    for (const [piece, name] of wanted) {
      for (const [spelling, how] of spellingsOf(piece)) {
        const isThere = sixDigits.test(spelling) ? numbers.has(spelling) : text.includes(spelling);
        if (isThere) found.add(`${name} in ${where}, ${how}`);
      }
    }
  }
  return [...found].toSorted();
}

/** So much of a long one is enough to know it, wherever it was cut. */
const longestPiece = 60;
/** They stand in a longer number or an id by chance, and as a word of their own do not. */
const sixDigitsAlone = /(?<![\w.-])\d{6}(?![\w.-])/g;

/** Each with what it is called. */
function spellingsOf(piece: string): Map<string, string> {
  const bytes = Buffer.from(piece);
  // A multiple of three, so that it stands in the base64 of something longer that begins with it.
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
  const digest = createHash("sha256").update(piece).digest();
  return new Map([
    // Nothing that can be guessed may be hashed without a key.
    ...(piece.length < 20
      ? ([
          [digest.toString("latin1"), "hashed"],
          [digest.toString("hex"), "hashed, in hex"],
          [digest.toString("base64").slice(0, -1), "hashed, in base64"],
          [digest.toString("base64url"), "hashed, in base64url"],
        ] as const)
      : []),
    [bytes.toString("hex"), "in hex"],
    [whole.toString("base64url"), "in base64url"],
    [whole.toString("base64"), "in base64"],
    [encodeURIComponent(piece), "in a URL"],
    [JSON.stringify(piece).slice(1, -1), "as JSON"],
    [bytes.toString("latin1"), "as it is"],
  ]);
}
