/** Changes a person's attributes, and asks for proof of a new address: before it is taken over, or after. */
import type { CodeDeliveryDetailsType } from "../../model/shapes.ts";
import type { Client } from "../clients/client.ts";
import type { Fail } from "../failures.ts";
import type { Sub } from "../ids.ts";
import { type PreparedCode, prepareCode, storeCode } from "../messages/code.ts";
import { type Contact, contactOf } from "../messages/contact.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import type { ClientMetadata, TriggerException } from "../triggers/trigger-subject.ts";
import { tellAddressChanges } from "./address-notices.ts";
import { type Attributes, contactAttributes, isSameContact, isVerified } from "./attributes.ts";
import { sealAddress } from "./code-address.ts";
import { updateUser } from "./update-user.ts";
import type { User } from "./user.ts";
import { postponeAddresses } from "./waiting-addresses.ts";

export interface AttributeChange {
  readonly pool: Pool;
  readonly sub: Sub;
  readonly changes: Attributes;
  /** The attributes after the changes, all of them checked. */
  readonly apply: (current: Attributes) => Attributes;
  /** Null where attributes are only deleted: that takes nobody's name and needs no proof. */
  readonly proof: AskingForProof | null;
  readonly fail: Fail<"UserNotFoundException">;
  /** Where there is no proof: of the page that asks, it says the language of the notice. */
  readonly metadata?: ClientMetadata;
  /** What else belongs to the transaction; it sees the person after the changes. */
  readonly alongside?: (
    tables: Tables,
    user: User,
    codes: readonly CodeDeliveryDetailsType[],
  ) => Promise<unknown>;
}

interface AskingForProof {
  /** Undefined for an administrator's call. */
  readonly client: Client | undefined;
  readonly metadata: ClientMetadata;
  readonly fail: Fail<TriggerException | "AliasExistsException">;
}

/** Which codes went where. */
export async function changeAttributes(
  world: World,
  request: AttributeChange,
): Promise<readonly CodeDeliveryDetailsType[]> {
  const { pool, sub, proof, fail } = request;
  const found = await world.store.read.users.find(pool.poolId, sub);
  if (found === undefined) throw fail("UserNotFoundException", texts.userNotFound);
  const codes = await prepareCodes(world, request, found);
  const now = world.clock.now();
  return world.store.write(async (tables) => {
    let before = found;
    const change = (user: User): User => {
      before = user;
      return { ...user, attributes: planned(request, user).attributes, modifiedAt: now };
    };
    const after = await updateUser(tables, pool, sub, change, fail, proof?.fail ?? null);
    await tellAddressChanges(world, tables, pool, before, after, request.metadata ?? proof?.metadata);
    await forgetWaiting(tables, request.changes, found);
    for (const code of codes) await storeCode(tables, code);
    const sent = codes.map(({ details }) => details);
    await request.alongside?.(tables, after, sent);
    return sent;
  });
}

interface Plan {
  readonly attributes: Attributes;
  readonly toProve: readonly { readonly contact: Contact; readonly isWaiting: boolean }[];
}

/** An address is to be proved that waits for it, or that is new and not known to be theirs where the pool verifies by itself. */
function planned({ pool, changes, apply }: AttributeChange, { attributes: current }: User): Plan {
  const { AutoVerifiedAttributes = [] } = pool.settings;
  const { attributes, waiting } = postponeAddresses(pool, current, apply(current), changes);
  const unproved = contactAttributes.flatMap((name) => {
    const contact = contactOf(attributes, name);
    if (contact === undefined || !AutoVerifiedAttributes.includes(name)) return [];
    const isKnown = isVerified(attributes, name) || isSameContact(current[name], contact.to);
    return isKnown ? [] : [contact];
  });
  const toProve = [
    ...waiting.map((contact) => ({ contact, isWaiting: true })),
    ...unproved.map((contact) => ({ contact, isWaiting: false })),
  ];
  return { attributes, toProve };
}

/** Worded before the transaction, and of no use to anybody should the person have changed meanwhile. */
async function prepareCodes(
  world: World,
  request: AttributeChange,
  user: User,
): Promise<readonly PreparedCode[]> {
  const { pool, proof } = request;
  if (proof === null) return [];
  const codes: PreparedCode[] = [];
  const { attributes, toProve } = planned(request, user);
  for (const { contact, isWaiting } of toProve) {
    const purpose = `verify:${contact.attribute}` as const;
    const sealedAddress = sealAddress(world, user, contact, isWaiting);
    const code = { pool, user: { ...user, attributes }, purpose, contact, boundTo: null, sealedAddress };
    codes.push(await prepareCode(world, { ...code, ...proof, source: "UpdateUserAttribute" }));
  }
  return codes;
}

/** Whatever waited for this address gives way to what is said of it now. */
async function forgetWaiting(
  { verificationCodes }: Tables,
  changes: Attributes,
  { poolId, sub }: User,
): Promise<void> {
  for (const name of contactAttributes) {
    if (Object.hasOwn(changes, name)) await verificationCodes.delete(poolId, sub, `verify:${name}`);
  }
}
