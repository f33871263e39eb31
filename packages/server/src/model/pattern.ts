/** The model's patterns are Java's and match the whole value; here they become regular expressions of our own. */

const character = String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}]`;
const text = String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]`;

/**
 * Patterns that allow long input and backtrack more than linearly, each with one that accepts the same values in
 * linear time: all characters first, in a lookahead (which is never entered again), then what must occur among them.
 */
const linear: Readonly<Record<string, string>> = {
  [`${character}+@${character}+`]: `(?=${character}+$)[^][^]*?@[^]+`,
  [String.raw`${text}*\{####\}${text}*`]: String.raw`(?=${text}*$)[^]*?\{####\}[^]*`,
  [String.raw`${text}*\{##${text}*##\}${text}*`]: String.raw`(?=${text}*$)(?=([^]*?\{##))\1[^]*##\}[^]*`,
};

/** Java's `\s` is ASCII only; its `(?s)` is the flag of the same letter. */
export function compilePattern(pattern: string): RegExp {
  const dotAll = pattern.startsWith("(?s)");
  const source = (linear[pattern] ?? (dotAll ? pattern.slice("(?s)".length) : pattern))
    .replaceAll(String.raw`[\S]`, String.raw`[^\t\n\v\f\r ]`)
    .replaceAll(String.raw`\s`, String.raw`\t\n\v\f\r `);
  return new RegExp(`^(?:${source})$`, dotAll ? "su" : "u");
}
