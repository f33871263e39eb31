// One file per server. An adapter knows how to start its server on a data folder and which requests are its work.
// The same folder and port are used for every start, so that what the first start made stays valid.
import type { ServerProcess } from "../processes.ts";
import type { Workloads } from "../workloads.ts";

export interface StartOptions {
  readonly dataFolder: string;
  readonly port: number;
  readonly cpu: number | null;
}

export interface RunningServer extends ServerProcess {
  readonly url: string;
}

export interface Variant {
  /** What its figures are divided by, by name. */
  readonly against: string;
  /** Too much to be copied for every start; what is measured changes nothing that matters. */
  readonly isLarge?: boolean;
}

export interface ServerAdapter {
  readonly name: string;
  /** What a reader of the figures must know about it. */
  readonly about: string;
  /** A form of ours that is measured only where `--only` names it. */
  readonly variant?: Variant;
  /** Starts it, on an empty folder too, and does not wait until it listens. */
  start(options: StartOptions): Promise<RunningServer>;
  /** After the very first start: makes clients, people and refresh tokens, and says what to send. */
  prepare(server: RunningServer, dataFolder: string): Promise<Workloads>;
  /** Ends what it needs besides the server, such as a database. */
  close?(): Promise<void>;
}
