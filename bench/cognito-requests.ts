// Requests of Cognito's JSON API.
import { createHmac } from "node:crypto";
import type { AppClient, BenchRequest } from "./workloads.ts";

export function jsonCall(operation: string, input: object): BenchRequest {
  return {
    method: "POST",
    path: "/",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
  };
}

/** A parameter of its own, or none for a client without a secret. */
export function secretHash({ id, secret }: AppClient, username: string): Record<string, string> {
  if (secret === null) return {};
  return {
    SECRET_HASH: createHmac("sha256", secret)
      .update(username + id)
      .digest("base64"),
  };
}
