import type { PoolSettings } from "./pool.ts";

export function hasThreatProtection({ UserPoolAddOns }: PoolSettings): boolean {
  return (UserPoolAddOns?.AdvancedSecurityMode ?? "OFF") !== "OFF";
}
