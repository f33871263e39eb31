import { listDevices } from "../../core/devices/list-devices.ts";
import { requireDeviceOwner } from "../../core/devices/require-owner.ts";
import type { Handler } from "../handler.ts";

export const AdminListDevices: Handler<"AdminListDevices"> = async (input, context) => {
  const { fail } = context;
  // The operation does not declare UserNotFoundException.
  const owner = await requireDeviceOwner(context, input, (exception, message) =>
    fail(exception === "UserNotFoundException" ? "ResourceNotFoundException" : exception, message),
  );
  return listDevices(context, owner, input, "administrator", fail);
};
