/** UpdateDeviceStatus: may the device replace a second factor from now on? */
import type { DeviceRememberedStatusType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import type { DeviceKey } from "../ids.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { User } from "../users/user.ts";

export async function rememberDevice(
  world: World,
  { poolId, sub }: Pick<User, "poolId" | "sub">,
  key: DeviceKey,
  status: DeviceRememberedStatusType | undefined,
  fail: Fail<"InvalidParameterException" | "ResourceNotFoundException">,
): Promise<void> {
  if (status === undefined) {
    throw fail("InvalidParameterException", texts.missingParameter("DeviceRememberedStatus"));
  }
  const isRemembered = status === "remembered";
  const now = world.clock.now();
  const isKnown = await world.store.write(({ devices }) =>
    devices.setRemembered(poolId, sub, key, isRemembered, now),
  );
  if (!isKnown) throw fail("ResourceNotFoundException", texts.deviceNotFound);
}
