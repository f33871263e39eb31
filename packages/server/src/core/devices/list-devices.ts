/** A page of a person's devices, for themselves and for an administrator alike. */
import type { ListDevicesResponse } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import { pageSize, readPage } from "../paging.ts";
import type { World } from "../ports.ts";
import type { User } from "../users/user.ts";
import { type DeviceViewer, deviceType } from "./device-type.ts";

export async function listDevices(
  world: World,
  { poolId, sub }: Pick<User, "poolId" | "sub">,
  input: { readonly Limit?: number | undefined; readonly PaginationToken?: string | undefined },
  viewer: DeviceViewer,
  fail: Fail<"InvalidParameterException">,
): Promise<ListDevicesResponse> {
  const { rows, nextToken } = await readPage(
    world,
    { list: ["devices", poolId, sub], limit: pageSize(input.Limit), token: input.PaginationToken },
    (page) => world.store.read.devices.listOfUser(poolId, sub, page),
    (device) => device.deviceKey,
    fail,
  );
  return { Devices: rows.map((device) => deviceType(device, viewer)), PaginationToken: nextToken };
}
