/** Whatever AWS's own signer signs, we verify: any method, path, query, header values and body. */
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SignedRequest } from "./signed-request.ts";
import { verifySignature } from "./verify.ts";

const segment = fc.array(fc.constantFrom("a", "Z", "9", "-", "_", "~", "+", "@", "%20", "%C3%A9", "%2F"), {
  maxLength: 4,
});
const path = fc
  .array(
    fc.oneof(
      segment.map((parts) => parts.join("")),
      fc.constantFrom("", ".", ".."),
    ),
    { maxLength: 5 },
  )
  .map((segments) => `/${segments.join("/")}`);
const text = fc.string({ unit: "grapheme", maxLength: 12 });
const query = fc.dictionary(text, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })), {
  maxKeys: 4,
  noNullPrototype: true,
});
const headerValue = fc
  .array(fc.constantFrom("a", "B", "é", "ሴ", " ", "  ", "\t", ";", ",", '"', "="), { maxLength: 10 })
  .map((parts) => parts.join(""));
const request = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE"),
  path,
  query,
  headers: fc.record({ "x-amz-note": headerValue, "content-type": headerValue, other: headerValue }),
  body: fc.uint8Array({ maxLength: 40 }),
  secret: fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
  at: fc.integer({ min: Date.UTC(2001, 0, 1), max: Date.UTC(2100, 0, 1) }),
});

test("AP-01 a request signed in its Authorization header is verified, and refused with another secret", async () => {
  const property = fc.asyncProperty(request, async (generated) => {
    const signed = await signerOf(generated).sign(unsigned(generated), {
      signingDate: new Date(generated.at),
    });
    await expectVerified(generated, onWire(generated, signed));
  });
  await fc.assert(property, { seed: 3, numRuns: 150 });
});

test("AP-01 a presigned request is verified, and refused with another secret", async () => {
  const property = fc.asyncProperty(request, async (generated) => {
    const signed = await signerOf(generated).presign(unsigned(generated), {
      signingDate: new Date(generated.at),
      expiresIn: 60,
    });
    await expectVerified(generated, onWire(generated, signed));
  });
  await fc.assert(property, { seed: 4, numRuns: 150 });
});

type Generated = Parameters<Parameters<typeof request.map>[0]>[0];
type Signed = Awaited<ReturnType<SignatureV4["presign"]>>;

function signerOf({ secret }: Generated): SignatureV4 {
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: secret };
  return new SignatureV4({ credentials, region: "local", service: "cognito-idp", sha256: Sha256 });
}

function unsigned({ method, path, query, headers, body }: Generated) {
  const url = { protocol: "http:", hostname: "localhost", path, query };
  return { method, ...url, headers: { host: "localhost", ...headers }, body };
}

/** One character per byte, as Node hands over what came in. */
function onWire({ method, path, body }: Generated, signed: Signed): SignedRequest {
  const headers = Object.entries(signed.headers).map(([name, value]) => [
    name,
    Buffer.from(value).toString("latin1"),
  ]);
  const pairs = Object.entries(signed.query ?? {}).flatMap(([name, value]) =>
    [value ?? ""].flat().map((each) => `${escapeUri(name)}=${escapeUri(each)}`),
  );
  return { method, path, query: pairs.join("&"), headers: Object.fromEntries(headers), body };
}

function escapeUri(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

async function expectVerified({ secret, at }: Generated, signed: SignedRequest): Promise<void> {
  const verify = (stored: string) =>
    verifySignature(signed, { now: at, findSecret: async () => stored, service: "cognito-idp" });
  expect(await verify(secret)).toMatchObject({ ok: true, accessKeyId: "AKIDEXAMPLE", region: "local" });
  expect(await verify(`${secret}.`)).toMatchObject({ failure: { name: "InvalidSignatureException" } });
}
