/** A logout token opens no API, good or bad: it is signed by the same keys for the same client. */
import { expect, test } from "vitest";
import { createGuard } from "../src/guard/index.ts";
import { failureOf } from "./support/failing.ts";
import { fakeProvider } from "./support/fake-provider.ts";
import { logoutTokens } from "./support/logout-tokens.ts";

test.each(logoutTokens)("JW-04: $module at an API", async ({ make }) => {
  const provider = await fakeProvider();
  const guard = createGuard({ issuer: provider.issuer, clientIds: null });
  const { code } = await failureOf(guard.verify(await make(provider)));
  expect(["token_use", "token_algorithm"]).toContain(code);
  expect(provider.requests).toEqual([]);
});
