/** What befalls people between two requests of an app. */
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { poolId, sub } from "../../src/core/ids.ts";
import { signInNames } from "../../src/core/users/names.ts";
import type { TestClient, TestPerson } from "./pool.ts";
import type { TestServer } from "./server.ts";

export async function disable(
  { admin }: TestServer,
  UserPoolId: string,
  { username }: TestPerson,
): Promise<void> {
  await admin.send(new AdminDisableUserCommand({ UserPoolId, Username: username }));
}

export async function remove(
  { admin }: TestServer,
  UserPoolId: string,
  { username }: TestPerson,
): Promise<void> {
  await admin.send(new AdminDeleteUserCommand({ UserPoolId, Username: username }));
}

export async function giveAnotherPassword(
  { admin }: TestServer,
  UserPoolId: string,
  { username }: TestPerson,
): Promise<void> {
  const Password = "Entirely-Other-9";
  await admin.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: username, Password, Permanent: true }),
  );
}

export async function signOut(
  { admin }: TestServer,
  UserPoolId: string,
  { username }: TestPerson,
): Promise<void> {
  await admin.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: username }));
}

/** Five wrong passwords: locked for a second. The client allows USER_PASSWORD_AUTH. */
export async function lockOut(
  { admin }: TestServer,
  { clientId }: TestClient,
  { username }: TestPerson,
): Promise<void> {
  const AuthParameters = { USERNAME: username, PASSWORD: "Wrong-Horse-7" };
  const guess = new InitiateAuthCommand({
    ClientId: clientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters,
  });
  for (let i = 0; i < 5; i++) await admin.send(guess).catch(() => undefined);
}

/** Five proofs of nothing, which cost no hash. The client allows USER_SRP_AUTH. */
export async function lockOutByProofs(
  { admin }: TestServer,
  ClientId: string,
  { username }: TestPerson,
): Promise<void> {
  const AuthParameters = { USERNAME: username, SRP_A: "2" };
  const begin = new InitiateAuthCommand({ ClientId, AuthFlow: "USER_SRP_AUTH", AuthParameters });
  for (let i = 0; i < 5; i++) {
    const { ChallengeName, ChallengeParameters } = await admin.send(begin);
    const ChallengeResponses = {
      USERNAME: username,
      PASSWORD_CLAIM_SECRET_BLOCK: ChallengeParameters?.["SECRET_BLOCK"] ?? "",
      PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString("base64"),
      TIMESTAMP: "Thu Jan 1 00:00:00 UTC 2026",
    };
    const guess = { ClientId, ChallengeName, ChallengeResponses };
    await admin.send(new RespondToAuthChallengeCommand(guess)).catch(() => undefined);
  }
}

/** No operation takes a confirmation back; an import can. */
export async function unconfirm(
  { world }: TestServer,
  UserPoolId: string,
  person: TestPerson,
): Promise<void> {
  const id = poolId(UserPoolId);
  await world.store.write(async ({ users }) => {
    const user = await users.find(id, sub(person.sub));
    const pool = await world.store.read.pools.find(id);
    if (user === undefined || pool === undefined) throw new Error("nobody to unconfirm");
    await users.update({ ...user, status: "UNCONFIRMED" }, signInNames(pool, user));
  });
}
