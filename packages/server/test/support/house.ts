/** Calls to operations of our own, which the AWS SDK does not know, signed as it would sign them. */
import { Sha256 } from "@aws-crypto/sha256-js";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { SignatureV4 } from "@smithy/signature-v4";
import { region, type TestServer } from "./server.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The answer, or a rejection with the name and message that the SDK would give it. */
export async function callHouse(
  server: TestServer,
  operation: string,
  input: object,
  credentials: Credentials = server.accessKey,
): Promise<Readonly<Record<string, unknown>>> {
  return call(server, `Poolhouse.${operation}`, input, credentials);
}

/** Any body to any target: also what the SDK would not send. */
export async function call(
  server: TestServer,
  target: string,
  input: object,
  credentials: Credentials,
): Promise<Readonly<Record<string, unknown>>> {
  const { hostname, port, host, protocol } = new URL(server.url);
  const body = JSON.stringify(input);
  const signer = new SignatureV4({ credentials, region, service: "cognito-idp", sha256: Sha256 });
  const { headers } = await signer.sign(
    {
      method: "POST",
      protocol,
      hostname,
      port: Number(port),
      path: "/",
      headers: { host, "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
      body,
    },
    { signingDate: new Date(server.clock.now()) },
  );
  const response = await fetch(server.url, { method: "POST", headers, body });
  const answer: unknown = await response.json();
  if (typeof answer !== "object" || answer === null) throw new Error("the answer is no JSON object");
  if (response.ok) return { ...answer };
  const { __type, message } = { __type: "", message: "", ...answer };
  throw Object.assign(new Error(message), { name: __type });
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
