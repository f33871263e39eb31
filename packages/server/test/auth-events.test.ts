/** Every attempt to sign in through the JSON API leaves one event, and the tokens that come of it name it. */
import {
  AdminConfirmSignUpCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminUpdateUserAttributesCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audited, eventsOf, inShort } from "./support/auth-events.ts";
import { answer, begin, deviceStage, onConfirmedDevice, proveDevice } from "./support/devices.ts";
import { claimsOf } from "./support/hosted.ts";
import { answerTotp, begin as beginMfa, byTotp, personWithTotp, setMfa, wrongTotp } from "./support/mfa.ts";
import { disable } from "./support/mishaps.ts";
import {
  askedForNewPassword,
  initiate,
  invite,
  respond,
  told,
  wrongPassword,
} from "./support/password-flow.ts";
import { passwordClient, signIn } from "./support/people.ts";
import { createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { secretHash } from "./support/sign-in.ts";
import { createSrpClient } from "./support/srp-client.ts";
import { totp } from "./support/totp.ts";
import { startTriggerHost, type TriggerHost } from "./support/trigger-host.ts";
import { poolWithTriggers, riddle } from "./support/trigger-pool.ts";

let server: TestServer;
let host: TriggerHost;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  host = await startTriggerHost();
  UserPoolId = await createPool(server, audited);
  ClientId = await passwordClient(server, UserPoolId, {
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"],
  });
});
afterAll(async () => {
  await server.close();
  await host.close();
});

const person = async (name: string) => (await createPerson(server, UserPoolId, name)).username;
const events = (name: string, pool = UserPoolId) => eventsOf(server, pool, name);
const shortly = async (name: string, pool = UserPoolId) => (await events(name, pool)).map(inShort);
const eventIdOf = (AccessToken?: string) => claimsOf(AccessToken)["event_id"];
const later = () => server.advance(1);

describe("a sign-in by password", () => {
  test("leaves one event, which its tokens name", async () => {
    const { AccessToken } = await signIn(server, ClientId, await person("ada"));
    expect(await events("ada")).toEqual([
      {
        EventId: eventIdOf(AccessToken),
        EventType: "SignIn",
        CreationDate: new Date(server.clock.now()),
        EventResponse: "Pass",
        EventRisk: { RiskDecision: "NoRisk", CompromisedCredentialsDetected: false },
        ChallengeResponses: [{ ChallengeName: "Password", ChallengeResponse: "Success" }],
        EventContextData: { IpAddress: "127.0.0.1" },
      },
    ]);
  });

  test("leaves one for each attempt, newest first", async () => {
    await person("bea");
    for (const PASSWORD of [wrongPassword, wrongPassword, password]) {
      later();
      await told(initiate(server, ClientId, { USERNAME: "bea", PASSWORD }));
    }
    const failed = "SignIn Fail: Password Failure";
    expect(await shortly("bea")).toEqual(["SignIn Pass: Password Success", failed, failed]);
  });

  test("with a temporary password is one event, however many calls it takes", async () => {
    await invite(server, UserPoolId, "cleo");
    const Session = await askedForNewPassword(server, ClientId, "cleo");
    expect(await shortly("cleo")).toEqual(["SignIn InProgress: Password Success"]);
    const NEW_PASSWORD = "Another-Horse-8";
    const { AuthenticationResult } = await respond(server, ClientId, Session, {
      USERNAME: "cleo",
      NEW_PASSWORD,
    });
    const [event, ...others] = await events("cleo");
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      EventId: eventIdOf(AuthenticationResult?.AccessToken),
      EventResponse: "Pass",
    });
  });

  test("by somebody disabled fails", async () => {
    await disable(server, UserPoolId, await createPerson(server, UserPoolId, "dora"));
    await told(initiate(server, ClientId, { USERNAME: "dora", PASSWORD: password }));
    expect((await events("dora")).map(({ EventResponse }) => EventResponse)).toEqual(["Fail"]);
  });

  test("leaves nothing while the account is locked, however often it is tried", async () => {
    await person("emma");
    for (let i = 0; i < 20; i++) {
      await told(initiate(server, ClientId, { USERNAME: "emma", PASSWORD: wrongPassword }));
    }
    expect(await events("emma")).toHaveLength(5);
  });

  test("a refresh is no attempt, and its tokens name an event of their own", async () => {
    const refreshing = await passwordClient(server, UserPoolId);
    const { AccessToken, RefreshToken } = await signIn(server, refreshing, await person("fay"));
    const { AuthenticationResult } = await initiate(
      server,
      refreshing,
      { REFRESH_TOKEN: RefreshToken },
      "REFRESH_TOKEN_AUTH",
    );
    expect(eventIdOf(AuthenticationResult?.AccessToken)).not.toBe(eventIdOf(AccessToken));
    expect(await events("fay")).toHaveLength(1);
  });
});

