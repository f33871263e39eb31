/**
 * A sign-in under way: whose it is, and what has been proven. It travels from call to call inside the sealed session,
 * so it holds nothing that a person may not have proven.
 */
import type { ChallengeNameType, ChallengeResponseType } from "../../model/shapes.ts";
import { type DeviceKey, deviceKey } from "../ids.ts";
import type { World } from "../ports.ts";
import type { ChallengeResult } from "../triggers/auth-challenges.ts";
import type { User } from "../users/user.ts";

export type FirstFactor = "PASSWORD" | "EMAIL_OTP" | "SMS_OTP" | "WEB_AUTHN" | "CUSTOM";

export interface Progress {
  /** The id of the auth event; tokens carry it as `event_id`. */
  readonly eventId: string;
  readonly flow: "PASSWORD" | "SRP" | "CUSTOM" | "CHOICE";
  /** The name as it was given: messages and refusals never use another. */
  readonly name: string;
  readonly firstFactor: FirstFactor | undefined;
  readonly hasSecondFactor: boolean;
  /** `DEVICE_KEY` as the client sent it. */
  readonly deviceKey: DeviceKey | undefined;
  /** The device has proven itself. */
  readonly hasDevice: boolean;
  /** A temporary password was replaced in this sign-in. */
  readonly hasNewPassword: boolean;
  readonly challenges: readonly ChallengeResponseType[];
  /** Of CUSTOM_AUTH: what DefineAuthChallenge is told. */
  readonly custom: readonly ChallengeResult[];
}

export interface SignIn {
  readonly user: User;
  readonly progress: Progress;
}

/** Every name a challenge can have on the wire. */
export type Challenge = ChallengeNameType;

export function newProgress(
  world: Pick<World, "clock" | "random">,
  flow: Progress["flow"],
  name: string,
  parameters: Readonly<Record<string, string>>,
): Progress {
  return {
    eventId: world.random.orderedUuid(world.clock.now()),
    flow,
    name,
    firstFactor: undefined,
    hasSecondFactor: false,
    deviceKey: sentDeviceKey(parameters),
    hasDevice: false,
    hasNewPassword: false,
    challenges: [],
    custom: [],
  };
}

/** Clients send it with the first call, or with any answer. */
export function sentDeviceKey(parameters: Readonly<Record<string, string>>): DeviceKey | undefined {
  const key = parameters["DEVICE_KEY"];
  return key === undefined || key === "" ? undefined : deviceKey(key);
}

export function withProgress({ user, progress }: SignIn, change: Partial<Progress>): SignIn {
  return { user, progress: { ...progress, ...change } };
}
