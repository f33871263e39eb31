/** Is this the code that the person's authenticator app shows? An attempt is counted like one at a password (AC-03). */
import type { World } from "../ports.ts";
import { countedAttempt } from "../sign-in/counted-attempt.ts";
import type { Source } from "../sign-in/source-limit.ts";
import type { User } from "../users/user.ts";

export type SoftwareTokenCheck =
  | { readonly ok: true; readonly step: number }
  | { readonly ok: false; readonly cause: "attemptsExceeded" | "mismatch" | "notSetUp" };

type Person = Pick<User, "poolId" | "sub">;

interface Claim {
  readonly code: string;
  readonly source: Source;
}

/** The step it answers is not used up yet: that is for the transaction that acts on it (AC-06). */
export async function checkSoftwareToken(
  world: World,
  person: Person,
  claim: Claim,
): Promise<SoftwareTokenCheck> {
  const token = await world.store.read.softwareTokens.find(person.poolId, person.sub);
  if (token?.sealedSecret === undefined) return { ok: false, cause: "notSetUp" };
  return checkAgainst(world, person, token.sealedSecret, claim);
}

/** The same, for the secret that waits to be confirmed; also answers the secret it was. */
export async function checkPendingSoftwareToken(
  world: World,
  person: Person,
  claim: Claim,
): Promise<SoftwareTokenCheck & { readonly sealedSecret: string }> {
  const token = await world.store.read.softwareTokens.find(person.poolId, person.sub);
  const sealedSecret = token?.sealedPendingSecret;
  if (sealedSecret === undefined) return { ok: false, cause: "notSetUp", sealedSecret: "" };
  return { ...(await checkAgainst(world, person, sealedSecret, claim)), sealedSecret };
}

export function sealSecret(world: Pick<World, "sealing">, person: Person, secret: string): string {
  return world.sealing.seal(softwareTokenPurpose(person), secret);
}

export function openSecret(world: Pick<World, "sealing">, person: Person, sealedSecret: string): string {
  const secret = world.sealing.open(softwareTokenPurpose(person), sealedSecret);
  if (secret === undefined) throw new Error("a software token's secret does not open");
  return secret;
}

async function checkAgainst(
  world: World,
  person: Person,
  sealedSecret: string,
  { code, source }: Claim,
): Promise<SoftwareTokenCheck> {
  const secret = openSecret(world, person, sealedSecret);
  const look = async () => world.oneTimePasswords.stepOf(secret, code, world.clock.now());
  const guess = { poolId: person.poolId, account: person.sub, source };
  const tried = await countedAttempt(world, guess, look);
  if (tried.ok) return { ok: true, step: tried.found };
  return { ok: false, cause: tried.isLocked ? "attemptsExceeded" : "mismatch" };
}

/** Sealed for one person: a row that is moved to another does not open. */
export function softwareTokenPurpose({ poolId, sub }: Readonly<Record<keyof Person, string>>): string {
  return `software token ${poolId} ${sub}`;
}
