/**
 * Where the pool's AttributesRequireVerificationBeforeUpdate names an address, a new one waits until it is proved, and
 * the old one stays in use (AP-08).
 */
import type { Fail } from "../failures.ts";
import { type Contact, contactOf } from "../messages/contact.ts";
import type { Pool } from "../pools/pool.ts";
import { texts } from "../texts.ts";
import { type Attributes, contactAttributes } from "./attributes.ts";

export interface Postponed {
  /** What holds at once. */
  readonly attributes: Attributes;
  readonly waiting: readonly Contact[];
}

/**
 * `wanted` is `current` after `changes`, all of them checked. An administrator who says whether the new address is verified
 * has decided; deleting an address needs no proof, nor does the first one.
 */
export function postponeAddresses(
  pool: Pool,
  current: Attributes,
  wanted: Attributes,
  changes: Attributes,
): Postponed {
  const { AttributesRequireVerificationBeforeUpdate = [] } = pool.settings.UserAttributeUpdateSettings ?? {};
  const attributes: Record<string, string> = { ...wanted };
  const waiting: Contact[] = [];
  for (const name of contactAttributes) {
    const flag = `${name}_verified`;
    const [old, contact] = [current[name], contactOf(wanted, name)];
    if (old === undefined || contact === undefined || contact.to === old || changes[flag]) continue;
    if (!AttributesRequireVerificationBeforeUpdate.includes(name)) continue;
    attributes[name] = old;
    const wasVerified = current[flag];
    if (wasVerified === undefined) delete attributes[flag];
    else attributes[flag] = wasVerified;
    waiting.push(contact);
  }
  return { attributes, waiting };
}

/** For changes on the way in, which no code can follow. */
export function requireNoneWaiting(
  pool: Pool,
  current: Attributes,
  wanted: Attributes,
  fail: Fail<"InvalidParameterException">,
): void {
  const [waiting] = postponeAddresses(pool, current, wanted, {}).waiting;
  if (waiting === undefined) return;
  throw fail("InvalidParameterException", texts.addressNotChangeableYet(waiting.attribute));
}
