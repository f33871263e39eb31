/** Every way to tokens through the JSON API, each brought to where one more call gives them. The pages' ways are beside it. */
import {
  AssociateSoftwareTokenCommand,
  type AuthenticationResultType,
  type ChallengeNameType,
  GetTokensFromRefreshTokenCommand,
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { createAuthenticator } from "./authenticator.ts";
import { deviceClaim, onConfirmedDevice } from "./devices.ts";
import { lastCode } from "./inbox.ts";
import { answer, begin, enrol as enrolApp, prefer } from "./mfa.ts";
import { choose, enrol as enrolPasskey, origin, requestOptions } from "./passkeys.ts";
import { adminInitiate, askedForNewPassword, initiate, invite } from "./password-flow.ts";
import { refresh, signIn } from "./people.ts";
import { password, type TestPerson } from "./pool.ts";
import { confirm, signUp } from "./sign-up.ts";
import { createSrpClient } from "./srp-client.ts";
import { totp } from "./totp.ts";
import {
  addressOf,
  type House,
  type Place,
  personIn,
  personWithoutPassword,
  phoneOf,
  subOf,
} from "./ways-in-house.ts";

/** An answer that gives tokens, as it goes over the wire. */
export interface Claim {
  readonly ChallengeName: ChallengeNameType;
  readonly Session: string | undefined;
  readonly ChallengeResponses: Readonly<Record<string, string>>;
}

export interface Waiting {
  readonly place: Place;
  readonly person: TestPerson;
  /** `token`, or how it was refused. */
  readonly send: () => Promise<string>;
  /** Where the last call answers a challenge. */
  readonly claim?: Claim;
}

export type WayIn = (house: House, name: string) => Promise<Waiting>;

/** Where in the house a way leads through, by its name. */
export function placeOf(way: string): keyof House {
  if (way.includes("set up on the way")) return "strict";
  return way === "the proof of a device" ? "devices" : "main";
}

/** A call that can be made again and again. */
export const lastingWays: Readonly<Record<string, WayIn>> = {
  "a password": async ({ main }, name) => {
    const person = await personIn(main, name);
    const { server, ClientId } = main;
    return ofCall(main, person, () => initiate(server, ClientId, { USERNAME: name, PASSWORD: password }));
  },
  "a password at the administrator's door": async ({ main }, name) => {
    const person = await personIn(main, name);
    const parameters = { USERNAME: name, PASSWORD: password };
    return ofCall(main, person, () => adminInitiate(main.server, main.UserPoolId, main.ClientId, parameters));
  },
  "a chosen password": async ({ main }, name) => {
    const person = await personIn(main, name);
    const chosen = { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password };
    return ofCall(main, person, () => choose(main, name, chosen));
  },
  REFRESH_TOKEN_AUTH: async ({ main }, name) => {
    const person = await personIn(main, name);
    const { server, ClientId } = main;
    const { RefreshToken } = await signIn(server, ClientId, name);
    return ofCall(main, person, () => refresh(server, ClientId, RefreshToken));
  },
  GetTokensFromRefreshToken: async ({ main }, name) => {
    const person = await personIn(main, name);
    const { server, ClientId } = main;
    const { RefreshToken } = await signIn(server, ClientId, name);
    const command = new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken });
    return ofCall(main, person, () => server.admin.send(command));
  },
};

