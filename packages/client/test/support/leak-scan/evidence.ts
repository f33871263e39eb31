/** What somebody could have got hold of, and the search for tokens in it. */

/** One place that was looked into, and everything that was there. */
export interface Evidence {
  readonly where: string;
  readonly text: string;
}

/** What a token endpoint has answered. */
export type TokenAnswer = Partial<Record<TokenName, string>>;

const tokenNames = ["access_token", "id_token", "refresh_token"] as const;

type TokenName = (typeof tokenNames)[number];

/** So much of a token is one for this search, and no accident. */
const pieceLength = 40;

/** `refresh_token in cookies`, each once: which kind of token was where, whole, in part or in another spelling. */
export function leaksIn(
  evidence: readonly Evidence[],
  answers: readonly TokenAnswer[],
  names: readonly TokenName[] = tokenNames,
): string[] {
  const found = new Set<string>();
  for (const name of names) {
    const needles = new Set(answers.flatMap((answer) => spellings(answer[name] ?? "")));
    for (const { where, text } of evidence) {
      if ([...needles].some((needle) => text.includes(needle))) found.add(`${name} in ${where}`);
    }
  }
  return [...found].sort();
}

/** A whole token has its own head and tail in it, so these are enough for the plain spelling. */
function spellings(token: string): string[] {
  if (token === "") return [];
  const parts = [token.slice(0, pieceLength), token.slice(-pieceLength)];
  return parts.flatMap((part) => [part, encodeURIComponent(part), ...inBase64(part)]);
}

/** Wherever it stands in what was encoded, three bytes make four characters; the outermost may hold bits of its neighbours. */
function inBase64(text: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
    const certain = (encoded: string) => encoded.replaceAll("=", "").slice(shift === 0 ? 0 : shift + 1, -1);
    return [certain(bytes.toString("base64")), certain(bytes.toString("base64url"))];
  });
}
