/** Requires the right code, and uses it up. One rule for the codes of sign-up, recovery and addresses. */
import type { ApiFailure, Fail } from "../failures.ts";
import type { Sub } from "../ids.ts";
import type { CodePurpose } from "../messages/code-request.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { checkCode } from "../sign-in/check-code.ts";
import type { Source } from "../sign-in/source-limit.ts";
import type { VerificationCode } from "../sign-in/verification-code.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";

export interface GivenCode {
  readonly purpose: CodePurpose;
  readonly code: string;
  readonly source: Source;
  /** False where it would tell who exists that no code waits: then there are only right ones and wrong ones. */
  readonly tellsNone: boolean;
}

export async function requireCode(
  world: World,
  { poolId }: Pick<Pool, "poolId">,
  account: Sub,
  { purpose, code, source, tellsNone }: GivenCode,
  fail: Fail<"CodeMismatchException" | "ExpiredCodeException" | "LimitExceededException">,
): Promise<VerificationCode> {
  if (tellsNone) {
    const waiting = await world.store.read.verificationCodes.find(poolId, account, purpose);
    if (waiting === undefined || waiting.expiresAt <= world.clock.now()) throw expired(fail);
  }
  const check = await checkCode(world, { poolId, sub: account }, { purpose, code, boundTo: null, source });
  if (check.ok) return check.row;
  switch (check.cause) {
    case "expired":
      throw expired(fail);
    case "attemptsExceeded":
      throw fail("LimitExceededException", texts.attemptLimitExceeded);
    case "mismatch":
      throw fail("CodeMismatchException", texts.codeMismatch);
  }
}

/** In the transaction that does what the code was for: of many with the same right code one comes through (AC-06). */
export async function useCode(
  { verificationCodes }: Tables,
  { poolId, sub, purpose, codeHash }: VerificationCode,
  fail: Fail<"ExpiredCodeException">,
): Promise<void> {
  const isFirst = await verificationCodes.use(poolId, sub, purpose, codeHash);
  if (!isFirst) throw expired(fail);
}

function expired(fail: Fail<"ExpiredCodeException">): ApiFailure {
  return fail("ExpiredCodeException", texts.codeExpired);
}
