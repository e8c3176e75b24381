// The statements of the Postgres store. Time is now() of the database; alive is one sentence, used
// by every statement that may change a session.

/** Session `s` counts, and so does its user. */
export const ALIVE = `s.revoked_at is null and s.idle_expires_at > now()
  and s.absolute_expires_at > now() and exists (select 1 from app.app_user u
    where u.id = s.user_id and u.disabled_at is null and u.session_epoch = s.epoch)`;

/** What session `s` of user `u` is: `alive`, or why it no longer is. */
export const STATE = `case
  when s.superseded_by is not null then 'superseded'
  when s.revoke_reason = 'expired' then 'expired'
  when s.revoked_at is not null or u.disabled_at is not null or u.session_epoch <> s.epoch
    then 'revoked'
  when s.idle_expires_at <= now() or s.absolute_expires_at <= now() then 'expired'
  else 'alive' end`;

export const LOAD = `select s.token_hash, s.id, s.data, s.version, s.persistent, s.authenticated_at,
    s.last_seen_at, least(s.idle_expires_at, s.absolute_expires_at) as idle_expires_at,
    s.absolute_expires_at, now() as server_now, ${STATE} as state,
    u.id as user_id, u.username, u.display_name, u.roles, u.must_change_password
  from app.auth_session s join app.app_user u on u.id = s.user_id
  where s.token_hash = any($1::bytea[])`;

export const STATE_OF = `select ${STATE} as state, s.version
  from app.auth_session s join app.app_user u on u.id = s.user_id where s.id = $1`;

/** Makes log-ins of one user take turns, and sees what happened since the password was checked. */
export const LOCK_OWNER = `select 1 from app.app_user
  where id = $1 and session_epoch = $2 and disabled_at is null for no key update`;

/** `created_at` is read under the owner's lock, so the order of a user's sessions is their order. */
export const INSERT = `insert into app.auth_session (id, token_hash, user_id, epoch, persistent,
    idle_ttl, idle_expires_at, absolute_expires_at, ip, user_agent, created_at)
  values ($1, $2, $3, $4, $5, make_interval(secs => $6), now() + make_interval(secs => $6),
    now() + make_interval(secs => $7), $8, $9, clock_timestamp())
  on conflict do nothing`;

const DEAD_FROM_NOW = `revoked_at = now(), data = '{}', version = s.version + 1`;

export const SUPERSEDE = `update app.auth_session s
  set ${DEAD_FROM_NOW}, revoke_reason = 'superseded', superseded_by = $2
  where s.id = $1 and s.revoked_at is null`;

export const REVOKE_SURPLUS = `update app.auth_session s
  set ${DEAD_FROM_NOW}, revoke_reason = 'too_many'
  where s.id in (select s.id from app.auth_session s where s.user_id = $1 and ${ALIVE}
    order by s.created_at desc, s.id desc offset $2)`;

export const PATCH = `update app.auth_session s
  set data = (s.data || $2::jsonb) - $3::text[], version = s.version + 1
  where s.id = $1 and ($4::bigint is null or s.version = $4) and ${ALIVE} returning s.version`;

/** A plain update would wait behind another's row lock; a touch that would wait is not needed. */
export const TOUCH = `with target as (
    select s.id from app.auth_session s
    where s.id = $1 and s.last_seen_at <= now() - make_interval(secs => $2) and ${ALIVE}
    for no key update of s skip locked),
  touched as (
    update app.auth_session s set last_seen_at = greatest(s.last_seen_at, now()),
      idle_expires_at = greatest(s.idle_expires_at, now() + s.idle_ttl)
    from target where s.id = target.id returning 1)
  select exists (select 1 from touched) as touched, ${STATE} as state,
    s.last_seen_at > now() - make_interval(secs => $2) as fresh
  from app.auth_session s join app.app_user u on u.id = s.user_id where s.id = $1`;

/**
 * One statement, so one step: without the new row the old one is never superseded. The old row keeps
 * its data: what it hands on must be what the last patch wrote, not what a snapshot saw.
 */
export const ROTATE = `with old as (
    update app.auth_session s set revoked_at = now(), version = s.version + 1,
      revoke_reason = 'superseded', superseded_by = $2
    where s.id = $1 and ${ALIVE} returning s.*)
  insert into app.auth_session (id, token_hash, user_id, epoch, data, persistent, idle_ttl,
    idle_expires_at, absolute_expires_at, created_at, ip, user_agent)
  select $2, $3, user_id, epoch, data, persistent, idle_ttl, now() + idle_ttl,
    absolute_expires_at, created_at, ip, user_agent from old`;

export const REVOKE = `update app.auth_session s set ${DEAD_FROM_NOW}, revoke_reason = $2
  where s.id = $1 and ${ALIVE}`;

export const NEXT_EPOCH = `update app.app_user set session_epoch = session_epoch + 1
  where id = $1 returning session_epoch`;

export const RESTAMP = `update app.auth_session s set epoch = $3
  where s.id = $1 and s.user_id = $2 and s.revoked_at is null and s.epoch = $3 - 1`;

export const REVOKE_ALL = `update app.auth_session s set ${DEAD_FROM_NOW}, revoke_reason = $2
  where s.user_id = $1 and s.revoked_at is null and s.id is distinct from $3::uuid
  returning s.id`;

export const LIST = `select s.id, s.persistent, s.created_at, s.last_seen_at,
    least(s.idle_expires_at, s.absolute_expires_at) as idle_expires_at,
    host(s.ip) as ip, s.user_agent
  from app.auth_session s where s.user_id = $1 and ${ALIVE} order by s.last_seen_at desc, s.id`;

/** The batch is chosen once: as a subquery of the update it may be chosen again for every row. */
export const END_EXPIRED = `with dead as materialized (
    select id from app.auth_session
    where revoked_at is null and least(idle_expires_at, absolute_expires_at) <= now()
    limit $1 for no key update skip locked)
  update app.auth_session s
  set revoked_at = least(s.idle_expires_at, s.absolute_expires_at), revoke_reason = 'expired',
    data = '{}', version = s.version + 1
  from dead where s.id = dead.id
    and s.revoked_at is null and least(s.idle_expires_at, s.absolute_expires_at) <= now()`;

export const REMOVE_OLD = `with old as materialized (
    select id from app.auth_session
    where revoked_at < now() - interval '30 days'
      and absolute_expires_at < now() - interval '30 days'
    limit $1 for update skip locked)
  delete from app.auth_session s using old where s.id = old.id`;

export const COUNT_LIVE = `select count(*) as live from app.auth_session s where ${ALIVE}`;
