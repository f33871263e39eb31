import type { Client } from "./client.ts";

/** `PreventUserExistenceErrors`: whoever names an account must not learn from the answer whether anybody has it. */
export function hidesPeople({ settings }: Client): boolean {
  return settings.PreventUserExistenceErrors === "ENABLED";
}
