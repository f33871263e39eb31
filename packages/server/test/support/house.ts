/** Calls that the AWS SDK does not make: operations of our own, and an SDK with another key. */
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { AnyOperationName } from "../../src/model/any-operation.ts";
import { region, type TestServer } from "./server.ts";
import { type Credentials, callSigned } from "./signed-call.ts";

/** The answer, or a rejection with the name and message that the SDK would give it. */
export async function callHouse(
  server: TestServer,
  operation: AnyOperationName,
  input: object,
  credentials: Credentials = server.accessKey,
): Promise<Readonly<Record<string, unknown>>> {
  const { status, text, type, message } = await callSigned(server, operation, input, credentials);
  if (status === 200) return JSON.parse(text);
  throw Object.assign(new Error(message), { name: type });
}

/** The AWS SDK with another key than the administrator's. Closed by the caller. */
export function sdkWith(server: TestServer, credentials: Credentials, inRegion = region) {
  return new CognitoIdentityProviderClient({
    endpoint: server.url,
    region: inRegion,
    credentials,
    maxAttempts: 1,
    systemClockOffset: server.clock.now() - Date.now(),
  });
}
