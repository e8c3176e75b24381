// /api/v1/sessions: all sessions of who asks, to see and to end them.
import { Controller, Delete, Get, HttpCode, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Allow } from '../../../http/route-marks.js';
import { uuidSchema } from '../../../http/schema.js';
import type { Uuid } from '../../../kernel/ids.js';
import { SessionService } from '../sessions/session-service.js';
import type { SessionListItem } from '../sessions/session-views.js';
import { endOthersSchema, sessionListSchema } from './session.dto.js';

type EndOthersQuery = z.output<typeof endOthersSchema>;

@ApiTags('sessions')
@Controller('api/v1/sessions')
@Allow('bursar', 'cashier', 'auditor')
export class SessionsController {
  constructor(private readonly sessions: SessionService) {}

  @Get()
  @ApiOperation({ summary: 'My sessions; last seen is told to the minute' })
  @ApiResponse({ status: 200, standardSchema: sessionListSchema })
  async list(@Req() request: FastifyRequest): Promise<{ items: readonly SessionListItem[] }> {
    return { items: await this.sessions.list(request) };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'End one of my sessions' })
  @ApiResponse({ status: 204, description: 'It is ended' })
  end(
    @Req() request: FastifyRequest,
    @Param('id', { schema: uuidSchema }) id: Uuid,
  ): Promise<void> {
    return this.sessions.end(request, id);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'End all my other sessions' })
  @ApiResponse({ status: 204, description: 'Only this one is left' })
  endOthers(
    @Req() request: FastifyRequest,
    @Query({ schema: endOthersSchema }) _query: EndOthersQuery,
  ): Promise<void> {
    return this.sessions.endOthers(request);
  }
}