/** An answer to a challenge, good once. */
export const challengeWays: Readonly<Record<string, WayIn>> = {
  "the proof of a password by SRP": async ({ main }, name) => {
    const person = await personIn(main, name);
    const srp = createSrpClient();
    const begun = await initiate(
      main.server,
      main.ClientId,
      { USERNAME: name, SRP_A: srp.start() },
      "USER_SRP_AUTH",
    );
    return ofProof(main, person, srp.answer(begun.ChallengeParameters, password, main.UserPoolId, now(main)));
  },
  "a new password for the temporary one": async ({ main }, name) => {
    await invite(main.server, main.UserPoolId, name);
    const person = { username: name, password, sub: await subOf(main, name) };
    const Session = await askedForNewPassword(main.server, main.ClientId, name);
    return ofClaim(main, person, "NEW_PASSWORD_REQUIRED", Session, { NEW_PASSWORD: "Another-Horse-8" });
  },
  "a code of an authenticator app": async ({ main }, name) => {
    const { person, secret } = await withApp(main, name);
    const { Session } = await begin(main, name);
    const SOFTWARE_TOKEN_MFA_CODE = totp(secret, now(main));
    return ofClaim(main, person, "SOFTWARE_TOKEN_MFA", Session, { SOFTWARE_TOKEN_MFA_CODE });
  },
  "a code by SMS after a password": async ({ main }, name) => {
    const person = await personIn(main, name);
    await prefer(main, name, { SMSMfaSettings: on });
    const { Session } = await begin(main, name);
    const SMS_MFA_CODE = await lastCode(main.server, phoneOf(name));
    return ofClaim(main, person, "SMS_MFA", Session, { SMS_MFA_CODE });
  },
  "a code by e-mail after a password": async ({ main }, name) => {
    const person = await personIn(main, name);
    await prefer(main, name, { EmailMfaSettings: on });
    const { Session } = await begin(main, name);
    return ofClaim(main, person, "EMAIL_OTP", Session, await mailed(main, name));
  },
  "a chosen second factor": async ({ main }, name) => {
    const person = await personIn(main, name);
    await prefer(main, name, { EmailMfaSettings: on, SMSMfaSettings: on });
    const { Session } = await begin(main, name);
    const choice = { USERNAME: name, ANSWER: "EMAIL_OTP" };
    const chosen = await answer(main, "SELECT_MFA_TYPE", Session, choice);
    return ofClaim(main, person, "EMAIL_OTP", chosen.Session, await mailed(main, name));
  },
  "a passkey after a password": async ({ main }, name) => {
    const { person, authenticator } = await withPasskey(main, name);
    await prefer(main, name, { WebAuthnMfaSettings: on });
    const asked = await begin(main, name);
    const CREDENTIAL = authenticator.signIn(requestOptions(asked));
    return ofClaim(main, person, "WEB_AUTHN", asked.Session, { CREDENTIAL });
  },
  "an authenticator app set up on the way": async ({ strict }, name) => {
    const person = await personIn(strict, name, {});
    const { admin } = strict.server;
    const begun = await begin(strict, name);
    const app = await admin.send(new AssociateSoftwareTokenCommand({ Session: begun.Session }));
    const UserCode = totp(app.SecretCode ?? "", now(strict));
    const verified = await admin.send(new VerifySoftwareTokenCommand({ Session: app.Session, UserCode }));
    return ofClaim(strict, person, "MFA_SETUP", verified.Session, {});
  },
  "an e-mail address set up on the way": async ({ strict }, name) => {
    const person = await personIn(strict, name, {});
    const { Session } = await begin(strict, name);
    const EMAIL = addressOf(name);
    const asked = await answer(strict, "MFA_SETUP", Session, { USERNAME: name, EMAIL });
    return ofClaim(strict, person, "EMAIL_OTP", asked.Session, await mailed(strict, name));
  },
  "the answer to a custom challenge": async ({ main }, name) => {
    const person = await personWithoutPassword(main, name);
    const { Session } = await initiate(main.server, main.ClientId, { USERNAME: name }, "CUSTOM_AUTH");
    return ofClaim(main, person, "CUSTOM_CHALLENGE", Session, { ANSWER: "7" });
  },
  "the proof of a device": async ({ devices }, name) => {
    const person = await personIn(devices, name);
    const { device } = await onConfirmedDevice(devices, name);
    const parameters = { USERNAME: name, PASSWORD: password, DEVICE_KEY: device.DeviceKey };
    const { Session } = await initiate(devices.server, devices.ClientId, parameters);
    const { USERNAME: _, ...proof } = await deviceClaim(devices, name, device, Session);
    return ofClaim(devices, person, "DEVICE_PASSWORD_VERIFIER", undefined, proof);
  },
  "SELECT_CHALLENGE with a password": async ({ main }, name) => {
    const person = await personIn(main, name);
    const { Session } = await choose(main, name, {});
    return ofClaim(main, person, "SELECT_CHALLENGE", Session, { ANSWER: "PASSWORD", PASSWORD: password });
  },
  "the password that was chosen": async ({ main }, name) => {
    const person = await personIn(main, name);
    const { Session } = await choose(main, name, { PREFERRED_CHALLENGE: "PASSWORD" });
    return ofClaim(main, person, "PASSWORD", Session, { PASSWORD: password });
  },
  "SRP that was chosen": async ({ main }, name) => {
    const person = await personIn(main, name);
    const srp = createSrpClient();
    const { Session } = await choose(main, name, { PREFERRED_CHALLENGE: "PASSWORD_SRP" });
    const numbers = { USERNAME: name, SRP_A: srp.start() };
    const begun = await answer(main, "PASSWORD_SRP", Session, numbers);
    return ofProof(main, person, srp.answer(begun.ChallengeParameters, password, main.UserPoolId, now(main)));
  },
  "a code by e-mail alone": async ({ main }, name) => {
    const person = await personWithoutPassword(main, name);
    const { Session } = await choose(main, name, { PREFERRED_CHALLENGE: "EMAIL_OTP" });
    return ofClaim(main, person, "EMAIL_OTP", Session, await mailed(main, name));
  },
  "a code by SMS alone": async ({ main }, name) => {
    const person = await personWithoutPassword(main, name);
    const { Session } = await choose(main, name, { PREFERRED_CHALLENGE: "SMS_OTP" });
    const SMS_OTP_CODE = await lastCode(main.server, phoneOf(name));
    return ofClaim(main, person, "SMS_OTP", Session, { SMS_OTP_CODE });
  },
  "a passkey": async ({ main }, name) => {
    const { person, authenticator } = await withPasskey(main, name);
    const asked = await choose(main, name);
    const CREDENTIAL = authenticator.signIn(requestOptions(asked));
    return ofClaim(main, person, "WEB_AUTHN", asked.Session, { CREDENTIAL });
  },
};

