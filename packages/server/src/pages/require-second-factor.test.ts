import { describe, expect, it } from "vitest";
import { plainPool, plainUser } from "../../test/support/plain.ts";
import { testWorld } from "../../test/support/world.ts";
import type { Pool } from "../core/pools/pool.ts";
import { newProgress } from "../core/sign-in/sign-in.ts";
import type { User } from "../core/users/user.ts";
import { requireSecondFactor } from "./require-second-factor.ts";

const pool = (MfaConfiguration: "OFF" | "ON" | "OPTIONAL"): Pool =>
  plainPool({
    settings: { MfaConfiguration, SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" } },
    mfa: {},
  });
const bySms: User = plainUser({
  attributes: { phone_number: "+15550100" },
  mfa: { enabled: ["SMS_MFA"], preferred: undefined },
});

describe("AC-08: the lock behind the pages", () => {
  it.each([
    ["owes a factor", pool("OPTIONAL"), bySms],
    ["owes one that was never turned on", pool("ON"), { ...bySms, mfa: plainUser().mfa }],
    ["has none and owes one", pool("ON"), plainUser()],
  ])("refuses whoever %s", async (_, own, user) => {
    const world = await testWorld();
    const progress = newProgress(world, "PASSWORD", "ada", {});
    await expect(requireSecondFactor(world, own, { user, progress })).rejects.toMatchObject({
      exception: "NotAuthorizedException",
    });
    const proven = { ...progress, hasSecondFactor: true };
    await expect(requireSecondFactor(world, own, { user, progress: proven })).resolves.toBeUndefined();
  });

  it("lets through whoever owes nothing", async () => {
    const world = await testWorld();
    const progress = newProgress(world, "PASSWORD", "ada", {});
    for (const [own, user] of [
      [pool("OFF"), bySms],
      [pool("OPTIONAL"), plainUser()],
    ] as const) {
      await expect(requireSecondFactor(world, own, { user, progress })).resolves.toBeUndefined();
    }
  });
});
