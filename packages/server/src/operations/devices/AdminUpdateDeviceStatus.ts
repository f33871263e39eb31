import { rememberDevice } from "../../core/devices/remember-device.ts";
import { requireDeviceOwner } from "../../core/devices/require-owner.ts";
import { deviceKey } from "../../core/ids.ts";
import type { Handler } from "../handler.ts";

export const AdminUpdateDeviceStatus: Handler<"AdminUpdateDeviceStatus"> = async (input, context) => {
  const { fail } = context;
  const owner = await requireDeviceOwner(context, input, fail);
  await rememberDevice(context, owner, deviceKey(input.DeviceKey), input.DeviceRememberedStatus, fail);
  return {};
};
