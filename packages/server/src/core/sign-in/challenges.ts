/** Every challenge there is: how it is asked, and how an answer to it is checked. */

import type { InitiateAuthResponse } from "../../model/shapes.ts";
import type { World } from "../ports.ts";
import type { Attempt } from "./attempt.ts";
import type { Answer, Answered, Ask, AskedChallenge } from "./challenge.ts";
import { answerDevicePasswordVerifier, answerDeviceSrpAuth, askDeviceSrpAuth } from "./challenges/device.ts";
import { answerMfaSetup, askMfaSetup } from "./challenges/mfa-setup.ts";
import { answerNewPassword, askNewPassword } from "./challenges/new-password.ts";
import {
  answerEmailOtp,
  answerSmsMfa,
  answerSmsOtp,
  askEmailOtp,
  askSmsMfa,
  askSmsOtp,
} from "./challenges/otp.ts";
import { answerPasskey, askPasskey } from "./challenges/passkey.ts";
import {
  answerPassword,
  answerPasswordSrp,
  answerSelectChallenge,
  askPassword,
  askPasswordSrp,
  askSelectChallenge,
} from "./challenges/select-challenge.ts";
import { answerSelectMfaType, askSelectMfaType } from "./challenges/select-mfa-type.ts";
import { answerSoftwareToken, askSoftwareToken } from "./challenges/software-token.ts";
import { answerCustomChallenge } from "./custom-auth.ts";
import type { Challenge } from "./sign-in.ts";
import { answerPasswordVerifier } from "./srp.ts";

export const asks: Readonly<Record<AskedChallenge, Ask>> = {
  DEVICE_SRP_AUTH: askDeviceSrpAuth,
  EMAIL_OTP: askEmailOtp,
  MFA_SETUP: askMfaSetup,
  NEW_PASSWORD_REQUIRED: askNewPassword,
  PASSWORD: askPassword,
  PASSWORD_SRP: askPasswordSrp,
  SELECT_CHALLENGE: askSelectChallenge,
  SELECT_MFA_TYPE: askSelectMfaType,
  SMS_MFA: askSmsMfa,
  SMS_OTP: askSmsOtp,
  SOFTWARE_TOKEN_MFA: askSoftwareToken,
  WEB_AUTHN: askPasskey,
};

/** The challenge that follows an answer which did not prove anything yet. */
export async function askNext(
  world: World,
  attempt: Attempt,
  next: Exclude<Answered, { readonly kind: "proven" }>,
): Promise<InitiateAuthResponse> {
  switch (next.kind) {
    case "ask":
      return asks[next.challenge](world, attempt, next.signIn);
    case "asking":
      return next.ask();
    case "asked":
      return next.response;
  }
}

/** ADMIN_NO_SRP_AUTH is in the model's list and is never asked. */
export const answers: Readonly<Record<Exclude<Challenge, "ADMIN_NO_SRP_AUTH">, Answer>> = {
  CUSTOM_CHALLENGE: answerCustomChallenge,
  DEVICE_PASSWORD_VERIFIER: answerDevicePasswordVerifier,
  DEVICE_SRP_AUTH: answerDeviceSrpAuth,
  EMAIL_OTP: answerEmailOtp,
  MFA_SETUP: answerMfaSetup,
  NEW_PASSWORD_REQUIRED: answerNewPassword,
  PASSWORD: answerPassword,
  PASSWORD_SRP: answerPasswordSrp,
  PASSWORD_VERIFIER: answerPasswordVerifier,
  SELECT_CHALLENGE: answerSelectChallenge,
  SELECT_MFA_TYPE: answerSelectMfaType,
  SMS_MFA: answerSmsMfa,
  SMS_OTP: answerSmsOtp,
  SOFTWARE_TOKEN_MFA: answerSoftwareToken,
  WEB_AUTHN: answerPasskey,
};
