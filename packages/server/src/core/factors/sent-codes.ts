/**
 * How many unused sign-in codes may be sent to one account in an hour. Whoever knows a name can request them; without a
 * limit they would fill a mailbox, or send text messages at the operator's expense. The limit per network address is
 * lower, so that somebody who is pestered from elsewhere can still request a code.
 */
import type { Fail } from "../failures.ts";
import type { PoolId } from "../ids.ts";
import { inOrder } from "../in-order.ts";
import type { World } from "../ports.ts";
import { sourceKey } from "../sign-in/network-address.ts";
import type { Source } from "../sign-in/source-limit.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";

const action = "signInCode";
const mostUnused = 100;
const mostUnusedFromSource = 20;

export interface SentCode {
  readonly poolId: PoolId;
  /** A sub, or a fingerprint of a name nobody has: a limit must not tell who exists. */
  readonly account: string;
  readonly source: Source;
}

/** In the transaction that stores the code, which a refusal undoes. */
export async function countSentCode(
  { clock }: Pick<World, "clock">,
  { quotas }: Pick<Tables, "quotas">,
  { poolId, account, source }: SentCode,
  fail: Fail<"TooManyRequestsException">,
): Promise<void> {
  const now = clock.now();
  const counted = await inOrder(
    quotas.count(poolId, account, action, mostUnused, now),
    source === undefined || quotas.count(poolId, account, actionFrom(source), mostUnusedFromSource, now),
  );
  if (counted.includes(false)) throw fail("TooManyRequestsException", texts.tooManyCodesSent);
}

/** It was used. From another address than it was asked for from, it stays counted on that one. */
export async function forgiveSentCode(
  { quotas }: Pick<Tables, "quotas">,
  { poolId, account, source }: SentCode,
): Promise<void> {
  await inOrder(
    quotas.giveBack(poolId, account, action),
    source !== undefined && quotas.giveBack(poolId, account, actionFrom(source)),
  );
}

function actionFrom(source: string): string {
  return `${action} from ${sourceKey(source)}`;
}
