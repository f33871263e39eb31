/**
 * AC-06, AP-11: whatever is good once is good once for fifty who bring it at the same moment: one gets a token, or does
 * what it was for, and nobody does afterwards.
 */
import {
  AdminGetUserCommand,
  AdminRespondToAuthChallengeCommand,
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAuthenticator } from "./support/authenticator.ts";
import { onConfirmedDevice } from "./support/devices.ts";
import { lettersTo } from "./support/inbox.ts";
import { answer, begin, personWithTotp } from "./support/mfa.ts";
import {
  choose,
  completeRegistration,
  origin,
  requestOptions,
  startRegistration,
} from "./support/passkeys.ts";
import { initiate } from "./support/password-flow.ts";
import { signIn } from "./support/people.ts";
import { password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { outcomes, times } from "./support/sign-up.ts";
import { createSrpClient } from "./support/srp-client.ts";
import { totp } from "./support/totp.ts";
import { startTriggerHost, type TriggerHost } from "./support/trigger-host.ts";
import { challengeWays, signUpWay, type Waiting } from "./support/ways-in.ts";
import { addressOf, type House, openHouse, personIn } from "./support/ways-in-house.ts";
import { pageWays } from "./support/ways-in-pages.ts";

let server: TestServer;
let host: TriggerHost;
let house: House;

beforeAll(async () => {
  server = await startTestServer();
  host = await startTriggerHost();
  house = await openHouse(server, host);
});
afterAll(async () => {
  await server.close();
  await host.close();
});

const tokensAmong = (answers: readonly string[]) => answers.filter((each) => each === "token").length;

describe("AC-06, AP-11: of fifty at once, at both doors, one gets a token, and nobody after them", () => {
  test.each(Object.entries(challengeWays))("by %s", async (way, wayIn) => {
    const waiting = await wayIn(house, `door-${Object.keys(challengeWays).indexOf(way)}`);
    const calls = times(50, (index) => (index % 2 === 0 ? waiting.send() : sendSigned(waiting)));
    expect(tokensAmong(await Promise.all(calls))).toBe(1);
    expect(await waiting.send()).not.toBe("token");
    expect(await sendSigned(waiting)).not.toBe("token");
  });
});

describe("AC-06: of fifty at once one gets a token, and nobody after them", () => {
  const pages = [
    "an authorization code",
    "the sign-in page",
    "the page of the second factor",
    "the page of a new password",
  ];
  const once = Object.entries({ ...pageWays, "the session of a confirmed sign-up": signUpWay }).filter(
    ([way, wayIn]) => pages.includes(way) || wayIn === signUpWay,
  );

  test.each(once)("by %s", async (way, wayIn) => {
    const waiting = await wayIn(house, `one-${once.findIndex(([each]) => each === way)}`);
    expect(tokensAmong(await Promise.all(times(50, () => waiting.send())))).toBe(1);
    expect(await waiting.send()).not.toBe("token");
  });
});

/** The same answer at the administrator's door. */
async function sendSigned({ place, claim }: Waiting): Promise<string> {
  if (claim === undefined) throw new Error("no challenge");
  const { UserPoolId, ClientId } = place;
  const command = new AdminRespondToAuthChallengeCommand({ UserPoolId, ClientId, ...claim });
  return server.admin.send(command).then(
    ({ AuthenticationResult }) => (AuthenticationResult ? "token" : "no token"),
    () => "refused",
  );
}

describe("AC-06: what is the same in fifty sign-ins of one person lets one of them through", () => {
  test("a code of an authenticator app", async () => {
    const { main } = house;
    const secret = await personWithTotp(main, "kim");
    const begun = await Promise.all(times(50, () => begin(main, "kim")));
    const responses = { USERNAME: "kim", SOFTWARE_TOKEN_MFA_CODE: totp(secret, server.clock.now()) };
    const calls = begun.map(({ Session }) => answer(main, "SOFTWARE_TOKEN_MFA", Session, responses));
    expect(await outcomes(calls)).toEqual({ ok: 1, ExpiredCodeException: 49 });
  });

  test("a counter of an authenticator that counts", async () => {
    const { main } = house;
    await personIn(main, "lea");
    const { AccessToken } = await signIn(server, main.ClientId, "lea");
    const authenticator = createAuthenticator({ origin, isCounting: true });
    const made = authenticator.register(await startRegistration(main, AccessToken));
    await completeRegistration(main, AccessToken, made);
    const asked = await Promise.all(times(10, () => choose(main, "lea")));
    const calls = asked.map(({ Session, ...challenge }) => {
      const CREDENTIAL = authenticator.signIn(requestOptions(challenge as never), { counter: 7 });
      return answer(main, "WEB_AUTHN", Session, { USERNAME: "lea", CREDENTIAL });
    });
    expect((await outcomes(calls))["ok"]).toBe(1);
  });
});

describe("AC-06: of fifty at once one takes the step, which gives no token yet", () => {
  test("a choice of a second factor: one code is sent", async () => {
    const { main } = house;
    const ways = challengeWays["a chosen second factor"];
    await ways?.(house, "mia");
    server.advance(1);
    const { Session } = await begin(main, "mia");
    const before = (await lettersTo(server, addressOf("mia"))).length;
    const choice = { USERNAME: "mia", ANSWER: "EMAIL_OTP" };
    const calls = times(50, () => answer(main, "SELECT_MFA_TYPE", Session, choice));
    expect(await outcomes(calls)).toEqual({ ok: 1, NotAuthorizedException: 49 });
    expect(await lettersTo(server, addressOf("mia"))).toHaveLength(before + 1);
  });

  test("a first number of SRP after it was chosen", async () => {
    const { main } = house;
    await personIn(main, "nora");
    const { Session } = await choose(main, "nora", { PREFERRED_CHALLENGE: "PASSWORD_SRP" });
    const numbers = { USERNAME: "nora", SRP_A: createSrpClient().start() };
    const calls = times(50, () => answer(main, "PASSWORD_SRP", Session, numbers));
    expect(await outcomes(calls)).toEqual({ ok: 1, NotAuthorizedException: 49 });
  });

  test("a first number of a device", async () => {
    const { devices } = house;
    await personIn(devices, "olga");
    const { device } = await onConfirmedDevice(devices, "olga");
    const { DeviceKey: DEVICE_KEY } = device;
    const given = { USERNAME: "olga", PASSWORD: password, DEVICE_KEY };
    const { Session } = await initiate(server, devices.ClientId, given);
    const numbers = { USERNAME: "olga", SRP_A: createSrpClient().start(), DEVICE_KEY };
    const calls = times(50, () => answer(devices, "DEVICE_SRP_AUTH", Session, numbers));
    expect(await outcomes(calls)).toEqual({ ok: 1, NotAuthorizedException: 49 });
  });

  test("an authenticator app on the way in: its secret is handed out to one, and confirmed by one", async () => {
    const { strict } = house;
    await personIn(strict, "pia", {});
    const { Session } = await begin(strict, "pia");
    const secrets: { SecretCode?: string | undefined; Session?: string | undefined }[] = [];
    const associate = times(50, async () =>
      secrets.push(await server.admin.send(new AssociateSoftwareTokenCommand({ Session }))),
    );
    expect((await outcomes(associate))["ok"]).toBe(1);
    const [app] = secrets;
    const UserCode = totp(app?.SecretCode ?? "", server.clock.now());
    const verify = times(50, () =>
      server.admin.send(new VerifySoftwareTokenCommand({ Session: app?.Session, UserCode })),
    );
    expect((await outcomes(verify))["ok"]).toBe(1);
    const find = new AdminGetUserCommand({ UserPoolId: strict.UserPoolId, Username: "pia" });
    expect((await server.admin.send(find)).UserMFASettingList).toEqual(["SOFTWARE_TOKEN_MFA"]);
  });
});
