/** Every check, in the order of the report. A new one is a file beside this, and a line here. */
import { auditCheck } from "./audit.ts";
import type { Check } from "./check.ts";
import { clockCheck } from "./clock.ts";
import { databaseCheck } from "./database.ts";
import { diskCheck } from "./disk.ts";
import { keysCheck } from "./keys.ts";
import { messagesCheck } from "./messages.ts";
import { publicUrlCheck } from "./public-url.ts";
import { settingsCheck } from "./settings.ts";

export const checks: readonly Check[] = [
  settingsCheck,
  keysCheck,
  clockCheck,
  diskCheck,
  databaseCheck,
  auditCheck,
  publicUrlCheck,
  messagesCheck,
];
