/** What a pool's `LambdaConfig` must satisfy beyond its shape. */
import type { Fail } from "../failures.ts";
import type { PoolSettings } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";

/** A sender that could never be told its code is refused when it is set, and not when the first person waits for a mail. */
export function requireTriggers(
  { triggers }: Pick<World, "triggers">,
  { LambdaConfig = {}, UserPoolTier }: PoolSettings,
  fail: Fail<"InvalidParameterException" | "FeatureUnavailableInTierException">,
): void {
  const { CustomEmailSender, CustomSMSSender, PreTokenGeneration, PreTokenGenerationConfig } = LambdaConfig;
  const hasSender = CustomEmailSender !== undefined || CustomSMSSender !== undefined;
  if (hasSender && !triggers.canEncryptForSender) {
    throw fail("InvalidParameterException", texts.senderKeyMissing);
  }
  if (PreTokenGenerationConfig === undefined) return;
  if (PreTokenGeneration !== undefined && PreTokenGeneration !== PreTokenGenerationConfig.LambdaArn) {
    throw fail("InvalidParameterException", texts.tokenTriggersDiffer);
  }
  if (UserPoolTier === "LITE" && PreTokenGenerationConfig.LambdaVersion !== "V1_0") {
    throw fail("FeatureUnavailableInTierException", texts.tokenTriggerTier);
  }
}
