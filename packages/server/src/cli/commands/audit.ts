/** `poolhouse audit`: reads the audit log, verifies it, and removes what is older than it must be kept. */
import { listAudit } from "../audit/list.ts";
import { pruneAudit } from "../audit/prune.ts";
import { verifyAuditLog } from "../audit/verify.ts";
import { type Command, usageFailure } from "../command.ts";
import { printable } from "../terminal.ts";

const help = `poolhouse audit [flags]
poolhouse audit verify [flags]
poolhouse audit prune --before <when> [flags]

Without a word it lists who changed what, on what and when, the oldest first.
verify finds records that were altered, removed, added or moved since they
were written. prune removes the oldest records; what is left still verifies.
All work beside a running server.

  --pool <id>       Only this pool's records; "house" for access keys
  --since <when>    Only records from then on: 2026-11-24, 2026-11-24T08:00Z,
                    36h or 7d (ago). Default: 24h
  --limit <number>  No more records than so many, of each pool. Default: 1000
  --before <when>   prune: what is older than that
  --against <file>  verify: an earlier output of verify --json. The chains must
                    still contain what they ended with then
  --data <folder>   The data folder of the server [POOLHOUSE_DATA],
                    if it is not in POOLHOUSE_DATABASE_URL
  --json            Print JSON: one line for each record, or one for all`;

const actions: Readonly<Record<string, Command["run"]>> = { verify: verifyAuditLog, prune: pruneAudit };

export const auditCommand: Command = {
  help: () => help,
  run(args, terminal) {
    const [name = ""] = args;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action !== undefined) return action(args.slice(1), terminal);
    if (name === "" || name.startsWith("-")) return listAudit(args, terminal);
    throw usageFailure(
      `audit ${printable(name)} is not known.`,
      "It is verify, prune, or no word for the list.",
      "See: poolhouse audit --help",
    );
  },
};
