/**
 * Group commit: writes that wait together share one transaction, each inside a savepoint of its own, because
 * the fsync of a commit costs far more than the statements before it.
 */
import type { DatabaseSync } from "node:sqlite";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import type { CommitWatch } from "./database.ts";
import { isBusy } from "./sqlite-errors.ts";

export interface WriteQueue {
  /** Runs after everything asked for before. Resolves, or rejects with what `work` threw, after the commit; rejects when that fails. */
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
 * Takes jobs until a turn of the event loop brings none, or the group is full. Whoever writes alone waits for one turn, some
 * microseconds; where many write, those of the next turn save a commit. Never throws: what fails is told to the jobs.
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
    // Nothing of the group is stored, or nobody knows; when it could not even begin, those who wait go with it.
    const refused = group.length > 0 ? group : waiting.splice(0);
    for (const job of refused) job.reject(new Error("The transaction was not committed.", { cause }));
    transaction.abandon();
    return;
  }
  onCommit?.(group.length);
  for (const tell of outcomes) tell();
}

/**
 * How to tell the job what became of it, after the commit: a refusal, too, may rest on what another of the group wrote, and
 * whoever is refused must find it. A job that fails undoes its own changes. Throws when the whole transaction is lost.
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
     * Waits without blocking the process while another one writes. The patience counts from when it was seen to: who comes later is
     * refused soon, and so is what a refused request would still write.
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
          // When nobody has looked for so long, it is another one.
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
        // The next transaction cannot begin then, and says so to those who wait for it.
      }
    },
  };
}
