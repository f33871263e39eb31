/** How a message leaves the server: what the adapters in `mail/` and `sms/` are given, and what they answer. */
import type { DeliveryMediumType } from "../../model/shapes.ts";
import type { PoolId } from "../ids.ts";

export interface Letter {
  readonly poolId: PoolId;
  /** The same at every attempt, so that a receiver can drop what it has seen. */
  readonly messageId: string;
  readonly to: string;
  /** Of an e-mail. */
  readonly subject: string | undefined;
  readonly text: string;
  readonly html: string | undefined;
  /** The pool's own sender, where it has one: an address, or a name and an address in angle brackets. */
  readonly from: string | undefined;
  readonly replyTo: string | undefined;
  readonly createdAt: number;
}

export type Carried =
  | { readonly kind: "sent" }
  /** Worth another attempt. The reason is for the log: no address, no words of the message. */
  | { readonly kind: "later"; readonly reason: string }
  /** This message will never get there. */
  | { readonly kind: "never"; readonly reason: string };

/** Answers within `longestCarryMs`, and never throws. */
export type Carrier = (letter: Letter) => Promise<Carried>;

/** Undefined: the house has no way to send such messages. */
export type Carriers = Readonly<Record<DeliveryMediumType, Carrier | undefined>>;

/** A claim must outlive the attempt, or somebody else would send the message too. */
export const longestCarryMs = 45_000;
