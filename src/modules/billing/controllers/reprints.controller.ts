// POST /api/v1/receipts/:schoolYear/:no/reprints
import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { IdentifiedRequest } from '../../../http/identity.js';
import { Refuses } from '../../../http/refuses.js';
import { Allow, Effect } from '../../../http/route-marks.js';
import { digitsSchema, schoolYearSchema } from '../../../http/schema.js';
import { ReprintReceipt, type ReprintAnswer } from '../commands/reprint-receipt.js';
import { RECEIPT_MEDIA } from '../domain/receipt-copy.events.js';
import { WriteAnswers } from './write-answers.js';

const RECEIPT_NUMBER_MAX = 2_147_483_647;
const numberSchema = digitsSchema.pipe(z.int().min(1).max(RECEIPT_NUMBER_MAX));

const reprintSchema = z
  .strictObject({ medium: z.enum(RECEIPT_MEDIA).default('paper') })
  .prefault({})
  .meta({ id: 'ReprintReceipt' });
type ReprintBody = z.output<typeof reprintSchema>;

const reprintedSchema = z
  .object({
    schoolYear: z.string(),
    number: z.int(),
    receiptId: z.uuid(),
    copy: z.int().min(1),
    label: z.string().meta({ description: '`DUPLICATE n`, to be printed on the copy' }),
    at: z.iso.datetime(),
    medium: z.enum(RECEIPT_MEDIA),
  })
  .meta({ id: 'ReprintedReceipt' });

@ApiTags('receipts')
@Controller('api/v1/receipts')
export class ReprintsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly writes: WriteAnswers,
  ) {}

  @Post(':schoolYear/:no/reprints')
  @Allow('bursar', 'cashier')
  @Effect()
  @ApiOperation({ summary: 'Make a further copy of a receipt: a fact of its own' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiResponse({ status: 201, standardSchema: reprintedSchema })
  @Refuses({ 404: ['receipt_not_found'] })
  async reprint(
    @Req() request: IdentifiedRequest,
    @Param('schoolYear', { schema: schoolYearSchema }) schoolYear: string,
    @Param('no', { schema: numberSchema }) number: number,
    @Body({ schema: reprintSchema }) { medium }: ReprintBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReprintAnswer> {
    const command = new ReprintReceipt({ schoolYear, number }, medium, this.writes.of(request));
    return this.writes.answer(reply, await this.commands.execute(command));
  }
}
