import { describe, expect, it } from "vitest";
import { stepsOf } from "./load-steps.ts";
import type { BenchRequest, SrpSignIn } from "./workloads.ts";

const requests = ["a", "b", "c"].map(requestOf);
const srp: SrpSignIn = {
  userPoolId: "us-east-1_Pool",
  client: { id: "client", secret: "secret" },
  password: "x",
};

describe("stepsOf", () => {
  it("begins at another request for each connection, and sends them all", () => {
    const bodies = (first: number) => stepsOf({ requests, signedTokens: [] }, first).map(({ body }) => body);
    expect([bodies(0), bodies(1), bodies(5)]).toEqual([
      ["a", "b", "c"],
      ["b", "c", "a"],
      ["c", "a", "b"],
    ]);
  });

  it("gives whoever signs up a name that nobody had", () => {
    const signUp = requestOf("new-NUMBER@NUMBER");
    const bodies = [0, 1].flatMap((connection) => {
      const [step] = stepsOf({ requests: [signUp], signedTokens: [] }, connection);
      return [1, 2].map(() => step?.setupRequest?.({ ...signUp, headers: {} }, {})?.body ?? "");
    });
    expect(new Set(bodies).size).toBe(4);
    for (const body of bodies) expect(body).toMatch(/^new-(\d+-\d+)@\1$/);
  });

  it("copies what it is given", () => {
    const [step] = stepsOf({ requests, signedTokens: [] }, 0);
    expect(step?.headers).toEqual(requests[0]?.headers);
    expect(step?.headers).not.toBe(requests[0]?.headers);
  });

  it("answers each challenge of a sign-in by SRP before it begins the next", () => {
    const [first, second, third] = stepsOf({ requests, signedTokens: [], srp }, 1);
    const context = {};
    first?.onResponse?.(200, challengeOf("id-of-b"), context);
    const answer = second?.setupRequest?.({ ...requestOf("b"), headers: {} }, context);
    expect([first?.body, third?.body]).toEqual(["b", "c"]);
    expect(answer?.headers["x-amz-target"]).toBe("AWSCognitoIdentityProviderService.RespondToAuthChallenge");
    expect(JSON.parse(answer?.body ?? "")).toMatchObject({
      ClientId: "client",
      ChallengeName: "PASSWORD_VERIFIER",
      ChallengeResponses: {
        USERNAME: "id-of-b",
        PASSWORD_CLAIM_SECRET_BLOCK: "c3RhdGU=",
        SECRET_HASH: "OiYh2O1Ez1xFwXt2e9KMTek3WhVAd5JlgHgUzyGz888=",
      },
    });
  });

  it("goes on to the next sign-in when there was no challenge", () => {
    const [first, second] = stepsOf({ requests, signedTokens: [], srp }, 0);
    const context = {};
    first?.onResponse?.(429, '{"__type":"TooManyRequestsException"}', context);
    expect(second?.setupRequest?.({ ...requestOf("a"), headers: {} }, context)).toBeNull();
  });
});

function requestOf(body: string): BenchRequest {
  return { method: "POST", path: "/", headers: { "content-type": "text/plain" }, body };
}

function challengeOf(id: string): string {
  const ChallengeParameters = { SALT: "1a", SRP_B: "5", SECRET_BLOCK: "c3RhdGU=", USER_ID_FOR_SRP: id };
  return JSON.stringify({ ChallengeName: "PASSWORD_VERIFIER", ChallengeParameters });
}
