/** A device on the wire, as its owner or an administrator sees it. */
import type { AttributeType, DeviceType } from "../../model/shapes.ts";
import type { Device } from "./device.ts";

export type DeviceViewer = "owner" | "administrator";

export function deviceType(device: Device, viewer: DeviceViewer): DeviceType {
  return {
    DeviceKey: device.deviceKey,
    DeviceAttributes: deviceAttributes(device, viewer),
    DeviceCreateDate: device.createdAt / 1000,
    DeviceLastModifiedDate: device.modifiedAt / 1000,
    DeviceLastAuthenticatedDate: device.lastAuthenticatedAt / 1000,
  };
}

/** `dev:` attributes are for administrators alone; scripts look for this one. */
function deviceAttributes(device: Device, viewer: DeviceViewer): readonly AttributeType[] {
  const { isRemembered, name, lastIpAddress } = device;
  const status = isRemembered ? "remembered" : "not_remembered";
  return [
    { Name: "device_status", Value: status },
    ...(name === undefined ? [] : [{ Name: "device_name", Value: name }]),
    ...(lastIpAddress === undefined ? [] : [{ Name: "last_ip_used", Value: lastIpAddress }]),
    ...(viewer === "owner" ? [] : [{ Name: "dev:device_remembered_status", Value: status }]),
  ];
}
