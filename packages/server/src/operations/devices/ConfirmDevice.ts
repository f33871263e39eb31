import { confirmDevice } from "../../core/devices/confirm-device.ts";
import type { Handler } from "../handler.ts";

export const ConfirmDevice: Handler<"ConfirmDevice"> = async (input, context) => {
  const { DeviceKey: key, DeviceName: name, DeviceSecretVerifierConfig: verifier } = input;
  const newDevice = { key, name, verifier, ipAddress: context.source };
  const device = await confirmDevice(context, context.caller, newDevice, context.fail);
  return { UserConfirmationNecessary: !device.isRemembered };
};
