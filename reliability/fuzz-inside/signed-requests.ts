/** SigV4: a request in lines, of which one is signed. */
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import type { SignedRequest } from "../../packages/server/build/sigv4/signed-request.js";
import { verifySignature } from "../../packages/server/build/sigv4/verify.js";
import { credentials } from "../server-process.ts";
import { insist, type Target } from "./target.ts";

const service = "cognito-idp";
const signingDate = new Date("2030-01-02T03:04:05Z");
const options = {
  now: signingDate.getTime(),
  service,
  findSecret: (accessKeyId: string) =>
    Promise.resolve(accessKeyId === credentials.accessKeyId ? credentials.secretAccessKey : undefined),
};

const lines = ["authorization", "x-amz-date", "x-amz-content-sha256", "host", "path", "query"] as const;
type Line = (typeof lines)[number];

const signer = new SignatureV4({ credentials, region: "us-east-1", service, sha256: Sha256 });
const toSign = {
  method: "POST",
  protocol: "http:",
  hostname: "localhost",
  path: "/",
  headers: { host: "localhost" },
  body: '{"MaxResults":1}',
};
const inHeader = await signer.sign(toSign, { signingDate });
const inQuery = await signer.presign(toSign, { signingDate });
const queryText = Object.entries(inQuery.query ?? {})
  .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
  .join("&");
const signatures = [inHeader.headers["authorization"], queryText].map(
  (text) => /Signature=([0-9a-f]{64})/.exec(text ?? "")?.[1] ?? "",
);

export const sigV4: Target = {
  seeds: [
    asText({ ...inHeader.headers, path: "/", query: "" }),
    asText({ host: "localhost", path: "/", query: queryText }),
  ],
  async run(data) {
    const verified = await verifySignature(requestOf(data), options);
    // Nobody else has the secret, so there are no other good ones.
    const text = data.toString("latin1");
    insist(
      !verified.ok || signatures.some((signature) => text.includes(signature)),
      "a signature was forged",
    );
  },
};

function asText(values: Readonly<Record<string, string>>): string {
  return [...lines.map((line) => values[line] ?? ""), toSign.body].join("\n");
}

/** An empty line is a header that was not sent. */
function requestOf(data: Buffer): SignedRequest {
  const [...texts] = data.toString("latin1").split("\n");
  const value = (line: Line) => texts[lines.indexOf(line)] || undefined;
  const { path, query, ...headers } = Object.fromEntries(lines.map((line) => [line, value(line)]));
  const body = Buffer.from(texts.slice(lines.length).join("\n"), "latin1");
  return { method: "POST", path: path ?? "/", query: query ?? "", headers, body };
}
