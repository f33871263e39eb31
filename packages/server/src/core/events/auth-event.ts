/** One attempt to sign in, sign up or recover, and what became of it: AdminListUserAuthEvents shows them. */
import type {
  ChallengeResponseType,
  EventFeedbackType,
  EventResponseType,
  EventType,
} from "../../model/shapes.ts";
import type { PoolId, Sub } from "../ids.ts";
import type { PageRequest } from "../page.ts";

export interface AuthEvent {
  readonly poolId: PoolId;
  readonly sub: Sub;
  /** A UUID of version 7, of the moment it began; also the `event_id` claim of the tokens that came of it. */
  readonly eventId: string;
  readonly type: EventType;
  readonly response: EventResponseType;
  /** Of a sign-in. For the audit log: it is not stored with the event. */
  readonly flow?: "PASSWORD" | "SRP" | "CUSTOM" | "CHOICE";
  readonly challenges: readonly ChallengeResponseType[];
  readonly ipAddress: string | undefined;
  readonly deviceName: string | undefined;
  readonly feedback: EventFeedbackType | undefined;
  readonly at: number;
}

export interface AuthEventTable {
  find(poolId: PoolId, sub: Sub, eventId: string): Promise<AuthEvent | undefined>;
  /** By id: first what began last. `after` is the event id that the page before ended with. */
  listOfUser(poolId: PoolId, sub: Sub, page: PageRequest): Promise<readonly AuthEvent[]>;
  /** A failure, written down before the secret is looked at; `put` replaces it when the secret was right. */
  presume(event: AuthEvent): Promise<void>;
  /** Replaces what was known of the same event: an attempt goes on over several calls. */
  put(event: AuthEvent): Promise<void>;
  /** False when the event is unknown. */
  setFeedback(poolId: PoolId, sub: Sub, eventId: string, feedback: EventFeedbackType): Promise<boolean>;
  /** Removes what happened before `at`. */
  prune(at: number, most: number): Promise<number>;
}
