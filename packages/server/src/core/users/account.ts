/** The account that somebody names who is not signed in: a person's, or nobody's. */
import type { ExceptionName } from "../../model/operations.ts";
import type { UserContextDataType } from "../../model/shapes.ts";
import type { Client } from "../clients/client.ts";
import { type PoolAndClient, requireClient } from "../clients/find-client.ts";
import { requireSecretHash } from "../clients/secret-hash.ts";
import { addressOfPerson } from "../events/ip-address.ts";
import type { ApiFailure, Fail } from "../failures.ts";
import { type Sub, sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { accountOf } from "../sign-in/password-sign-in.ts";
import { texts } from "../texts.ts";
import type { ClientMetadata, TriggerException } from "../triggers/trigger-subject.ts";
import { findUser } from "./find-user.ts";
import type { User } from "./user.ts";

/** What the calls about such an account declare alike. */
export type AccountException =
  | TriggerException
  | "InvalidParameterException"
  | "LimitExceededException"
  | "NotAuthorizedException"
  | "UserNotFoundException";

export interface AccountCall<E extends ExceptionName = AccountException> {
  readonly pool: Pool;
  readonly client: Client;
  /** `Username` as the caller gave it. */
  readonly name: string;
  /** `ClientMetadata` of this call. */
  readonly metadata: ClientMetadata;
  readonly ipAddress: string | undefined;
  readonly fail: Fail<E>;
}

export interface Account {
  readonly user: User | undefined;
  /** What limits are counted on and codes are kept by: the sub, or a fingerprint of a name nobody has. */
  readonly id: Sub;
}

interface AccountInput {
  readonly ClientId: string;
  readonly Username: string;
  readonly SecretHash?: string | undefined;
  readonly UserContextData?: UserContextDataType | undefined;
}

/** The client that asks, once it has proved who it is, and the network address of the person it asks for. */
export async function requireCallingClient(
  world: World & { readonly source: string | undefined },
  { ClientId, Username, SecretHash, UserContextData }: AccountInput,
  fail: Fail<"NotAuthorizedException" | "ResourceNotFoundException">,
): Promise<PoolAndClient & Pick<AccountCall, "ipAddress">> {
  const found = await requireClient(world, ClientId, fail);
  requireSecretHash(world, found.client, Username, SecretHash, fail);
  return { ...found, ipAddress: addressOfPerson(found.client, UserContextData?.IpAddress, world.source) };
}

export async function findAccount(world: World, pool: Pool, name: string): Promise<Account> {
  const user = await findUser(world, pool, name);
  return { user, id: sub(accountOf(world, pool, name, user)) };
}

export function nobodyFailure(fail: Fail<"UserNotFoundException">): ApiFailure {
  return fail("UserNotFoundException", texts.accountNotFound);
}
