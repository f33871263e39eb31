/** Whether the audit log is as it was written: every chain, from its beginning or from where it was pruned. */
import { checkAudit } from "../../core/audit/check-audit.ts";
import type { ChainReport } from "../../core/audit/verify.ts";
import { findMarks, findSchemaNumber, hasAuditGuards } from "../../sql/look/questions.ts";
import { newestSchema } from "../../sql/migrate.ts";
import { nameOfChain } from "../audit/chains.ts";
import { withDataOf } from "../open-data.ts";
import { bad, type Check, type Finding, good, notAsked, type Patient, warning } from "./check.ts";

/** The rest of them is in `poolhouse audit verify`. */
const mostOfChain = 3;

export const auditCheck: Check = {
  name: "Audit log",
  async run(patient) {
    const { config, database, masterKey } = patient;
    if (database instanceof Error) return [notAsked("The audit log")];
    if (masterKey instanceof Error) return [warning("The audit log: not checked.", "See under Keys.")];
    if (!(await isOurs(patient))) {
      return [
        warning("The audit log: not checked, as no server of this version has it.", "See under Database."),
      ];
    }
    const { chains, records } = await withDataOf(config, ({ world }) => checkAudit(world));
    const altered = chains.filter(({ findings }) => findings.length > 0);
    const guards = (await hasAuditGuards(database)) ? [] : [unguarded];
    if (altered.length > 0) return [...altered.map(notAsWritten), ...guards];
    const of = chains.length === 1 ? "1 chain" : `${chains.length} chains`;
    return [good(`It is as it was written: ${records} records in ${of}.`), ...guards];
  },
};

const unguarded = warning(
  "The database does not refuse to change it: triggers are missing. Only its chain would tell.",
  "Let nobody but Poolhouse write to this database, and run poolhouse audit verify often: docs/postgresql.md.",
);

/** To open it otherwise would migrate it, or be refused. */
async function isOurs({ database }: Patient): Promise<boolean> {
  if (database instanceof Error) return false;
  return (await findSchemaNumber(database)) === newestSchema && (await findMarks(database)).size === 0;
}

function notAsWritten({ chain, findings }: ChainReport): Finding {
  const said = findings.slice(0, mostOfChain).join("; ");
  const more = findings.length > mostOfChain ? `; and ${findings.length - mostOfChain} more` : "";
  return bad(
    `The chain of ${nameOfChain(chain)} is not as it was written: ${said}${more}.`,
    "Keep this database as it is, and compare it with a backup. poolhouse audit verify says everything.",
  );
}
