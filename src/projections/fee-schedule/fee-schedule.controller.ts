// GET /api/v1/terms/:id/fee-schedule
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Allow } from '../../http/route-marks.js';
import { uuidSchema } from '../../http/schema.js';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import { minorSchema, stampShape } from '../api-schemas.js';
import { apiShape } from '../api-shape.js';
import { FeeScheduleQueries } from './fee-schedule.queries.js';

const feeScheduleSchema = z.object({
  termId: z.uuid(),
  version: z.int(),
  currency: z.string(),
  lines: z.array(
    z.object({
      class: z.string().optional(),
      feeCode: z.string(),
      description: z.string(),
      amountMinor: minorSchema,
      dueOn: z.iso.date().optional(),
      instalments: z.array(z.object({ dueOn: z.iso.date() })).optional(),
      priority: z.int(),
    }),
  ),
  ...stampShape,
});

@ApiTags('terms')
@Controller('api/v1/terms/:id/fee-schedule')
@Allow('bursar', 'cashier', 'auditor')
export class FeeScheduleController {
  constructor(private readonly feeSchedules: FeeScheduleQueries) {}

  @Get()
  @ApiOperation({ summary: 'The fees of a term, latest version' })
  @ApiResponse({ status: 200, standardSchema: feeScheduleSchema })
  async current(@Param('id', { schema: uuidSchema }) id: Uuid) {
    const { feeSchedule, ...stamp } = await this.feeSchedules.current(id);
    if (feeSchedule !== undefined) return apiShape({ ...feeSchedule, ...stamp });
    throw new AppError('not_found', `Term ${id} has no fee schedule.`, {
      code: 'fee_schedule_not_found',
    });
  }
}
