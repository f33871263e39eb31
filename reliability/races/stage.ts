/** A pool whose people sign in by page, by password and by a code on their phone, and an app that spends refresh tokens. */
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Browser } from "../../packages/server/test/support/browser.ts";
import { authorizePath } from "../../packages/server/test/support/hosted.ts";
import {
  codeClient,
  createClient,
  createPool,
  password,
  type TestClient,
} from "../../packages/server/test/support/pool.ts";
import { browserAt } from "../kill/stage.ts";
import type { ServerProcess } from "../server-process.ts";
import type { TextMessages } from "./text-messages.ts";

export interface RaceStage {
  readonly poolId: string;
  /** A spent refresh token ends its family. */
  readonly client: TestClient;
  readonly messages: TextMessages;
}

/** Who races in one lane: with a phone, and signed in in a browser. */
export interface Runner {
  readonly username: string;
  readonly phone: string;
  readonly browser: Browser;
}

export async function setRaceStage(node: ServerProcess, messages: TextMessages): Promise<RaceStage> {
  const poolId = await createPool(node, {
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "SMS_OTP"] } },
  });
  const client = await createClient(node, poolId, {
    ...codeClient,
    ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
  });
  return { poolId, client, messages };
}

export async function createRunner(node: ServerProcess, stage: RaceStage, lane: number): Promise<Runner> {
  const username = `runner-${lane}`;
  const phone = `+1206555${String(1000 + lane)}`;
  const { poolId: UserPoolId } = stage;
  await node.admin.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: username,
      MessageAction: "SUPPRESS",
      UserAttributes: [
        { Name: "phone_number", Value: phone },
        { Name: "phone_number_verified", Value: "true" },
      ],
    }),
  );
  await node.admin.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: username, Password: password, Permanent: true }),
  );
  const browser = browserAt(node);
  await browser.submit(await browser.visit(authorizePath(stage)), { username, password });
  return { username, phone, browser };
}
