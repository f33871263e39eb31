import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { flawOf, markerOf } from "./answers.ts";

const jwt = signedJwt("RS256", 2048);

describe("flawOf", () => {
  it("finds nothing wrong with RS256 tokens of a 2048-bit key, nested or not", () => {
    expect(flawOf(200, JSON.stringify({ access_token: jwt }), ["access_token"])).toBeNull();
    expect(flawOf(200, JSON.stringify({ Result: { IdToken: jwt } }), ["Result.IdToken"])).toBeNull();
  });

  it("quotes the answer when the status is not 200", () => {
    expect(flawOf(429, "slow down", ["access_token"])).toBe("status 429: slow down");
  });

  it("names the token that is missing", () => {
    expect(flawOf(200, JSON.stringify({ access_token: jwt }), ["access_token", "id_token"])).toBe(
      "id_token is missing",
    );
    expect(flawOf(200, "<html>", ["access_token"])).toBe("access_token is missing");
  });

  it("refuses a token that cost less than an RS256 signature with 2048 bits", () => {
    const answer = (token: string) => flawOf(200, JSON.stringify({ access_token: token }), ["access_token"]);
    expect(answer("opaque")).toBe("access_token is not a JWT");
    expect(answer(signedJwt("ES256", 2048))).toBe("access_token is signed with ES256, not RS256");
    expect(answer(signedJwt("RS256", 1024))).toBe("access_token is signed with a 1024-bit key, not 2048");
  });
});

describe("markerOf", () => {
  const marker = markerOf(["Result.AccessToken", "Result.IdToken"]);

  it("wants every token, in any order", () => {
    expect(marker.test(`{"IdToken":"eyJ","AccessToken": "eyJ"}`)).toBe(true);
    expect(marker.test(`{"AccessToken":"eyJ"}`)).toBe(false);
    expect(marker.test(`{"ChallengeName":"NEW_PASSWORD_REQUIRED"}`)).toBe(false);
  });
});

function signedJwt(alg: string, modulusLength: number): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength });
  const content = `${encode({ alg })}.${encode({ sub: "somebody" })}`;
  return `${content}.${sign("sha256", Buffer.from(content), privateKey).toString("base64url")}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
