// OpenAPI 3.1 from the code: the schemas that check a request are the ones that describe it. What all
// routes share (problem documents, the cookie, headers of consistency) is added here once.
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const DOCS_PATH = 'api/docs';

const DOCS_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join(';');

/** The document of everything under /api/v1 and the operations routes. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Bursar')
    .setDescription('School billing: who owes what, and the proof of it.')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addCookieAuth('sid')
    .addSecurityRequirements('cookie');
  const document = SwaggerModule.createDocument(app, builder.build());
  const schemas = { ...document.components?.schemas, Problem: PROBLEM };
  document.components = { ...document.components, schemas };
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation !== undefined) path[method] = withProblems(operation, method);
    }
  }
  return document;
}

/** Serves `/api/openapi.json` and the page for people at `/api/docs`. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup(DOCS_PATH, app, () => openApiDocument(app), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Bursar API',
  });
}

/**
 * The page draws itself with inline styles and `data:` icons; scripts are files of ours as everywhere.
 * A hook for after the one that sets the policy of all answers.
 */
export async function allowDocsStyles(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.routeOptions.url?.startsWith(`/${DOCS_PATH}`) !== true) return;
  void reply.header('content-security-policy', DOCS_POLICY);
}

function withProblems(operation: Operation, method: (typeof METHODS)[number]): Operation {
  const parameters = [...(operation.parameters ?? []), ...(method === 'get' ? [TOKEN] : [])];
  return { ...operation, parameters, responses: { ...operation.responses, default: REFUSED } };
}

const TOKEN = {
  name: 'Consistency-Token',
  in: 'header',
  required: false,
  description: 'Of a write: the answer waits up to 2 s until it shows that write',
  schema: { type: 'string' },
} as const;

const REFUSED = {
  description: 'Refused, or not available; `code` says why and is stable',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'instance', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', pattern: '^[a-z0-9_]+$' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: {
          path: { type: 'string' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
  },
};
