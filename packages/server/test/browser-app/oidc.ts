/** An app as its developer would write it with oidc-client-ts: code with PKCE, by redirect, in a popup and silently. */
import { UserManager } from "oidc-client-ts";

const manager = new UserManager({
  ...JSON.parse(element("#settings").textContent ?? ""),
  redirect_uri: `${location.origin}/callback`,
  post_logout_redirect_uri: `${location.origin}/`,
  scope: "openid email",
  loadUserInfo: true,
  automaticSilentRenew: false,
  revokeTokensOnSignout: true,
  // Those that Cognito lets an app revoke.
  revokeTokenTypes: ["refresh_token"],
});

if (location.pathname === "/callback") await manager.signinCallback();
await show();

onClick("#sign-in", () => manager.signinRedirect());
onClick("#sign-in-in-a-popup", () => manager.signinPopup());
onClick("#renew", () => manager.signinSilent());
onClick("#ask-silently", async () => {
  // Without a refresh token the library asks the server in a hidden frame.
  const user = await manager.getUser();
  if (user !== null) delete user.refresh_token;
  await manager.storeUser(user);
  await manager.signinSilent();
});
onClick("#sign-out", () => manager.signoutRedirect());

/** Who the ID token and userInfo say it is. */
async function show(): Promise<void> {
  const user = await manager.getUser();
  element("h1").textContent =
    user === null ? "Nobody is signed in" : `Signed in as ${user.profile["username"]}, ${user.profile.email}`;
}

/** What came of it is said in the status. */
function onClick(selector: string, work: () => Promise<unknown>): void {
  element(selector).addEventListener("click", async () => {
    const words = await work().then(() => "Done", String);
    await show();
    element("[role=status]").textContent = words;
  });
}

function element(selector: string): Element {
  const found = document.querySelector(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}
