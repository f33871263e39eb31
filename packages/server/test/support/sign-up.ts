/** What a story about somebody's own account begins with: a client, a sign-up, and the code that confirms it. */
import {
  ConfirmSignUpCommand,
  type ConfirmSignUpCommandInput,
  SignUpCommand,
  type SignUpCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { password } from "./pool.ts";
import type { TestServer } from "./server.ts";

export function attributeList(attributes: Readonly<Record<string, string>>) {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

export function signUp(
  server: TestServer,
  ClientId: string,
  Username: string,
  attributes: Readonly<Record<string, string>> = {},
  more: Partial<SignUpCommandInput> = {},
) {
  const input = {
    ClientId,
    Username,
    Password: password,
    UserAttributes: attributeList(attributes),
    ...more,
  };
  return server.admin.send(new SignUpCommand(input));
}

export function confirm(
  server: TestServer,
  ClientId: string,
  Username: string,
  ConfirmationCode: string,
  more: Partial<ConfirmSignUpCommandInput> = {},
) {
  return server.admin.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode, ...more }));
}

/** How often each outcome came: the name of a failure, or `ok`. */
export async function outcomes(calls: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const result of await Promise.allSettled(calls)) {
    const name = result.status === "fulfilled" ? "ok" : String(result.reason?.name);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
