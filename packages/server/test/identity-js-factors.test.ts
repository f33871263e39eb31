/** `amazon-cognito-identity-js` 6, unmodified: second factors, devices, and custom challenges. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminSetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { AuthenticationDetails, type CognitoUser } from "amazon-cognito-identity-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  authenticate,
  called,
  type IdentityApp,
  identityApp,
  reach,
  signedIn,
  succeeded,
} from "./support/identity-js.ts";
import { lastCode } from "./support/inbox.ts";
import { createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;
let folder: string;
const SmsConfiguration = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" };
const challengeArn = "arn:aws:lambda:us-east-1:000000000000:function:challenges";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "poolhouse-riddles-"));
  writeFileSync(join(folder, "challenges.mjs"), challenges);
  const triggers = join(folder, "triggers.json");
  writeFileSync(
    triggers,
    JSON.stringify({ [challengeArn]: { module: "./challenges.mjs", handler: "handler" } }),
  );
  server = await startTestServer(["--triggers", triggers]);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** One function for all three triggers: two riddles, the second of which the first's answer changes. */
const challenges = `
export const handler = async (event) => {
  const { request, response, triggerSource } = event;
  if (triggerSource.startsWith("DefineAuthChallenge")) {
    const riddles = request.session.filter((each) => each.challengeName === "CUSTOM_CHALLENGE");
    response.failAuthentication = riddles.some((each) => !each.challengeResult);
    response.issueTokens = !response.failAuthentication && riddles.length === 2;
    const last = request.session.at(-1)?.challengeName;
    response.challengeName = last === "SRP_A" ? "PASSWORD_VERIFIER" : "CUSTOM_CHALLENGE";
  } else if (triggerSource.startsWith("CreateAuthChallenge")) {
    response.publicChallengeParameters = { riddle: "number " + request.session.length };
    response.privateChallengeParameters = { answer: "answer " + request.session.length };
    response.challengeMetadata = "RIDDLE";
  } else {
    response.answerCorrect = request.challengeAnswer === request.privateChallengeParameters.answer;
  }
  return event;
};
`;

interface Stage {
  readonly UserPoolId: string;
  readonly app: IdentityApp;
}

async function stage(settings: Parameters<typeof createPool>[1] = {}): Promise<Stage> {
  const UserPoolId = await createPool(server, settings);
  const { clientId } = await createClient(server, UserPoolId);
  return { UserPoolId, app: identityApp(server, UserPoolId, clientId) };
}

async function withMfa(MfaConfiguration: "ON" | "OPTIONAL"): Promise<Stage> {
  const made = await stage({ SmsConfiguration });
  await server.admin.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: made.UserPoolId,
      MfaConfiguration,
      SmsMfaConfiguration: { SmsConfiguration },
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  );
  return made;
}

function associate(user: CognitoUser): Promise<string> {
  return new Promise((associateSecretCode, onFailure) =>
    user.associateSoftwareToken({ associateSecretCode, onFailure }),
  );
}

async function addAuthenticator(user: CognitoUser): Promise<string> {
  const secret = await associate(user);
  const code = totp(secret, server.clock.now());
  await succeeded((callbacks) => user.verifySoftwareToken(code, "phone", callbacks));
  server.advance(30);
  return secret;
}

describe("a second factor", () => {
  test("from an authenticator app is added, asked for, and refused when it is used again", async () => {
    const { UserPoolId, app } = await withMfa("OPTIONAL");
    await createPerson(server, UserPoolId, "ada");
    const ada = app.user("ada");
    await signedIn(authenticate(ada, password));
    const secret = await addAuthenticator(ada);
    await called((done) => ada.setUserMfaPreference(null, { Enabled: true, PreferredMfa: true }, done));

    const back = app.user("ada");
    expect((await authenticate(back, password)).at).toBe("totp");
    const wrong = reach((callbacks) => back.sendMFACode("000000", callbacks, "SOFTWARE_TOKEN_MFA"));
    await expect(wrong).rejects.toMatchObject({ code: "CodeMismatchException" });
    const code = totp(secret, server.clock.now());
    await signedIn(reach((callbacks) => back.sendMFACode(code, callbacks, "SOFTWARE_TOKEN_MFA")));

    const third = app.user("ada");
    expect((await authenticate(third, password)).at).toBe("totp");
    const replayed = reach((callbacks) => third.sendMFACode(code, callbacks, "SOFTWARE_TOKEN_MFA"));
    await expect(replayed).rejects.toMatchObject({ code: "ExpiredCodeException" });
  });

  test("by text message is asked of whoever has a phone, where it is required", async () => {
    const { UserPoolId, app } = await withMfa("ON");
    await createPerson(server, UserPoolId, "bea", {
      phone_number: "+15555550123",
      phone_number_verified: "true",
    });
    const bea = app.user("bea");
    const reached = await authenticate(bea, password);
    expect(reached).toMatchObject({
      at: "sms",
      asked: { CODE_DELIVERY_DELIVERY_MEDIUM: "SMS", CODE_DELIVERY_DESTINATION: "+*******0123" },
    });
    const code = await lastCode(server, "+15555550123");
    await signedIn(reach((callbacks) => bea.sendMFACode(code, callbacks)));
  });

  test("is chosen by whoever has two and prefers none", async () => {
    const { UserPoolId, app } = await withMfa("OPTIONAL");
    await createPerson(server, UserPoolId, "cleo", {
      phone_number: "+15555550124",
      phone_number_verified: "true",
    });
    const cleo = app.user("cleo");
    await signedIn(authenticate(cleo, password));
    const secret = await addAuthenticator(cleo);
    const Enabled = { Enabled: true };
    await server.admin.send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId,
        Username: "cleo",
        SMSMfaSettings: Enabled,
        SoftwareTokenMfaSettings: Enabled,
      }),
    );
    const back = app.user("cleo");
    expect(await authenticate(back, password)).toMatchObject({
      at: "select",
      asked: { MFAS_CAN_CHOOSE: JSON.stringify(["SMS_MFA", "SOFTWARE_TOKEN_MFA"]) },
    });
    const chosen = await reach((callbacks) => back.sendMFASelectionAnswer("SOFTWARE_TOKEN_MFA", callbacks));
    expect(chosen.at).toBe("totp");
    const code = totp(secret, server.clock.now());
    await signedIn(reach((callbacks) => back.sendMFACode(code, callbacks, "SOFTWARE_TOKEN_MFA")));
  });

  test("is set up during the sign-in by whoever must have one and has none", async () => {
    const { UserPoolId, app } = await withMfa("ON");
    await createPerson(server, UserPoolId, "dora");
    const dora = app.user("dora");
    expect((await authenticate(dora, password)).at).toBe("setup");
    const secret = await associate(dora);
    const code = totp(secret, server.clock.now());
    const session = await succeeded((callbacks) => dora.verifySoftwareToken(code, "phone", callbacks));
    expect(session).toMatchObject({ accessToken: { payload: { username: "dora" } } });
    server.advance(30);
    expect((await authenticate(app.user("dora"), password)).at).toBe("totp");
  });
});

