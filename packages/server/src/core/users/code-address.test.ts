import { describe, expect, test } from "vitest";
import { plainUser } from "../../../test/support/plain.ts";
import { testWorld } from "../../../test/support/world.ts";
import { sub } from "../ids.ts";
import { isVerifiedAddress, openAddress, sealAddress, withProvedAddress } from "./code-address.ts";

const contact = { attribute: "email", medium: "EMAIL", to: "ada@example.com" } as const;
const address = { attribute: "email", to: "ada@example.com", isWaiting: false } as const;
const user = plainUser();

function rowWith(sealedAddress: string | undefined, owner = user.sub) {
  return { poolId: user.poolId, sub: owner, purpose: "signUp", codeHash: "", sealedAddress, expiresAt: 0 };
}

describe("the address of a code", () => {
  test("comes back as it was sealed, for the same person only", async () => {
    const world = await testWorld();
    const sealed = sealAddress(world, user, contact, true);
    expect(openAddress(world, rowWith(sealed))).toEqual({ ...address, isWaiting: true });
    const other = sub("22222222-2222-4222-8222-222222222222");
    expect(openAddress(world, rowWith(sealed, other))).toBeUndefined();
    expect(openAddress(world, rowWith(undefined))).toBeUndefined();
  });

  test("AP-08: proves the address the person has, and no other", () => {
    const verified = { email: "ada@example.com", email_verified: "true" };
    expect(withProvedAddress({ email: "ada@example.com" }, address)).toEqual(verified);
    expect(withProvedAddress({ email: "grace@example.com" }, address)).toBeUndefined();
    expect(withProvedAddress({}, address)).toBeUndefined();
  });

  test("that waits replaces whichever they have", () => {
    const waiting = { ...address, isWaiting: true };
    expect(withProvedAddress({ email: "grace@example.com", email_verified: "true" }, waiting)).toEqual({
      email: "ada@example.com",
      email_verified: "true",
    });
  });

  test("AC-09: recovers nothing unless it is theirs and verified", () => {
    expect(isVerifiedAddress({ email: "Ada@Example.com", email_verified: "true" }, address)).toBe(true);
    expect(isVerifiedAddress({ email: "ada@example.com", email_verified: "false" }, address)).toBe(false);
    expect(isVerifiedAddress({ email: "grace@example.com", email_verified: "true" }, address)).toBe(false);
  });
});
