// Logs are JSON lines on stderr: stdout belongs to the ready line. One id is in header, log and
// problem; cookies, tokens, passwords and names are never written.
import type { FastifyReply } from 'fastify';
import type { Params } from 'nestjs-pino';
import { pino, type Logger } from 'pino';
import type { IdentifiedRequest } from './http/identity.js';
import type { Logger as PlainLogger } from './kernel/logger.js';

const SECRETS = [
  'req.headers.cookie',
  'req.headers.authorization',
  'res.headers["set-cookie"]',
  '*.password',
  '*.token',
];

/** The one logger of a process. */
export function createLogger(level: string): Logger {
  const options = { level, redact: { paths: SECRETS, censor: '[redacted]' } };
  return pino(options, pino.destination({ dest: 2, sync: false }));
}

/**
 * For Nest's own messages, of which only warnings and errors say something (a line for each route
 * would bury the rest); answers are logged by `logAnswers`, which knows who asked.
 */
export function nestLogging(logger: Logger): Params {
  const isTalkative = logger.level === 'info';
  const nest = isTalkative ? logger.child({}, { level: 'warn' }) : logger;
  return { pinoHttp: { logger: nest, autoLogging: false } };
}

/** A line for each answer. A query may hold a name, so the path alone is logged. */
export function logAnswers(logger: PlainLogger) {
  return async (request: IdentifiedRequest, reply: FastifyReply): Promise<void> => {
    const fields = {
      reqId: request.id,
      method: request.method,
      path: request.url.split('?')[0],
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime),
      actor: request.identity?.principal,
    };
    if (reply.statusCode >= 500) logger.warn(fields, 'answered');
    else logger.info(fields, 'answered');
  };
}
