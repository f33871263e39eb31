import { deviceType } from "../../core/devices/device-type.ts";
import { requireDevice } from "../../core/devices/require-device.ts";
import { requireDeviceOwner, withoutUserNotFound } from "../../core/devices/require-owner.ts";
import { deviceKey } from "../../core/ids.ts";
import type { Handler } from "../handler.ts";

export const AdminGetDevice: Handler<"AdminGetDevice"> = async (input, context) => {
  const { fail } = context;
  const owner = await requireDeviceOwner(context, input, withoutUserNotFound(fail));
  const device = await requireDevice(context, owner, deviceKey(input.DeviceKey), fail);
  return { Device: deviceType(device, "administrator") };
};
