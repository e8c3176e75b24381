// GET /api/v1/receipts/:schoolYear/:no; with format=html the way to the page that people print.
import { Controller, Get, HttpStatus, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Allow } from '../../http/route-marks.js';
import { digitsSchema, schoolYearSchema } from '../../http/schema.js';
import { REASON_CODES } from '../../modules/billing/index.js';
import { minorSchema, stampShape } from '../api-schemas.js';
import { apiShape } from '../api-shape.js';
import { ReceiptQueries } from './receipt.queries.js';

const RECEIPT_NUMBER_MAX = 2_147_483_647;
const numberSchema = digitsSchema.pipe(z.int().min(1).max(RECEIPT_NUMBER_MAX));
const querySchema = z.strictObject({ format: z.enum(['json', 'html']).optional() });
type ReceiptQuery = z.output<typeof querySchema>;

const receiptSchema = z.object({
  schoolYear: z.string(),
  number: z.int(),
  receiptId: z.uuid(),
  paymentId: z.uuid(),
  studentId: z.uuid().optional(),
  issuedOn: z.iso.date(),
  issuedAt: z.iso.datetime(),
  amountMinor: minorSchema,
  currency: z.string(),
  method: z.string(),
  contentDigest: z.string(),
  content: z
    .object({
      school: z.string(),
      student: z.string(),
      admissionNo: z.string(),
      class: z.string(),
      payer: z.string().optional(),
      effectiveDate: z.iso.date(),
      reference: z.string().optional(),
      lines: z.array(
        z.object({
          feeCode: z.string(),
          description: z.string(),
          term: z.string().optional(),
          amountMinor: minorSchema,
        }),
      ),
      creditMinor: minorSchema,
      balanceAfterMinor: minorSchema,
      cashier: z.string(),
    })
    .optional(),
  status: z.enum(['issued', 'reversed']),
  reversedOn: z.iso.date().optional(),
  reversal: z.object({ effectiveDate: z.iso.date(), reasonCode: z.enum(REASON_CODES) }).optional(),
  copies: z.int(),
  ...stampShape,
});

@ApiTags('receipts')
@Controller('api/v1/receipts')
@Allow('bursar', 'cashier', 'auditor')
export class ReceiptsController {
  constructor(private readonly receipts: ReceiptQueries) {}

  @Get(':schoolYear/:no')
  @ApiOperation({ summary: 'A receipt as it was issued' })
  @ApiResponse({ status: 200, standardSchema: receiptSchema })
  @ApiResponse({ status: 303, description: 'With `format=html`: the page of the receipt' })
  async find(
    @Param('schoolYear', { schema: schoolYearSchema }) schoolYear: string,
    @Param('no', { schema: numberSchema }) number: number,
    @Query({ schema: querySchema }) { format }: ReceiptQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { receipt, ...stamp } = await this.receipts.find(schoolYear, number);
    if (format !== 'html') return apiShape({ ...receipt, ...stamp });
    void reply.status(HttpStatus.SEE_OTHER).header('location', `/receipts/${schoolYear}/${number}`);
    return undefined;
  }
}
