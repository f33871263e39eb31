import { replacesSecondFactor } from "../../core/devices/device-of-sign-in.ts";
import { rememberDevice } from "../../core/devices/remember-device.ts";
import { requireDeviceTracking } from "../../core/devices/require-device.ts";
import { deviceKey } from "../../core/ids.ts";
import { requireRecentSignIn } from "../../core/tokens/require-recent-sign-in.ts";
import type { Handler } from "../handler.ts";

export const UpdateDeviceStatus: Handler<"UpdateDeviceStatus"> = async (input, context) => {
  const { caller, fail } = context;
  requireDeviceTracking(caller.pool, fail);
  const { DeviceKey, DeviceRememberedStatus } = input;
  const isRemembered = DeviceRememberedStatus === "remembered";
  if (replacesSecondFactor(caller.pool, { isRemembered })) requireRecentSignIn(context, caller, fail);
  await rememberDevice(context, caller.user, deviceKey(DeviceKey), DeviceRememberedStatus, fail);
  return {};
};
