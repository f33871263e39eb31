/** A browser-only app with `oidc-client-ts`, as its documentation sets it up, and the `fetch` that everybody writes around it. */
import { ErrorResponse, type User, UserManager, WebStorageStateStore } from "oidc-client-ts";
import { cache, createBurst, outcomeOf } from "./burst.ts";
import { readSettings } from "./settings.ts";

const { issuer, clientId, home, api } = readSettings();
const manager = new UserManager({
  authority: issuer,
  client_id: clientId,
  redirect_uri: home,
  scope: "openid email",
  userStore: new WebStorageStateStore({ store: localStorage }),
  automaticSilentRenew: true,
});

const send = (user: User | null) =>
  fetch(api, { headers: { authorization: `Bearer ${user?.access_token ?? ""}` }, cache });

async function authFetch(): Promise<Response> {
  const user = await manager.getUser();
  const response = await send(user);
  return response.status === 401 && user !== null ? send(await manager.signinSilent()) : response;
}

window.signOuts = 0;
manager.events.addSilentRenewError((error) => {
  if (isOver(error)) window.signOuts += 1;
});
window.signIn = () => manager.signinRedirect();
window.burst = createBurst(async () => {
  try {
    return outcomeOf(await authFetch());
  } catch (error) {
    return { outcome: isOver(error) ? "refused" : "down", why: String(error) };
  }
});
if (new URLSearchParams(location.search).has("code")) {
  await manager.signinCallback();
  history.replaceState(null, "", home);
}
document.title = (await manager.getUser()) === null ? "signedOut" : "signedIn";

function isOver(error: unknown): boolean {
  return error instanceof ErrorResponse && error.error === "invalid_grant";
}
