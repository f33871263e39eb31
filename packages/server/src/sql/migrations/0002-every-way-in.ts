/**
 * What second factors, passkeys, devices, tracked sessions and sent messages need. Only adds, and the defaults make what
 * is there already right. Every engine understands these statements.
 */
import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";
import { byKey } from "./by-key.ts";

export async function openEveryWayIn(db: Kysely<Schema>): Promise<void> {
  for (const statement of tablesByKey) await sql.raw(`${statement} ${byKey(db)}`).execute(db);
  for (const statement of [...columns, ...backfill, ...tables, ...indexes]) {
    await sql.raw(statement).execute(db);
  }
}

const columns = [
  `alter table pools add column sessions text not null default '{"isTracking":false,"mostPerUser":20}'`,
  `alter table pools add column risk text not null default '{}'`,
  `alter table pools add column trigger_targets text not null default '[]'`,
  "alter table clients add column sso_minutes bigint not null default 60",
  "alter table users add column sealed_srp text",
  "alter table users add column password_history text not null default '[]'",
  `alter table users add column mfa text not null default '{"enabled":[]}'`,
  "alter table families add column device_key text",
  "alter table families add column session_id text",
  "alter table families add column origin_session_id text",
  "alter table families add column last_used_at bigint not null default 0",
  "alter table families add column ip_address text",
  "alter table authorization_codes add column event_id text",
  "alter table authorization_codes add column origin_session_id text",
  "alter table browser_sessions add column session_id text",
  "alter table browser_sessions add column ip_address text",
  "alter table verification_codes add column sealed_address text",
  "alter table messages add column due_at bigint not null default 0",
  "alter table messages add column attempts bigint not null default 0",
  "alter table messages add column failed_at bigint",
];

const backfill = [
  "update families set last_used_at = created_at",
  "update messages set due_at = created_at",
  // Nothing was ever sent: what waits is out of date, and some of it is a code that somebody stopped waiting for.
  "update messages set failed_at = created_at where sent_at is null",
];

const tables = [
  `create table devices (
    pool_id text not null,
    sub text not null,
    device_key text not null,
    group_key text not null,
    name text,
    sealed_verifier text not null,
    waiting_session text,
    is_remembered bigint not null,
    last_ip_address text,
    created_at bigint not null,
    modified_at bigint not null,
    last_authenticated_at bigint not null,
    primary key (pool_id, sub, device_key)
  )`,
  `create table passkeys (
    pool_id text not null,
    sub text not null,
    credential_id text not null,
    relying_party_id text not null,
    public_key text not null,
    counter bigint not null,
    aaguid text not null,
    friendly_name text not null,
    attachment text,
    transports text not null,
    is_backed_up bigint not null,
    created_at bigint not null,
    last_used_at bigint,
    primary key (pool_id, sub, credential_id)
  )`,
  `create table software_tokens (
    pool_id text not null,
    sub text not null,
    sealed_secret text,
    friendly_name text,
    last_step bigint not null,
    sealed_pending_secret text,
    primary key (pool_id, sub)
  )`,
];

const tablesByKey = [
  `create table quotas (
    pool_id text not null,
    subject text not null,
    action text not null,
    window_start bigint not null,
    used bigint not null,
    primary key (pool_id, subject, action)
  )`,
  `create table auth_events (
    pool_id text not null,
    sub text not null,
    event_id text not null,
    type text not null,
    response text not null,
    challenges text not null,
    ip_address text,
    device_name text,
    feedback text,
    at bigint not null,
    primary key (pool_id, sub, event_id)
  )`,
];

const indexes = [
  // A credential is one person's alone.
  "create unique index passkeys_by_pool_id_credential_id on passkeys (pool_id, credential_id)",
  // For pruning and the outbox, which go over all pools.
  "create index auth_events_by_at on auth_events (at)",
  "create index quotas_by_window_start on quotas (window_start)",
  "create index messages_waiting on messages (due_at) where sent_at is null and failed_at is null",
];
