// Where a log-in goes on to. Only a page of ours: a link from elsewhere must not send people who just
// typed their password to another site.
import { DASHBOARD_PATH, LOGIN_PATH, LOGOUT_PATH } from './links.js';

const LENGTH_MAX = 2_000;
const BASE = 'http://bursar.invalid';
const ELSEWHERE = [LOGIN_PATH, LOGOUT_PATH, '/api'];

/** The path (with query and fragment) when it is a page of this site, else undefined. */
export function safeNextPath(next: string | undefined): string | undefined {
  if (next === undefined || next.length > LENGTH_MAX || !/^\/(?![/\\])/.test(next))
    return undefined;
  if (!URL.canParse(next, BASE)) return undefined;
  const url = new URL(next, BASE);
  if (url.origin !== BASE || url.pathname.startsWith('//')) return undefined;
  const leadsAway = ELSEWHERE.some(
    (path) => url.pathname === path || url.pathname.startsWith(`${path}/`),
  );
  return leadsAway ? undefined : url.pathname + url.search + url.hash;
}

/** Where to go after a log-in without a wish. */
export function nextPathOr(next: string | undefined, otherwise = DASHBOARD_PATH): string {
  return safeNextPath(next) ?? otherwise;
}
