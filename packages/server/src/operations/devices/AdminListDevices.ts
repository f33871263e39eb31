import { listDevices } from "../../core/devices/list-devices.ts";
import { requireDeviceOwner, withoutUserNotFound } from "../../core/devices/require-owner.ts";
import type { Handler } from "../handler.ts";

export const AdminListDevices: Handler<"AdminListDevices"> = async (input, context) => {
  const { fail } = context;
  const owner = await requireDeviceOwner(context, input, withoutUserNotFound(fail));
  return listDevices(context, owner, input, "administrator", fail);
};
