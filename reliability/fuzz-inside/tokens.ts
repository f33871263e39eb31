/** JWT and JWE: of each kind there is one good one, and nothing else may be taken for it. */
import { createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { parseMasterKeyRing } from "../../packages/server/build/crypto/master-key.js";
import { createSealing } from "../../packages/server/build/crypto/sealing.js";
import { createVerifier } from "../../packages/server/build/crypto/verifying.js";
import { insist, type Target } from "./target.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const { n = "", e = "" } = publicKey.export({ format: "jwk" });
const keys = [{ kid: "the-key", kty: "RSA", alg: "RS256", use: "sig", n, e } as const];
const signingInput = [
  { kid: "the-key", alg: "RS256" },
  { sub: "ada", token_use: "access" },
]
  .map(encoded)
  .join(".");
const goodJwt = `${signingInput}.${createSign("sha256").update(signingInput).sign(privateKey, "base64url")}`;
const verify = createVerifier();

export const jwt: Target = {
  seeds: [goodJwt, `${encoded({ alg: "none" })}.${encoded({ sub: "ada" })}.`],
  run(data) {
    const token = data.toString("latin1");
    insist(!verify(token, keys).ok || token === goodJwt, "a token was forged");
  },
};

const sealing = createSealing(parseMasterKeyRing(randomBytes(32).toString("base64"), "the fuzzer"));
const goodRefreshToken = sealing.sealRefreshToken(JSON.stringify(["pool", "client", "ada", "family", 1, 2]));
const goodSession = sealing.seal("session", "what a session holds");

export const jwe: Target = {
  seeds: [goodRefreshToken, goodSession],
  run(data) {
    const text = data.toString("latin1");
    insist(
      sealing.openRefreshToken(text) === undefined || text === goodRefreshToken,
      "a refresh token was forged",
    );
    insist(sealing.open("session", text) === undefined || text === goodSession, "a session was forged");
    insist(sealing.open("another", text) === undefined, "what is sealed for one purpose opens for another");
  },
};

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
