// Whether a person's browser is going somewhere, or a program asks. /api is never a page: a fetch
// would follow a redirect and take the log-in page for its answer.
import type { FastifyRequest } from 'fastify';

/**
 * True for a browser's navigation: an error is then a page, a lost session a redirect. A browser
 * sends `Sec-Fetch-Site` with every request; Node's fetch sends a mode without it, and is asked what
 * it accepts like any other program.
 */
export function wantsPage(request: FastifyRequest): boolean {
  if (isForPrograms(request)) return false;
  const { headers } = request;
  if (headers['sec-fetch-site'] !== undefined && headers['sec-fetch-mode'] !== undefined) {
    return headers['sec-fetch-mode'] === 'navigate';
  }
  return prefersHtml(headers.accept ?? '');
}

/** Whether the route stands under /api; told by the route, where there is one: a path has spellings. */
export function isApi(request: FastifyRequest): boolean {
  return /^\/api(\/|\?|$)/.test(placeOf(request));
}

function isForPrograms(request: FastifyRequest): boolean {
  return isApi(request) || /^\/(health|metrics)(\/|\?|$)/.test(placeOf(request));
}

function placeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? request.url;
}

function prefersHtml(accept: string): boolean {
  const html = accept.indexOf('text/html');
  const json = accept.indexOf('json');
  return html >= 0 && (json < 0 || html < json);
}
