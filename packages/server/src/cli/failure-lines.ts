/** What went wrong as people can act on it: what, why, what to do. */
import { ConfigError } from "../config/config-error.ts";
import { Unavailable } from "../core/failures.ts";
import { MasterKeyError } from "../crypto/master-key.ts";
import { MetricsPortUnusable } from "../metrics/listen.ts";
import { CopyDiffers } from "../sql/copy/compare.ts";
import { TargetUnfit } from "../sql/copy/move-target.ts";
import { AnotherMove } from "../sql/copy/one-move.ts";
import { UncopyableValue } from "../sql/copy/postgres-rows.ts";
import { DataFolderNotWritable } from "../sql/data-folder.ts";
import { DataFolderInUse } from "../sql/data-folder-lock.ts";
import { DatabaseUnusable } from "../sql/database.ts";
import { DatabaseDamaged } from "../sql/keep/sound.ts";
import { FileExists } from "../sql/keep/whole-file.ts";
import { DataIncomplete, DataMoved } from "../sql/marks.ts";
import { DatabaseIsNewer } from "../sql/migrate.ts";
import { sqliteCodeOf } from "../sql/sqlite-errors.ts";
import { CommandFailure } from "./command.ts";
import { copyFailure } from "./copy-failure.ts";
import { dataElsewhere } from "./data-elsewhere.ts";
import { databaseUnusable } from "./database-failure.ts";

export interface FailureLines {
  readonly what: string;
  readonly why: string;
  readonly cure: string;
}

/** Undefined for a bug: nobody foresaw it, so nobody can say what to do. */
export function failureLines(error: unknown): FailureLines | undefined {
  if (error instanceof ConfigError || error instanceof CommandFailure) return error;
  if (error instanceof DataFolderNotWritable) return notWritable(error);
  if (error instanceof DataFolderInUse) return inUse(error);
  if (error instanceof DatabaseUnusable) return databaseUnusable(error);
  if (error instanceof DataMoved || error instanceof DataIncomplete) return dataElsewhere(error);
  if (
    error instanceof TargetUnfit ||
    error instanceof CopyDiffers ||
    error instanceof AnotherMove ||
    error instanceof UncopyableValue
  ) {
    return copyFailure(error);
  }
  if (error instanceof DatabaseDamaged) return damaged(error);
  if (error instanceof FileExists) return exists(error);
  if (error instanceof MasterKeyError) return masterKey(error);
  if (error instanceof MetricsPortUnusable) return metricsPort(error);
  if (error instanceof DatabaseIsNewer) return newerDatabase(error);
  return listening(error) ?? fileRefused(error) ?? database(error) ?? unavailable(error);
}

function notWritable(error: DataFolderNotWritable): FailureLines {
  return {
    what: error.message,
    why: systemWords(error.cause),
    cure: "Give a folder that this user may write to, for example --data ./poolhouse-data.",
  };
}

function inUse(error: DataFolderInUse): FailureLines {
  return {
    what: error.message,
    why: "Two servers on one folder would overwrite each other's work.",
    cure: "Stop the other server, or give this one a folder of its own: --data <folder>.",
  };
}

function damaged({ message }: DatabaseDamaged): FailureLines {
  return {
    what: "The file cannot be used as a database.",
    why: message,
    cure: "Take another backup. What was there before has not been touched.",
  };
}

function exists({ message }: FileExists): FailureLines {
  return { what: message, why: "Backups are never overwritten.", cure: "Give another name: --to <file>." };
}

function masterKey(error: MasterKeyError): FailureLines {
  const [why, cure] = sentences(error);
  const cause = error.cause === undefined ? "" : ` ${systemWords(error.cause)}`;
  return {
    what: "The master key cannot be used.",
    why: why + cause,
    cure:
      cure || "Put the original master.key back into the data folder, or give it in POOLHOUSE_MASTER_KEY.",
  };
}

function metricsPort(error: MetricsPortUnusable): FailureLines {
  return {
    what: error.message,
    why: systemWords(error.cause),
    cure: "Give another --metrics-port, or --metrics-port 0 for any free one; --metrics-host names the address.",
  };
}

function newerDatabase(error: DatabaseIsNewer): FailureLines {
  const [why, cure] = sentences(error);
  return { what: "The data was written by a newer Poolhouse.", why, cure };
}

