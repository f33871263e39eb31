/** What people do in a story: sign in and refresh; and how a story says that a call is refused. */
import {
  type CreateUserPoolClientCommandInput,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { expect } from "vitest";
import { createClient, password } from "./pool.ts";
import type { TestServer } from "./server.ts";

/** The id of a public client that signs in by password, and refreshes without rotation. */
export async function passwordClient(
  server: TestServer,
  UserPoolId: string,
  settings: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<string> {
  const { clientId } = await createClient(server, UserPoolId, {
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    ...settings,
  });
  return clientId;
}

export interface SignedIn {
  readonly AccessToken: string;
  readonly RefreshToken: string;
}

export async function signIn(
  server: TestServer,
  ClientId: string,
  USERNAME: string,
  PASSWORD = password,
): Promise<SignedIn> {
  const { AuthenticationResult } = await server.admin.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );
  return {
    AccessToken: required(AuthenticationResult?.AccessToken),
    RefreshToken: required(AuthenticationResult?.RefreshToken),
  };
}

export function refresh(server: TestServer, ClientId: string, REFRESH_TOKEN: string) {
  return server.admin.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN } }),
  );
}

export async function expectFailure(call: Promise<unknown>, name: string, message?: string): Promise<void> {
  await expect(call).rejects.toMatchObject(message === undefined ? { name } : { name, message });
}

/** What an unsigned caller is told. */
export async function unsigned(server: TestServer, operation: string, body: object): Promise<string> {
  const response = await fetch(server.url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return typeof answer === "object" && answer !== null && "__type" in answer ? String(answer.__type) : "";
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the answer lacks what the story needs");
  return value;
}
