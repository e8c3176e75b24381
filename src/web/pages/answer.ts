// The two answers that a page gives: a document, or the way to one.
import type { FastifyReply } from 'fastify';

export function sendPage(reply: FastifyReply, html: string, status = 200): void {
  void reply
    .status(status)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html);
}

/** After a form: the browser reads the other page with GET, and a reload sends nothing again. */
export function seeOther(reply: FastifyReply, path: string): void {
  void reply.status(303).header('location', path).send();
}