/** The first sentence says why, the rest what to do. */
function sentences({ message }: Error): [string, string] {
  const end = message.indexOf(". ");
  return end === -1 ? [message, ""] : [message.slice(0, end + 1), message.slice(end + 2)];
}

function listening(error: unknown): FailureLines | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  const { port, address } = where(error);
  switch (error.code) {
    case "EADDRINUSE":
      return {
        what: `Port ${port} is taken.`,
        why: `Another program listens on ${address}:${port} already, perhaps another Poolhouse.`,
        cure: `Stop it, or take another port: --port ${port + 1}, or --port 0 for any free one.`,
      };
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return {
        what: `The server cannot listen on ${address}.`,
        why: "It is not an address of this machine.",
        cure: "Give one that is, for example --host 127.0.0.1.",
      };
    case "EACCES":
      if (!("syscall" in error) || error.syscall !== "listen") return undefined;
      return {
        what: `The server may not listen on port ${port}.`,
        why: "Ports below 1024 belong to the system's administrator.",
        cure: "Give a higher port, for example --port 7665, and let a proxy hold the low one.",
      };
    default:
      return undefined;
  }
}

function where(error: object): { port: number; address: string } {
  const port = "port" in error && typeof error.port === "number" ? error.port : 0;
  if ("address" in error && typeof error.address === "string") return { port, address: error.address };
  return { port, address: "hostname" in error ? String(error.hostname) : "the address" };
}

/** A file of the data folder that belongs to another user, such as one that root has put there. */
function fileRefused(error: unknown): FailureLines | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("path" in error)) return undefined;
  const isFolder = error.code === "EISDIR";
  if (!isFolder && !["EACCES", "EPERM", "EROFS"].includes(String(error.code))) return undefined;
  return {
    what: `${error.path} cannot be opened.`,
    why: systemWords(error),
    cure: isFolder
      ? "Move it away, or give another data folder: --data <folder>."
      : "Let this user read and write it, or run this as the user whom it belongs to.",
  };
}

/** SQLite's primary result codes: https://sqlite.org/rescode.html */
const sqliteWords: Readonly<Record<number, readonly [why: string, cure: string]>> = {
  5: ["Another program keeps it locked.", "Let it finish, or end it if it hangs, then try again."],
  8: ["The database file may not be written.", "Let this user write it, or start as the user who made it."],
  10: [
    "The disk failed while reading or writing.",
    "Check the disk, then restore the last backup if need be.",
  ],
  11: ["The database file is damaged.", "Restore the last backup."],
  13: ["The disk is full.", "Make room on the disk that holds the data folder."],
  14: ["The database file cannot be opened.", "Let this user read and write everything in the data folder."],
  26: [
    "poolhouse.sqlite is not a database.",
    "Restore the last backup, or give another folder: --data <folder>.",
  ],
};

function database(error: unknown): FailureLines | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = sqliteCodeOf(error);
  const words = code === undefined ? undefined : sqliteWords[code];
  // The write queue wraps what SQLite says.
  if (words === undefined) return error.cause === undefined ? undefined : database(error.cause);
  return { what: "The data cannot be opened.", why: words[0], cure: words[1] };
}

/** PostgreSQL, in the middle of what was begun. */
function unavailable(error: unknown): FailureLines | undefined {
  if (!(error instanceof Unavailable)) return undefined;
  return databaseUnusable({ message: "The database cannot be used at the moment.", cause: error.cause });
}

const systemErrors: Readonly<Record<string, string>> = {
  EACCES: "This user has no right to it.",
  EPERM: "This user has no right to it.",
  EROFS: "It lies on a file system that is read-only.",
  ENOSPC: "The disk is full.",
  ENOTDIR: "Part of the path is a file, not a folder.",
  EEXIST: "It is a file, not a folder.",
  EISDIR: "It is a folder, not a file.",
  ENOENT: "A folder above it does not exist and cannot be made.",
  EADDRINUSE: "Another program listens there already, perhaps another Poolhouse.",
  EADDRNOTAVAIL: "It is not an address of this machine.",
  ENOTFOUND: "It is not an address of this machine.",
};

function systemWords(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return systemErrors[code] ?? `The system said ${code || "nothing more"}.`;
}
