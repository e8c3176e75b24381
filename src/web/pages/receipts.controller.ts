// A receipt, to look at and to print, and its copies.
import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow, Effect } from '../../http/route-marks.js';
import { AppError } from '../../kernel/app-error.js';
import { ReprintReceipt } from '../../modules/billing/index.js';
import type { ReceiptRef } from '../account-view-models.js';
import { COMMAND_SENDER, type CommandSender } from '../command-sender.js';
import { filledText } from '../form-body.js';
import { FormSending } from '../form-sending.js';
import { receiptCopyPath, reprintsPath } from '../links.js';
import { ReceiptPages } from '../receipt-pages.js';
import { sentReprint } from '../sent-words.js';
import { sendPage } from './answer.js';

@ApiExcludeController()
@Controller('receipts')
@Allow('bursar', 'cashier')
export class ReceiptsPageController {
  constructor(
    private readonly pages: ReceiptPages,
    private readonly sending: FormSending,
    @Inject(COMMAND_SENDER) private readonly sender: CommandSender,
  ) {}

  @Get(':schoolYear/:no')
  @Allow('bursar', 'cashier', 'auditor')
  async receipt(
    @Req() request: IdentifiedRequest,
    @Param('schoolYear') schoolYear: string,
    @Param('no') no: string,
    @Query() query: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const copy = Number(filledText(query, 'copy') ?? Number.NaN);
    const html = await this.pages.page(request, refOf(schoolYear, no), {
      after: filledText(query, 'after'),
      ...(Number.isInteger(copy) ? { copy } : {}),
    });
    sendPage(reply, html);
  }

  @Post(':schoolYear/:no/reprints')
  @Effect()
  async reprint(
    @Req() request: IdentifiedRequest,
    @Param('schoolYear') schoolYear: string,
    @Param('no') no: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const ref = refOf(schoolYear, no);
    await this.sending.answer({
      request,
      reply,
      fieldOfCode: {},
      sent: sentReprint(ref),
      send: (key) => this.send(request, ref, key),
      showAgain: ({ error }) => Promise.reject(error),
    });
  }

  private async send(request: IdentifiedRequest, ref: ReceiptRef, key: string): Promise<string> {
    const { schoolYear, no: number } = ref;
    const form = { key, path: `/api/v1${reprintsPath(ref)}`, body: { medium: 'paper' } };
    const { answer, consistencyToken } = await this.sender.send(
      request,
      form,
      (by) => new ReprintReceipt({ schoolYear, number }, 'paper', by),
    );
    return receiptCopyPath(ref, answer.copy, consistencyToken);
  }
}

/** At most nine digits: whatever is longer is no number of a book, and no integer of the store. */
function refOf(schoolYear: string, no: string): ReceiptRef {
  if (/^\d{4}$/.test(schoolYear) && /^\d{1,9}$/.test(no)) return { schoolYear, no: Number(no) };
  throw new AppError('not_found', `There is no receipt ${schoolYear}-${no}.`, {
    code: 'receipt_not_found',
  });
}
