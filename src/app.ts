// The application: modules on a Fastify server with its limits, hooks and filters, ready to listen.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger as NestLogger } from 'nestjs-pino';
import type { Registry } from 'prom-client';
import { AppModule, type AppOptions } from './app.module.js';
import { fastifyAdapter, secureServer } from './http/fastify.js';
import { METRICS, observeRequests } from './http/metrics.js';
import { allowDocsStyles, serveOpenApi } from './http/openapi.js';
import { RouteTable } from './http/route-table.js';
import { RefuseUnaskedInput } from './http/unasked-input.js';
import { validationPipe } from './http/validation.js';
import { logAnswers } from './logging.js';
import { installSessions, SessionHooks } from './modules/auth/index.js';

/**
 * Builds the application; nothing listens yet.
 * @throws AppError `invalid` (`bad_configuration`), `internal` (`master_key_differs`); what Postgres
 *   says when it is not there.
 */
export async function buildApp(
  options: Omit<AppOptions, 'routes'>,
): Promise<NestFastifyApplication> {
  const routes = new RouteTable();
  const adapter = fastifyAdapter(routes, options.config.TRUSTED_PROXIES);
  const server = adapter.getInstance();
  await secureServer(server, options.config.publicUrl.protocol === 'https:');
  server.addHook('onRequest', allowDocsStyles);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.register({ ...options, routes }),
    adapter,
    { bufferLogs: true, abortOnError: false, logger: false },
  );
  app.useLogger(app.get(NestLogger));
  app.useGlobalPipes(validationPipe());
  app.useGlobalInterceptors(new RefuseUnaskedInput());
  server.addHook('onResponse', observeRequests(app.get<Registry>(METRICS)));
  server.addHook('onResponse', logAnswers(options.logger));
  installSessions(server, app.get(SessionHooks));
  serveOpenApi(app);
  return app;
}