describe("a sign-in by SRP", () => {
  async function prove(name: string, given: string) {
    const srp = createSrpClient();
    const parameters = { USERNAME: name, SRP_A: srp.start() };
    const { ChallengeParameters } = await initiate(server, ClientId, parameters, "USER_SRP_AUTH");
    const claim = srp.answer(ChallengeParameters, given, UserPoolId, server.clock.now());
    return server.admin.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: "PASSWORD_VERIFIER",
        ChallengeResponses: { USERNAME: name, ...claim },
      }),
    );
  }

  test("leaves one event for a right proof and one for a wrong one", async () => {
    await person("gina");
    await told(prove("gina", wrongPassword));
    expect(await shortly("gina")).toEqual(["SignIn Fail: Password Failure"]);
    later();
    const { AuthenticationResult } = await prove("gina", password);
    const [event, ...others] = await events("gina");
    expect(others).toHaveLength(1);
    expect(event?.EventId).toBe(eventIdOf(AuthenticationResult?.AccessToken));
    expect(event?.EventResponse).toBe("Pass");
  });
});

describe("a sign-in with a second factor", () => {
  test("says what became of each step, and a wrong code is an event of its own", async () => {
    const pool = await createPool(server, audited);
    await setMfa(server, pool, byTotp);
    const stage = { server, UserPoolId: pool, ClientId: await passwordClient(server, pool) };
    const secret = await personWithTotp(stage, "hana");
    const before = (await events("hana", pool)).length;
    later();
    const { Session } = await beginMfa(stage, "hana");
    expect((await shortly("hana", pool))[0]).toBe("SignIn InProgress: Password Success");
    later();
    await told(answerTotp(stage, "hana", Session, wrongTotp(secret, server.clock.now())));
    later();
    const right = totp(secret, server.clock.now());
    const { AuthenticationResult } = await answerTotp(stage, "hana", Session, right);
    const now = await events("hana", pool);
    // By when they began.
    expect(now.slice(0, now.length - before).map(inShort)).toEqual([
      "SignIn Fail: Password Success, Mfa Failure",
      "SignIn Pass: Password Success, Mfa Success",
    ]);
    expect(now[1]?.EventId).toBe(eventIdOf(AuthenticationResult?.AccessToken));
  });
});

describe("a sign-in with a device", () => {
  test("is one event, and a wrong proof of the device another", async () => {
    const stage = await deviceStage(server, undefined, audited);
    await createPerson(server, stage.UserPoolId, "iris");
    const { device } = await onConfirmedDevice(stage, "iris");
    const enter = async (known = device) =>
      proveDevice(stage, "iris", known, await begin(stage, "iris", { DEVICE_KEY: device.DeviceKey }));
    later();
    const { AuthenticationResult } = await enter();
    later();
    await told(enter({ ...device, password: "another" }));
    const [failed, abandoned, passed, ...others] = await events("iris", stage.UserPoolId);
    expect(others).toHaveLength(1);
    const all = [failed ?? {}, abandoned ?? {}, passed ?? {}].map(inShort);
    expect(all.toSorted()).toEqual([
      "SignIn Fail: Password Success, Mfa Failure",
      "SignIn InProgress: Password Success",
      "SignIn Pass: Password Success, Mfa Success",
    ]);
    expect(passed?.EventId).toBe(eventIdOf(AuthenticationResult?.AccessToken));
  });

  test("that is locked out leaves no more events than proofs were looked at", async () => {
    const stage = await deviceStage(server, undefined, audited);
    await createPerson(server, stage.UserPoolId, "ivy");
    const { device } = await onConfirmedDevice(stage, "ivy");
    const wrong = { ...device, password: "another" };
    const asked = await Promise.all(
      Array.from({ length: 8 }, () => begin(stage, "ivy", { DEVICE_KEY: device.DeviceKey })),
    );
    for (const each of asked) await told(proveDevice(stage, "ivy", wrong, each));
    const found = await events("ivy", stage.UserPoolId);
    expect(found.filter(({ EventResponse }) => EventResponse === "Fail")).toHaveLength(5);
  });
});

