// Says whether an answer is the success it is counted as. A server that refuses quickly must not look fast.

/** Why the answer is no success, or null if it is one: status 200, and every token an RS256 JWT of a 2048-bit key. */
export function flawOf(status: number, body: string, signedTokens: readonly string[]): string | null {
  if (status !== 200) return `status ${status}: ${body.slice(0, 200)}`;
  const answer = parseJson(body);
  for (const path of signedTokens) {
    const flaw = flawOfToken(path.split(".").reduce(member, answer));
    if (flaw !== null) return `${path} ${flaw}`;
  }
  return null;
}

/** The cheap look at every single answer under load: each token's name with the beginning of a JWT behind it. */
export function markerOf(signedTokens: readonly string[]): RegExp {
  const names = signedTokens.map((path) => path.slice(path.lastIndexOf(".") + 1));
  // Anchored: otherwise a long answer without tokens is searched anew from each of its letters.
  return new RegExp(`^${names.map((name) => `(?=[^]*"${name}":\\s*"ey)`).join("")}`);
}

function flawOfToken(token: unknown): string | null {
  if (typeof token !== "string") return "is missing";
  const [header = "", payload, signature] = token.split(".");
  if (payload === undefined || signature === undefined) return "is not a JWT";
  const alg = member(parseJson(Buffer.from(header, "base64url").toString()), "alg");
  if (alg !== "RS256") return `is signed with ${String(alg)}, not RS256`;
  const bits = Buffer.from(signature, "base64url").length * 8;
  return bits === 2048 ? null : `is signed with a ${bits}-bit key, not 2048`;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
