/** Who a trigger is told about, through which client, and what the caller sent along. */
import type { Client } from "../clients/client.ts";
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { User } from "../users/user.ts";

/** `ClientMetadata` of the call. */
export type ClientMetadata = Readonly<Record<string, string>>;

export interface TriggerSubject {
  readonly pool: Pool;
  /** Undefined for an administrator's call. */
  readonly client: Client | undefined;
  readonly user: Pick<User, "sub" | "username" | "status" | "attributes">;
  readonly metadata: ClientMetadata;
}

/** The three ways in which a trigger fails a call (`cognito.md` §6). */
export type TriggerException =
  | "InvalidLambdaResponseException"
  | "UnexpectedLambdaException"
  | "UserLambdaValidationException";

export type TriggerFail = Fail<TriggerException>;
