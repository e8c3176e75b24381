// GET /api/v1/receipts/:schoolYear/:no
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Allow } from '../../http/route-marks.js';
import { schoolYearSchema } from '../../http/schema.js';
import { minorSchema, stampShape } from '../api-schemas.js';
import { apiShape } from '../api-shape.js';
import { ReceiptQueries } from './receipt.queries.js';

const RECEIPT_NUMBER_MAX = 2_147_483_647;
const numberSchema = z.coerce.number().int().min(1).max(RECEIPT_NUMBER_MAX);

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
  reversedOn: z.iso.date().optional(),
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
  async find(
    @Param('schoolYear', { schema: schoolYearSchema }) schoolYear: string,
    @Param('no', { schema: numberSchema }) number: number,
  ) {
    const { receipt, ...stamp } = await this.receipts.find(schoolYear, number);
    return apiShape({ ...receipt, ...stamp });
  }
}
