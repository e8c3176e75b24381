// GET /api/v1/terms, /terms/current and /terms/:id
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Allow } from '../../http/route-marks.js';
import { uuidSchema } from '../../http/schema.js';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import { stampShape } from '../api-schemas.js';
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
const termListSchema = z.object({ items: z.array(termSchema), ...stampShape });

@ApiTags('terms')
@Controller('api/v1/terms')
@Allow('bursar', 'cashier', 'auditor')
export class TermsController {
  constructor(private readonly terms: TermQueries) {}

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
  @ApiOperation({ summary: 'One term' })
  @ApiResponse({ status: 200, standardSchema: oneTermSchema })
  async find(@Param('id', { schema: uuidSchema }) id: Uuid) {
    const { term, ...stamp } = await this.terms.find(id);
    return { ...term, ...stamp };
  }
}
