/** USER_AUTH: the person chooses among the factors the pool allows and they have. */
import {
  AdminInitiateAuthCommand,
  type CreateUserPoolCommandInput,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lockOut } from "./support/mishaps.ts";
import {
  choiceFlows,
  choose,
  type PasskeyStage,
  passkeyHolder,
  requestOptions,
  respond,
  setPasskeyStage,
} from "./support/passkeys.ts";
import { invite, told, wrongPassword } from "./support/password-flow.ts";
import { expectFailure, passwordClient } from "./support/people.ts";
import { createClient, createPerson, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { secretHash } from "./support/sign-in.ts";
import { createSrpClient } from "./support/srp-client.ts";

let server: TestServer;
let stage: PasskeyStage;

const incorrect = "Incorrect username or password.";
const invalidSession = "Invalid session for the user.";
const factors = ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"] as const;

const everyFactor: Partial<CreateUserPoolCommandInput> = {
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: [...factors] } },
  AliasAttributes: ["email"],
};
const address = (name: string) => ({ email: `${name}@example.com`, email_verified: "true" });
const phone = { phone_number: "+12065550100", phone_number_verified: "true" };

beforeAll(async () => {
  server = await startTestServer();
  stage = await setPasskeyStage(server, undefined, everyFactor);
});
afterAll(() => server.close());

const person = (name: string, attributes: Readonly<Record<string, string>> = {}) =>
  createPerson(server, stage.UserPoolId, name, attributes);
const none = {};

describe("without a preference", () => {
  test("the person is asked to choose from what they have", async () => {
    await person("ada");
    const { $metadata: _, ...answer } = await choose(stage, "ada", none);
    expect(answer).toEqual({
      ChallengeName: "SELECT_CHALLENGE",
      ChallengeParameters: {},
      AvailableChallenges: ["PASSWORD_SRP", "PASSWORD"],
      Session: expect.any(String),
    });
  });

  test("every factor is offered to whoever has it, in Cognito's order", async () => {
    await passkeyHolder(stage, "bea");
    await person("cleo", { ...address("cleo"), ...phone });
    await person("dora", { email: "dora@example.com" });
    const offered = async (name: string) => (await choose(stage, name, none)).AvailableChallenges;
    expect(await offered("bea")).toEqual(["PASSWORD_SRP", "PASSWORD", "WEB_AUTHN"]);
    expect(await offered("cleo")).toEqual(["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP"]);
    expect(await offered("dora")).toEqual(["PASSWORD_SRP", "PASSWORD"]);
  });

  test("nothing is offered that the pool does not allow", async () => {
    const plain = await setPasskeyStage(server, undefined, { Policies: {} });
    await createPerson(server, plain.UserPoolId, "ada", { ...address("ada"), ...phone });
    const { AvailableChallenges } = await choose(plain, "ada", none);
    expect(AvailableChallenges).toEqual(["PASSWORD_SRP", "PASSWORD"]);
  });

  test("a pool that allows less meanwhile offers less", async () => {
    const changing = await setPasskeyStage(server, undefined, everyFactor);
    const ada = await passkeyHolder(changing, "ada");
    const challenge = await choose(changing, "ada", none);
    expect(challenge.AvailableChallenges).toContain("WEB_AUTHN");
    const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD" as const] } };
    await server.admin.send(new UpdateUserPoolCommand({ UserPoolId: changing.UserPoolId, Policies }));
    const next = await respond(changing, challenge, { USERNAME: "ada", ANSWER: "WEB_AUTHN" });
    expect(next).toMatchObject({
      ChallengeName: "SELECT_CHALLENGE",
      AvailableChallenges: ["PASSWORD_SRP", "PASSWORD"],
    });
    expect(ada.credentialId).toBeDefined();
  });

  test("the administrator's door is the same", async () => {
    await person("emma");
    const { UserPoolId, ClientId } = stage;
    const answer = await server.admin.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: "USER_AUTH",
        AuthParameters: { USERNAME: "emma" },
      }),
    );
    expect(answer).toMatchObject({
      ChallengeName: "SELECT_CHALLENGE",
      AvailableChallenges: ["PASSWORD_SRP", "PASSWORD"],
    });
  });
});

