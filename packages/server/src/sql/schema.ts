/**
 * The tables as Kysely sees them. Times are epoch milliseconds, booleans are 0 and 1, and columns that hold JSON
 * are texts, so that every engine stores the same thing.
 */
import type { Actor } from "../core/audit/audit-record.ts";
import type { AuthEvent } from "../core/events/auth-event.ts";

export interface Schema {
  migrations: { number: number; name: string };
  /** Facts about the whole database, such as which master key it was sealed under. */
  instance: { name: string; value: string };
  access_keys: {
    access_key_id: string;
    sealed_secret: string;
    scope: "ALL" | "READ_ONLY" | "POOL";
    /** Set when the scope is POOL. */
    pool_id: string | null;
    description: string;
    created_at: number;
  };
  pools: {
    pool_id: string;
    settings: string;
    mfa: string;
    has_eternal_id_tokens: number;
    sessions: string;
    risk: string;
    trigger_targets: string;
    /** 0: for ever. */
    unfinished_account_days: number;
    created_at: number;
    modified_at: number;
  };
  signing_keys: {
    pool_id: string;
    key_id: string;
    token_use: "access" | "id";
    public_jwk: string;
    sealed_private_key: string;
    created_at: number;
    active_from: number;
  };
  brandings: {
    pool_id: string;
    client_id: string;
    kind: string;
    branding_id: string;
    content: string;
    files: string;
    created_at: number;
    modified_at: number;
  };
  terms: {
    pool_id: string;
    terms_id: string;
    client_id: string;
    name: string;
    links: string;
    created_at: number;
    modified_at: number;
  };
  resource_servers: { pool_id: string; identifier: string; name: string; scopes: string };
  clients: {
    pool_id: string;
    client_id: string;
    settings: string;
    token_options: string;
    sso_minutes: number;
    secrets: string;
    created_at: number;
    modified_at: number;
  };
  users: {
    pool_id: string;
    sub: string;
    username: string;
    status: string;
    is_enabled: number;
    attributes: string;
    password_hash: string | null;
    sealed_srp: string | null;
    password_history: string;
    mfa: string;
    temporary_password_expires_at: number | null;
    created_at: number;
    modified_at: number;
  };
  sign_in_names: { pool_id: string; name: string; kind: string; sub: string };
  user_index: { pool_id: string; attribute: string; value: string; sub: string };
  groups: {
    pool_id: string;
    name: string;
    description: string | null;
    role_arn: string | null;
    precedence: number | null;
    created_at: number;
    modified_at: number;
  };
  group_members: { pool_id: string; sub: string; group_name: string };
  families: {
    pool_id: string;
    sub: string;
    family_id: string;
    client_id: string;
    generation: number;
    rotated_at: number | null;
    scopes: string;
    is_hosted: number;
    authenticated_at: number;
    device_key: string | null;
    session_id: string | null;
    origin_session_id: string | null;
    last_used_at: number;
    ip_address: string | null;
    created_at: number;
    expires_at: number;
    ended_at: number | null;
    end_reason: string | null;
  };
  devices: {
    pool_id: string;
    sub: string;
    device_key: string;
    group_key: string;
    name: string | null;
    sealed_verifier: string;
    waiting_session: string | null;
    is_remembered: number;
    last_ip_address: string | null;
    created_at: number;
    modified_at: number;
    last_authenticated_at: number;
  };
  passkeys: {
    pool_id: string;
    sub: string;
    credential_id: string;
    relying_party_id: string;
    public_key: string;
    counter: number;
    aaguid: string;
    friendly_name: string;
    attachment: string | null;
    transports: string;
    is_backed_up: number;
    created_at: number;
    last_used_at: number | null;
  };
  software_tokens: {
    pool_id: string;
    sub: string;
    sealed_secret: string | null;
    friendly_name: string | null;
    last_step: number;
    sealed_pending_secret: string | null;
  };
  authorization_codes: {
    pool_id: string;
    code_hash: string;
    client_id: string;
    sub: string;
    family_id: string;
    redirect_uri: string;
    scopes: string;
    nonce: string | null;
    code_challenge: string | null;
    authenticated_at: number;
    event_id: string | null;
    origin_session_id: string | null;
    expires_at: number;
    used_at: number | null;
  };
  browser_sessions: {
    pool_id: string;
    session_hash: string;
    sub: string;
    session_id: string | null;
    ip_address: string | null;
    browser: string | null;
    authenticated_at: number;
    last_used_at: number;
    expires_at: number;
  };
  flows: {
    pool_id: string;
    flow_id: string;
    browser_hash: string;
    client_id: string;
    state: string;
    version: number;
    expires_at: number;
  };
  single_use: { pool_id: string; id: string; expires_at: number };
  verification_codes: {
    pool_id: string;
    sub: string;
    purpose: string;
    code_hash: string;
    sealed_address: string | null;
    expires_at: number;
  };
  attempts: {
    pool_id: string;
    subject: string;
    failures: number;
    counted_at: number;
    locked_until: number;
  };
  quotas: { pool_id: string; subject: string; action: string; window_start: number; used: number };
  messages: {
    pool_id: string;
    message_id: string;
    medium: "EMAIL" | "SMS";
    recipient: string;
    subject: string | null;
    sealed_body: string;
    created_at: number;
    due_at: number;
    attempts: number;
    sent_at: number | null;
    failed_at: number | null;
  };
  auth_events: {
    pool_id: string;
    sub: string;
    event_id: string;
    type: AuthEvent["type"];
    response: AuthEvent["response"];
    challenges: string;
    ip_address: string | null;
    device_name: string | null;
    feedback: string | null;
    at: number;
  };
  audit_records: {
    /** Empty for what belongs to the house; the same in the three tables below. */
    pool_id: string;
    record_id: string;
    at: number;
    actor_kind: Actor["kind"];
    actor_id: string;
    source: string | null;
    action: string;
    request_id: string | null;
    changes: string;
    mac: string;
  };
  /** Records that are in no segment yet. */
  audit_waiting: { pool_id: string; record_id: string };
  audit_segments: { pool_id: string; number: number; links: string; sealed_at: number; mac: string };
  audit_heads: {
    pool_id: string;
    last_number: number;
    last_mac: string;
    pruned_number: number;
    pruned_mac: string;
    pruned_before: number;
    mac: string;
  };
  events: {
    /** Empty when the request named no pool that exists. */
    pool_id: string;
    request_id: string;
    at: number;
    door: string;
    cause: string;
    error: string;
    detail: string;
  };
}

