/** GET on the redirect URI: the browser comes back from the provider, with a code or with a refusal. */
import { isClientError } from "../../errors/client-error.ts";
import { explainedError } from "../../errors/explained-error.ts";
import { completeSignIn } from "../../provider/sign-in.ts";
import { revoke } from "../../provider/sign-out.ts";
import { verifyIdTokenSignature } from "../../provider/signature.ts";
import type { App } from "../app.ts";
import { codeOf } from "../events.ts";
import { refusal, seeOther } from "./answers.ts";
import { failurePage, onwardPage } from "./failure-page.ts";
import { isNavigation } from "./request-checks.ts";
import { type BegunSignIn, takeTransaction } from "./transaction.ts";

export async function callback(app: App, request: Request, url: URL): Promise<Response> {
  const { keeper, settings } = app;
  if (!isNavigation(request, settings.cookies)) return refusal(403, "csrf");
  let cookies: readonly string[] = [];
  let begun: BegunSignIn | undefined;
  try {
    const taken = await takeTransaction(settings, request, stateIn(url));
    if (taken === undefined) throw explainedError("sign_in_unknown");
    ({ begun, lines: cookies } = taken);
    // Used up before the code is sent, whatever comes of it: a second callback finds nothing (BF-08).
    if (!(await keeper.useOnce(begun.state, begun.expiresAt))) throw explainedError("sign_in_unknown");
    return await finish(app, request, url, begun, cookies);
  } catch (error) {
    settings.report({ type: "sign_in_failed", code: codeOf(error), error });
    if (begun?.isSilent === true && isClientError(error, "sign_in_refused"))
      return seeOther(begun.returnTo, cookies);
    return failurePage(settings, error, begun?.returnTo ?? "/", cookies);
  }
}

async function finish(
  { keeper, settings }: App,
  request: Request,
  { search }: URL,
  begun: BegunSignIn,
  used: readonly string[],
): Promise<Response> {
  const { cookies, provider, redirectUri, report } = settings;
  // Of the request only its query counts: what it says of the host is the caller's word (HT-01).
  const address = new URL(redirectUri);
  address.search = search;
  const tokens = await completeSignIn(provider, begun, address, verifyIdTokenSignature);
  const session = await keeper.begin(request, tokens, begun.earlier).catch(async (error: unknown) => {
    // Nobody has them, and they would be good for as long as a refresh token lives.
    await revoke(provider, tokens.refreshToken).catch(() => undefined);
    throw error;
  });
  const lines = [...used, ...session.lines];
  // Its page need not wait for that.
  for (const old of session.replaced) revoke(provider, old).catch(() => undefined);
  report({ type: "signed_in", subject: tokens.claims.sub });
  // A strict cookie is not sent along a chain of redirects that another site began.
  if (cookies.sameSite === "strict") return onwardPage(cookies, begun.returnTo, lines);
  return seeOther(begun.returnTo, lines);
}

/** Given once; which of two would count is anybody's guess. */
function stateIn({ searchParams }: URL): string {
  const [state = "", ...more] = searchParams.getAll("state");
  if (more.length > 0 || state === "") throw explainedError("sign_in_unknown");
  return state;
}
