// OpenAPI 3.1 from the code: the schemas that check a request are the ones that describe it.
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The document of everything under /api/v1 and the operations routes. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Bursar')
    .setDescription('School billing: who owes what, and the proof of it.')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addCookieAuth('sid');
  return SwaggerModule.createDocument(app, builder.build());
}

/** Serves `/api/openapi.json` and the page for people at `/api/docs`. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'api/openapi.json',
  });
}
