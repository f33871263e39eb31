/** USER_AUTH tells nobody whether a name is somebody's, where the client hides that (cognito.md §5.2). */
import type { CreateUserPoolCommandInput } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { basePointKey, createAuthenticator } from "./support/authenticator.ts";
import { byTotp, personWithTotp, setMfa } from "./support/mfa.ts";
import {
  choiceFlows,
  choose,
  enrol,
  member,
  origin,
  type PasskeyStage,
  passkeyHolder,
  requestOptions,
  respond,
  setPasskeyStage,
} from "./support/passkeys.ts";
import { told, wrongPassword } from "./support/password-flow.ts";
import { expectFailure, passwordClient } from "./support/people.ts";
import { createPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { createSrpClient } from "./support/srp-client.ts";

let server: TestServer;
let stage: PasskeyStage;

const incorrect = "Incorrect username or password.";
const exceeded = "Password attempts exceeded";
const none = {};

const everyFactor: Partial<CreateUserPoolCommandInput> = {
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"] } },
  AliasAttributes: ["email", "phone_number"],
};

beforeAll(async () => {
  server = await startTestServer();
  stage = await setPasskeyStage(server, undefined, everyFactor);
});
afterAll(() => server.close());

/** Names nobody has, of which some are said to have this and some that. Each test its own: attempts are counted. */
const nobodies = (family: string) => Array.from({ length: 24 }, (_, index) => `${family}-${index}`);

async function nobodyWith(challenge: string, family: string): Promise<string> {
  for (const name of nobodies(family)) {
    const { AvailableChallenges = [] } = await choose(stage, name, none);
    if (AvailableChallenges.some((each) => each === challenge)) return name;
  }
  throw new Error(`nobody has ${challenge}`);
}

describe("HP-06: a name nobody has", () => {
  test("is offered a plausible choice, the same every time, and not the same to all", async () => {
    const lists = new Set<string>();
    for (const name of nobodies("nobody")) {
      const { AvailableChallenges: first, ChallengeName } = await choose(stage, name, none);
      const { AvailableChallenges: second } = await choose(stage, name, none);
      expect(ChallengeName).toBe("SELECT_CHALLENGE");
      expect(first).toEqual(second);
      expect(first?.slice(0, 2)).toEqual(["PASSWORD_SRP", "PASSWORD"]);
      lists.add(String(first));
    }
    expect(lists.size).toBeGreaterThan(3);
  });

  test("has a session as long as anybody's", async () => {
    await createPerson(server, stage.UserPoolId, "somebody");
    const lengthOf = async (name: string, challenge: string) =>
      (await choose(stage, name, { PREFERRED_CHALLENGE: challenge })).Session?.length;
    for (const challenge of ["SELECT_CHALLENGE", "PASSWORD", "PASSWORD_SRP"]) {
      expect(await lengthOf("nobody--", challenge)).toBe(await lengthOf("somebody", challenge));
    }
  });

  test("is offered a code where it is an address itself", async () => {
    const byMail = await choose(stage, "nobody@example.com", none);
    expect(byMail.AvailableChallenges).toContain("EMAIL_OTP");
    const byPhone = await choose(stage, "+12065550199", none);
    expect(byPhone.AvailableChallenges).toContain("SMS_OTP");
    for (const name of nobodies("other-characters")) {
      const { AvailableChallenges } = await choose(stage, `${name}＠example.com`, none);
      expect(AvailableChallenges).toContain("EMAIL_OTP");
    }
  });

  test("is offered no code as little as somebody with a second factor, where people may have one", async () => {
    const own = await setPasskeyStage(server, undefined, {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
      UsernameAttributes: ["email"],
    });
    await setMfa(server, own.UserPoolId, byTotp);
    await personWithTotp(own, "somebody@example.com");
    const offered = async (name: string) => String((await choose(own, name, none)).AvailableChallenges);
    const somebodys = await offered("somebody@example.com");
    expect(somebodys).toBe("PASSWORD_SRP,PASSWORD");
    const lists = new Set<string>();
    // One in eight: that none of so many is among them happens once in 10^11 times.
    for (let index = 0; index < 190 && lists.size < 2; index += 1) {
      lists.add(await offered(`nobody-${index}@example.com`));
    }
    expect([...lists].sort()).toEqual([somebodys, `${somebodys},EMAIL_OTP`]);
  });

  test("is offered only what the pool allows", async () => {
    const plain = await setPasskeyStage(server, undefined, { Policies: {} });
    for (const name of ["nobody@example.com", ...nobodies("nobody")]) {
      const { AvailableChallenges } = await choose(plain, name, none);
      expect(AvailableChallenges).toEqual(["PASSWORD_SRP", "PASSWORD"]);
    }
  });

  test("may choose anything, and gets in by nothing", async () => {
    const name = await nobodyWith("WEB_AUTHN", "chooser");
    const select = async (ANSWER: string, more: Readonly<Record<string, string>> = {}) =>
      respond(stage, await choose(stage, name, none), { USERNAME: name, ANSWER, ...more });
    expect(await told(select("PASSWORD", { PASSWORD: wrongPassword }))).toBe(incorrect);
    expect((await select("PASSWORD")).ChallengeName).toBe("PASSWORD");
    expect((await select("PASSWORD_SRP")).ChallengeName).toBe("PASSWORD_SRP");
    expect((await select("nonsense")).ChallengeName).toBe("SELECT_CHALLENGE");
    const srp = createSrpClient();
    const verifier = await select("PASSWORD_SRP", { SRP_A: srp.start() });
    expect(verifier.ChallengeName).toBe("PASSWORD_VERIFIER");
    const USERNAME = verifier.ChallengeParameters?.["USER_ID_FOR_SRP"] ?? "";
    const claim = srp.answer(
      verifier.ChallengeParameters,
      wrongPassword,
      stage.UserPoolId,
      server.clock.now(),
    );
    expect(await told(respond(stage, verifier, { USERNAME, ...claim }))).toBe(incorrect);
  });

  test("is asked for the password it chose, and refused like anybody", async () => {
    const challenge = await choose(stage, "nobody-here", { PREFERRED_CHALLENGE: "PASSWORD" });
    const answer = { USERNAME: "nobody-here", PASSWORD: wrongPassword };
    await createPerson(server, stage.UserPoolId, "ada");
    const real = await choose(stage, "ada", { PREFERRED_CHALLENGE: "PASSWORD" });
    for (const [asked, given] of [
      [challenge, answer],
      [real, { ...answer, USERNAME: "ada" }],
    ] as const) {
      expect(asked.ChallengeName).toBe("PASSWORD");
      expect(await told(respond(stage, asked, given))).toBe(incorrect);
    }
  });

  test("is locked out like anybody", async () => {
    const guess = () =>
      told(choose(stage, "nobody-at-all", { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: wrongPassword }));
    for (let tries = 0; tries < 5; tries += 1) expect(await guess()).toBe(incorrect);
    expect(await guess()).toBe(exceeded);
  });

  test("is told of where the client does not hide it", async () => {
    const ClientId = await passwordClient(server, stage.UserPoolId, { ExplicitAuthFlows: [...choiceFlows] });
    const frank = { ...stage, ClientId };
    await expectFailure(choose(frank, "nobody", none), "UserNotFoundException", "User does not exist.");
  });

  test("cannot go on from a sign-up", async () => {
    const made = "x".repeat(40);
    await expectFailure(
      choose(stage, "nobody", none, made),
      "NotAuthorizedException",
      "Invalid session for the user.",
    );
  });
});

describe("HP-06: a passkey of nobody's", () => {
  let name: string;
  beforeAll(async () => {
    name = await nobodyWith("WEB_AUTHN", "holder");
    await passkeyHolder(stage, "bea");
  });

  test("is asked for as somebody's, with the same id every time", async () => {
    const [asked, again, real] = [
      await choose(stage, name),
      await choose(stage, name),
      await choose(stage, "bea"),
    ];
    expect(asked.ChallengeName).toBe(real.ChallengeName);
    expect(Object.keys(asked.ChallengeParameters ?? {})).toEqual(Object.keys(real.ChallengeParameters ?? {}));
    const [first, second, model] = [asked, again, real].map((each) => JSON.parse(requestOptions(each)));
    expect(Object.keys(first)).toEqual(Object.keys(model));
    expect(Object.keys(first.allowCredentials[0])).toEqual(Object.keys(model.allowCredentials[0]));
    expect(first.allowCredentials).toEqual(second.allowCredentials);
    expect(first.challenge).not.toBe(second.challenge);
    expect(first).toMatchObject({
      rpId: model.rpId,
      timeout: model.timeout,
      userVerification: model.userVerification,
    });
    const bytes = Buffer.from(first.allowCredentials[0].id, "base64url").length;
    expect([16, 20, 32]).toContain(bytes);
  });

  test("is another in another pool", async () => {
    const elsewhere = await setPasskeyStage(server, undefined, everyFactor);
    let compared = 0;
    // One in four has a passkey in both pools: that none of so many has happens once in 10^15 times.
    for (let index = 0; index < 120 && compared < 3; index += 1) {
      const each = `twin-${index}`;
      const [here, there] = [await choose(stage, each), await choose(elsewhere, each)];
      if (here.ChallengeName !== "WEB_AUTHN" || there.ChallengeName !== "WEB_AUTHN") continue;
      const [first, second] = [here, there].map((asked) => JSON.parse(requestOptions(asked)));
      expect(first.allowCredentials[0].id).not.toBe(second.allowCredentials[0].id);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(0);
  });

  test("proves nothing even to whoever knows the key that answers are checked against", async () => {
    const key = basePointKey();
    const finn = await nobodyWith("WEB_AUTHN", "finn");
    const challenge = await choose(stage, finn);
    const { id } = JSON.parse(requestOptions(challenge)).allowCredentials[0];
    const authenticator = createAuthenticator({ origin });
    await enrol(stage, await member(stage, "dora"), authenticator);
    const CREDENTIAL = authenticator.signIn(requestOptions(challenge), { id, key, userHandle: "" });
    expect(await told(respond(stage, challenge, { USERNAME: finn, CREDENTIAL }))).toBe(incorrect);
  });

  test("proves nothing, is counted, and locks", async () => {
    const cleo = await member(stage, "cleo");
    const authenticator = createAuthenticator({ origin });
    await enrol(stage, cleo, authenticator);
    const outcomes: string[] = [];
    for (let tries = 0; tries < 6; tries += 1) {
      const challenge = await choose(stage, name);
      const id = JSON.parse(requestOptions(challenge)).allowCredentials[0].id;
      const CREDENTIAL = authenticator.signIn(requestOptions(challenge), { id });
      outcomes.push(await told(respond(stage, challenge, { USERNAME: name, CREDENTIAL })));
    }
    expect(outcomes).toEqual([...Array.from({ length: 5 }, () => incorrect), exceeded]);
  });

  test("that is no credential is the same mistake as anybody's", async () => {
    for (const USERNAME of [name, "bea"]) {
      const challenge = await choose(stage, USERNAME);
      const broken = respond(stage, challenge, { USERNAME, CREDENTIAL: "{" });
      await expectFailure(broken, "InvalidParameterException");
      const empty = respond(stage, challenge, { USERNAME, CREDENTIAL: '{"id":"AAAA"}' });
      expect([incorrect, exceeded]).toContain(await told(empty));
    }
  });
});

describe("HP-06: a code to nobody", () => {
  test("seems to be sent, to an address that is never a whole one", async () => {
    const asked = await choose(stage, "nobody@example.com", { PREFERRED_CHALLENGE: "EMAIL_OTP" });
    expect(asked).toMatchObject({
      ChallengeName: "EMAIL_OTP",
      ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: "EMAIL", CODE_DELIVERY_DESTINATION: "n***@e***" },
      AvailableChallenges: expect.arrayContaining(["EMAIL_OTP"]),
    });
    const name = await nobodyWith("SMS_OTP", "caller");
    const once = await choose(stage, name, { PREFERRED_CHALLENGE: "SMS_OTP" });
    const twice = await choose(stage, name, { PREFERRED_CHALLENGE: "SMS_OTP" });
    expect(once.ChallengeParameters).toEqual({
      CODE_DELIVERY_DELIVERY_MEDIUM: "SMS",
      CODE_DELIVERY_DESTINATION: expect.stringMatching(/^\+\*{7}\d{4}$/),
    });
    expect(twice.ChallengeParameters).toEqual(once.ChallengeParameters);
  });

  test("is never right, is counted, and locks", async () => {
    const name = await nobodyWith("EMAIL_OTP", "reader");
    const challenge = await choose(stage, name, { PREFERRED_CHALLENGE: "EMAIL_OTP" });
    const outcomes: string[] = [];
    for (let tries = 0; tries < 6; tries += 1) {
      outcomes.push(await told(respond(stage, challenge, { USERNAME: name, EMAIL_OTP_CODE: "123456" })));
    }
    const mismatch = "Invalid verification code provided, please try again.";
    expect(outcomes).toEqual([...Array.from({ length: 5 }, () => mismatch), exceeded]);
  });
});
