/** Changes a person's attributes, and asks for proof of a new address where the pool verifies by itself. */
import type { CodeDeliveryDetailsType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import type { Sub } from "../ids.ts";
import { sendCode } from "../messages/code.ts";
import { contactOf } from "../messages/contact.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { type Attributes, contactAttributes, isSameContact } from "./attributes.ts";
import { updateUser } from "./update-user.ts";
import type { User } from "./user.ts";

/** `aliasFail` is null where attributes are only deleted: that takes nobody's name. */
export async function changeAttributes(
  world: World,
  pool: Pool,
  sub: Sub,
  change: (attributes: Attributes) => Attributes,
  fail: Fail<"UserNotFoundException">,
  aliasFail: Fail<"AliasExistsException"> | null,
): Promise<readonly CodeDeliveryDetailsType[]> {
  const now = world.clock.now();
  return world.store.write(async (tables) => {
    let before: Attributes = {};
    const apply = (user: User): User => {
      before = user.attributes;
      return { ...user, attributes: change(before), modifiedAt: now };
    };
    const { attributes } = await updateUser(tables, pool, sub, apply, fail, aliasFail);
    return sendCodes(world, tables, pool, sub, before, attributes);
  });
}

/** One code for each address that is new and not known to be theirs. */
async function sendCodes(
  world: World,
  tables: Tables,
  pool: Pool,
  sub: Sub,
  before: Attributes,
  after: Attributes,
): Promise<readonly CodeDeliveryDetailsType[]> {
  const { AutoVerifiedAttributes = [] } = pool.settings;
  const sent: CodeDeliveryDetailsType[] = [];
  for (const name of contactAttributes) {
    const contact = contactOf(after, name);
    if (contact === undefined || !AutoVerifiedAttributes.includes(name)) continue;
    if (after[`${name}_verified`] === "true" || isSameContact(before[name], after[name])) continue;
    sent.push(await sendCode(world, tables, pool, sub, `verify:${name}`, contact));
  }
  return sent;
}
