/** POST /logout: ends the session here and its tokens at the provider, and says where to go so that the provider forgets too (BF-12). */
import { isClientError } from "../../errors/client-error.ts";
import { endSessionUrl, revoke } from "../../provider/sign-out.ts";
import type { App } from "../app.ts";
import type { KeptSession } from "../keeping/keeper.ts";
import { json } from "./answers.ts";

export async function logout(app: App, request: Request): Promise<Response> {
  const { keeper, settings } = app;
  const found = await keeper.find(request).catch((error: unknown) => {
    // Cookie mode with the provider down: the cookie can be deleted all the same.
    if (isClientError(error, "provider_unavailable")) return undefined;
    throw error;
  });
  const isRevoked = found === undefined ? false : await endSession(app, found);
  const { logoutUri, provider } = settings;
  const url = await endSessionUrl(provider, logoutUri).catch(() => undefined);
  return json(200, { url: url?.href ?? logoutUri, revoked: isRevoked }, keeper.forget(request));
}

/** Here first: the provider may be slow or down, and the person has left. True when its tokens are revoked too. */
export async function endSession(
  { settings }: Pick<App, "settings">,
  session: KeptSession,
): Promise<boolean> {
  const { provider, report } = settings;
  const refreshToken = await session.end();
  const isRevoked =
    refreshToken !== undefined &&
    (await revoke(provider, refreshToken).then(
      () => true,
      () => false,
    ));
  report({ type: "signed_out", subject: session.claims().sub, isRevoked });
  return isRevoked;
}
