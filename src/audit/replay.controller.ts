import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  EVENT_REGISTRY,
  EVENT_STORE,
  EventRegistry,
  type EventStore,
} from '../eventstore/index.js';
import { Allow } from '../http/route-marks.js';
import { uuidSchema } from '../http/schema.js';
import { replayStudent } from './replay.js';
import type { ReplayFrame } from './replay-frame.js';

const balanceSchema = z.object({
  outstandingMinor: z.int(),
  creditMinor: z.int(),
  netMinor: z.int(),
  paymentStatus: z.enum(['NOT_CHARGED', 'CREDIT', 'PAID', 'UNPAID', 'PARTIAL']),
});

const replaySchema = z.object({
  frames: z.array(
    z.object({
      event: z.object({
        id: z.string(),
        stream: z.string(),
        revision: z.int(),
        type: z.string(),
        data: z.record(z.string(), z.unknown()),
        recordedAt: z.string(),
      }),
      actor: z.object({
        principal: z.string(),
        role: z.string(),
        requestId: z.string().optional(),
      }),
      reason: z.string().optional(),
      before: balanceSchema,
      after: balanceSchema,
      rule: z.object({ number: z.int().optional(), text: z.string() }),
      hash: z.string(),
    }),
  ),
});

@ApiTags('audit')
@Controller('api/v1/students')
export class ReplayController {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(EVENT_REGISTRY) private readonly registry: EventRegistry,
  ) {}

  @Get(':id/replay')
  @Allow('bursar', 'auditor')
  @ApiOperation({ summary: 'Every event of a student with the balance before and after it' })
  @ApiResponse({ status: 200, standardSchema: replaySchema })
  async replay(
    @Param('id', { schema: uuidSchema }) studentId: string,
  ): Promise<{ frames: ReplayFrame[] }> {
    const { store, registry } = this;
    return { frames: await replayStudent(studentId, { store, registry }) };
  }
}
