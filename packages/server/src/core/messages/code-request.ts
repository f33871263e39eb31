/** What a code is asked for, and by whom. */
import type { Client } from "../clients/client.ts";
import type { Pool } from "../pools/pool.ts";
import type { MessageSource } from "../triggers/custom-message.ts";
import type { ClientMetadata, TriggerFail } from "../triggers/trigger-subject.ts";
import type { ContactAttribute } from "../users/attributes.ts";
import type { User } from "../users/user.ts";
import type { Contact } from "./contact.ts";

/** What a code proves. */
export type CodePurpose = "signUp" | "resetPassword" | "signIn" | `verify:${ContactAttribute}`;

export interface CodeRequest {
  readonly pool: Pool;
  /** Undefined for an administrator's call. */
  readonly client: Client | undefined;
  readonly user: User;
  readonly purpose: CodePurpose;
  readonly contact: Contact;
  /** The id of the challenge session that a sign-in code belongs to; null where there is none. */
  readonly boundTo: string | null;
  /** The address that it goes to, by `sealAddress`; undefined for a code that signs in, whose hash is bound to it. */
  readonly sealedAddress?: string;
  /** Of a sign-in code, which lives no longer than its session. */
  readonly sessionMs?: number;
  readonly source: MessageSource;
  readonly metadata: ClientMetadata;
  readonly fail: TriggerFail;
}