/** The names of a table of names: each one that `Name` can be, or it does not compile. In the order of the table. */
export function everyOne<Name extends string>(names: Readonly<Record<Name, true>>): readonly Name[] {
  // The members are those of the type, and no others.
  return Object.keys(names) as Name[];
}

export type PoolTableName = Exclude<
  keyof Schema,
  "migrations" | "instance" | "access_keys" | "pools" | `audit_${string}`
>;

/** Whatever goes when its pool goes, and its key after `pool_id`. What was done to it stays known. */
export const keysInPool: { readonly [Table in PoolTableName]: readonly (keyof Schema[Table] & string)[] } = {
  signing_keys: ["key_id"],
  resource_servers: ["identifier"],
  brandings: ["client_id", "kind"],
  terms: ["terms_id"],
  clients: ["client_id"],
  users: ["sub"],
  sign_in_names: ["name"],
  user_index: ["attribute", "value", "sub"],
  groups: ["name"],
  group_members: ["sub", "group_name"],
  families: ["sub", "family_id"],
  devices: ["sub", "device_key"],
  passkeys: ["sub", "credential_id"],
  software_tokens: ["sub"],
  authorization_codes: ["code_hash"],
  browser_sessions: ["session_hash"],
  flows: ["flow_id"],
  single_use: ["id"],
  verification_codes: ["sub", "purpose"],
  attempts: ["subject"],
  quotas: ["subject", "action"],
  messages: ["message_id"],
  auth_events: ["sub", "event_id"],
  events: ["request_id"],
};

// The keys are those of the type, and no others.
export const poolTables = Object.keys(keysInPool) as readonly PoolTableName[];
