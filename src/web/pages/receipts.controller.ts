// A receipt, to look at and to print.
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow } from '../../http/route-marks.js';
import { AppError } from '../../kernel/app-error.js';
import { ReceiptQueries } from '../../projections/receipts/receipt.queries.js';
import { receiptView } from '../answers/receipt-view.js';
import { Frames } from '../frames.js';
import { renderReceipt } from '../html.js';
import { sendPage } from './answer.js';

@ApiExcludeController()
@Controller('receipts')
export class ReceiptsPageController {
  constructor(
    private readonly receipts: ReceiptQueries,
    private readonly frames: Frames,
  ) {}

  @Get(':schoolYear/:no')
  @Allow('bursar', 'cashier', 'auditor')
  async receipt(
    @Req() request: IdentifiedRequest,
    @Param('schoolYear') schoolYear: string,
    @Param('no') no: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [frame, { receipt }] = await Promise.all([
      this.frames.signedIn(request),
      this.receipts.find(schoolYear, receiptNo(schoolYear, no)),
    ]);
    sendPage(reply, renderReceipt(frame, receiptView(receipt)));
  }
}

/** At most nine digits: whatever is longer is no number of a book, and no integer of the store. */
function receiptNo(schoolYear: string, no: string): number {
  if (/^\d{4}$/.test(schoolYear) && /^\d{1,9}$/.test(no)) return Number(no);
  throw new AppError('not_found', `There is no receipt ${schoolYear}-${no}.`, {
    code: 'receipt_not_found',
  });
}
