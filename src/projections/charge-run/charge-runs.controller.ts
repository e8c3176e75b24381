// GET /api/v1/charge-runs/:id: how far a run is. Looking again and again keeps no session alive.
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { StoredEvent } from '../../eventstore/port.js';
import { Allow, NoTouch } from '../../http/route-marks.js';
import { uuidSchema } from '../../http/schema.js';
import type { Uuid } from '../../kernel/ids.js';
import { chargeRunStreamOf } from '../../modules/billing/domain/charge-run.events.js';
import { REASON_CODES } from '../../modules/billing/index.js';
import { minorSchema, stampShape } from '../api-schemas.js';
import { apiShape } from '../api-shape.js';
import { KnownInLog } from '../known-in-log.js';
import { ChargeRunQueries } from './charge-run.queries.js';

const progressSchema = z.object({
  id: z.uuid(),
  termId: z.uuid(),
  class: z.string().optional(),
  effectiveDate: z.iso.date(),
  status: z.enum(['planned', 'running', 'completed', 'cancelled']),
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  chargedMinor: minorSchema,
  plannedAt: z.iso.datetime(),
  cancellation: z
    .object({
      reasonCode: z.enum([...REASON_CODES, 'never_committed']),
      effectiveDate: z.iso.date().optional(),
      undone: z.int(),
      undoneMinor: minorSchema,
      finished: z.boolean(),
    })
    .optional(),
  ...stampShape,
});

@ApiTags('terms')
@Controller('api/v1/charge-runs')
@Allow('bursar', 'auditor')
export class ChargeRunsController {
  constructor(
    private readonly chargeRuns: ChargeRunQueries,
    private readonly known: KnownInLog,
  ) {}

  @Get(':id')
  @NoTouch()
  @ApiOperation({ summary: 'Progress of a charge run' })
  @ApiResponse({ status: 200, standardSchema: progressSchema })
  async progress(@Param('id', { schema: uuidSchema }) id: Uuid) {
    const planned = { stream: chargeRunStreamOf(id), isMadeBy: isPlan };
    const { chargeRun, ...stamp } = await this.known.answer(planned, () =>
      this.chargeRuns.progress(id),
    );
    return apiShape({ ...chargeRun, ...stamp });
  }
}

function isPlan({ type }: StoredEvent): boolean {
  return type === 'ChargeRunPlanned';
}
