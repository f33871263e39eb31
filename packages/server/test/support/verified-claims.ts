/** What a token says, after two libraries that know nothing of ours have verified it against the published keys. */
import { JwtVerifier } from "aws-jwt-verify";
import {
  createLocalJWKSet,
  decodeProtectedHeader,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
} from "jose";
import { expect } from "vitest";
import type { TestServer } from "./server.ts";

export async function verifiedClaims(
  server: TestServer,
  poolId: string,
  token: string | undefined,
): Promise<JWTPayload> {
  const issuer = `${server.url}/${poolId}`;
  const jwks = await publishedKeys(server, poolId);
  const currentDate = new Date(server.clock.now());
  const { payload } = await jwtVerify(token ?? "", createLocalJWKSet(jwks), { issuer, currentDate });

  // The AWS library knows no clock but the machine's; it may differ by what the story moved the server's.
  const graceSeconds = Math.abs(server.clock.now() - Date.now()) / 1000 + 1;
  const verifier = JwtVerifier.create({ issuer, audience: null, graceSeconds });
  verifier.cacheJwks({ keys: jwks.keys.map(({ kty, ...key }) => ({ ...key, kty: kty ?? "" })) });
  expect(verifier.verifySync(token ?? "")).toEqual(payload);

  // Cognito's header has these two members only: some resource servers refuse a `typ` they do not know (JW-05).
  expect(Object.keys(decodeProtectedHeader(token ?? "")).toSorted()).toEqual(["alg", "kid"]);
  return payload;
}

export async function publishedKeys({ url }: TestServer, poolId: string): Promise<JSONWebKeySet> {
  const response = await fetch(`${url}/${poolId}/.well-known/jwks.json`);
  return await response.json();
}
