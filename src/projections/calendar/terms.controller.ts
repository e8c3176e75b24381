// GET /api/v1/terms, /terms/current and /terms/:id
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Allow } from '../../http/route-marks.js';
import { uuidSchema } from '../../http/schema.js';
import { AppError } from '../../kernel/app-error.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import type { Uuid } from '../../kernel/ids.js';
import { classFiguresSchema, figuresShape, stampShape } from '../api-schemas.js';
import { apiShape } from '../api-shape.js';
import { TermQueries } from './term.queries.js';

const termSchema = z.object({
  id: z.uuid(),
  schoolYear: z.string(),
  name: z.string(),
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  status: z.enum(['scheduled', 'open', 'closing', 'closed']),
  current: z.boolean(),
});

const oneTermSchema = z.object({ ...termSchema.shape, ...stampShape });
const termSummarySchema = z.object({
  ...oneTermSchema.shape,
  totals: z.object(figuresShape),
  byClass: z.array(classFiguresSchema),
});
const termListSchema = z.object({ items: z.array(termSchema), ...stampShape });

@ApiTags('terms')
@Controller('api/v1/terms')
@Allow('bursar', 'cashier', 'auditor')
export class TermsController {
  constructor(
    private readonly terms: TermQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All terms, earliest first' })
  @ApiResponse({ status: 200, standardSchema: termListSchema })
  list() {
    return this.terms.list();
  }

  @Get('current')
  @ApiOperation({ summary: 'The term that was opened last' })
  @ApiResponse({ status: 200, standardSchema: oneTermSchema })
  async current() {
    const { term, ...stamp } = await this.terms.current();
    if (term !== undefined) return { ...term, ...stamp };
    throw new AppError('not_found', 'No term was opened yet.', { code: 'term_not_found' });
  }

  @Get(':id')
  @ApiOperation({ summary: 'One term and what it adds up to, in total and by class' })
  @ApiResponse({ status: 200, standardSchema: termSummarySchema })
  async find(@Param('id', { schema: uuidSchema }) id: Uuid) {
    const { term, ...summary } = await this.terms.summary(id, this.clock.now());
    return apiShape({ ...term, ...summary });
  }
}
