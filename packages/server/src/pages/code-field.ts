/** The field of a code that was sent, or that an authenticator app shows. */
import type { Parameters } from "../oauth/parameters.ts";

/** Mails and apps show codes in groups. Empty where none was typed. */
export function typedCode({ code = "" }: Parameters): string {
  return code.replaceAll(" ", "");
}

/** For one sign-in: no more than that are sent to anybody. */
export const mostCodesSent = 3;