describe("with a preference", () => {
  beforeAll(async () => {
    await person("flo");
  });
  const prefer = (PREFERRED_CHALLENGE: string, more: Readonly<Record<string, string>> = {}) =>
    choose(stage, "flo", { PREFERRED_CHALLENGE, ...more });

  test("for a password that comes along there are tokens at once", async () => {
    const answer = await prefer("PASSWORD", { PASSWORD: password });
    expect(answer.AuthenticationResult?.AccessToken).toBeDefined();
    expect(answer.ChallengeName).toBeUndefined();
    await expectFailure(prefer("PASSWORD", { PASSWORD: wrongPassword }), "NotAuthorizedException", incorrect);
  });

  test("for SRP the first number leads to the verifier, and its proof to tokens", async () => {
    const srp = createSrpClient();
    const challenge = await prefer("PASSWORD_SRP", { SRP_A: srp.start() });
    expect(challenge.ChallengeName).toBe("PASSWORD_VERIFIER");
    const claim = srp.answer(challenge.ChallengeParameters, password, stage.UserPoolId, server.clock.now());
    const { AuthenticationResult } = await respond(stage, challenge, { USERNAME: "flo", ...claim });
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  test("for a password that did not come along it is asked for", async () => {
    const challenge = await prefer("PASSWORD");
    expect(challenge).toMatchObject({
      ChallengeName: "PASSWORD",
      AvailableChallenges: ["PASSWORD_SRP", "PASSWORD"],
    });
    expect(await told(respond(stage, challenge, { USERNAME: "flo", PASSWORD: wrongPassword }))).toBe(
      incorrect,
    );
    expect(await told(respond(stage, challenge, { USERNAME: "flo" }))).toBe(
      "Missing required parameter PASSWORD",
    );
    expect(await told(respond(stage, challenge, { USERNAME: "flo", PASSWORD: password }))).toBe("ok");
    const used = "Invalid session for the user, session can only be used once.";
    expect(await told(respond(stage, challenge, { USERNAME: "flo", PASSWORD: password }))).toBe(used);
  });

  test("for SRP without its first number, that is asked for", async () => {
    const srp = createSrpClient();
    const challenge = await prefer("PASSWORD_SRP");
    expect(challenge.ChallengeName).toBe("PASSWORD_SRP");
    const verifier = await respond(stage, challenge, { USERNAME: "flo", SRP_A: srp.start() });
    expect(verifier.ChallengeName).toBe("PASSWORD_VERIFIER");
    const claim = srp.answer(verifier.ChallengeParameters, password, stage.UserPoolId, server.clock.now());
    expect(await told(respond(stage, verifier, { USERNAME: "flo", ...claim }))).toBe("ok");
  });

  test.each(["WEB_AUTHN", "EMAIL_OTP", "SMS_OTP", "SOFTWARE_TOKEN_MFA", "NO_SUCH_CHALLENGE"])(
    "for %s, which the person does not have, there is the choice",
    async (preferred) => {
      expect(await prefer(preferred)).toMatchObject({
        ChallengeName: "SELECT_CHALLENGE",
        AvailableChallenges: ["PASSWORD_SRP", "PASSWORD"],
      });
    },
  );

  test("what came along for another factor is not looked at", async () => {
    const answer = await choose(stage, "flo", { PASSWORD: wrongPassword, SRP_A: "ff" });
    expect(answer.ChallengeName).toBe("SELECT_CHALLENGE");
  });

  test("for a temporary password it is followed by one of one's own", async () => {
    await invite(server, stage.UserPoolId, "gina");
    const challenge = await choose(stage, "gina", { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password });
    expect(challenge.ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    const answer = { USERNAME: "gina", NEW_PASSWORD: "Another-Horse-8" };
    expect((await respond(stage, challenge, answer)).AuthenticationResult).toBeDefined();
  });
});

describe("the choice", () => {
  beforeAll(async () => {
    await passkeyHolder(stage, "hana");
  });
  const select = async (ANSWER: string, more: Readonly<Record<string, string>> = {}) =>
    respond(stage, await choose(stage, "hana", none), { USERNAME: "hana", ANSWER, ...more });

  test("of a password with it gives tokens, and with a wrong one can be made again", async () => {
    const challenge = await choose(stage, "hana", none);
    const answer = (PASSWORD: string) =>
      told(respond(stage, challenge, { USERNAME: "hana", ANSWER: "PASSWORD", PASSWORD }));
    expect(await answer(wrongPassword)).toBe(incorrect);
    expect(await answer(password)).toBe("ok");
  });

  test("of SRP leads to the verifier", async () => {
    const srp = createSrpClient();
    const verifier = await select("PASSWORD_SRP", { SRP_A: srp.start() });
    expect(verifier.ChallengeName).toBe("PASSWORD_VERIFIER");
    const claim = srp.answer(verifier.ChallengeParameters, password, stage.UserPoolId, server.clock.now());
    expect(await told(respond(stage, verifier, { USERNAME: "hana", ...claim }))).toBe("ok");
    await expectFailure(select("PASSWORD_SRP", { SRP_A: "0" }), "InvalidParameterException");
  });

  test("of a passkey asks for it: no credential could have come along", async () => {
    const ines = await passkeyHolder(stage, "ines");
    const earlier = ines.authenticator.signIn(requestOptions(await choose(stage, "ines")));
    const chosen = await respond(stage, await choose(stage, "ines", none), {
      USERNAME: "ines",
      ANSWER: "WEB_AUTHN",
      CREDENTIAL: earlier,
    });
    expect(chosen.ChallengeName).toBe("WEB_AUTHN");
    const CREDENTIAL = ines.authenticator.signIn(requestOptions(chosen));
    expect(await told(respond(stage, chosen, { USERNAME: "ines", CREDENTIAL }))).toBe("ok");
  });

  test("of a password alone asks for it", async () => {
    expect((await select("PASSWORD")).ChallengeName).toBe("PASSWORD");
    expect((await select("PASSWORD_SRP")).ChallengeName).toBe("PASSWORD_SRP");
  });

  test("of what is not available is offered again", async () => {
    for (const answer of ["EMAIL_OTP", "SELECT_CHALLENGE", "nonsense"]) {
      expect(await select(answer)).toMatchObject({
        ChallengeName: "SELECT_CHALLENGE",
        AvailableChallenges: ["PASSWORD_SRP", "PASSWORD", "WEB_AUTHN"],
      });
    }
  });

  test("is made once (AP-11)", async () => {
    const challenge = await choose(stage, "hana", none);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () =>
        told(respond(stage, challenge, { USERNAME: "hana", ANSWER: "WEB_AUTHN" })),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === "ok")).toHaveLength(1);
  });

  test("needs an answer, by the person who was asked", async () => {
    await person("jana");
    const challenge = await choose(stage, "hana", none);
    const call = respond(stage, challenge, { USERNAME: "hana" });
    await expectFailure(call, "InvalidParameterException", "Missing required parameter ANSWER");
    const other = respond(stage, challenge, { USERNAME: "jana", ANSWER: "PASSWORD", PASSWORD: password });
    await expectFailure(other, "NotAuthorizedException", invalidSession);
  });

  test("may lead nowhere for long: the session lives three minutes", async () => {
    const challenge = await choose(stage, "hana", none);
    server.advance(180);
    const call = respond(stage, challenge, { USERNAME: "hana", ANSWER: "PASSWORD", PASSWORD: password });
    await expectFailure(call, "NotAuthorizedException", "Invalid session for the user, session is expired.");
  });
});

describe("who may not", () => {
  test("a client that does not allow it", async () => {
    await person("kim");
    const ClientId = await passwordClient(server, stage.UserPoolId);
    await expectFailure(
      choose({ ...stage, ClientId }, "kim", none),
      "InvalidParameterException",
      "USER_AUTH is not enabled for the client.",
    );
  });

  test("a pool of the Lite tier", async () => {
    const lite = await setPasskeyStage(server, undefined, { UserPoolTier: "LITE", Policies: {} });
    await createPerson(server, lite.UserPoolId, "kim");
    await expectFailure(choose(lite, "kim", none), "FeatureUnavailableInTierException");
  });

  test("somebody without a name, and a client without its secret's proof", async () => {
    await expectFailure(choose(stage, "", none), "InvalidParameterException");
    const client = await createClient(server, stage.UserPoolId, {
      ExplicitAuthFlows: [...choiceFlows],
      GenerateSecret: true,
    });
    const confidential = { ...stage, ClientId: client.clientId };
    await person("lea");
    await expectFailure(choose(confidential, "lea", none), "NotAuthorizedException");
    const proof = { ...secretHash(client, "lea") };
    const challenge = await choose(confidential, "lea", proof);
    expect(challenge.ChallengeName).toBe("SELECT_CHALLENGE");
    const answer = { USERNAME: "lea", ANSWER: "PASSWORD", PASSWORD: password };
    await expectFailure(respond(confidential, challenge, answer), "NotAuthorizedException");
    expect(await told(respond(confidential, challenge, { ...answer, ...proof }))).toBe("ok");
  });

  test("somebody whose account is locked, by whichever flow it was", async () => {
    const mia = await person("mia");
    await lockOut(server, { clientId: stage.ClientId, clientSecret: "" }, mia);
    const preference = { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password };
    expect(await told(choose(stage, "mia", preference))).toBe("Password attempts exceeded");
    server.advance(2);
    expect(await told(choose(stage, "mia", preference))).toBe("ok");
  });
});
