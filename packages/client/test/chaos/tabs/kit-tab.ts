/** A browser-only app with the kit. */
import { createBrowserAuth, isClientError } from "../../../src/browser/index.ts";
import { cache, createBurst, outcomeOf } from "./burst.ts";
import { readSettings } from "./settings.ts";

const { issuer, clientId, home, api } = readSettings();
const auth = createBrowserAuth({
  issuer,
  clientId,
  redirectUri: home,
  scopes: ["openid", "email"],
  storage: "localStorage",
  refreshTokens: "rotated",
  warn: () => {},
});

window.signOuts = 0;
auth.on("ended", () => {
  window.signOuts += 1;
});
auth.on("signedOut", () => {
  window.signOuts += 1;
});
window.signIn = () => auth.signIn();
window.burst = createBurst(async () => {
  try {
    return outcomeOf(await auth.fetch(api, { cache }));
  } catch (error) {
    const isOver = ["access_token_expired", "not_signed_in", "session_ended"] as const;
    return {
      outcome: isOver.some((code) => isClientError(error, code)) ? "refused" : "down",
      why: String(error),
    };
  }
});
await auth.start();
document.title = auth.state.status;
