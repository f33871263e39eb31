/**
 * A refresh that does not give up at the first silence. The provider may have rotated the token and its answer may be lost: asked
 * again soon, it gives the same successor, and asked late it takes the repetition for theft. So the first repetition comes at
 * once, unless there was an answer, and the next ones after growing pauses, until the bound. An answer that is late is waited for, not
 * asked for twice.
 */
import { isClientError } from "../../errors/client-error.ts";
import { refresh } from "../../provider/refresh.ts";
import { verifyIdTokenSignature } from "../../provider/signature.ts";
import type { TokenSet } from "../../tokens/token-set.ts";
import type { Settings } from "../settings.ts";
import { jittered } from "./pause.ts";

type PatientSettings = Pick<Settings, "now" | "provider" | "retryMs" | "wait">;

const firstPauseMs = 250;
const longestPauseMs = 4_000;

/**
 * `isStillDue` is asked before each repetition: false when somebody else has renewed meanwhile, and then the answer is undefined.
 * Throws what `refresh` throws.
 */
export async function refreshPatiently(
  { now, provider, retryMs, wait }: PatientSettings,
  tokens: TokenSet,
  isStillDue: () => Promise<boolean> = async () => true,
): Promise<TokenSet | undefined> {
  const startedAt = now();
  let waited = 0;
  for (let repetition = 0; ; repetition += 1) {
    try {
      return await refresh(provider, tokens, verifyIdTokenSignature);
    } catch (error) {
      if (!isClientError(error, "provider_unavailable")) throw error;
      // Without a cause it has answered, "not now": that is no lost answer, and wants a pause.
      if (repetition > 0 || error.cause === undefined) {
        const pause = jittered(Math.min(firstPauseMs * 2 ** Math.max(0, repetition - 1), longestPauseMs));
        // A clock that a test holds does not move by itself, hence both.
        if (Math.max(now() - startedAt, waited) + pause > retryMs) throw error;
        await wait(pause);
        waited += pause;
      }
      if (!(await isStillDue())) return undefined;
    }
  }
}
