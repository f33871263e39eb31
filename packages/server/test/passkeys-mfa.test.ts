/** Passkeys and second factors: one that verifies its user may be both, any other owes what everybody owes (AC-08). */
import type {
  SetUserPoolMfaConfigCommandInput,
  WebAuthnConfigurationType,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerTotp, byTotp, enrol as enrolTotp, prefer, setMfa } from "./support/mfa.ts";
import { disable } from "./support/mishaps.ts";
import {
  choose,
  type PasskeyStage,
  passkeyHolder,
  relyingPartyId,
  requestOptions,
  respond,
  setPasskeyStage,
  signInByPasskey,
} from "./support/passkeys.ts";
import { told } from "./support/password-flow.ts";
import { expectFailure } from "./support/people.ts";
import { createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;

const incorrect = "Incorrect username or password.";
const none = {};
const single = { RelyingPartyId: relyingPartyId };
const both = { ...single, FactorConfiguration: "MULTI_FACTOR_WITH_USER_VERIFICATION" as const };
const totpOn = { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } };

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** Passwords, codes and passkeys are ways in; a second factor is optional. */
async function setStage(WebAuthnConfiguration: WebAuthnConfigurationType): Promise<PasskeyStage> {
  const stage = await setPasskeyStage(server, WebAuthnConfiguration, {
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"] } },
  });
  await setMfa(server, stage.UserPoolId, { ...byTotp, WebAuthnConfiguration });
  return stage;
}

/** A passkey, and an app whose code is asked for from now on. */
async function twiceArmed(stage: PasskeyStage, name: string) {
  const person = await passkeyHolder(stage, name);
  const secret = await enrolTotp(stage, person.AccessToken);
  await prefer(stage, name, totpOn);
  server.advance(30);
  return { ...person, secret };
}

