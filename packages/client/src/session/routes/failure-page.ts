/** The two pages of the session routes, for people: plain, without scripts, and with nothing of the error but its meaning. */
import type { Settings } from "../settings.ts";
import { page, statusOf } from "./answers.ts";

/** Says that signing in has failed, and how to try again. */
export function failurePage(
  { basePath }: Pick<Settings, "basePath">,
  error: unknown,
  returnTo: string,
  cookies: readonly string[] = [],
): Response {
  const status = statusOf(error);
  const again = `${basePath}/login?returnTo=${encodeURIComponent(returnTo)}`;
  const reason =
    status === 503
      ? "The sign-in service does not answer at the moment. Nothing was lost; try again in a little while."
      : "This sign-in could not be finished. It may have taken too long, or was finished already.";
  const body = `<h1>You are not signed in</h1><p>${reason}</p><p><a href="${escaped(again)}">Sign in again</a></p>`;
  const response = page(status, documentOf("Not signed in", body), cookies);
  if (status === 503) response.headers.set("retry-after", "5");
  return response;
}

/** Goes on by itself, as a step of the app's own site. */
export function onwardPage(to: string, cookies: readonly string[]): Response {
  const target = escaped(to);
  const body = `<p>You are signed in. <a href="${target}">Go on</a></p>`;
  return page(
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
