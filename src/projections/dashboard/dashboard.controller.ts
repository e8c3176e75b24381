// GET /api/v1/dashboard
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Allow } from '../../http/route-marks.js';
import { uuidSchema } from '../../http/schema.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import {
  classFiguresSchema,
  figuresShape,
  minorSchema,
  paymentStatusSchema,
  stampShape,
} from '../api-schemas.js';
import { apiShape } from '../api-shape.js';
import { DashboardQueries } from './dashboard.queries.js';

const querySchema = z.strictObject({ termId: uuidSchema.optional() });
type DashboardQuery = z.output<typeof querySchema>;

const todayShape = {
  amountMinor: minorSchema,
  receivedMinor: minorSchema,
  reversedMinor: minorSchema,
  refundedMinor: minorSchema,
  payments: z.int(),
};

const dashboardSchema = z.object({
  term: z
    .object({
      id: z.uuid(),
      name: z.string(),
      startsOn: z.iso.date(),
      endsOn: z.iso.date(),
      status: z.string(),
    })
    .optional(),
  ...figuresShape,
  creditMinor: minorSchema,
  byClass: z.array(classFiguresSchema),
  byStatus: z.array(z.object({ status: paymentStatusSchema, students: z.int() })),
  today: z.object({
    date: z.iso.date(),
    byMethod: z.array(z.object({ method: z.string(), ...todayShape })),
    byCashier: z.array(z.object({ principal: z.string(), ...todayShape })),
  }),
  topArrears: z.array(
    z.object({
      studentId: z.uuid(),
      givenName: z.string(),
      familyName: z.string(),
      class: z.string(),
      outstandingMinor: minorSchema,
    }),
  ),
  ...stampShape,
});

@ApiTags('reports')
@Controller('api/v1/dashboard')
@Allow('bursar', 'cashier', 'auditor')
export class DashboardApiController {
  constructor(
    private readonly dashboard: DashboardQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Expected, collected and outstanding in a term' })
  @ApiResponse({ status: 200, standardSchema: dashboardSchema })
  async figures(@Query({ schema: querySchema }) query: DashboardQuery) {
    return apiShape(await this.dashboard.figures(query.termId, this.clock.now()));
  }
}
