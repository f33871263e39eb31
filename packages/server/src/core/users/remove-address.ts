/** A person removes an address on the pages: by the rules of DeleteUserAttributes, and only if another way in remains. */
import type { Client } from "../clients/client.ts";
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import type { ClientMetadata } from "../triggers/trigger-subject.ts";
import {
  type Attributes,
  type ContactAttribute,
  deletions,
  isOwnAddressToChange,
  withOwnAttributes,
} from "./attributes.ts";
import { changeAttributes } from "./change-attributes.ts";
import { schemaOf } from "./schema.ts";
import type { User } from "./user.ts";
import { hasName, requireWayIn } from "./way-in.ts";

export interface AddressRemoval {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly name: ContactAttribute;
  /** Of the page that asks: it says the language of the notice. */
  readonly metadata: ClientMetadata;
  readonly fail: Fail<"InvalidParameterException" | "NotAuthorizedException" | "UserNotFoundException">;
}

/** `alongside` belongs to the same transaction. */
export async function removeAddress(
  world: World,
  { pool, client, user, name, metadata, fail }: AddressRemoval,
  alongside: (tables: Tables) => Promise<unknown>,
): Promise<void> {
  const changes = deletions([name]);
  const apply = (current: Attributes) => withOwnAttributes(pool, client, current, changes, fail);
  await changeAttributes(world, {
    pool,
    sub: user.sub,
    changes,
    apply,
    proof: null,
    metadata,
    fail,
    async alongside(tables, after) {
      await requireWayIn(tables, pool, after, fail);
      await alongside(tables);
    },
  });
}

/** Is it worth offering? What only the removal itself can tell is left to it. */
export function isRemovable(
  pool: Pool,
  client: Client,
  { attributes }: User,
  name: ContactAttribute,
): boolean {
  const { [name]: address, ...rest } = attributes;
  return (
    address !== undefined &&
    isOwnAddressToChange(pool, client, name) &&
    schemaOf(pool).get(name)?.Required !== true &&
    hasName(pool, { attributes: rest })
  );
}