describe("a custom sign-in", () => {
  async function custom(answers: string[]) {
    const { poolId } = await poolWithTriggers(
      server,
      host,
      {
        ...riddle,
        DefineAuthChallenge: ({ request, response }) => {
          const { session } = request;
          if (session.at(-1)?.challengeResult === true) response.issueTokens = true;
          else if (session.length >= 2) response.failAuthentication = true;
          else response.challengeName = "CUSTOM_CHALLENGE";
        },
      },
      audited,
    );
    const app = await passwordClient(server, poolId, { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH"] });
    await createPerson(server, poolId, "jane");
    let asked = await initiate(server, app, { USERNAME: "jane" }, "CUSTOM_AUTH");
    for (const ANSWER of answers) {
      const stage = { server, UserPoolId: poolId, ClientId: app };
      const next = answer(stage, "CUSTOM_CHALLENGE", asked.Session, { USERNAME: "jane", ANSWER });
      asked = await next.catch(() => asked);
    }
    return { found: await events("jane", poolId), token: asked.AuthenticationResult?.AccessToken };
  }

  test("is one event, with a wrong answer on the way or without", async () => {
    for (const answers of [["7"], ["8", "7"]]) {
      const { found, token } = await custom(answers);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({ EventId: eventIdOf(token), EventResponse: "Pass" });
    }
  });

  test("that fails is one event too", async () => {
    const { found } = await custom(["8", "9"]);
    expect(found.map(({ EventResponse }) => EventResponse)).toEqual(["Fail"]);
  });
});

describe("the address of an event", () => {
  const IpAddress = "198.51.100.7";
  const UserContextData = { IpAddress };
  const addressOf = async (name: string) => (await events(name))[0]?.EventContextData?.IpAddress;

  test("is the caller's, whatever a public app sends", async () => {
    for (const [name, settings] of Object.entries({
      kate: {},
      lena: { EnablePropagateAdditionalUserContextData: true },
    })) {
      const app = await passwordClient(server, UserPoolId, settings);
      const AuthParameters = { USERNAME: await person(name), PASSWORD: password };
      const AuthFlow = "USER_PASSWORD_AUTH";
      await server.admin.send(
        new InitiateAuthCommand({ ClientId: app, AuthFlow, AuthParameters, UserContextData }),
      );
      expect(await addressOf(name)).toBe("127.0.0.1");
    }
  });

  test("is the one that a confidential app sends, where it may", async () => {
    const app = await createClient(server, UserPoolId, {
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      GenerateSecret: true,
      EnablePropagateAdditionalUserContextData: true,
    });
    const enter = async (USERNAME: string, sent: string) =>
      server.admin.send(
        new InitiateAuthCommand({
          ClientId: app.clientId,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME, PASSWORD: password, ...secretHash(app, USERNAME) },
          UserContextData: { IpAddress: sent },
        }),
      );
    for (const [name, sent, expected] of [
      ["mona", IpAddress, IpAddress],
      ["nora", "2001:db8::1", "2001:db8::1"],
      ["olga", "somewhere <b>else</b>", "127.0.0.1"],
    ] as const) {
      await enter(await person(name), sent);
      expect(await addressOf(name)).toBe(expected);
    }
  });

  test("is the one that such an app sends when somebody signs up or has forgotten their password", async () => {
    const app = await createClient(server, UserPoolId, {
      GenerateSecret: true,
      EnablePropagateAdditionalUserContextData: true,
    });
    const Username = "pam";
    const about = {
      ClientId: app.clientId,
      Username,
      SecretHash: secretHash(app, Username).SECRET_HASH,
      UserContextData,
    };
    const UserAttributes = [{ Name: "email", Value: "pam@example.com" }];
    await server.admin.send(new SignUpCommand({ ...about, Password: password, UserAttributes }));
    await server.admin.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }));
    UserAttributes.push({ Name: "email_verified", Value: "true" });
    await server.admin.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes }));
    await server.admin.send(new ForgotPasswordCommand(about));
    const found = (await events(Username)).map((each) => [each.EventType, each.EventContextData?.IpAddress]);
    expect(found).toEqual([
      ["ForgotPassword", IpAddress],
      ["SignUp", IpAddress],
    ]);
  });

  test("is the one that an administrator's application sends, in every call", async () => {
    const ContextData = { IpAddress, ServerName: "app", ServerPath: "/", HttpHeaders: [] };
    await invite(server, UserPoolId, "pia");
    const { Session } = await server.admin.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: "pia", PASSWORD: password },
        ContextData,
      }),
    );
    expect(await addressOf("pia")).toBe(IpAddress);
    await server.admin.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId,
        ClientId,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session,
        ChallengeResponses: { USERNAME: "pia", NEW_PASSWORD: "Another-Horse-8" },
        ContextData: { ...ContextData, IpAddress: "198.51.100.8" },
      }),
    );
    expect(await addressOf("pia")).toBe("198.51.100.8");
  });

  test("is not known when an administrator's application does not say", async () => {
    const AuthParameters = { USERNAME: await person("rosa"), PASSWORD: password };
    const AuthFlow = "ADMIN_USER_PASSWORD_AUTH";
    const command = new AdminInitiateAuthCommand({ UserPoolId, ClientId, AuthFlow, AuthParameters });
    await server.admin.send(command);
    expect((await events("rosa"))[0]?.EventContextData).toEqual({});
  });
});
