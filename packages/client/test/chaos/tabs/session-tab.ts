/** A page whose server has the tokens. */
import { cache, createBurst, outcomeOf } from "./burst.ts";

window.signOuts = 0;
window.signIn = async () => location.assign("/auth/login");
window.burst = createBurst(async () => {
  try {
    return outcomeOf(await fetch("/api/boats", { headers: { "x-csrf": "1" }, cache }));
  } catch (error) {
    return { outcome: "down", why: String(error) };
  }
});