/** Good once, and no challenge. */
export const signUpWay: WayIn = async ({ main }, name) => {
  const { server, ClientId } = main;
  const email = addressOf(name);
  await signUp(server, ClientId, name, { email });
  const { Session } = await confirm(server, ClientId, name, await lastCode(server, email));
  const person = { username: name, password, sub: await subOf(main, name) };
  return ofCall(main, person, () => choose(main, name, {}, Session));
};

const on = { Enabled: true };

const now = ({ server }: Place): number => server.clock.now();

async function withApp(place: Place, name: string) {
  const person = await personIn(place, name);
  const { AccessToken } = await signIn(place.server, place.ClientId, name);
  const secret = await enrolApp(place, AccessToken);
  await prefer(place, name, { SoftwareTokenMfaSettings: on });
  place.server.advance(30);
  return { person, secret };
}

async function withPasskey(place: Place, name: string) {
  const person = await personIn(place, name);
  const authenticator = createAuthenticator({ origin });
  await enrolPasskey(place, await signIn(place.server, place.ClientId, name), authenticator);
  return { person, authenticator };
}

async function mailed({ server }: Place, name: string) {
  return { EMAIL_OTP_CODE: await lastCode(server, addressOf(name)) };
}

function ofProof(place: Place, person: TestPerson, proof: Claim["ChallengeResponses"]): Waiting {
  return ofClaim(place, person, "PASSWORD_VERIFIER", undefined, proof);
}

function ofClaim(
  place: Place,
  person: TestPerson,
  ChallengeName: ChallengeNameType,
  Session: string | undefined,
  answers: Claim["ChallengeResponses"],
): Waiting {
  const claim = { ChallengeName, Session, ChallengeResponses: { USERNAME: person.username, ...answers } };
  const { server, ClientId } = place;
  const send = () => server.admin.send(new RespondToAuthChallengeCommand({ ClientId, ...claim }));
  return { ...ofCall(place, person, send), claim };
}

type Answered = Promise<{ readonly AuthenticationResult?: AuthenticationResultType | undefined }>;

function ofCall(place: Place, person: TestPerson, call: () => Answered): Waiting {
  const send = () =>
    call().then(
      ({ AuthenticationResult }) => (AuthenticationResult?.AccessToken ? "token" : "no token"),
      (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
    );
  return { place, person, send };
}
