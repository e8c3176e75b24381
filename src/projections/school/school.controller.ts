// GET /api/v1/school: the settings in force.
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Allow } from '../../http/route-marks.js';
import { minorSchema, stampShape } from '../api-schemas.js';
import { apiShape } from '../api-shape.js';
import { SchoolQueries } from './school.queries.js';

const schoolSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  currency: z.string(),
  currencyExponent: z.int(),
  timeZone: z.string(),
  schoolYearStartsOn: z.string(),
  fourEyesLimitMinor: minorSchema,
  retentionYears: z.int(),
  ...stampShape,
});

@ApiTags('school')
@Controller('api/v1/school')
@Allow('bursar', 'cashier', 'auditor')
export class SchoolController {
  constructor(private readonly schools: SchoolQueries) {}

  @Get()
  @ApiOperation({ summary: 'The school: name, currency, time zone, limits' })
  @ApiResponse({ status: 200, standardSchema: schoolSchema })
  async settings() {
    const { school, ...stamp } = await this.schools.settings();
    return apiShape({ ...school, ...stamp });
  }
}
