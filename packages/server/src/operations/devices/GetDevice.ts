import { deviceType } from "../../core/devices/device-type.ts";
import { requireDevice, requireDeviceTracking } from "../../core/devices/require-device.ts";
import { deviceKey } from "../../core/ids.ts";
import type { Handler } from "../handler.ts";

export const GetDevice: Handler<"GetDevice"> = async (input, context) => {
  const { caller, fail } = context;
  requireDeviceTracking(caller.pool, fail);
  const device = await requireDevice(context, caller.user, deviceKey(input.DeviceKey), fail);
  return { Device: deviceType(device, "owner") };
};
