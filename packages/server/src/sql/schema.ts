/**
 * The tables as Kysely sees them. Times are epoch milliseconds, booleans are 0 and 1, and columns that hold JSON
 * are texts, so that every engine stores the same thing.
 */
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
  resource_servers: { pool_id: string; identifier: string; name: string; scopes: string };
  clients: {
    pool_id: string;
    client_id: string;
    settings: string;
    token_options: string;
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
    created_at: number;
    expires_at: number;
    ended_at: number | null;
    end_reason: string | null;
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
    expires_at: number;
    used_at: number | null;
  };
  browser_sessions: {
    pool_id: string;
    session_hash: string;
    sub: string;
    authenticated_at: number;
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
    expires_at: number;
  };
  attempts: {
    pool_id: string;
    subject: string;
    failures: number;
    counted_at: number;
    locked_until: number;
  };
  messages: {
    pool_id: string;
    message_id: string;
    medium: "EMAIL" | "SMS";
    recipient: string;
    subject: string | null;
    sealed_body: string;
    created_at: number;
    sent_at: number | null;
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

/** Whatever goes when its pool goes. */
export const poolTables = [
  "signing_keys",
  "resource_servers",
  "clients",
  "users",
  "sign_in_names",
  "user_index",
  "groups",
  "group_members",
  "families",
  "authorization_codes",
  "browser_sessions",
  "flows",
  "single_use",
  "verification_codes",
  "attempts",
  "messages",
  "events",
] as const satisfies readonly Exclude<keyof Schema, "migrations" | "access_keys" | "pools">[];
