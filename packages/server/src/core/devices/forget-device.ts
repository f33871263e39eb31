/** Forgets a device: its key and secret become worthless, and every sign-in on it ends. */
import type { Fail } from "../failures.ts";
import type { DeviceKey } from "../ids.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { User } from "../users/user.ts";

export async function forgetDevice(
  world: World,
  { poolId, sub }: Pick<User, "poolId" | "sub">,
  key: DeviceKey,
  fail: Fail<"ResourceNotFoundException">,
): Promise<void> {
  const now = world.clock.now();
  await world.store.write(async ({ devices, families }) => {
    if (!(await devices.delete(poolId, sub, key))) {
      throw fail("ResourceNotFoundException", texts.deviceNotFound);
    }
    for (const { deviceKey, familyId } of await families.listLivingOfUser(poolId, sub, now)) {
      if (deviceKey === key) await families.end(poolId, sub, familyId, "deviceForgotten", now);
    }
  });
}
