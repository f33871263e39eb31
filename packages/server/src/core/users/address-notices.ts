/** Tells a person whose address changes, at the address they had before (AC-10). */
import { type Notice, notify } from "../messages/notice.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import type { ClientMetadata } from "../triggers/trigger-subject.ts";
import { type ContactAttribute, contactAttributes, isSameContact } from "./attributes.ts";
import type { User } from "./user.ts";

/** In the transaction that changes it. */
export async function tellAddressChanges(
  world: World,
  tables: Tables,
  pool: Pool,
  before: User,
  after: User,
  metadata?: ClientMetadata,
): Promise<void> {
  for (const name of contactAttributes) {
    const notice = noticeOf(name, before.attributes[name], after.attributes[name]);
    if (notice !== undefined) await notify(world, tables, pool, before, notice, metadata);
  }
}

function noticeOf(
  name: ContactAttribute,
  before: string | undefined,
  after: string | undefined,
): Notice | undefined {
  if (before === after || isSameContact(before, after)) return undefined;
  if (before === undefined) return name === "email" ? undefined : "phoneAdded";
  if (after === undefined) return name === "email" ? "emailRemoved" : "phoneRemoved";
  return name === "email" ? "emailChanged" : "phoneChanged";
}
