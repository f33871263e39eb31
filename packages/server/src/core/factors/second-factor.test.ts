import { expect, test } from "vitest";
import { plainPool, plainUser } from "../../../test/support/plain.ts";
import { testWorld } from "../../../test/support/world.ts";
import type { Pool } from "../pools/pool.ts";
import type { MfaKind } from "./mfa-preference.ts";
import { secondFactorOf } from "./second-factor.ts";

const app = { SoftwareTokenMfaConfiguration: { Enabled: true } };
const mail = { EmailMfaConfiguration: {} };

/** Of somebody with an e-mail address and an authenticator app, who has turned on what is named. */
async function owed(
  MfaConfiguration: "OFF" | "ON" | "OPTIONAL",
  offered: Pool["mfa"],
  enabled: readonly MfaKind[],
  preferred?: MfaKind,
) {
  const { store } = await testWorld();
  const pool = plainPool({ settings: { MfaConfiguration }, mfa: { ...offered, MfaConfiguration } });
  const user = plainUser({ attributes: { email: "ada@example.com" }, mfa: { enabled, preferred } });
  await store.write(async ({ users, softwareTokens }) => {
    await users.insert(user, []);
    await softwareTokens.putPending(user.poolId, user.sub, "secret");
    await softwareTokens.confirm(user.poolId, user.sub, "secret", undefined, 1);
  });
  return secondFactorOf(store.read, pool, user);
}

test("what a person prefers is asked for only while the pool offers it", async () => {
  const both = ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"] as const;
  const byMail = { kind: "one", factor: "EMAIL_OTP" };
  expect(await owed("OPTIONAL", { ...app, ...mail }, both, "EMAIL_OTP")).toEqual(byMail);
  const byApp = { kind: "one", factor: "SOFTWARE_TOKEN_MFA" };
  expect(await owed("OPTIONAL", app, both, "EMAIL_OTP")).toEqual(byApp);
});

test("codes that were turned on are not sent where the pool no longer sends any", async () => {
  expect(await owed("OPTIONAL", app, ["EMAIL_OTP"])).toEqual({ kind: "none" });
});

test("where a factor is demanded a code is, and an app only of whoever has turned it on", async () => {
  const byMail = { kind: "one", factor: "EMAIL_OTP" };
  expect(await owed("ON", { ...app, ...mail }, [])).toEqual(byMail);
  const choice = { kind: "choice", factors: ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"] };
  expect(await owed("ON", { ...app, ...mail }, ["SOFTWARE_TOKEN_MFA"])).toEqual(choice);
});

test("nothing is asked for while the pool's factors are off, whatever was turned on", async () => {
  expect(await owed("OFF", { ...app, ...mail }, ["SOFTWARE_TOKEN_MFA"], "SOFTWARE_TOKEN_MFA")).toEqual({
    kind: "none",
  });
});
