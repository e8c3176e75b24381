// What bursars do to an account, each on a page of its own that says what will happen. The addresses
// are those of the API, without its prefix.
import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow, Effect } from '../../http/route-marks.js';
import { AppError } from '../../kernel/app-error.js';
import { AccountActionPages, type ActionAsked } from '../account-action-pages.js';
import type { AccountAction } from '../actions/action.js';
import { adjust } from '../actions/adjust.js';
import { cancelCharge } from '../actions/cancel-charge.js';
import { holdCredit } from '../actions/hold-credit.js';
import { movePayment } from '../actions/move-payment.js';
import { refundPayment } from '../actions/refund-payment.js';
import { reverseAdjustment } from '../actions/reverse-adjustment.js';
import { reversePayment } from '../actions/reverse-payment.js';
import { reverseRefund } from '../actions/reverse-refund.js';
import { knownId } from '../known-id.js';
import { KeepFormFilter } from './keep-form.filter.js';

/** By thing and verb of the address. */
const ACTIONS: Readonly<Record<string, AccountAction>> = {
  'payments/reverse': reversePayment,
  'payments/refund': refundPayment,
  'payments/move': movePayment,
  'payments/hold': holdCredit,
  'refunds/reverse': reverseRefund,
  'charges/cancel': cancelCharge,
  'adjustments/reverse': reverseAdjustment,
};

interface Params {
  readonly studentId: string;
  readonly things: string;
  readonly subjectId: string;
  readonly verb: string;
}

@ApiExcludeController()
@Controller('students/:studentId')
@Allow('bursar')
@UseFilters(KeepFormFilter)
export class AccountActionsController {
  constructor(private readonly pages: AccountActionPages) {}

  @Get('adjustments')
  async adjustForm(
    @Req() request: IdentifiedRequest,
    @Param('studentId') studentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.pages.show(adjusting(request, reply, studentId));
  }

  @Post('adjustments')
  @Effect()
  async adjust(
    @Req() request: IdentifiedRequest,
    @Param('studentId') studentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.pages.send(adjusting(request, reply, studentId));
  }

  @Get(':things/:subjectId/:verb')
  async form(
    @Req() request: IdentifiedRequest,
    @Param() params: Params,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.pages.show({ request, reply, ...askedOf(params) });
  }

  @Post(':things/:subjectId/:verb')
  @Effect()
  async send(
    @Req() request: IdentifiedRequest,
    @Param() params: Params,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.pages.send({ request, reply, ...askedOf(params) });
  }
}

function adjusting(
  request: IdentifiedRequest,
  reply: FastifyReply,
  studentId: string,
): ActionAsked {
  const id = knownId(studentId, 'student');
  return { request, reply, action: adjust, place: { studentId: id, subjectId: id } };
}

/** @throws AppError `not_found` for an address that is none. */
function askedOf({ studentId, things, subjectId, verb }: Params) {
  const action = ACTIONS[`${things}/${verb}`];
  if (action === undefined) throw new AppError('not_found', 'There is no such page.');
  const place = {
    studentId: knownId(studentId, 'student'),
    subjectId: knownId(subjectId, 'payment'),
  };
  return { action, place };
}
