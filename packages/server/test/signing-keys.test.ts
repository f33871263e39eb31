/** A pool's signing keys over their life: published, then used, then retired, and gone when nothing needs them (JW-12). */
import { GetUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { decodeProtectedHeader } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepHouse } from "../src/core/housekeeping.ts";
import { refresh } from "./support/oauth.ts";
import { callOwn } from "./support/own-operations.ts";
import {
  codeClient,
  createClient,
  createPerson,
  createPool,
  type TestClient,
  type TestPerson,
} from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { signInByCode, type TestTokens } from "./support/sign-in.ts";
import { publishedKeys, verifiedClaims } from "./support/verified-claims.ts";

const hour = 3600;
const day = 24 * hour;
const AccessTokenValidity = 24;
const IdTokenValidity = 24;

let server: TestServer;
let poolId: string;
let client: TestClient;
let ada: TestPerson;

beforeEach(async () => {
  server = await startTestServer();
  poolId = await createPool(server);
  client = await createClient(server, poolId, { ...codeClient, AccessTokenValidity, IdTokenValidity });
  ada = await createPerson(server, poolId, "ada");
});
afterEach(() => server.close());

const scopes = ["openid", "aws.cognito.signin.user.admin"];
const signIn = () => signInByCode(server, { poolId, client, person: ada, scopes });
const published = async () => (await publishedKeys(server, poolId)).keys.map(({ kid }) => kid ?? "");
const kidsOf = ({ accessToken, idToken }: TestTokens) =>
  [accessToken, idToken].map((token) => decodeProtectedHeader(token).kid ?? "");

/** Time passes as it does for a server that stays up: it looks after itself every hour. */
async function pass(seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= day) {
    server.advance(Math.min(left, day));
    await keepHouse(server.world);
  }
}

async function expectGood(tokens: TestTokens): Promise<void> {
  await verifiedClaims(server, poolId, tokens.accessToken);
  await verifiedClaims(server, poolId, tokens.idToken);
  await server.admin.send(new GetUserCommand({ AccessToken: tokens.accessToken }));
}

test("a successor is published a day before it signs, and old tokens stay good to their end (JW-12)", async () => {
  const first = await signIn();
  const before = await published();
  expect(kidsOf(first).toSorted()).toEqual(before.toSorted());

  await pass(88 * day);
  expect(await published()).toEqual(before);
  await pass(day);
  const waiting = (await published()).filter((kid) => !before.includes(kid));
  expect(waiting).toHaveLength(2);
  server.advance(day - 1);
  const last = await signIn();
  expect(kidsOf(last)).toEqual(kidsOf(first));

  server.advance(1);
  const next = await signIn();
  expect(kidsOf(next).toSorted()).toEqual(waiting.toSorted());
  await expectGood(next);
  await pass(day - 2);
  await expectGood(last);
  expect(await published()).toEqual(expect.arrayContaining([...before, ...waiting]));

  await pass(2 * hour);
  expect((await published()).toSorted()).toEqual(waiting.toSorted());
  // Sign-ins outlive keys.
  const { body } = await refresh(server, client, last.refreshToken);
  expect(decodeProtectedHeader(body.access_token ?? "").kid).toBe(kidsOf(next)[0]);
});

test("keys that sign ID tokens without expiration are never taken away (JW-12)", async () => {
  await callOwn(server, "SetUserPoolClientTokenOptions", {
    UserPoolId: poolId,
    ClientId: client.clientId,
    IdTokenNoExpiration: true,
  });
  const { idToken } = await signIn();
  const [accessKid = "", idKid = ""] = kidsOf(await signIn());
  // And not because a client has become stricter since: its old ID tokens live on.
  await callOwn(server, "SetUserPoolClientTokenOptions", { UserPoolId: poolId, ClientId: client.clientId });
  await pass(100 * day);
  server.advance(3650 * day);
  await keepHouse(server.world);
  const keys = await published();
  expect(keys).toContain(idKid);
  expect(keys).not.toContain(accessKid);
  await verifiedClaims(server, poolId, idToken);
});

test("an operator rotates at once, and the new keys still wait until every cache has them (JW-12)", async () => {
  const first = await signIn();
  const ids = { UserPoolId: poolId };
  const { SigningKeys } = await callOwn(server, "RotateSigningKeys", ids);
  expect(SigningKeys.map(({ Status, TokenUse }) => `${Status} ${TokenUse}`).toSorted()).toEqual([
    "ACTIVE access",
    "ACTIVE id",
    "NEXT access",
    "NEXT id",
  ]);
  expect((await published()).toSorted()).toEqual(SigningKeys.map(({ KeyId }) => KeyId).toSorted());
  // Once more changes nothing.
  expect((await callOwn(server, "RotateSigningKeys", ids)).SigningKeys).toEqual(SigningKeys);

  server.advance(day - 1);
  expect(kidsOf(await signIn())).toEqual(kidsOf(first));
  server.advance(1);
  const next = await signIn();
  expect(kidsOf(next).some((kid) => kidsOf(first).includes(kid))).toBe(false);
  await expectGood(next);
  const described = (await callOwn(server, "DescribeSigningKeys", ids)).SigningKeys;
  expect(
    described
      .filter(({ Status }) => Status === "RETIRED")
      .map(({ KeyId }) => KeyId)
      .toSorted(),
  ).toEqual(kidsOf(first).toSorted());
});

test("a server that was down when its keys ran out signs on, and catches up (JW-12)", async () => {
  const first = await signIn();
  server.advance(200 * day);
  const late = await signIn();
  expect(kidsOf(late)).toEqual(kidsOf(first));
  await expectGood(late);
  await keepHouse(server.world);
  expect(await published()).toHaveLength(4);
  expect(kidsOf(await signIn())).toEqual(kidsOf(first));
  server.advance(day);
  const next = await signIn();
  expect(kidsOf(next)).not.toEqual(kidsOf(first));
  await expectGood(next);
  await expectGood({ ...late, accessToken: next.accessToken, idToken: next.idToken });
});

test("no key tells its private half, at any door (JW-11)", async () => {
  const texts = [
    await (await fetch(`${server.url}/${poolId}/.well-known/jwks.json`)).text(),
    JSON.stringify(await callOwn(server, "DescribeSigningKeys", { UserPoolId: poolId })),
    JSON.stringify(await callOwn(server, "RotateSigningKeys", { UserPoolId: poolId })),
  ];
  for (const text of texts) expect(text).not.toMatch(/"(d|p|q|dp|dq|qi)"|private|sealed/i);
});
