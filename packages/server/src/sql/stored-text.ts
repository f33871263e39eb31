/**
 * A text as it is once it is stored, the same in both databases, so that a house can move from one to the other: PostgreSQL has no
 * text with a NUL, and a character that no name or code may contain stands for it; UTF-8 has no half of a surrogate pair.
 */
export function storedText(text: string): string {
  const whole = text.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", "\u{10FFFE}") : whole;
}
