/** A process that claims prizes through the storage port, as a node would, and may be killed while it does. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface RoundJob {
  readonly round: number;
}

export type ClaimerMessage =
  | { readonly kind: "ready" | "finished" }
  | { readonly kind: "claimed"; readonly prize: number; readonly isWon: boolean }
  | { readonly kind: "failed"; readonly prize: number; readonly why: string };

export interface Claimer {
  /** Ends when all is claimed, or the process is dead. `take` hears what is known of each. */
  claimAll(round: number, take: (message: ClaimerMessage) => void): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  isAlive(): boolean;
}

const program = fileURLToPath(new URL("./claimer-process.ts", import.meta.url));

/** Throws when it does not come up. It ends with the stack. */
export async function startClaimer(stack: AsyncDisposableStack, port: number): Promise<Claimer> {
  const child = fork(program, [String(port)], {
    detached: true,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const exited = once(child, "exit");
  const kill = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  stack.defer(kill);
  const died = exited.then(() => {
    throw new Error("a claiming process did not come up");
  });
  await Promise.race([untilReady(child), died]);
  return {
    claimAll: (round, take) => claimAll(child, exited, { round }, take),
    kill,
    isAlive: () => child.exitCode === null && child.signalCode === null,
  };
}

async function untilReady(child: ChildProcess): Promise<void> {
  await once(child, "message");
}

async function claimAll(
  child: ChildProcess,
  exited: Promise<unknown>,
  job: RoundJob,
  take: (message: ClaimerMessage) => void,
): Promise<void> {
  const finished = Promise.withResolvers<void>();
  const hear = (message: ClaimerMessage) => {
    if (message.kind === "finished") finished.resolve();
    else take(message);
  };
  child.on("message", hear);
  try {
    child.send(job, () => undefined);
    await Promise.race([finished.promise, exited]);
  } finally {
    child.off("message", hear);
  }
}
