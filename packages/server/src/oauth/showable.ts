/** What a stranger wrote is shown back only where it cannot be read as a sentence. */
export function showable(text: string, longest: number): string {
  return /^[\x21-\x7e]+$/.test(text) && text.length <= longest ? text : "(not shown)";
}

/** Whatever is longer than a client's id may be its secret, in the wrong place: neither kept nor shown. */
export function showableClientId(text: string): string {
  return showable(text, 26);
}
