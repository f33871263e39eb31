/** What of a stranger's words may be shown, and kept. */
import { isClientIdForm } from "../core/ids.ts";

/** Only where it cannot be read as a sentence. */
export function showable(text: string, longest: number): string {
  return /^[\x21-\x7e]+$/.test(text) && text.length <= longest ? text : "(not shown)";
}

/**
 * Neither kept nor shown is what may be a client's secret, in the wrong place. Secrets have 24 characters at least, so what is
 * shorter is none; longer texts must have the form of an id.
 */
export function showableClientId(text: string): string {
  return showable(text, isClientIdForm(text) ? 26 : 23);
}
