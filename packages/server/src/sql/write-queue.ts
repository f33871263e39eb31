/**
 * Group commit: writes that wait together share one transaction, each inside a savepoint of its own, because
 * the fsync of a commit costs far more than the statements before it.
 */
import type { DatabaseSync } from "node:sqlite";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import type { CommitWatch } from "./database.ts";
import { isBusy } from "./sqlite-errors.ts";

export interface WriteQueue {
  /** Runs after everything that was asked for before. Settles after the commit: rejects with what `work` threw, or if the commit fails. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** How many wait. */
  waiting(): number;
  close(): Promise<void>;
}

const groupLimit = 128;
/** After this long nobody else joins. */
const groupMs = 5;
/** How long to wait while another process writes, and how often to look. */
const busyMs = 5000;
const busyPauseMs = 5;

interface Job {
  /** Does the work and answers how to report its success later. */
  readonly work: () => Promise<() => void>;
  readonly reject: (cause: unknown) => void;
}

export function createWriteQueue(db: DatabaseSync, onCommit?: CommitWatch): WriteQueue {
  const transaction = prepareTransaction(db);
  const waiting: Job[] = [];
  let isScheduled = false;
  let isClosed = false;

  function run<T>(work: () => Promise<T>): Promise<T> {
    if (isClosed) return Promise.reject(new Error("The database is closed."));
    return new Promise((resolve, reject) => {
      const job = async () => {
        const value = await work();
        return () => resolve(value);
      };
      waiting.push({ work: job, reject });
      schedule();
    });
  }

  // On the next turn of the event loop, so that all requests read in this one join the group.
  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(async () => {
      await runGroup(transaction, waiting, onCommit);
      isScheduled = false;
      if (waiting.length > 0) schedule();
    });
  }

  async function close(): Promise<void> {
    if (isClosed) return;
    const last = run(() => Promise.resolve());
    isClosed = true;
    await last;
  }

  return { run, waiting: () => waiting.length, close };
}

/**
 * Takes jobs until a turn of the event loop brings none, or the group is full. A single writer waits for one turn, some
 * microseconds; with many writers, those of the next turn save a commit. Never throws: failures go to the jobs.
 */
async function runGroup(
  transaction: Transaction,
  waiting: Job[],
  onCommit: CommitWatch | undefined,
): Promise<void> {
  const group: Job[] = [];
  const outcomes: (() => void)[] = [];
  try {
    await transaction.begin();
    const until = performance.now() + groupMs;
    const isOpen = () => group.length < groupLimit && performance.now() < until;
    while (waiting.length > 0 && isOpen()) {
      for (let job = waiting.shift(); job !== undefined; job = isOpen() ? waiting.shift() : undefined) {
        group.push(job);
        outcomes.push(await runJob(transaction, job));
      }
      await nextTurn();
    }
    transaction.commit();
  } catch (cause) {
    // Nothing of the group is stored, or nobody knows. If it could not even begin, the waiting jobs fail with it.
    const refused = group.length > 0 ? group : waiting.splice(0);
    for (const job of refused) job.reject(new Error("The transaction was not committed.", { cause }));
    transaction.abandon();
    return;
  }
  onCommit?.(group.length);
  for (const tell of outcomes) tell();
}

/**
 * Returns how to tell the job its outcome, after the commit: even a refusal may be due to what another job of the group wrote, which
 * must be visible by then. A job that fails undoes its own changes. Throws if the whole transaction is lost.
 */
async function runJob(transaction: Transaction, job: Job): Promise<() => void> {
  transaction.savepoint();
  try {
    const success = await job.work();
    transaction.release();
    return success;
  } catch (error) {
    // A full disk or an I/O error makes SQLite roll back everything, savepoints included.
    if (!transaction.isOpen()) throw error;
    transaction.undo();
    return () => job.reject(error);
  }
}

type Transaction = ReturnType<typeof prepareTransaction>;

function prepareTransaction(db: DatabaseSync) {
  const begin = db.prepare("BEGIN IMMEDIATE");
  const savepoint = db.prepare("SAVEPOINT work");
  const release = db.prepare("RELEASE work");
  const undo = db.prepare("ROLLBACK TO work");
  const commit = db.prepare("COMMIT");
  let busy = { since: 0, seenAt: Number.NEGATIVE_INFINITY };
  return {
    /**
     * Waits, without blocking this process, while another one writes. The time to wait counts from when that was first seen: later
     * writes are refused sooner, and so is what a refused request would still write.
     */
    async begin() {
      for (;;) {
        try {
          begin.run();
          busy = { since: 0, seenAt: Number.NEGATIVE_INFINITY };
          return;
        } catch (error) {
          if (!isBusy(error)) throw error;
          const now = performance.now();
          // If nobody has looked for that long, it is a different writer.
          busy = { since: now - busy.seenAt <= busyMs ? busy.since : now, seenAt: now };
          if (now >= busy.since + busyMs) throw error;
          await pause(busyPauseMs);
        }
      }
    },
    savepoint: () => void savepoint.run(),
    release: () => void release.run(),
    undo() {
      undo.run();
      release.run();
    },
    commit: () => void commit.run(),
    isOpen: () => db.isTransaction,
    abandon() {
      try {
        if (db.isTransaction) db.exec("ROLLBACK");
      } catch {
        // The next transaction cannot begin then, and tells those who wait for it.
      }
    },
  };
}
