/** Which second factor a person is asked for: one rule for the API and the pages. */
import type { Pool } from "../pools/pool.ts";
import type { ReadTables } from "../tables.ts";
import type { User } from "../users/user.ts";
import { type MfaKind, mfaKinds } from "./mfa-preference.ts";
import { hasFactor, offeredFactors } from "./offered-factors.ts";

export type SecondFactor =
  | { readonly kind: "none" }
  | { readonly kind: "one"; readonly factor: MfaKind }
  /** The person has several and prefers none. */
  | { readonly kind: "choice"; readonly factors: readonly MfaKind[] }
  /** The pool demands one and the person has none; `factors` are those they can set up on the way in. */
  | { readonly kind: "setUp"; readonly factors: readonly MfaKind[] };

/** In pools that demand a second factor, whoever can be sent a code has one. */
const sent: readonly MfaKind[] = ["SMS_MFA", "EMAIL_OTP"];

export async function secondFactorOf(
  tables: Pick<ReadTables, "passkeys" | "softwareTokens">,
  pool: Pool,
  user: User,
): Promise<SecondFactor> {
  const isDemanded = demandsFactor(pool);
  const offered = offeredFactors(pool);
  const factors = await factorsOf(tables, pool, user);
  const { preferred } = user.mfa;
  if (preferred !== undefined && factors.includes(preferred)) return { kind: "one", factor: preferred };
  const [first, ...others] = factors;
  if (first === undefined)
    return isDemanded ? { kind: "setUp", factors: offered.filter(isSetUpOnTheWay) } : { kind: "none" };
  return others.length === 0 ? { kind: "one", factor: first } : { kind: "choice", factors };
}

/** Those that a sign-in may be asked for. */
export async function factorsOf(
  tables: Pick<ReadTables, "passkeys" | "softwareTokens">,
  pool: Pool,
  user: User,
): Promise<readonly MfaKind[]> {
  if (isMfaOff(pool)) return [];
  const offered = offeredFactors(pool);
  const factors: MfaKind[] = [];
  for (const kind of mfaKinds) {
    if (!isAutomatic(pool, kind) && !isTurnedOn(user, kind, offered)) continue;
    if (await hasFactor(tables, user, kind)) factors.push(kind);
  }
  return factors;
}

export function demandsFactor({ settings }: Pool): boolean {
  return settings.MfaConfiguration === "ON";
}

/** It is asked for wherever it can be: nobody turns it on, and nobody off. */
export function isAutomatic(pool: Pool, kind: MfaKind): boolean {
  return demandsFactor(pool) && sent.includes(kind) && offeredFactors(pool).includes(kind);
}

/** The factors that would meet what is owed; none where there is nothing, or nothing yet. */
export function choicesOf(owed: SecondFactor): readonly MfaKind[] {
  switch (owed.kind) {
    case "one":
      return [owed.factor];
    case "choice":
      return owed.factors;
    default:
      return [];
  }
}

function isMfaOff({ settings }: Pool): boolean {
  return (settings.MfaConfiguration ?? "OFF") === "OFF";
}

/** A passkey is registered by somebody who is signed in. */
function isSetUpOnTheWay(kind: MfaKind): boolean {
  return kind !== "WEB_AUTHN";
}

/** Cognito's: an authenticator app that was set up is asked for even if the pool no longer offers them. */
function isTurnedOn({ mfa }: User, kind: MfaKind, offered: readonly MfaKind[]): boolean {
  return mfa.enabled.includes(kind) && (offered.includes(kind) || kind === "SOFTWARE_TOKEN_MFA");
}
