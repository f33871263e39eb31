/** USER_AUTH by a code: sent to an address that is the person's, once for each choice. */
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type CreateUserPoolCommandInput,
  type InitiateAuthCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lettersTo } from "./support/inbox.ts";
import { choose, type PasskeyStage, respond, setPasskeyStage } from "./support/passkeys.ts";
import { told } from "./support/password-flow.ts";
import { createPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { verifiedClaims } from "./support/verified-claims.ts";

let server: TestServer;
let stage: PasskeyStage;

const none = {};
const byMail = { PREFERRED_CHALLENGE: "EMAIL_OTP" };
const bySms = { PREFERRED_CHALLENGE: "SMS_OTP" };
const settings: Partial<CreateUserPoolCommandInput> = {
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "SMS_OTP"] } },
};

beforeAll(async () => {
  server = await startTestServer();
  stage = await setPasskeyStage(server, null, settings);
});
afterAll(() => server.close());

const addressOf = (name: string) => `${name}@example.com`;
const person = (name: string, more: Readonly<Record<string, string>> = {}) =>
  createPerson(server, stage.UserPoolId, name, { email: addressOf(name), email_verified: "true", ...more });

const codesTo = async (to: string) => (await lettersTo(server, to)).map(({ code }) => code);

const shapeOf = ({
  ChallengeName,
  ChallengeParameters = {},
  AvailableChallenges,
}: InitiateAuthCommandOutput) => ({
  ChallengeName,
  ChallengeParameters,
  AvailableChallenges,
});

describe("a code", () => {
  test("by e-mail or SMS signs in", async () => {
    const phone = { phone_number: "+12065550123", phone_number_verified: "true" };
    const ada = await person("ada", phone);
    for (const [preference, to, member, destination] of [
      [byMail, addressOf("ada"), "EMAIL_OTP_CODE", "a***@e***"],
      [bySms, phone.phone_number, "SMS_OTP_CODE", "+*******0123"],
    ] as const) {
      const challenge = await choose(stage, "ada", preference);
      expect(challenge.ChallengeName).toBe(preference.PREFERRED_CHALLENGE);
      expect(challenge.AvailableChallenges).toEqual(["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP"]);
      expect(challenge.ChallengeParameters?.["CODE_DELIVERY_DESTINATION"]).toBe(destination);
      const [code = ""] = await codesTo(to);
      const { AuthenticationResult } = await respond(stage, challenge, { USERNAME: "ada", [member]: code });
      const claims = await verifiedClaims(server, stage.UserPoolId, AuthenticationResult?.AccessToken ?? "");
      expect(claims).toMatchObject({ sub: ada.sub });
    }
  });

  test("is asked for without a choice where there is nothing else (observed 2025-10)", async () => {
    const UserAttributes = [
      { Name: "email", Value: addressOf("bea") },
      { Name: "email_verified", Value: "true" },
    ];
    const { UserPoolId } = stage;
    await server.admin.send(
      new AdminCreateUserCommand({ UserPoolId, Username: "bea", UserAttributes, MessageAction: "SUPPRESS" }),
    );
    const challenge = await choose(stage, "bea", none);
    expect(shapeOf(challenge)).toEqual({
      ChallengeName: "EMAIL_OTP",
      ChallengeParameters: {
        CODE_DELIVERY_DELIVERY_MEDIUM: "EMAIL",
        CODE_DELIVERY_DESTINATION: "b***@e***",
      },
      AvailableChallenges: ["EMAIL_OTP"],
    });
    const [code = ""] = await codesTo(addressOf("bea"));
    expect(await told(respond(stage, challenge, { USERNAME: "bea", EMAIL_OTP_CODE: code }))).toBe("ok");
  });

  test("goes to an unproved address of whoever has no password, and proves it", async () => {
    const { UserPoolId } = stage;
    const UserAttributes = [{ Name: "email", Value: addressOf("bert") }];
    await server.admin.send(new AdminCreateUserCommand({ UserPoolId, Username: "bert", UserAttributes }));
    const challenge = await choose(stage, "bert", none);
    expect(challenge.ChallengeName).toBe("EMAIL_OTP");
    const [code = ""] = await codesTo(addressOf("bert"));
    expect(await told(respond(stage, challenge, { USERNAME: "bert", EMAIL_OTP_CODE: code }))).toBe("ok");
    const found = await server.admin.send(new AdminGetUserCommand({ UserPoolId, Username: "bert" }));
    expect(found.UserAttributes).toContainEqual({ Name: "email_verified", Value: "true" });
  });

  test("goes to no unproved address of whoever has a password", async () => {
    await createPerson(server, stage.UserPoolId, "boris", { email: addressOf("boris") });
    const { AvailableChallenges } = await choose(stage, "boris", byMail);
    expect(AvailableChallenges).toEqual(["PASSWORD_SRP", "PASSWORD"]);
    expect(await codesTo(addressOf("boris"))).toEqual([]);
  });

  test("that was chosen is sent once, however often the choice is repeated", async () => {
    await person("cleo");
    const challenge = await choose(stage, "cleo", none);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () =>
        told(respond(stage, challenge, { USERNAME: "cleo", ANSWER: "EMAIL_OTP" })),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === "ok")).toHaveLength(1);
    expect(await codesTo(addressOf("cleo"))).toHaveLength(1);
  });

  test("of one choice is not the code of the next (AC-07)", async () => {
    await person("dora");
    const first = await choose(stage, "dora", byMail);
    const [early = ""] = await codesTo(addressOf("dora"));
    const second = await choose(stage, "dora", byMail);
    const mismatch = "Invalid verification code provided, please try again.";
    const answer = (challenge: InitiateAuthCommandOutput, code: string) =>
      told(respond(stage, challenge, { USERNAME: "dora", EMAIL_OTP_CODE: code }));
    expect(await answer(first, early)).toBe(mismatch);
    expect(await answer(second, early)).toBe(mismatch);
  });

  test("seems to be sent to nobody as to somebody (HP-06)", async () => {
    await person("emma");
    const real = await choose(stage, "emma", byMail);
    const nobody = await choose(stage, "enid@example.com", byMail);
    expect(Object.keys(nobody.ChallengeParameters ?? {})).toEqual(
      Object.keys(real.ChallengeParameters ?? {}),
    );
    expect(await codesTo("enid@example.com")).toEqual([]);
  });
});
