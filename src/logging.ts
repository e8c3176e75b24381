// Logs are JSON lines on stderr: stdout belongs to the ready line. One id is in header, log and
// problem; cookies, tokens and passwords are never written.
import type { Params } from 'nestjs-pino';
import { pino, type Logger } from 'pino';

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

/** Each answer is a line, with the id that Fastify gave the request. */
export function requestLogging(logger: Logger): Params {
  return {
    pinoHttp: {
      logger,
      genReqId: ({ id }) => id,
      customAttributeKeys: { reqId: 'reqId' },
      quietReqLogger: true,
      serializers: {
        req: ({ method, url }: { method: string; url: string }) => ({ method, url: pathOf(url) }),
        res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      },
      customLogLevel: (_request, response, error) =>
        error !== undefined || response.statusCode >= 500 ? 'error' : 'info',
    },
  };
}

/** A search holds names: only the path is logged. */
function pathOf(url: string): string {
  return url.split('?')[0] ?? url;
}
