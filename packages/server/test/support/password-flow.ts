/** Sign-ins by password at both doors, and the challenge for a new one, sent as the AWS SDK sends them. */
import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  type AuthFlowType,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password } from "./pool.ts";
import type { TestServer } from "./server.ts";

type Parameters = Record<string, string>;

export const wrongPassword = "Wrong-Horse-7";

export function initiate(
  { admin }: TestServer,
  ClientId: string,
  AuthParameters: Parameters,
  AuthFlow: AuthFlowType = "USER_PASSWORD_AUTH",
) {
  return admin.send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters }));
}

export function adminInitiate(
  { admin }: TestServer,
  UserPoolId: string,
  ClientId: string,
  AuthParameters: Parameters,
  AuthFlow: AuthFlowType = "ADMIN_USER_PASSWORD_AUTH",
) {
  return admin.send(new AdminInitiateAuthCommand({ UserPoolId, ClientId, AuthFlow, AuthParameters }));
}

/** What a sign-in is answered: `ok`, or the message of its failure. */
export async function told(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "ok",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

export async function invite(
  { admin }: TestServer,
  UserPoolId: string,
  Username: string,
  attributes: Readonly<Record<string, string>> = {},
): Promise<void> {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  const input = { UserPoolId, Username, TemporaryPassword: password, UserAttributes };
  await admin.send(new AdminCreateUserCommand({ ...input, MessageAction: "SUPPRESS" }));
}

/** The session that asks whoever was invited for a password of their own. */
export async function askedForNewPassword(
  server: TestServer,
  ClientId: string,
  USERNAME: string,
): Promise<string> {
  const { ChallengeName, Session } = await initiate(server, ClientId, { USERNAME, PASSWORD: password });
  if (ChallengeName !== "NEW_PASSWORD_REQUIRED" || Session === undefined) throw new Error("no challenge");
  return Session;
}

export function respond(
  { admin }: TestServer,
  ClientId: string,
  Session: string | undefined,
  ChallengeResponses: Parameters,
) {
  const ChallengeName = "NEW_PASSWORD_REQUIRED";
  return admin.send(
    new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }),
  );
}

export function adminRespond(
  { admin }: TestServer,
  UserPoolId: string,
  ClientId: string,
  Session: string | undefined,
  ChallengeResponses: Parameters,
) {
  const ChallengeName = "NEW_PASSWORD_REQUIRED";
  return admin.send(
    new AdminRespondToAuthChallengeCommand({
      UserPoolId,
      ClientId,
      ChallengeName,
      Session,
      ChallengeResponses,
    }),
  );
}
