// Whether a person's browser is going somewhere, or a program asks. /api is never a page: a fetch
// would follow a redirect and take the log-in page for its answer.
import type { FastifyRequest } from 'fastify';

/** True for a browser's navigation: an error is then a page, a lost session a redirect. */
export function wantsPage(request: FastifyRequest): boolean {
  if (isApi(request)) return false;
  const mode = request.headers['sec-fetch-mode'];
  if (mode !== undefined) return mode === 'navigate';
  return prefersHtml(request.headers.accept ?? '');
}

export function isApi(request: FastifyRequest): boolean {
  return /^\/(api|health|metrics)(\/|\?|$)/.test(request.url);
}

function prefersHtml(accept: string): boolean {
  const html = accept.indexOf('text/html');
  const json = accept.indexOf('json');
  return html >= 0 && (json < 0 || html < json);
}
