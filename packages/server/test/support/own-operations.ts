/** Poolhouse's own operations, which no SDK knows, signed with the admin key. */
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import type { PoolhouseOperations } from "../../src/model/poolhouse.ts";
import { region, type TestServer } from "./server.ts";

export async function callOwn<O extends keyof PoolhouseOperations>(
  { url, accessKey, clock }: TestServer,
  operation: O,
  input: PoolhouseOperations[O]["input"],
): Promise<PoolhouseOperations[O]["output"]> {
  const { hostname, port, host } = new URL(url);
  const signer = new SignatureV4({ service: "cognito-idp", region, credentials: accessKey, sha256: Sha256 });
  const { headers, body } = await signer.sign(
    {
      method: "POST",
      protocol: "http:",
      hostname,
      port: Number(port),
      path: "/",
      headers: { host, "content-type": "application/x-amz-json-1.1", "x-amz-target": `Poolhouse.${operation}` },
      body: JSON.stringify(input),
    },
    { signingDate: new Date(clock.now()) },
  );
  const response = await fetch(url, { method: "POST", headers, body });
  const answer = await response.json();
  if (response.status !== 200) throw new Error(`${operation}: ${JSON.stringify(answer)}`);
  return answer;
}
