/**
 * Is this the code that was sent? An attempt is counted like one at a password; using the code up belongs to the
 * transaction that acts on it.
 */
import { codeHash } from "../messages/code.ts";
import type { CodePurpose } from "../messages/code-request.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import type { User } from "../users/user.ts";
import { countedAttempt } from "./counted-attempt.ts";
import type { Source } from "./source-limit.ts";
import type { VerificationCode } from "./verification-code.ts";

export type CodeCheck =
  | { readonly ok: true; readonly row: VerificationCode }
  | { readonly ok: false; readonly cause: "mismatch" | "expired" | "attemptsExceeded" };

export interface CodeClaim {
  readonly purpose: CodePurpose;
  readonly code: string;
  /** The challenge session a sign-in code belongs to; null elsewhere. */
  readonly boundTo: string | null;
  readonly source: Source;
}

/** A code that was never sent, was replaced or was used is a wrong one. `alongside` as of `countedAttempt`. */
export async function checkCode(
  world: World,
  { poolId, sub }: Pick<User, "poolId" | "sub">,
  { purpose, code, boundTo, source }: CodeClaim,
  alongside?: (tables: Tables) => Promise<void>,
): Promise<CodeCheck> {
  const look = async (): Promise<VerificationCode | undefined> => {
    const row = await world.store.read.verificationCodes.find(poolId, sub, purpose);
    const given = codeHash(world, sub, purpose, code, boundTo);
    return row !== undefined && world.digests.equal(row.codeHash, given) ? row : undefined;
  };
  const attempt = await countedAttempt(world, { poolId, account: sub, source }, look, alongside);
  if (!attempt.ok) return { ok: false, cause: attempt.isLocked ? "attemptsExceeded" : "mismatch" };
  if (attempt.found.expiresAt <= world.clock.now()) return { ok: false, cause: "expired" };
  return { ok: true, row: attempt.found };
}
