import { join } from "node:path";
import {
  AdminGetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { expect, it, onTestFinished } from "vitest";
import { toFirstSchema } from "./sql/first-schema.ts";
import { temporaryFolder } from "./sql/temporary-folder.ts";
import { passwordClient, refresh, signIn } from "./support/people.ts";
import { createPerson, createPool } from "./support/pool.ts";
import { startTestServer } from "./support/server.ts";
import { createSrpClient } from "./support/srp-client.ts";

it("lets the people of the first version sign in, and those who were signed in stay so", async () => {
  const folder = temporaryFolder();
  const before = await startTestServer(["--data", folder]);
  const poolId = await createPool(before);
  const ExplicitAuthFlows = [
    "ALLOW_USER_PASSWORD_AUTH" as const,
    "ALLOW_USER_SRP_AUTH" as const,
    "ALLOW_REFRESH_TOKEN_AUTH" as const,
  ];
  const clientId = await passwordClient(before, poolId, { ExplicitAuthFlows });
  const ada = await createPerson(before, poolId, "ada", { email: "ada@example.com" });
  const { RefreshToken } = await signIn(before, clientId, "ada");
  await before.close();
  await toFirstSchema(join(folder, "poolhouse.sqlite"));

  const after = await startTestServer(["--data", folder]);
  onTestFinished(() => after.close());
  expect((await signIn(after, clientId, "ada")).AccessToken).toBeTruthy();
  const refreshed = await refresh(after, clientId, RefreshToken);
  expect(refreshed.AuthenticationResult?.AccessToken).toBeTruthy();
  const command = new AdminGetUserCommand({ UserPoolId: poolId, Username: "ada" });
  const found = await after.admin.send(command);
  expect(found).toMatchObject({ Username: "ada", UserStatus: "CONFIRMED", Enabled: true });
  expect(found.UserAttributes).toContainEqual({ Name: "sub", Value: ada.sub });
  expect(found.UserMFASettingList ?? []).toEqual([]);

  // A first sign-in by password made the SRP verifier that the first version did not keep.
  const srp = createSrpClient();
  const AuthParameters = { USERNAME: "ada", SRP_A: srp.start() };
  const asked = await after.admin.send(
    new InitiateAuthCommand({ ClientId: clientId, AuthFlow: "USER_SRP_AUTH", AuthParameters }),
  );
  const claim = srp.answer(asked.ChallengeParameters, ada.password, poolId, after.clock.now());
  const proven = await after.admin.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: "PASSWORD_VERIFIER",
      ChallengeResponses: { USERNAME: "ada", ...claim },
    }),
  );
  expect(proven.AuthenticationResult?.AccessToken).toBeTruthy();
});
