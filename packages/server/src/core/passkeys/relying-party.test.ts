import { expect, test } from "vitest";
import { plainClient, plainPool, plainUser } from "../../../test/support/plain.ts";
import { testWorld } from "../../../test/support/world.ts";
import { fail } from "../failures.ts";
import { startRegistration } from "./registration.ts";
import { relyingPartyOf } from "./relying-party.ts";

const at = (publicUrl: string) => ({
  settings: {
    publicUrl,
    region: "us-east-1",
    accountId: "000000000000",
    isDev: false,
    guessesPerSource: 1000,
    restoredAt: 0,
  },
});

test.each([
  ["http://localhost:7665", "localhost"],
  ["https://id.example.com", "id.example.com"],
  ["https://id.example.com:8443/auth", "id.example.com"],
  ["http://127.0.0.1:7665", undefined],
  ["http://[::1]:7665", undefined],
])("a server at %s answers for %s, unless the pool says otherwise", (publicUrl, id) => {
  expect(relyingPartyOf(at(publicUrl), plainPool())?.id).toBe(id);
  const mfa = { WebAuthnConfiguration: { RelyingPartyId: "example.com" } };
  expect(relyingPartyOf(at(publicUrl), plainPool({ mfa }))?.id).toBe("example.com");
});

test("where nobody can answer, no registration begins", async () => {
  const world = { ...(await testWorld()), ...at("http://127.0.0.1:7665") };
  const SignInPolicy = { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } as const;
  const pool = plainPool({ settings: { Policies: { SignInPolicy } } });
  const client = plainClient({ settings: { ExplicitAuthFlows: ["ALLOW_USER_AUTH"] } });
  await expect(startRegistration(world, { pool, client, user: plainUser() }, fail)).rejects.toMatchObject({
    exception: "WebAuthnConfigurationMissingException",
  });
});
