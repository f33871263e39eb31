/** The second factors on the account page: each with its name, its state, and what can be done with it. */
import type { MfaKind } from "../core/factors/mfa-preference.ts";
import { hasFactor, offeredFactors } from "../core/factors/offered-factors.ts";
import { demandsFactor, factorsOf, isAutomatic } from "../core/factors/second-factor.ts";
import type { World } from "../core/ports.ts";
import type { User } from "../core/users/user.ts";
import { ownPath } from "./addresses.ts";
import type { OpenFlow } from "./flow.ts";
import type { AccountFactor, AccountProps } from "./views/account-props.ts";

/** An app that was set up is shown even where the pool no longer offers them, since it is asked for. */
export async function factorsOnPage(
  world: World,
  { request: { pool, query } }: OpenFlow,
  user: User,
): Promise<Pick<AccountProps, "factors" | "isFactorDemanded">> {
  const { read } = world.store;
  const asked = await factorsOf(read, pool, user);
  const offered = offeredFactors(pool);
  const kinds = [...new Set<MfaKind>([...offered, ...asked])];
  const isFactorDemanded = demandsFactor(pool);
  const isLast = isFactorDemanded && asked.length === 1;
  const factors = kinds.map(async (kind): Promise<AccountFactor> => {
    const isOn = asked.includes(kind);
    const isThere = await hasFactor(read, user, kind);
    return {
      kind,
      isOn,
      isThere,
      isPreferred: isOn && user.mfa.preferred === kind,
      isPreferable: isOn && asked.length > 1 && user.mfa.preferred !== kind && offered.includes(kind),
      isRemovable: isOn && !isLast && !isAutomatic(pool, kind),
      setUpHref:
        kind === "SOFTWARE_TOKEN_MFA" && offered.includes(kind) ? ownPath("addApp", query) : undefined,
    };
  });
  return { factors: await Promise.all(factors), isFactorDemanded };
}
