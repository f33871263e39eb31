/**
 * DEVICE_SRP_AUTH without its session: pycognito and Amazon's own examples send none, and amazon-cognito-identity-js
 * sends that of the previous challenge. So the device remembers the newest sign-in that waits for it. Whoever answers
 * must still prove the device, and the session is as sealed, as short-lived and as single-use as if the client had sent
 * it.
 */
import type { World } from "../ports.ts";
import type { RespondAttempt } from "../sign-in/attempt.ts";
import { isSessionOf } from "../sign-in/challenge-session.ts";
import { sentDeviceKey } from "../sign-in/sign-in.ts";
import { findUser } from "../users/find-user.ts";
import type { Device } from "./device.ts";

export async function waitForDevice(
  world: World,
  { poolId, sub, deviceKey }: Device,
  session: string,
): Promise<void> {
  await world.store.write(({ devices }) => devices.wait(poolId, sub, deviceKey, session));
}

/** The session that was sent, or else the one that waits for the device. */
export async function deviceSession(
  world: World,
  { pool, client }: RespondAttempt,
  sent: string | undefined,
  responses: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  if (sent !== undefined && isSessionOf(world, client, "DEVICE_SRP_AUTH", sent)) return sent;
  const key = sentDeviceKey(responses);
  const user = await findUser(world, pool, responses["USERNAME"] ?? "");
  if (key === undefined || user === undefined) return sent;
  const device = await world.store.read.devices.find(pool.poolId, user.sub, key);
  return device?.waitingSession ?? sent;
}
