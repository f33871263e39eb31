import { forgetDevice } from "../../core/devices/forget-device.ts";
import { requireDeviceTracking } from "../../core/devices/require-device.ts";
import { deviceKey } from "../../core/ids.ts";
import type { Handler } from "../handler.ts";

export const ForgetDevice: Handler<"ForgetDevice"> = async (input, context) => {
  const { caller, fail } = context;
  requireDeviceTracking(caller.pool, fail);
  await forgetDevice(context, caller.user, deviceKey(input.DeviceKey), fail);
  return {};
};
