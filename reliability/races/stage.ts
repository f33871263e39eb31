/** A pool whose people sign in by page and by a code on their phone, and an app that spends refresh tokens. */
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { textOf } from "../../packages/server/test/support/browser.ts";
import { authorizePath, callback } from "../../packages/server/test/support/hosted.ts";
import {
  codeClient,
  createClient,
  createPool,
  password,
  type TestClient,
} from "../../packages/server/test/support/pool.ts";
import { browserAt } from "../kill/stage.ts";
import type { ServerProcess } from "../server-process.ts";
import { createPhone, type Phone } from "./phone.ts";
import type { TextMessages } from "./text-messages.ts";

export interface RaceStage {
  readonly poolId: string;
  /** A spent refresh token ends its family. */
  readonly client: TestClient;
  readonly messages: TextMessages;
}

/** Who races in one lane. */
export interface Runner {
  readonly username: string;
  readonly phone: Phone;
  /** Where text messages reach them. */
  number: string;
  /** Of the browser that they are signed in in. */
  cookies: string;
}

export async function setRaceStage(node: ServerProcess, messages: TextMessages): Promise<RaceStage> {
  const poolId = await createPool(node, {
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "SMS_OTP"] } },
  });
  const client = await createClient(node, poolId, {
    ...codeClient,
    ExplicitAuthFlows: ["ALLOW_USER_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
  });
  return { poolId, client, messages };
}

export async function createRunner(
  node: ServerProcess,
  stage: RaceStage,
  lane: number,
  stack: AsyncDisposableStack,
): Promise<Runner> {
  const { poolId: UserPoolId } = stage;
  const Username = `runner-${lane}`;
  const number = nextNumber();
  await node.admin.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username,
      MessageAction: "SUPPRESS",
      UserAttributes: reachedAt(number),
    }),
  );
  await node.admin.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }),
  );
  const runner = { username: Username, phone: createPhone(stack, lane), number, cookies: "" };
  await signInByPage(node, authorizePath(stage), runner);
  return runner;
}

/** A message that a killed node did not send may come yet, and must not be taken for the next one. */
export async function changeNumber(
  node: ServerProcess,
  { poolId: UserPoolId }: RaceStage,
  runner: Runner,
): Promise<void> {
  const { username: Username } = runner;
  const number = nextNumber();
  await node.admin.send(
    new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: reachedAt(number) }),
  );
  runner.number = number;
}

/** Who comes late to a one-time password has guessed wrong, and five wrong guesses lock a person out for a second or more (AC-02). */
export class LockedOut extends Error {}

/** With name and password, at the page that the app's link leads to. */
export async function signInByPage(node: ServerProcess, path: string, runner: Runner): Promise<void> {
  const browser = browserAt(node);
  const page = await browser.submit(await browser.visit(path), { username: runner.username, password });
  if (textOf(page.html).includes("Too many attempts"))
    throw new LockedOut(`${runner.username} is locked out`);
  if (!page.location?.startsWith(callback))
    throw new Error(`no sign-in: ${page.status} ${textOf(page.html)}`);
  runner.cookies = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

let numbers = 0;

function nextNumber(): string {
  return `+1206${String(2_000_000 + numbers++)}`;
}

function reachedAt(number: string) {
  return [
    { Name: "phone_number", Value: number },
    { Name: "phone_number_verified", Value: "true" },
  ];
}
