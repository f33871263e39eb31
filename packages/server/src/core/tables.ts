/**
 * The storage port: one interface per aggregate, written in the rules' own words. `sql/` implements it.
 *
 * Every method that changes something exists only inside `Store.write`, whose promise resolves after the
 * change is durable. Whatever can be used only once is one conditional statement; its answer says who won.
 * Times are epoch milliseconds.
 */
import type { AccessKeyTable } from "./access-keys/access-key.ts";
import type { AuditTable } from "./audit/audit-record.ts";
import type { BrandingTable } from "./branding/branding.ts";
import type { ClientTable } from "./clients/client.ts";
import type { DeviceTable } from "./devices/device.ts";
import type { AuthEventTable } from "./events/auth-event.ts";
import type { EventTable } from "./events/event.ts";
import type { SoftwareTokenTable } from "./factors/software-token.ts";
import type { GroupTable } from "./groups/group.ts";
import type { MessageTable } from "./messages/message.ts";
import type { PasskeyTable } from "./passkeys/passkey.ts";
import type { PoolTable } from "./pools/pool.ts";
import type { ResourceServerTable } from "./resource-servers/resource-server.ts";
import type { SealedTable } from "./sealing/sealed-text.ts";
import type { AttemptTable } from "./sign-in/attempts.ts";
import type { AuthorizationCodeTable } from "./sign-in/authorization-code.ts";
import type { BrowserSessionTable } from "./sign-in/browser-session.ts";
import type { FlowTable } from "./sign-in/flow.ts";
import type { QuotaTable } from "./sign-in/quotas.ts";
import type { SingleUseTable } from "./sign-in/single-use.ts";
import type { VerificationCodeTable } from "./sign-in/verification-code.ts";
import type { TermsTable } from "./terms/terms.ts";
import type { FamilyTable } from "./tokens/family.ts";
import type { SigningKeyTable } from "./tokens/signing-key.ts";
import type { UserTable } from "./users/user.ts";

export interface Store {
  /** Sees committed data only. */
  readonly read: ReadTables;
  /** Writes asked for in one turn of the event loop are done in that order and share a commit; not waiting for one saves a commit. */
  readonly commitsTogether: boolean;
  /**
   * Runs `work` in a transaction and resolves once it is durable; a throw inside undoes this work alone.
   * `work` must do nothing but storage: other writers wait while it runs. `last` is part of the same transaction: it sends all
   * its statements at once and ignores their answers, so that with a distant database they travel with the commit (`write-at-once.ts`).
   */
  write<T>(work: (tables: Tables) => Promise<T>, last?: WriteLast): Promise<T>;
}

export type WriteLast = (tables: LastTables) => Promise<unknown>;

/** Changes that the audit log cannot record (`core/audit/audited-changes.ts`), because they are written together with its records. */
export interface LastTables extends Pick<Tables, "audit" | "authorizationCodes" | "events" | "flows"> {
  readonly browserSessions: Pick<BrowserSessionTable, "touch">;
  readonly families: Pick<FamilyTable, "rotate" | "touch">;
  readonly messages: Pick<MessageTable, "claim" | "markSent" | "markFailed">;
}

export interface Tables {
  readonly accessKeys: AccessKeyTable;
  readonly attempts: AttemptTable;
  readonly audit: AuditTable;
  readonly authEvents: AuthEventTable;
  readonly authorizationCodes: AuthorizationCodeTable;
  readonly brandings: BrandingTable;
  readonly browserSessions: BrowserSessionTable;
  readonly clients: ClientTable;
  readonly devices: DeviceTable;
  readonly events: EventTable;
  readonly families: FamilyTable;
  readonly flows: FlowTable;
  readonly groups: GroupTable;
  readonly messages: MessageTable;
  readonly passkeys: PasskeyTable;
  readonly pools: PoolTable;
  readonly quotas: QuotaTable;
  readonly resourceServers: ResourceServerTable;
  readonly sealed: SealedTable;
  readonly signingKeys: SigningKeyTable;
  readonly singleUse: SingleUseTable;
  readonly softwareTokens: SoftwareTokenTable;
  readonly terms: TermsTable;
  readonly users: UserTable;
  readonly verificationCodes: VerificationCodeTable;
}

/** The read-only methods of each table: those that begin with `find`, `list` or `count`. */
export type ReadTables = {
  readonly [Name in keyof Tables]: {
    readonly [Method in keyof Tables[Name] as Method extends
      | `find${string}`
      | `list${string}`
      | `count${string}`
      ? Method
      : never]: Tables[Name][Method];
  };
};
