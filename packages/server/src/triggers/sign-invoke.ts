/** Signature Version 4 of a call to the Invoke API, with the same canonical form that we verify others by. */
import { createHash, createHmac } from "node:crypto";
import { canonicalRequest } from "../sigv4/canonical-request.ts";
import { signingKey } from "../sigv4/signing-key.ts";

export interface InvokeCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

const signedHeaders = ["content-type", "host", "x-amz-date"];

export function signInvoke(
  url: string,
  body: string,
  { accessKeyId, secretAccessKey, region }: InvokeCredentials,
  now: number,
): Readonly<Record<string, string>> {
  const { host, pathname } = new URL(url);
  const time = new Date(now).toISOString().replaceAll(/[:-]|\.\d+/g, "");
  const date = time.slice(0, 8);
  const headers = { "content-type": "application/json", host, "x-amz-date": time };
  const bytes = Buffer.from(body);
  const canonical = canonicalRequest(
    { method: "POST", path: pathname, query: "", headers, body: bytes },
    signedHeaders,
    sha256(bytes),
  );
  const credential = { date, region, service: "lambda" };
  const scope = `${date}/${region}/lambda/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", time, scope, sha256(Buffer.from(canonical, "latin1"))].join("\n");
  const signature = createHmac("sha256", signingKey(secretAccessKey, credential)).update(text).digest("hex");
  const names = signedHeaders.join(";");
  return {
    "content-type": headers["content-type"],
    "x-amz-date": time,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