describe("AC-08: a passkey that is one factor", () => {
  let stage: PasskeyStage;
  beforeAll(async () => {
    stage = await setStage(single);
  });

  test("is not offered to whoever owes two", async () => {
    await twiceArmed(stage, "ada");
    for (const preference of [none, { PREFERRED_CHALLENGE: "WEB_AUTHN" }]) {
      expect(await choose(stage, "ada", preference)).toMatchObject({
        ChallengeName: "SELECT_CHALLENGE",
        AvailableChallenges: ["PASSWORD_SRP", "PASSWORD"],
      });
    }
  });

  test("asked for before two were owed is followed by the second", async () => {
    const bea = await passkeyHolder(stage, "bea");
    const challenge = await choose(stage, "bea");
    const secret = await enrolTotp(stage, bea.AccessToken);
    await prefer(stage, "bea", totpOn);
    server.advance(30);
    const CREDENTIAL = bea.authenticator.signIn(requestOptions(challenge));
    const owed = await respond(stage, challenge, { USERNAME: "bea", CREDENTIAL });
    expect(owed.AuthenticationResult).toBeUndefined();
    expect(owed.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    const done = await answerTotp(stage, "bea", owed.Session, totp(secret, server.clock.now()));
    expect(done.AuthenticationResult?.AccessToken).toBeDefined();
  });
});

describe("somebody disabled", () => {
  test("is told so after the passkey, before a second factor is asked for", async () => {
    const stage = await setStage(single);
    const ines = await passkeyHolder(stage, "ines");
    const challenge = await choose(stage, "ines");
    await enrolTotp(stage, ines.AccessToken);
    await prefer(stage, "ines", totpOn);
    await disable(server, stage.UserPoolId, ines);
    const CREDENTIAL = ines.authenticator.signIn(requestOptions(challenge));
    expect(await told(respond(stage, challenge, { USERNAME: "ines", CREDENTIAL }))).toBe("User is disabled.");
  });
});

describe("a passkey that is both factors", () => {
  let stage: PasskeyStage;
  beforeAll(async () => {
    stage = await setStage(both);
  });

  test("signs in whoever owes two, and is offered to them beside passwords", async () => {
    const cleo = await twiceArmed(stage, "cleo");
    const { AvailableChallenges } = await choose(stage, "cleo", none);
    expect(AvailableChallenges).toEqual(["PASSWORD_SRP", "PASSWORD", "WEB_AUTHN"]);
    const { AuthenticationResult } = await signInByPasskey(stage, "cleo", cleo.authenticator);
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  test("is none unless the authenticator verified its user", async () => {
    const dora = await twiceArmed(stage, "dora");
    expect(JSON.parse(requestOptions(await choose(stage, "dora"))).userVerification).toBe("required");
    const call = signInByPasskey(stage, "dora", dora.authenticator, { isVerified: false });
    await expectFailure(call, "NotAuthorizedException", incorrect);
  });

  test("is enough where everybody owes two, and the pool may then demand it", async () => {
    const strict = await setPasskeyStage(server, both);
    const emma = await passkeyHolder(strict, "emma");
    await setMfa(server, strict.UserPoolId, {
      MfaConfiguration: "ON",
      ...byTotp,
      WebAuthnConfiguration: both,
    });
    const { AuthenticationResult } = await signInByPasskey(strict, "emma", emma.authenticator);
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    const byPassword = await choose(strict, "emma", { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password });
    expect(byPassword).toMatchObject({ ChallengeName: "MFA_SETUP" });
    expect(byPassword.AuthenticationResult).toBeUndefined();
  });
});

describe("where everybody owes two factors", () => {
  const demand = (UserPoolId: string, more: Partial<SetUserPoolMfaConfigCommandInput>) =>
    setMfa(server, UserPoolId, { MfaConfiguration: "ON", ...byTotp, ...more });

  test("no pool lets people in by less", async () => {
    const onlyPasskeys = await setPasskeyStage(server, single);
    for (const configuration of [
      undefined,
      single,
      { ...single, FactorConfiguration: "SINGLE_FACTOR" as const },
    ]) {
      const WebAuthnConfiguration = configuration;
      await expectFailure(
        demand(onlyPasskeys.UserPoolId, { WebAuthnConfiguration }),
        "InvalidParameterException",
      );
    }
    await demand(onlyPasskeys.UserPoolId, { WebAuthnConfiguration: both });
    for (const factor of ["EMAIL_OTP", "SMS_OTP"] as const) {
      const SignInPolicy = { AllowedFirstAuthFactors: ["PASSWORD" as const, factor] };
      const UserPoolId = await createPool(server, { Policies: { SignInPolicy } });
      await expectFailure(
        demand(UserPoolId, {}),
        "InvalidParameterException",
        "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled",
      );
    }
  });

  test("nobody is offered less, whoever they are", async () => {
    const strict = await setPasskeyStage(server, both);
    await demand(strict.UserPoolId, { WebAuthnConfiguration: both });
    for (let index = 0; index < 12; index += 1) {
      const { AvailableChallenges = [] } = await choose(strict, `nobody-${index}`, none);
      expect(["PASSWORD_SRP,PASSWORD", "PASSWORD_SRP,PASSWORD,WEB_AUTHN"]).toContain(
        String(AvailableChallenges),
      );
    }
  });
});

describe("AC-08: a passkey after a password", () => {
  let stage: PasskeyStage;
  beforeAll(async () => {
    stage = await setStage(both);
  });
  const afterPassword = (name: string) =>
    choose(stage, name, { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password });

  test("is asked for and gives the tokens that the password did not", async () => {
    const flo = await passkeyHolder(stage, "flo");
    await prefer(stage, "flo", { WebAuthnMfaSettings: { Enabled: true } });
    const owed = await afterPassword("flo");
    expect(owed.AuthenticationResult).toBeUndefined();
    expect(owed.ChallengeName).toBe("WEB_AUTHN");
    const answer = (origin?: string) => {
      const CREDENTIAL = flo.authenticator.signIn(requestOptions(owed), { ...(origin && { origin }) });
      return told(respond(stage, owed, { USERNAME: "flo", CREDENTIAL }));
    };
    expect(await answer("https://evil.net")).toBe(incorrect);
    expect(await answer()).toBe("ok");
    expect(await answer()).toBe("Invalid session for the user, session can only be used once.");
  });

  test("must be the same person's", async () => {
    await passkeyHolder(stage, "gina");
    const hana = await passkeyHolder(stage, "hana");
    await prefer(stage, "gina", { WebAuthnMfaSettings: { Enabled: true } });
    const owed = await afterPassword("gina");
    const CREDENTIAL = hana.authenticator.signIn(requestOptions(owed));
    expect(await told(respond(stage, owed, { USERNAME: "gina", CREDENTIAL }))).toBe(incorrect);
    const swapped = respond(stage, owed, { USERNAME: "hana", CREDENTIAL });
    await expectFailure(swapped, "NotAuthorizedException", "Invalid session for the user.");
  });
});
