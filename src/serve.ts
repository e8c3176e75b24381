// From a checked configuration to a server that answers, and back.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { buildApp } from './app.js';
import { migrate } from './database/index.js';
import { finishFirstStart } from './first-start.js';
import { AccountPreloader } from './modules/billing/index.js';
import type { PlatformOptions } from './platform.module.js';
import { ProjectionLifecycle } from './projections/projection-lifecycle.js';

const SHUTDOWN_MILLISECONDS_MAX = 12_000;
const FIRST_READ_MODELS_MILLISECONDS_MAX = 30_000;
const STDIN_OPTION = '--exit-with-stdin';

/**
 * Serves until a signal, or with `--exit-with-stdin` until the parent's pipe closes. Prints one line
 * of JSON on stdout when it can be used: `{"ready":true,"url":"http://…"}`.
 * @throws AppError and errors of the stores when it can't start.
 */
export async function serve(options: PlatformOptions): Promise<void> {
  const { config, logger } = options;
  if (hasParent()) process.stdin.resume().on('end', abandoned);
  await migrate(options.databaseUrl);
  const app = await buildApp(options);
  const admin = await finishFirstStart(app);
  await app.init();
  await app.get(ProjectionLifecycle).untilReadable(FIRST_READ_MODELS_MILLISECONDS_MAX);
  await app.listen(config.PORT, config.HOST);
  stopOnRequest(app, options);
  app.get(AccountPreloader).start();
  if (admin?.oneTimePassword !== undefined) {
    process.stdout.write(`First sign-in: ${admin.username}, password ${admin.oneTimePassword}\n`);
  }
  const url = urlOf(app);
  process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`);
  logger.info({ url }, 'serving');
}

/** The address that it really listens on: port 0 means any free one. */
function urlOf(app: NestFastifyApplication): string {
  const address = app.getHttpServer().address();
  if (address === null || typeof address === 'string') return String(address);
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host.replace('0.0.0.0', '127.0.0.1')}:${address.port}`;
}

function stopOnRequest(app: NestFastifyApplication, { logger }: PlatformOptions): void {
  let stopping = false;
  const stop = (reason: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), SHUTDOWN_MILLISECONDS_MAX).unref();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal));
  if (!hasParent()) return;
  process.stdin.off('end', abandoned).on('end', () => stop('parent ended'));
}

function hasParent(): boolean {
  return process.argv.includes(STDIN_OPTION);
}

/** The parent ended during the start: nobody was served, so there is nothing to finish. */
function abandoned(): void {
  process.exit(1);
}
