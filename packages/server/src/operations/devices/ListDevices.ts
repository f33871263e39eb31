import { listDevices } from "../../core/devices/list-devices.ts";
import { requireDeviceTracking } from "../../core/devices/require-device.ts";
import type { Handler } from "../handler.ts";

export const ListDevices: Handler<"ListDevices"> = async (input, context) => {
  const { caller, fail } = context;
  requireDeviceTracking(caller.pool, fail);
  return listDevices(context, caller.user, input, "owner", fail);
};
