/**
 * The answer to a request for a code for an account that cannot have one, where the client hides who exists: the same
 * as for everybody else, and the same every time; a code that nobody knows begins to wait.
 */
import type { CodeDeliveryDetailsType } from "../../model/shapes.ts";
import type { Sub } from "../ids.ts";
import { codeLifetimeMs } from "../messages/code.ts";
import type { CodePurpose } from "../messages/code-request.ts";
import { type Contact, deliveryDetails } from "../messages/contact.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { nobodysId } from "../sign-in/single-use.ts";
import type { Tables } from "../tables.ts";
import type { ContactAttribute } from "./attributes.ts";
import { addressNamed, normalizeName } from "./names.ts";
import { simulatedBytes } from "./simulated-bytes.ts";

export interface SimulatedCode {
  readonly account: Sub;
  /** As the caller gave it. */
  readonly name: string;
  readonly purpose: CodePurpose;
  /** Where the pool would send it, the first choice first. */
  readonly attributes: readonly ContactAttribute[];
  /** As of `CodeRequest`. */
  readonly sessionMs?: number;
}

/** What else is written with a code that was sent, or that nobody gets. */
export type Alongside = (tables: Tables, details: CodeDeliveryDetailsType) => Promise<unknown>;

export async function simulateCode(
  world: World,
  pool: Pool,
  { account, name, purpose, attributes, sessionMs }: SimulatedCode,
  alongside: Alongside = async () => undefined,
): Promise<CodeDeliveryDetailsType> {
  const contact = simulatedContact(world, pool, name, attributes);
  const details = deliveryDetails(contact);
  const row = {
    poolId: pool.poolId,
    sub: account,
    purpose,
    // The hash of no code at all.
    codeHash: world.digests.fingerprint(`no code ${world.random.uuid()}`),
    // Nobody reads it: a code that is somebody's has one.
    sealedAddress: world.sealing.seal(`no address ${purpose}`, contact.to),
    expiresAt: world.clock.now() + codeLifetimeMs(purpose, sessionMs),
  };
  // A message, an event, and what the outbox does with the message at once.
  const weights = [messageWeight(world), messageWeight(world), messageWeight(world)];
  await world.store.write(async (tables) => {
    await tables.verificationCodes.put(row);
    for (const weight of weights) await leaveNothing(world, tables, pool, weight);
    await alongside(tables, details);
  });
  return details;
}

/** As long to make as the message that nobody gets. */
function messageWeight({ random, sealing }: Pick<World, "random" | "sealing">): string {
  return sealing.seal("no message", random.uuid().repeat(10));
}

/** In the place of what a real code is written with, for the next pruning to remove: nobody's must take as long (HP-06). */
async function leaveNothing(
  { clock, random }: Pick<World, "clock" | "random">,
  { singleUse }: Tables,
  { poolId }: Pool,
  weight: string,
): Promise<void> {
  await singleUse.use(poolId, nobodysId(`${random.uuid()} ${weight}`), clock.now());
}

/** A name that is an address would be the person's own. */
function simulatedContact(
  world: Pick<World, "digests">,
  pool: Pool,
  name: string,
  attributes: readonly ContactAttribute[],
): Contact {
  const address = addressNamed(pool, name);
  const named = attributes.find((attribute) => attribute === address);
  const attribute = named ?? attributes[0] ?? "email";
  // As it would be stored, where case does not count.
  const to = named === undefined ? simulatedAddress(world, pool, name, attribute) : normalizeName(pool, name);
  return { attribute, medium: attribute === "email" ? "EMAIL" : "SMS", to };
}

/** As much of it as the mask will show: two letters, or four digits. */
function simulatedAddress(
  world: Pick<World, "digests">,
  pool: Pool,
  name: string,
  attribute: ContactAttribute,
): string {
  const bytes = [...simulatedBytes(world, pool, name, "address")];
  if (attribute === "email") return bytes.slice(0, 2).map(letter).join("@");
  return `+${bytes.slice(0, 4).map(digit).join("")}`;
}

function letter(byte: number): string {
  return "abcdefghijklmnopqrstuvwxyz".charAt(byte % 26);
}

function digit(byte: number): string {
  return String(byte % 10);
}
