import { CompactEncrypt, exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { type InspectOptions, inspectToken } from "./inspect-token.ts";
import { noExpiration } from "./moments.ts";
import type { ProblemCode, TokenReport } from "./report.ts";
import type { InspectKey } from "./signature.ts";

const now = Date.parse("2026-11-23T13:23:00Z");
const at = now / 1000;
const issuer = "http://localhost:7665/us-east-1_Ab3dE6gH9";

const accessClaims = {
  sub: "6f6b7c1e-7d5c-4b6e-9a3d-0c4e8b9f1a2b",
  iss: issuer,
  client_id: "7n6m5l4k3j2h1g0f9e8d7c6b5a",
  token_use: "access",
  scope: "openid email",
  iat: at - 1080,
  exp: at + 2520,
};
const idClaims = { ...accessClaims, token_use: "id", aud: accessClaims.client_id, client_id: undefined };

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let pair: Pair;
let other: Pair;
let keys: InspectKey[];
let signedBefore: string;

beforeAll(async () => {
  pair = await generateKeyPair("RS256");
  other = await generateKeyPair("RS256");
  keys = [await published(pair, "key-1")];
  signedBefore = await signed(accessClaims);
});

test("by the machine's own clock, without keys, when nothing is said", async () => {
  const report = await inspectToken(
    await signed({ ...accessClaims, exp: Math.floor(Date.now() / 1000) + 90 }),
  );
  expect([report.lifetime, codes(report)]).toEqual([
    { kind: "until", expires: expect.objectContaining({ words: "expires in 1 minute" }) },
    [],
  ]);
});

test.each([512, 2_048, 4_096, 8_192])("a token of more than %i bytes is read to its end", async (size) => {
  const token = await signed({ ...accessClaims, filler: "x".repeat(size), last: size });
  const { bytes, claims, problems, signature } = await inspect(token, { keys });
  expect([bytes, problems, signature.state]).toEqual([token.length, [], "verified"]);
  expect(claims.at(-1)).toMatchObject({ name: "last", value: size });
});

test("a good access token: what it is, what it says, how long it lives, who signed it", async () => {
  const report = await inspect(await signed(accessClaims), { keys });
  expect(report).toMatchObject({
    kind: "accessToken",
    name: "Access token of a person",
    issuer,
    lifetime: { kind: "until", expires: { iso: "2026-11-23T14:05:00Z", words: "expires in 42 minutes" } },
    signature: { state: "verified", keyId: "key-1" },
    verdict: { state: "good", text: "Nothing wrong was found." },
    problems: [],
  });
  expect(report.claims.find(({ name }) => name === "iat")?.time?.words).toBe("issued 18 minutes ago");
  expect(report.claims.find(({ name }) => name === "scope")).toMatchObject({
    value: "openid email",
    meaning: "what it opens",
  });
  expect(report.header.map(({ name }) => name)).toEqual(["kid", "alg"]);
});

test("a machine's access token is told from a person's", async () => {
  const report = await inspect(await signed({ ...accessClaims, sub: accessClaims.client_id }));
  expect(report.name).toBe("Access token of a machine");
});

test("an ID token without expiration is no fault, but noted", async () => {
  const report = await inspect(await signed({ ...idClaims, exp: noExpiration }), { keys });
  expect(report).toMatchObject({ kind: "idToken", lifetime: { kind: "forever" }, problems: [] });
  expect(report.notes).toContain("It never expires: treat it as what is known, not as proof of who asks.");
});

test("without keys the signature is not checked, and the report says so", async () => {
  const report = await inspect(await signed(accessClaims));
  expect(report).toMatchObject({
    signature: { state: "notChecked", because: "noKeys" },
    verdict: { state: "unproven", text: "Nothing wrong was found, and nothing is proven." },
    problems: [],
  });
  expect(report.notes).toContain("The signature was not checked, so nothing in it is proven.");
});

test.each<[ProblemCode, Record<string, unknown>]>([
  ["expired", { exp: at }],
  ["notYetValid", { nbf: at + 61 }],
  ["issuedInTheFuture", { iat: at + 61 }],
  ["claimsMissing", { exp: undefined }],
])("says when a token is %s", async (code, change) => {
  expect(codes(await inspect(await signed({ ...accessClaims, ...change }), { keys }))).toEqual([code]);
});

test("a minute of clock difference is no fault", async () => {
  expect(
    codes(await inspect(await signed({ ...accessClaims, iat: at + 59, nbf: at + 59 }), { keys })),
  ).toEqual([]);
});

test("says when a token was altered", async () => {
  const [header, , signature] = (await signed(accessClaims)).split(".");
  const claims = Buffer.from(JSON.stringify({ ...accessClaims, scope: "everything" })).toString("base64url");
  expect(codes(await inspect(`${header}.${claims}.${signature}`, { keys }))).toEqual(["signatureWrong"]);
});

test("says when the key is another's of the same name, and when nobody has it", async () => {
  const token = await signed(accessClaims);
  expect(codes(await inspect(token, { keys: [await published(other, "key-1")] }))).toEqual([
    "signatureWrong",
  ]);
  expect(codes(await inspect(token, { keys: [await published(pair, "key-2")] }))).toEqual(["keyUnknown"]);
  expect(codes(await inspect(token, { keys: [] }))).toEqual(["keyUnknown"]);
});

test.each(["none", "None", "NONE", undefined])("alg %s is no signature", async (alg) => {
  const report = await inspect(`${encode({ alg })}.${encode(accessClaims)}.`, { keys });
  expect([codes(report), report.signature.state]).toEqual([["unsigned"], "none"]);
});

test("a shared secret is no signature a reader can trust", async () => {
  const secret = new TextEncoder().encode("a secret that is long enough for it");
  const token = await new SignJWT({ ...accessClaims }).setProtectedHeader({ alg: "HS256" }).sign(secret);
  expect(codes(await inspect(token, { keys }))).toEqual(["algorithmUnknown"]);
});

test.each(["RS384", "PS256", "ES256", "ES512", "EdDSA", "Ed25519"])(
  "verifies %s of other issuers too",
  async (alg) => {
    const made = await generateKeyPair(alg, { extractable: true });
    const token = await new SignJWT({ ...accessClaims }).setProtectedHeader({ alg }).sign(made.privateKey);
    const report = await inspect(token, { keys: [await published(made, "any"), ...keys] });
    expect(report).toMatchObject({ signature: { state: "verified", keyId: "any" }, problems: [] });
  },
);

test("where Web Crypto is missing or lacks the algorithm, a signature is not called wrong", async () => {
  vi.stubGlobal("crypto", { subtle: undefined });
  onTestFinished(() => void vi.unstubAllGlobals());
  const report = await inspect(signedBefore, { keys });
  expect(report).toMatchObject({ signature: { state: "notChecked", because: "cannot" }, problems: [] });
  expect(report.notes.join()).toContain("this program has no Web Crypto for it");
});

test("an extension that must be understood is not", async () => {
  const token = `${encode({ alg: "RS256", crit: ["b64"], b64: false })}.${encode(accessClaims)}.AAAA`;
  expect(codes(await inspect(token))).toEqual(["extensionUnknown"]);
});

test("says when a token is of another pool, of another use, or of another client", async () => {
  const access = await signed(accessClaims);
  const id = await signed(idClaims);
  const elsewhere = { issuer: "http://localhost:7665/us-east-1_Elsewhere" };
  expect(codes(await inspect(access, { expect: elsewhere }))).toEqual(["otherIssuer"]);
  expect(codes(await inspect(id, { expect: { use: "access" } }))).toEqual(["otherUse"]);
  expect(codes(await inspect(access, { expect: { use: "id" } }))).toEqual(["otherUse"]);
  expect(codes(await inspect(id, { expect: { clientId: "somebody" } }))).toEqual(["otherClient"]);
  const right = { issuer, use: "access", clientId: accessClaims.client_id } as const;
  expect(codes(await inspect(access, { expect: right }))).toEqual([]);
});

test("a refresh token is named without being opened", async () => {
  const header = { cty: "JWT", enc: "A256GCM", alg: "dir", kid: "0a1b2c3d" };
  const token = await new CompactEncrypt(new TextEncoder().encode("secret"))
    .setProtectedHeader(header)
    .encrypt(new Uint8Array(32));
  const report = await inspect(token);
  expect(report).toMatchObject({ kind: "refreshToken", name: "Refresh token", claims: [], problems: [] });
  expect(report.verdict).toEqual({ state: "unproven", text: "Nothing wrong can be seen from outside." });
  expect(report.notes.join(" ")).toContain("the key to it never leaves the server");
  expect(codes(await inspect(token, { expect: { use: "access" } }))).toEqual(["otherUse"]);
});

test.each([
  ["refreshToken", `${encode({ cty: "JWT", enc: "A256GCM", alg: "RSA-OAEP" })}.a.b.c.d`],
  ["otherEncrypted", `${encode({ enc: "A128CBC-HS256", alg: "ECDH-ES" })}..b.c.d`],
  ["authorizationCode", "0b1c8a7e-5d1f-4b52-9a5e-2f7c9be1a0d4"],
  ["otherJwt", `${encode({ alg: "RS256" })}.${encode({ hello: "world" })}.AAAA`],
])("recognises %s", async (kind, token) => {
  const report = await inspect(token);
  expect([report.kind, codes(report)]).toEqual([kind, []]);
});

test.each([
  "ghp_0123456789abcdefghijABCDEFGHIJ",
  "github_pat_11ABCDEFG_0123456789",
  "glpat-abcdefghij0123456789",
  "AKIAIOSFODNN7EXAMPLE",
])("%s is somebody else's secret", async (token) => {
  const report = await inspect(token);
  expect([report.kind, codes(report)]).toEqual(["foreignSecret", ["foreign"]]);
});

test.each(["", "hello", "a.b.c", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiO", "....", "\u0000", "🦆"])(
  "%j is nothing that can be read",
  async (token) => {
    expect(codes(await inspect(token))).toEqual(["unreadable"]);
  },
);

test("takes a token as people paste it", async () => {
  const token = await signed(accessClaims);
  const wrapped = token.replaceAll(/(.{64})/g, "$1\n  ");
  for (const pasted of [`Authorization: Bearer ${token}`, `"${token}"`, ` ${token}\n`, wrapped]) {
    expect(codes(await inspect(pasted, { keys }))).toEqual([]);
  }
});

test.each([
  [1, { cookie: true, header: true }, ""],
  [300, { cookie: false, header: true }, "too large for one cookie"],
  [900, { cookie: false, header: false }, "too large for the header"],
])("where a token with %d groups fits", async (groups, fits, note) => {
  const report = await inspect(
    await signed({ ...accessClaims, "cognito:groups": Array(groups).fill("admins") }),
  );
  expect(report.fits).toEqual(fits);
  expect(report.notes.join()).toContain(note);
});

test("every problem says what to do", async () => {
  const bad = [
    "",
    "hello",
    "eyJ.a",
    "AKIAIOSFODNN7EXAMPLE",
    await signed({ exp: at, iat: at + 90, nbf: at + 90, nonce: "n" }),
  ];
  const wanted = { use: "access", issuer: "i", clientId: "c" } as const;
  const reports = await Promise.all(bad.map((token) => inspect(token, { keys: [], expect: wanted })));
  const problems = reports.flatMap((report) => report.problems);
  expect(problems.length).toBeGreaterThan(10);
  expect(problems.filter(({ whatToDo }) => !whatToDo.endsWith("."))).toEqual([]);
});

test("the report does not hold the token", async () => {
  const token = await signed(accessClaims);
  const text = JSON.stringify(await inspect(token, { keys }));
  expect(token.split(".").filter((part) => text.includes(part))).toEqual([]);
});

test("members named like an object's own do no harm", async () => {
  const token = `${encode({ alg: "RS256", constructor: 1, toString: 2 })}.${'{"__proto__":1,"constructor":2,"toString":3}'.replace(/.*/, (text) => Buffer.from(text).toString("base64url"))}.AAAA`;
  const { header, claims } = await inspect(token);
  expect(header.map(({ meaning }) => typeof meaning)).toEqual(["string", "undefined", "undefined"]);
  expect(claims.map(({ name, meaning, time }) => [name, meaning, time])).toEqual([
    ["__proto__", undefined, undefined],
    ["constructor", undefined, undefined],
    ["toString", undefined, undefined],
  ]);
});

function inspect(token: string, options: Partial<InspectOptions> = {}): Promise<TokenReport> {
  return inspectToken(token, { now, ...options });
}

function signed(claims: Record<string, unknown>): Promise<string> {
  const header = { kid: "key-1", alg: "RS256" };
  return new SignJWT({ ...claims }).setProtectedHeader(header).sign(pair.privateKey);
}

async function published({ publicKey }: Pair, kid: string): Promise<InspectKey> {
  // jose's JWK type is Web Crypto's with more optional members.
  return { ...(await exportJWK(publicKey)), kid } as InspectKey;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function codes(report: TokenReport): ProblemCode[] {
  return report.problems.map(({ code }) => code);
}
