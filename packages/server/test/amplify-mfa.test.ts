/** Amplify v6 and second factors: turned on by whoever is signed in, and asked for from then on. */
import {
  confirmSignIn,
  fetchMFAPreference,
  getCurrentUser,
  setUpTOTP,
  signIn,
  signOut,
  updateMFAPreference,
  verifyTOTPSetup,
} from "@aws-amplify/auth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type AppSettings,
  done,
  email,
  passwordFlow,
  phone,
  signedIn,
  startAmplifyServer,
} from "./support/amplify.ts";
import { lastCode, otherThan } from "./support/inbox.ts";
import { byEmail, bySms, byTotp, wrongTotp } from "./support/mfa.ts";
import { expectFailure } from "./support/people.ts";
import { password } from "./support/pool.ts";
import type { TestServer } from "./support/server.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startAmplifyServer();
});
afterAll(() => server.close());

const everything: AppSettings = { mfa: { ...bySms, ...byTotp, ...byEmail } };
const smsStep = {
  isSignedIn: false,
  nextStep: {
    signInStep: "CONFIRM_SIGN_IN_WITH_SMS_CODE",
    codeDeliveryDetails: { deliveryMedium: "SMS", destination: "+*******0100" },
  },
};
const emailStep = {
  isSignedIn: false,
  nextStep: {
    signInStep: "CONFIRM_SIGN_IN_WITH_EMAIL_CODE",
    codeDeliveryDetails: { deliveryMedium: "EMAIL", destination: "a***@e***" },
  },
};
const totpStep = { isSignedIn: false, nextStep: { signInStep: "CONFIRM_SIGN_IN_WITH_TOTP_CODE" } };

const codeNow = (secret: string) => totp(secret, server.clock.now());

/** Ada's authenticator app; the code of this moment is used up by it. */
async function addAuthenticator(): Promise<string> {
  const { sharedSecret } = await setUpTOTP();
  await verifyTOTPSetup({ code: codeNow(sharedSecret) });
  server.advance(30);
  return sharedSecret;
}

async function comeBack(options = {}) {
  await signOut();
  return signIn({ username: "ada", password, options });
}

describe("an authenticator app", () => {
  test("is set up, preferred, and asked for", async () => {
    await signedIn(server, everything);
    expect(await fetchMFAPreference()).toEqual({ preferred: undefined, enabled: undefined });
    const { sharedSecret, getSetupUri } = await setUpTOTP();
    const uri = getSetupUri("Poolhouse", "ada").href;
    expect(uri).toBe(`otpauth://totp/Poolhouse:ada?secret=${sharedSecret}&issuer=Poolhouse`);
    const code = wrongTotp(sharedSecret, server.clock.now());
    await expectFailure(verifyTOTPSetup({ code }), "EnableSoftwareTokenMFAException", "Code mismatch");
    await verifyTOTPSetup({ code: codeNow(sharedSecret), options: { friendlyDeviceName: "Phone" } });
    await updateMFAPreference({ totp: "PREFERRED" });
    expect(await fetchMFAPreference()).toEqual({ preferred: "TOTP", enabled: ["TOTP"] });
    server.advance(30);

    expect(await comeBack()).toEqual(totpStep);
    const wrong = confirmSignIn({ challengeResponse: wrongTotp(sharedSecret, server.clock.now()) });
    await expectFailure(wrong, "CodeMismatchException", "Invalid code received for user");
    const right = codeNow(sharedSecret);
    expect(await confirmSignIn({ challengeResponse: right })).toEqual(done);
    expect(await getCurrentUser()).toMatchObject({ username: "ada" });

    expect(await comeBack(passwordFlow)).toEqual(totpStep);
    await expectFailure(
      confirmSignIn({ challengeResponse: right }),
      "ExpiredCodeException",
      "Your software token has already been used once.",
    );
  });

  test("cannot be turned on before it is set up, and is not asked for once it is off", async () => {
    await signedIn(server, everything);
    await expectFailure(
      updateMFAPreference({ totp: "ENABLED" }),
      "InvalidParameterException",
      "User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA",
    );
    await addAuthenticator();
    await updateMFAPreference({ totp: "PREFERRED" });
    await updateMFAPreference({ totp: "DISABLED" });
    expect(await comeBack()).toEqual(done);
  });

  test("is nothing for pools that do not offer it", async () => {
    await signedIn(server);
    await expectFailure(
      setUpTOTP(),
      "SoftwareTokenMFANotFoundException",
      "Software Token MFA has not been enabled by the userPool",
    );
  });
});

