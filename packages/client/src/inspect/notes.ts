/** What is worth knowing about a token and is no fault of it. */
import type { TokenKind, TokenReport } from "./report.ts";

type Noted = Pick<TokenReport, "signature" | "lifetime" | "fits">;

export function jwtNotes(
  { signature, lifetime, fits }: Noted,
  claims: Readonly<Record<string, unknown>>,
): string[] {
  return [
    ...signatureNotes(signature, claims),
    ...(lifetime?.kind === "forever"
      ? ["It never expires: treat it as what is known, not as proof of who asks."]
      : []),
    ...sizeNotes(fits),
  ];
}

/** Why there is so little to say about what only its maker can read. */
export function opaqueNotes(kind: TokenKind, fits: TokenReport["fits"]): string[] {
  return [...(Object.hasOwn(opaque, kind) ? (opaque[kind] ?? []) : []), ...sizeNotes(fits)];
}

const opaque: Readonly<Partial<Record<TokenKind, readonly string[]>>> = {
  refreshToken: [
    "Its content is encrypted: neither its expiry nor whose it is can be seen here.",
    "It cannot be opened because the key to it never leaves the server. It need not be: an app keeps it and sends it back as it is.",
    "Whether it still works is known to the server alone: it expires, ends with its sign-in, and where tokens rotate it is good once.",
  ],
  otherEncrypted: ["Its content is encrypted: neither its expiry nor whose it is can be seen here."],
  authorizationCode: [
    "There is nothing inside: it is a number under which the server keeps what was granted. If it was refused with invalid_grant, " +
      "it was used before, is too old, or belongs to another client or redirect_uri.",
  ],
};

function signatureNotes(signature: Noted["signature"], claims: Readonly<Record<string, unknown>>): string[] {
  if (signature.state === "notChecked") {
    return [
      signature.because === "noKeys"
        ? "The signature was not checked, so nothing in it is proven."
        : "The signature could not be checked here, so nothing in it is proven: this program has no Web Crypto for it.",
    ];
  }
  if (signature.state !== "verified" || claims["origin_jti"] === undefined) return [];
  return ["Whether its sign-in has been ended since is known to the server alone."];
}

function sizeNotes({ cookie, header }: TokenReport["fits"]): string[] {
  return [
    ...(cookie ? [] : ["It is too large for one cookie (4096 bytes with name and attributes)."]),
    ...(header
      ? []
      : [
          "It is too large for the header of many servers and proxies (8 kB unless told otherwise; Node takes 16 kB).",
        ]),
  ];
}
