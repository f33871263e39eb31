/** What a stranger wrote is shown back only where it cannot be read as a sentence. */
export function showable(text: string, longest: number): string {
  return /^[\x21-\x7e]+$/.test(text) && text.length <= longest ? text : "(not shown)";
}
