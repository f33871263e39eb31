/** A mail or a text message, written down in the transaction that makes it necessary and sent afterwards. */
import type { PoolId } from "../ids.ts";

export interface Message {
  readonly poolId: PoolId;
  readonly messageId: string;
  readonly medium: "EMAIL" | "SMS";
  readonly to: string;
  readonly subject: string | undefined;
  /** Sealed: it carries codes and temporary passwords. */
  readonly sealedBody: string;
  readonly createdAt: number;
  readonly sentAt: number | undefined;
}

export interface MessageTable {
  insert(message: Message): Promise<void>;
  /** Newest first, of every pool: the development inbox. */
  listNewest(limit: number): Promise<readonly Message[]>;
}
