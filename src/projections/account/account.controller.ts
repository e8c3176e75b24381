// GET /api/v1/students/:id/account and /balance, and one payment.
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { StoredEvent } from '../../eventstore/port.js';
import { Allow } from '../../http/route-marks.js';
import { uuidSchema } from '../../http/schema.js';
import type { Uuid } from '../../kernel/ids.js';
import { accountStreamOf } from '../../modules/billing/domain/student-account.events.js';
import { apiShape } from '../api-shape.js';
import { KnownInLog } from '../known-in-log.js';
import {
  accountSchema,
  asOfSchema,
  balanceSchema,
  paymentSchema,
  type AsOfQuery,
} from './account.dto.js';
import { AccountQueries } from './account.queries.js';

@ApiTags('students')
@Controller('api/v1/students/:id')
@Allow('bursar', 'cashier', 'auditor')
export class AccountController {
  constructor(
    private readonly accounts: AccountQueries,
    private readonly known: KnownInLog,
  ) {}

  @Get('account')
  @ApiOperation({ summary: 'Charges, payments and adjustments of a student, now or as of a day' })
  @ApiResponse({ status: 200, standardSchema: accountSchema })
  async account(
    @Param('id', { schema: uuidSchema }) id: Uuid,
    @Query({ schema: asOfSchema }) { asOf }: AsOfQuery,
  ) {
    const {
      student: _student,
      paymentStatus: _status,
      ...account
    } = await this.known.answerOf(id, () => this.accounts.account(id, asOf));
    return apiShape({ ...account, creditMinor: account.totals.creditMinor });
  }

  @Get('balance')
  @ApiOperation({ summary: 'Balance of a student by term and in total, now or as of a day' })
  @ApiResponse({ status: 200, standardSchema: balanceSchema })
  async balance(
    @Param('id', { schema: uuidSchema }) id: Uuid,
    @Query({ schema: asOfSchema }) { asOf }: AsOfQuery,
  ) {
    return apiShape(await this.known.answerOf(id, () => this.accounts.balance(id, asOf)));
  }

  @Get('payments/:paymentId')
  @ApiOperation({ summary: 'One payment and what it pays' })
  @ApiResponse({ status: 200, standardSchema: paymentSchema })
  async payment(
    @Param('id', { schema: uuidSchema }) id: Uuid,
    @Param('paymentId', { schema: uuidSchema }) paymentId: Uuid,
  ) {
    const recorded = {
      stream: accountStreamOf(id),
      isMadeBy: ({ type, data }: StoredEvent) =>
        type === 'PaymentRecorded' && data['paymentId'] === paymentId,
    };
    const payment = () => this.accounts.payment(id, paymentId);
    return apiShape(await this.known.answer(recorded, payment));
  }
}