describe.each([
  ["a text message", { sms: "PREFERRED" }, smsStep, "SMS", phone],
  ["an e-mail", { email: "PREFERRED" }, emailStep, "EMAIL", email],
] as const)("%s", (_name, preference, step, preferred, address) => {
  test("brings the code", async () => {
    await signedIn(server, everything);
    await updateMFAPreference(preference);
    expect(await fetchMFAPreference()).toEqual({ preferred, enabled: [preferred] });
    expect(await comeBack()).toEqual(step);
    const code = await lastCode(server, address);
    await expectFailure(
      confirmSignIn({ challengeResponse: otherThan(code) }),
      "CodeMismatchException",
      "Invalid verification code provided, please try again.",
    );
    expect(await confirmSignIn({ challengeResponse: code })).toEqual(done);
    expect(await getCurrentUser()).toMatchObject({ username: "ada" });
  });

  test("of an earlier sign-in is worth nothing in a later one", async () => {
    await signedIn(server, everything);
    await updateMFAPreference(preference);
    await comeBack();
    const earlier = await lastCode(server, address);
    expect(await comeBack(passwordFlow)).toEqual(step);
    const later = await lastCode(server, address);
    if (earlier !== later) {
      await expectFailure(confirmSignIn({ challengeResponse: earlier }), "CodeMismatchException");
    }
    expect(await confirmSignIn({ challengeResponse: later })).toEqual(done);
  });
});

describe("of several second factors", () => {
  test("the preferred one is asked for", async () => {
    await signedIn(server, everything);
    await addAuthenticator();
    await updateMFAPreference({ sms: "PREFERRED", totp: "ENABLED", email: "ENABLED" });
    const { preferred, enabled } = await fetchMFAPreference();
    expect({ preferred, enabled: enabled?.toSorted() }).toEqual({
      preferred: "SMS",
      enabled: ["EMAIL", "SMS", "TOTP"],
    });
    expect(await comeBack()).toEqual(smsStep);
    expect(await confirmSignIn({ challengeResponse: await lastCode(server, phone) })).toEqual(done);
    await updateMFAPreference({ totp: "PREFERRED" });
    expect(await fetchMFAPreference()).toMatchObject({ preferred: "TOTP" });
    expect(await comeBack()).toEqual(totpStep);
  });

  test("the person chooses when none is preferred", async () => {
    await signedIn(server, everything);
    const secret = await addAuthenticator();
    await updateMFAPreference({ sms: "ENABLED", totp: "NOT_PREFERRED", email: "ENABLED" });
    expect((await fetchMFAPreference()).preferred).toBeUndefined();
    const choose = async (challengeResponse: string) => {
      const asked = await comeBack();
      if (asked.nextStep.signInStep !== "CONTINUE_SIGN_IN_WITH_MFA_SELECTION") return asked;
      expect(asked.nextStep.allowedMFATypes?.toSorted()).toEqual(["EMAIL", "SMS", "TOTP"]);
      return confirmSignIn({ challengeResponse });
    };
    expect(await choose("SMS")).toEqual(smsStep);
    expect(await confirmSignIn({ challengeResponse: await lastCode(server, phone) })).toEqual(done);
    expect(await choose("EMAIL")).toEqual(emailStep);
    expect(await confirmSignIn({ challengeResponse: await lastCode(server, email) })).toEqual(done);
    expect(await choose("TOTP")).toEqual(totpStep);
    expect(await confirmSignIn({ challengeResponse: codeNow(secret) })).toEqual(done);
  });

  test("two cannot be preferred at once", async () => {
    await signedIn(server, everything);
    await expectFailure(
      updateMFAPreference({ sms: "PREFERRED", email: "PREFERRED" }),
      "InvalidParameterException",
    );
    expect((await fetchMFAPreference()).preferred).toBeUndefined();
  });
});
