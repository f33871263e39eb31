/** Second factors in a story: a pool that offers them, an app that shows codes, and answers to what is asked. */
import {
  AdminSetUserMFAPreferenceCommand,
  type AdminSetUserMFAPreferenceCommandInput,
  AssociateSoftwareTokenCommand,
  type ChallengeNameType,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { passwordClient, signIn } from "./people.ts";
import { createPerson, createPool, password } from "./pool.ts";
import type { TestServer } from "./server.ts";
import { totp } from "./totp.ts";

export const SmsConfiguration = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "house" };
export const byTotp = { SoftwareTokenMfaConfiguration: { Enabled: true } };
export const bySms = { SmsMfaConfiguration: { SmsConfiguration } };
export const byEmail = { EmailMfaConfiguration: {} };

export interface MfaStage {
  readonly server: TestServer;
  readonly UserPoolId: string;
  readonly ClientId: string;
}

/** A pool, and a client that signs in by password. MFA is optional unless `mfa` says otherwise. */
export async function mfaStage(
  server: TestServer,
  mfa: Partial<SetUserPoolMfaConfigCommandInput> = byTotp,
  settings: Partial<CreateUserPoolCommandInput> = {},
): Promise<MfaStage> {
  const UserPoolId = await createPool(server, settings);
  await setMfa(server, UserPoolId, mfa);
  return { server, UserPoolId, ClientId: await passwordClient(server, UserPoolId) };
}

export async function setMfa(
  { admin }: TestServer,
  UserPoolId: string,
  mfa: Partial<SetUserPoolMfaConfigCommandInput>,
): Promise<void> {
  await admin.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: "OPTIONAL", ...mfa }));
}

/** By name and password. */
export function begin({ server, ClientId }: MfaStage, USERNAME: string, PASSWORD = password) {
  const input = { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME, PASSWORD } } as const;
  return server.admin.send(new InitiateAuthCommand(input));
}

export function answer(
  { server, ClientId }: MfaStage,
  ChallengeName: ChallengeNameType,
  Session: string | undefined,
  ChallengeResponses: Record<string, string>,
) {
  return server.admin.send(
    new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }),
  );
}

export function answerTotp(stage: MfaStage, USERNAME: string, Session: string | undefined, code: string) {
  return answer(stage, "SOFTWARE_TOKEN_MFA", Session, { USERNAME, SOFTWARE_TOKEN_MFA_CODE: code });
}

export function answerSms(stage: MfaStage, USERNAME: string, Session: string | undefined, code: string) {
  return answer(stage, "SMS_MFA", Session, { USERNAME, SMS_MFA_CODE: code });
}

export function answerEmail(stage: MfaStage, USERNAME: string, Session: string | undefined, code: string) {
  return answer(stage, "EMAIL_OTP", Session, { USERNAME, EMAIL_OTP_CODE: code });
}

/** Sets up an app for whoever holds the token; the code of this moment is used up by it. */
export async function enrol({ server }: MfaStage, AccessToken: string): Promise<string> {
  const { SecretCode = "" } = await server.admin.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const UserCode = totp(SecretCode, server.clock.now());
  await server.admin.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
  return SecretCode;
}

/** Somebody who signs in with an app from now on: its secret. Time has moved on by a code. */
export async function personWithTotp(stage: MfaStage, username: string): Promise<string> {
  const { server, UserPoolId, ClientId } = stage;
  await createPerson(server, UserPoolId, username);
  const { AccessToken } = await signIn(server, ClientId, username);
  const secret = await enrol(stage, AccessToken);
  await prefer(stage, username, { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
  server.advance(30);
  return secret;
}

export async function prefer(
  { server, UserPoolId }: MfaStage,
  Username: string,
  settings: Partial<AdminSetUserMFAPreferenceCommandInput>,
): Promise<void> {
  await server.admin.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username, ...settings }));
}

/** Six digits that no app of that secret shows about now. */
export function wrongTotp(secret: string, now: number): string {
  const shown = new Set([-1, 0, 1].map((away) => totp(secret, now, away)));
  return ["111111", "222222", "333333", "444444"].find((code) => !shown.has(code)) ?? "";
}
