// Schema `app`: what is authority in Postgres and nowhere else. Read models live in `rm_<n>`, are made
// by the projector, and no foreign key crosses from one to the other.
import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  `create table app.app_user (
     id uuid primary key,
     username text not null,
     display_name text not null,
     password_hash text not null,
     roles text[] not null,
     must_change_password boolean not null default false,
     disabled_at timestamptz,
     session_epoch int not null default 1,
     created_at timestamptz not null default now()
   )`,
  `create unique index app_user_username on app.app_user (lower(username))`,
  `create table app.auth_session (
     id uuid primary key,
     token_hash bytea not null unique,
     user_id uuid not null references app.app_user,
     epoch int not null,
     data jsonb not null default '{}' check (jsonb_typeof(data) = 'object'),
     version bigint not null default 1,
     persistent boolean not null,
     idle_ttl interval not null,
     created_at timestamptz not null default now(),
     authenticated_at timestamptz not null default now(),
     last_seen_at timestamptz not null default now(),
     idle_expires_at timestamptz not null,
     absolute_expires_at timestamptz not null,
     revoked_at timestamptz,
     revoke_reason text,
     superseded_by uuid,
     ip inet,
     user_agent text
   ) with (fillfactor = 70)`,
  // No index on idle_expires_at: with one, no touch of a session is a heap-only update.
  `create index auth_session_user on app.auth_session (user_id) where revoked_at is null`,
  `create index auth_session_absolute_expiry on app.auth_session (absolute_expires_at)`,
  `create table app.auth_audit (
     id bigint generated always as identity primary key,
     at timestamptz not null,
     event text not null,
     subject_id uuid,
     actor_id uuid,
     details jsonb not null,
     prev_hash text not null,
     hash text not null
   )`,
  `create function app.refuse_change() returns trigger language plpgsql as
     $$ begin raise exception 'auth_audit is append-only'; end $$`,
  `create trigger auth_audit_append_only before update or delete or truncate on app.auth_audit
     for each statement execute function app.refuse_change()`,
  `create table app.books_gate (
     id int primary key check (id = 1),
     closed_through date
   )`,
  `insert into app.books_gate (id) values (1)`,
  `create table app.subject_key (
     subject_id uuid primary key,
     key bytea,
     created_at timestamptz not null default now(),
     erased_at timestamptz
   )`,
  `create table app.server_secret (
     id int primary key check (id = 1),
     secret bytea not null
   )`,
  // Failed log-ins; `expire` in milliseconds since 1970, as the rate limiter counts.
  `create table app.login_throttle (
     key varchar(255) primary key,
     points int not null default 0,
     expire bigint
   )`,
  `create table app.process_checkpoint (
     name text primary key,
     commit_pos bigint not null,
     prepare_pos bigint not null,
     event_id uuid not null
   )`,
  // Which version of the read models readers use: schema `rm_<version>`.
  `create table app.read_model (
     id int primary key check (id = 1),
     version int not null,
     served_since timestamptz not null default now()
   )`,
];

export class AppSchema extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
