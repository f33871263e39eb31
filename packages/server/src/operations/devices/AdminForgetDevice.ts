import { forgetDevice } from "../../core/devices/forget-device.ts";
import { requireDeviceOwner } from "../../core/devices/require-owner.ts";
import { deviceKey } from "../../core/ids.ts";
import type { Handler } from "../handler.ts";

export const AdminForgetDevice: Handler<"AdminForgetDevice"> = async (input, context) => {
  const { fail } = context;
  const owner = await requireDeviceOwner(context, input, fail);
  await forgetDevice(context, owner, deviceKey(input.DeviceKey), fail);
  return {};
};
