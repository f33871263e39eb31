/** GET /login?returnTo=/page: sends the browser to the provider. */
import { beginSignIn } from "../../provider/sign-in.ts";
import type { App } from "../app.ts";
import { codeOf } from "../events.ts";
import { refusal, seeOther } from "./answers.ts";
import { failurePage } from "./failure-page.ts";
import { isNavigation } from "./request-checks.ts";
import { safeReturnTo } from "./return-to.ts";
import { keepTransaction, transactionSeconds } from "./transaction.ts";

/** What a link may say about one sign-in; everything else is the app's own setting. */
const fromLink = ["prompt", "login_hint", "lang", "ui_locales"];

export async function login({ keeper, settings }: App, request: Request, url: URL): Promise<Response> {
  if (!isNavigation(request, settings.cookies)) return refusal(403, "csrf");
  const { now, provider, redirectUri, scopes, signInParameters } = settings;
  const returnTo = pageToReturnTo(settings, url) ?? "/";
  const parameters = { ...signInParameters, ...parametersOf(url) };
  try {
    const begun = await beginSignIn(provider, { redirectUri, scopes, parameters });
    const cookies = await keepTransaction(settings, request, {
      ...begun.transaction,
      returnTo,
      expiresAt: now() + transactionSeconds * 1000,
      isSilent: parameters["prompt"] === "none",
      earlier: await keeper.markOf(request),
    });
    return seeOther(begun.url.href, cookies);
  } catch (error) {
    settings.report({ type: "sign_in_failed", code: codeOf(error), error });
    return failurePage(settings, error, returnTo);
  }
}

/** The session's own routes are no pages: whoever came back to this one would be sent to the provider for ever. */
function pageToReturnTo(
  { appOrigin, basePath, callbackPath }: App["settings"],
  url: URL,
): string | undefined {
  const wanted = safeReturnTo(url.searchParams.get("returnTo"), appOrigin);
  if (wanted === undefined) return undefined;
  const { pathname } = new URL(wanted, appOrigin);
  return pathname === callbackPath || pathname.startsWith(`${basePath}/`) ? undefined : wanted;
}

function parametersOf({ searchParams }: URL): Record<string, string> {
  const found = fromLink.flatMap((name) => {
    const value = searchParams.get(name);
    return value === null || value.length > 256 ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found);
}
