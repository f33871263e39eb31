/** Devices in a story: a pool that tracks them, an app that confirms one, and the proof that it is the one. */
import {
  AdminInitiateAuthCommand,
  type AuthenticationResultType,
  type ChallengeNameType,
  ConfirmDeviceCommand,
  type CreateUserPoolCommandInput,
  type DeviceConfigurationType,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { passwordClient } from "./people.ts";
import { createPool, password } from "./pool.ts";
import type { TestServer } from "./server.ts";
import { createSrpClient, type DeviceNames, type KnownDevice, newDevice } from "./srp-client.ts";

export interface DeviceStage {
  readonly server: TestServer;
  readonly UserPoolId: string;
  readonly ClientId: string;
}

export type Parameters = Readonly<Record<string, string>>;

/** Remembered at once, and instead of a second factor, unless `DeviceConfiguration` says otherwise; null tracks none. */
export async function deviceStage(
  server: TestServer,
  DeviceConfiguration: DeviceConfigurationType | null = { ChallengeRequiredOnNewDevice: true },
  settings: Partial<CreateUserPoolCommandInput> = {},
): Promise<DeviceStage> {
  const tracking = DeviceConfiguration === null ? {} : { DeviceConfiguration };
  const UserPoolId = await createPool(server, { ...tracking, ...settings });
  const ClientId = await passwordClient(server, UserPoolId, {
    ExplicitAuthFlows: [
      "ALLOW_USER_PASSWORD_AUTH",
      "ALLOW_ADMIN_USER_PASSWORD_AUTH",
      "ALLOW_USER_SRP_AUTH",
      "ALLOW_CUSTOM_AUTH",
      "ALLOW_REFRESH_TOKEN_AUTH",
    ],
  });
  return { server, UserPoolId, ClientId };
}

/** By name and password, and with whatever else is sent. */
export function begin({ server, ClientId }: DeviceStage, USERNAME: string, more: Parameters = {}) {
  const AuthParameters = { USERNAME, PASSWORD: password, ...more };
  return server.admin.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
  );
}

export function adminBegin(
  { server, UserPoolId, ClientId }: DeviceStage,
  USERNAME: string,
  more: Parameters,
) {
  const AuthParameters = { USERNAME, PASSWORD: password, ...more };
  const AuthFlow = "ADMIN_USER_PASSWORD_AUTH";
  return server.admin.send(new AdminInitiateAuthCommand({ UserPoolId, ClientId, AuthFlow, AuthParameters }));
}

/** `Session` is left out where it is undefined. */
export function answer(
  { server, ClientId }: DeviceStage,
  ChallengeName: ChallengeNameType,
  Session: string | undefined,
  ChallengeResponses: Parameters,
) {
  const responses = { ...ChallengeResponses };
  return server.admin.send(
    new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses: responses }),
  );
}

export interface SignedInDevice {
  readonly device: KnownDevice;
  readonly tokens: Tokens;
}

export interface Tokens {
  readonly AccessToken: string;
  readonly RefreshToken: string;
}

/** A sign-in on a new device, which is not confirmed yet. */
export async function onNewDevice(
  stage: DeviceStage,
  username: string,
): Promise<Tokens & { readonly names: DeviceNames }> {
  const { AuthenticationResult } = await begin(stage, username);
  const { DeviceKey = "", DeviceGroupKey = "" } = AuthenticationResult?.NewDeviceMetadata ?? {};
  return { ...tokensOf(AuthenticationResult), names: { DeviceKey, DeviceGroupKey } };
}

/** A sign-in on a new device, and the device confirmed. */
export async function onConfirmedDevice(
  stage: DeviceStage,
  username: string,
  DeviceName = "laptop",
): Promise<SignedInDevice> {
  const { names, ...tokens } = await onNewDevice(stage, username);
  const { device, DeviceSecretVerifierConfig } = newDevice(names);
  const { AccessToken } = tokens;
  const { DeviceKey } = names;
  const input = { AccessToken, DeviceKey, DeviceName, DeviceSecretVerifierConfig };
  await stage.server.admin.send(new ConfirmDeviceCommand(input));
  return { device, tokens };
}

/** From DEVICE_SRP_AUTH to the claim that answers DEVICE_PASSWORD_VERIFIER, which is not sent. */
export async function deviceClaim(
  stage: DeviceStage,
  username: string,
  device: KnownDevice,
  Session: string | undefined,
): Promise<Parameters> {
  const srp = createSrpClient();
  const { DeviceKey: DEVICE_KEY } = device;
  const { ChallengeParameters } = await answer(stage, "DEVICE_SRP_AUTH", Session, {
    USERNAME: username,
    SRP_A: srp.start(),
    DEVICE_KEY,
  });
  return { USERNAME: username, ...srp.answerDevice(ChallengeParameters, device, stage.server.clock.now()) };
}

/** Answers DEVICE_SRP_AUTH and what follows. */
export async function proveDevice(
  stage: DeviceStage,
  username: string,
  device: KnownDevice,
  { Session }: Pick<InitiateAuthCommandOutput, "Session">,
) {
  const claim = await deviceClaim(stage, username, device, Session);
  return answer(stage, "DEVICE_PASSWORD_VERIFIER", undefined, claim);
}

export function refreshAt({ server, ClientId }: DeviceStage, REFRESH_TOKEN: string, DEVICE_KEY?: string) {
  const AuthParameters = { REFRESH_TOKEN, ...(DEVICE_KEY !== undefined && { DEVICE_KEY }) };
  return server.admin.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters }),
  );
}

export function tokensOf(result: AuthenticationResultType | undefined): Tokens {
  const { AccessToken, RefreshToken } = result ?? {};
  if (AccessToken === undefined || RefreshToken === undefined) throw new Error("nobody was signed in");
  return { AccessToken, RefreshToken };
}
