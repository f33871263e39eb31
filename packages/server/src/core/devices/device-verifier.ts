/** What a device proves itself with: on the wire base64 of `PAD(v)` and `PAD(salt)` (`cognito.md` §5.1), stored sealed. */
import type { DeviceSecretVerifierConfigType } from "../../model/shapes.ts";
import { bytesOfBase64 } from "../base64.ts";
import type { Fail } from "../failures.ts";
import type { SrpVerifier, World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { Device } from "./device.ts";

/** Clients take 16 bytes. */
const longestSalt = 64;

/** Refuses what is no number of the group, or a multiple of its prime: that would make every proof right. */
export function parseDeviceVerifier(
  world: Pick<World, "srp">,
  { PasswordVerifier, Salt }: DeviceSecretVerifierConfigType = {},
  fail: Fail<"InvalidParameterException">,
): SrpVerifier {
  const verifier = hexOf(PasswordVerifier);
  const salt = hexOf(Salt);
  if (verifier === undefined || !world.srp.isClientPublic(verifier)) {
    throw fail("InvalidParameterException", texts.deviceVerifierInvalid("PasswordVerifier"));
  }
  if (salt === undefined || salt.length > 2 * longestSalt) {
    throw fail("InvalidParameterException", texts.deviceVerifierInvalid("Salt"));
  }
  return { verifier, salt };
}

type Owned = Pick<Device, "poolId" | "sub" | "deviceKey">;

export function sealDeviceVerifier(
  world: Pick<World, "sealing">,
  owned: Owned,
  verifier: SrpVerifier,
): string {
  return world.sealing.seal(deviceVerifierPurpose(owned), JSON.stringify(verifier));
}

export function openDeviceVerifier(world: Pick<World, "sealing">, device: Device): SrpVerifier {
  const opened = world.sealing.open(deviceVerifierPurpose(device), device.sealedVerifier);
  if (opened === undefined) throw new Error("the verifier of a device does not open");
  // sealDeviceVerifier sealed it.
  return JSON.parse(opened) as SrpVerifier;
}

/** Sealed for one device: a row that is moved to another does not open. */
export function deviceVerifierPurpose({
  poolId,
  sub,
  deviceKey,
}: Readonly<Record<keyof Owned, string>>): string {
  return `device verifier ${poolId} ${sub} ${deviceKey}`;
}

function hexOf(base64: string | undefined): string | undefined {
  return base64 === undefined ? undefined : bytesOfBase64(base64)?.toHex();
}
