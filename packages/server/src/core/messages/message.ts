/** An e-mail or text message: stored in the transaction that causes it, and sent afterwards. */
import type { DeliveryMediumType } from "../../model/shapes.ts";
import type { PoolId } from "../ids.ts";

export interface Message {
  readonly poolId: PoolId;
  readonly messageId: string;
  readonly medium: DeliveryMediumType;
  readonly to: string;
  readonly subject: string | undefined;
  /** JSON of a `MessageContent` or a `NoticeContent`, sealed: it carries codes and temporary passwords. */
  readonly sealedBody: string;
  readonly createdAt: number;
  /** When it is next tried; later after each failure. */
  readonly dueAt: number;
  readonly attempts: number;
  readonly sentAt: number | undefined;
  /** Given up: after a day, or when it would never get there. */
  readonly failedAt: number | undefined;
}

export interface Backlog {
  readonly medium: DeliveryMediumType;
  readonly waiting: number;
  readonly oldestCreatedAt: number;
}

export interface MessageTable {
  insert(message: Message): Promise<void>;
  /** Newest first, of every pool: the development inbox. */
  listNewest(limit: number): Promise<readonly Message[]>;
  /** Unsent, not given up, due at `now`; the oldest first, of every pool. `medium`: of that one only. */
  listDue(now: number, limit: number, medium?: DeliveryMediumType): Promise<readonly Message[]>;
  /** When the next unsent message is due; undefined when none waits. */
  findNextDue(): Promise<number | undefined>;
  /** How many are neither sent nor given up, and since when the oldest waits: of each medium that has any. */
  listBacklogs(): Promise<readonly Backlog[]>;
  /** Reserves a due message until `until`: true for the one sender that may send it. Counts the attempt. */
  claim(poolId: PoolId, messageId: string, now: number, until: number): Promise<boolean>;
  markSent(poolId: PoolId, messageId: string, now: number): Promise<void>;
  /** Tries again at `dueAt`, or gives up when it is null. */
  markFailed(poolId: PoolId, messageId: string, now: number, dueAt: number | null): Promise<void>;
  /** Removes messages that were sent or given up before `at`. */
  prune(at: number, most: number): Promise<number>;
}
