/** The two pages of the session routes, for people: plain, without scripts, and with nothing of the error but its meaning. */
import { isClientError } from "../../errors/client-error.ts";
import type { CookieRules } from "../cookies/cookie.ts";
import type { Settings } from "../settings.ts";
import { page, statusOf } from "./answers.ts";

/**
 * Says that a sign-in has failed, how to try again, and how to go on without. Not that nobody is signed in: whoever came back to the
 * provider's page by mistake is, and whoever thought better of signing in as somebody else.
 */
export function failurePage(
  { basePath, cookies: rules }: Pick<Settings, "basePath" | "cookies">,
  error: unknown,
  returnTo: string,
  cookies: readonly string[] = [],
): Response {
  const status = statusOf(error);
  const again = `${basePath}/login?returnTo=${encodeURIComponent(returnTo)}`;
  const links = `<p><a href="${escaped(again)}">Sign in again</a></p><p><a href="/">Go to the start page</a></p>`;
  const body = `<h1>This sign-in was not finished</h1><p>${reasonOf(error, status)}</p>${links}`;
  const response = page(rules, status, documentOf("Sign-in not finished", body), cookies);
  if (status === 503) response.headers.set("retry-after", "5");
  return response;
}

function reasonOf(error: unknown, status: number): string {
  if (status === 503)
    return "The sign-in service does not answer at the moment. Nothing was lost; try again in a little while.";
  if (status >= 500)
    return "The app and the sign-in service do not understand each other, and trying again will not help. Whoever runs the app finds the reason in its event sign_in_failed.";
  if (isClientError(error, "sign_in_refused")) return "It was cancelled, or the sign-in service refused it.";
  return "It may have taken too long, or was finished already.";
}

/** Goes on by itself, as a step of the app's own site. */
export function onwardPage(rules: CookieRules, to: string, cookies: readonly string[]): Response {
  const target = escaped(to);
  const body = `<p>You are signed in. <a href="${target}">Go on</a></p>`;
  return page(
    rules,
    200,
    documentOf("Signed in", body, `<meta http-equiv="refresh" content="0;url=${target}">`),
    cookies,
  );
}

function documentOf(title: string, body: string, head = ""): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${head}<title>${title}</title></head><body><main>${body}</main></body></html>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
