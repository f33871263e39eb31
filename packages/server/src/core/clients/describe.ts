/** A client in its wire form. Of two secrets the older is shown, because every caller had it before the newer existed. */
import type { UserPoolClientType } from "../../model/shapes.ts";
import type { World } from "../ports.ts";
import type { Client } from "./client.ts";
import { clientSecrets } from "./client-secrets.ts";

export function describeClient(world: Pick<World, "sealing">, client: Client): UserPoolClientType {
  const [secret] = clientSecrets(world, client);
  return {
    UserPoolId: client.poolId,
    ClientId: client.clientId,
    ...(secret !== undefined && { ClientSecret: secret }),
    ...client.settings,
    LastModifiedDate: client.modifiedAt / 1000,
    CreationDate: client.createdAt / 1000,
  };
}
