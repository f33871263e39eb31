/** A person who is signed in proves that an address is theirs: the one they have, or the one that waits to replace it. */
import type { CodeDeliveryDetailsType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import { prepareCode, storeCode } from "../messages/code.ts";
import type { CodePurpose } from "../messages/code-request.ts";
import { contactOf } from "../messages/contact.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { ClientMetadata, TriggerFail, TriggerSubject } from "../triggers/trigger-subject.ts";
import { tellAddressChanges } from "./address-notices.ts";
import { type ContactAttribute, contactAttributes } from "./attributes.ts";
import { type CodeAddress, openAddress, sealAddress, withProvedAddress } from "./code-address.ts";
import { countUse } from "./limits.ts";
import { type GivenCode, requireCode, useCode } from "./require-code.ts";
import { updateUser } from "./update-user.ts";
import type { User } from "./user.ts";

/** The subject's user is whose address it is. */
export async function sendAddressCode(
  world: World,
  subject: TriggerSubject & { readonly user: User },
  attributeName: string,
  fail: Fail<"InvalidParameterException" | "LimitExceededException"> & TriggerFail,
): Promise<CodeDeliveryDetailsType> {
  const { pool, user } = subject;
  await countUse(world, pool, user.sub, "sendAttributeCode", fail);
  const attribute = requireAddressName(attributeName, fail);
  const waiting = await findWaitingAddress(world, user, attribute);
  const contact = contactOf({ ...user.attributes, ...(waiting && { [attribute]: waiting.to }) }, attribute);
  if (contact === undefined) throw fail("InvalidParameterException", texts.addressMissing(attribute));
  const sealedAddress = sealAddress(world, user, contact, waiting !== undefined);
  const code = { ...subject, purpose: purposeOf(attribute), contact, boundTo: null, sealedAddress } as const;
  const prepared = await prepareCode(world, { ...code, source: "VerifyUserAttribute", fail });
  await world.store.write((tables) => storeCode(tables, prepared));
  return prepared.details;
}

export type VerifyAddressFail = Fail<
  | "AliasExistsException"
  | "CodeMismatchException"
  | "ExpiredCodeException"
  | "InvalidParameterException"
  | "LimitExceededException"
  | "UserNotFoundException"
>;

export interface AddressProof extends Pick<GivenCode, "code" | "source"> {
  /** Of the page that asks: it says the language of the notice. */
  readonly metadata?: ClientMetadata;
}

export async function verifyAddress(
  world: World,
  pool: Pool,
  { sub }: User,
  attributeName: string,
  { code, source, metadata }: AddressProof,
  fail: VerifyAddressFail,
): Promise<void> {
  await countUse(world, pool, sub, "verifyAttribute", fail);
  const purpose = purposeOf(requireAddressName(attributeName, fail));
  const row = await requireCode(world, pool, sub, { purpose, code, source, tellsNone: true }, fail);
  const address = openAddress(world, row);
  const now = world.clock.now();
  let before: User | undefined;
  const prove = (user: User): User => {
    before = user;
    const attributes = address && withProvedAddress(user.attributes, address);
    if (attributes === undefined) throw fail("ExpiredCodeException", texts.codeExpired);
    return { ...user, attributes, modifiedAt: now };
  };
  await world.store.write(async (tables) => {
    await useCode(tables, row, fail);
    const after = await updateUser(tables, pool, sub, prove, fail, fail);
    if (before !== undefined) await tellAddressChanges(world, tables, pool, before, after, metadata);
  });
}

/** The address that is to replace theirs. It waits as long as its code is good. */
export async function findWaitingAddress(
  world: World,
  user: User,
  attribute: ContactAttribute,
): Promise<CodeAddress | undefined> {
  const { poolId, sub } = user;
  const row = await world.store.read.verificationCodes.find(poolId, sub, purposeOf(attribute));
  if (row === undefined || row.expiresAt <= world.clock.now()) return undefined;
  const address = openAddress(world, row);
  return address?.isWaiting ? address : undefined;
}

function requireAddressName(name: string, fail: Fail<"InvalidParameterException">): ContactAttribute {
  const attribute = contactAttributes.find((each) => each === name);
  if (attribute === undefined) throw fail("InvalidParameterException", texts.attributeNotVerifiable(name));
  return attribute;
}

function purposeOf(attribute: ContactAttribute): CodePurpose {
  return `verify:${attribute}`;
}
