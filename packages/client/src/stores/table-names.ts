import { explainedError } from "../errors/explained-error.ts";

/** Where the entries and the leases are, quoted for SQL. */
export interface TableNames {
  readonly entries: string;
  readonly leases: string;
  /** Without a schema, as `create index` wants them. */
  readonly subjectIndex: string;
  readonly expiryIndex: string;
}

/** PostgreSQL cuts names off after 63 bytes, and `_expires_at` comes after this one. */
const plainName = /^[A-Za-z_][A-Za-z0-9_]{0,51}$/;

/** Throws `config_invalid` for anything but a plain name, since it becomes a part of statements. */
export function tableNames(table: string): TableNames {
  if (!plainName.test(table)) {
    throw explainedError(
      "config_invalid",
      "table is a name of at most 52 letters, digits and underscores, not beginning with a digit",
    );
  }
  return namesIn("", table);
}

/** The same, and a schema may stand before it: `auth.sessions`. */
export function tableNamesInSchema(table: string): TableNames {
  const [schema = "", name] = table.split(/\.(.*)/s);
  if (name === undefined) return tableNames(table);
  // The schema's name has to be plain for the same reason.
  tableNames(schema);
  tableNames(name);
  return namesIn(`"${schema}".`, name);
}

function namesIn(schema: string, name: string): TableNames {
  return {
    entries: `${schema}"${name}"`,
    leases: `${schema}"${name}_leases"`,
    subjectIndex: `"${name}_subject"`,
    expiryIndex: `"${name}_expires_at"`,
  };
}
