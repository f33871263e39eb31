/** A pool with a PreTokenGeneration function, an app of every kind of sign-in, and a person in a group. */
import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  type CreateUserPoolClientCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { codeClient, createClient, createPerson } from "./pool.ts";
import type { TestServer } from "./server.ts";
import type { TriggerFunction, TriggerHost } from "./trigger-host.ts";
import { poolWithTriggers, type TriggerKey } from "./trigger-pool.ts";

/** Of the app. */
export type TokenTriggerSettings = Partial<CreateUserPoolClientCommandInput>;

export type Version = Extract<TriggerKey, "V1_0" | "V2_0" | "V3_0">;

export const nothing: TriggerFunction = () => undefined;
const ExplicitAuthFlows: CreateUserPoolClientCommandInput["ExplicitAuthFlows"] = [
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
];

export async function tokenTriggerStage(
  server: TestServer,
  host: TriggerHost,
  version: Version,
  run: TriggerFunction,
  settings: TokenTriggerSettings = {},
) {
  const pool = await poolWithTriggers(server, host, { [version]: run });
  const { poolId } = pool;
  const client = await createClient(server, poolId, { ...codeClient, ExplicitAuthFlows, ...settings });
  const person = await createPerson(server, poolId, "ada", {
    email: "ada@example.com",
    email_verified: "true",
  });
  const GroupName = "staff";
  const RoleArn = "arn:aws:iam::000000000000:role/staff";
  await server.admin.send(new CreateGroupCommand({ UserPoolId: poolId, GroupName, RoleArn }));
  await server.admin.send(new AdminAddUserToGroupCommand({ UserPoolId: poolId, GroupName, Username: "ada" }));
  return {
    poolId,
    client,
    person,
    set: (next: TriggerFunction) => pool.set(version, next),
    events: () => pool.events(version),
  };
}

export const rotating: TokenTriggerSettings = {
  ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
  RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
};