describe("a device", () => {
  const DeviceConfiguration = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true };

  test("is confirmed at the first sign-in, and when it is remembered it spares the second factor", async () => {
    const { UserPoolId, app } = await stage({ SmsConfiguration, DeviceConfiguration });
    await server.admin.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: "ON",
        SmsMfaConfiguration: { SmsConfiguration },
      }),
    );
    await createPerson(server, UserPoolId, "ada", {
      phone_number: "+15555550125",
      phone_number_verified: "true",
    });
    const enter = async (user: CognitoUser) => {
      expect((await authenticate(user, password)).at).toBe("sms");
      const code = await lastCode(server, "+15555550125");
      return reach((callbacks) => user.sendMFACode(code, callbacks));
    };
    const ada = app.user("ada");
    expect(await enter(ada)).toMatchObject({ at: "signedIn", confirmationNecessary: true });
    // Known, and not remembered: it proves itself, and the second factor is asked for all the same.
    const known = app.user("ada");
    await enter(known);
    await succeeded((callbacks) => known.setDeviceStatusRemembered(callbacks));

    const back = app.user("ada");
    const session = await signedIn(authenticate(back, password));
    expect(session.getAccessToken().payload["device_key"]).toMatch(/^us-east-1_[0-9a-f-]{36}$/);
    const devices = await succeeded<{ Devices: unknown[] }>((callbacks) =>
      back.listDevices(10, "", callbacks),
    );
    expect(devices.Devices.length).toBeGreaterThan(0);

    await succeeded((callbacks) => back.forgetDevice(callbacks));
    expect((await authenticate(app.user("ada"), password)).at).toBe("sms");
  });
});

describe("a custom sign-in", () => {
  const LambdaConfig = {
    DefineAuthChallenge: challengeArn,
    CreateAuthChallenge: challengeArn,
    VerifyAuthChallengeResponse: challengeArn,
  };

  const begin = (user: CognitoUser, Password?: string) => {
    const Username = user.getUsername();
    return reach((callbacks) => {
      if (Password === undefined) {
        user.setAuthenticationFlowType("CUSTOM_AUTH");
        user.initiateAuth(new AuthenticationDetails({ Username }), callbacks);
      } else {
        user.setAuthenticationFlowType("CUSTOM_AUTH");
        user.authenticateUser(new AuthenticationDetails({ Username, Password }), callbacks);
      }
    });
  };
  const tell = (user: CognitoUser, answer: string) =>
    reach((callbacks) => user.sendCustomChallengeAnswer(answer, callbacks));

  test("asks what the triggers say, as often as they say", async () => {
    const { UserPoolId, app } = await stage({ LambdaConfig });
    await createPerson(server, UserPoolId, "ada");
    const ada = app.user("ada");
    expect(await begin(ada)).toMatchObject({ at: "custom", asked: { riddle: "number 0" } });
    expect(await tell(ada, "answer 0")).toMatchObject({ at: "custom", asked: { riddle: "number 1" } });
    expect((await signedIn(tell(ada, "answer 1"))).isValid()).toBe(true);
  });

  test("ends with a wrong answer, if the triggers say so", async () => {
    const { UserPoolId, app } = await stage({ LambdaConfig });
    await createPerson(server, UserPoolId, "bea");
    const bea = app.user("bea");
    await begin(bea);
    await expect(tell(bea, "no idea")).rejects.toMatchObject({
      code: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
  });

  test("may begin with SRP, and a wrong password does not reach the riddles", async () => {
    const { UserPoolId, app } = await stage({ LambdaConfig });
    await createPerson(server, UserPoolId, "cleo");
    const cleo = app.user("cleo");
    expect((await begin(cleo, password)).at).toBe("custom");
    expect((await tell(cleo, "answer 2")).at).toBe("custom");
    expect((await signedIn(tell(cleo, "answer 3"))).isValid()).toBe(true);
    await expect(begin(app.user("cleo"), "Wrong-Horse-7")).rejects.toMatchObject({
      code: "NotAuthorizedException",
    });
  });
});
