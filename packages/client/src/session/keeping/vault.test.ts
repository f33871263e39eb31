import { expect, test } from "vitest";
import { memoryStore } from "../memory-store.ts";
import { createSealer } from "../sealing/sealer.ts";
import { createVault } from "./vault.ts";

const tokens = {
  accessToken: "a",
  refreshToken: "r",
  claims: { sub: "ada", iss: "https://id.example.com" },
  expiresAt: Number.POSITIVE_INFINITY,
  renewAt: Number.POSITIVE_INFINITY,
};

test("CK-08: a session whose limit has passed is over, though the store still has it", async () => {
  let now = 0;
  const sealer = createSealer([new Uint8Array(32)]);
  // Its clock stands still.
  const store = memoryStore({ now: () => 0 });
  const vault = createVault(store, { idleMs: 1_000, absoluteMs: 3_000, now: () => now, sealer });
  await vault.insert("session", { tokens, createdAt: 0, seenAt: 0 }, "ada");
  now = 999;
  expect(await vault.read("session")).toHaveProperty("record.tokens.accessToken", "a");
  now = 1_000;
  expect(await store.read("session")).toBeDefined();
  expect(await vault.read("session")).toBeUndefined();
});
