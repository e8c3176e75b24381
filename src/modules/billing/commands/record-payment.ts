// Records a payment: decided on the account, its bank reference claimed, written in one append, and
// answered with its receipt number when that comes in time.
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { positiveAmount } from '../../../kernel/money.js';
import { SERVER_SECRET, type ServerSecret } from '../../../kernel/server-secret.js';
import { claimDigest, normalised } from '../../students/index.js';
import { AccountCommands } from '../account-commands.js';
import { recordPaymentAnswer, type RecordPaymentAnswer } from '../answers.js';
import type { Authority, Written } from '../authority.js';
import { paymentAttemptOf, recordPayment, type PaymentToRecord } from '../domain/record-payment.js';
import { schoolYearOf } from '../domain/school.js';
import {
  accountStreamOf,
  type PaymentMethod,
  type PaymentReferenceData,
} from '../domain/student-account.events.js';
import type { StudentAccount } from '../domain/student-account.js';
import { ReferenceClaims } from '../processes/claim-reference.js';
import { ReceiptIssuer } from '../processes/issue-receipts.js';

export interface PaymentRequest {
  /** Minor units. */
  readonly amountMinor: number;
  readonly method: PaymentMethod;
  /** Today when absent. */
  readonly effectiveDate?: LocalDate;
  readonly externalRef?: string;
  readonly provider?: string;
  readonly payer?: string;
  readonly note?: string;
  /** True: its credit waits and pays nothing by itself. */
  readonly hold?: boolean;
  readonly allocations?: readonly { readonly chargeId: Uuid; readonly amountMinor: number }[];
}

export class RecordPayment extends Command<Written<RecordPaymentAnswer>> {
  constructor(
    readonly studentId: Uuid,
    readonly payment: PaymentRequest,
    readonly by: Authority,
  ) {
    super();
  }
}

@CommandHandler(RecordPayment)
export class RecordPaymentHandler implements ICommandHandler<RecordPayment> {
  constructor(
    private readonly accounts: AccountCommands,
    private readonly references: ReferenceClaims,
    private readonly receipts: ReceiptIssuer,
    @Inject(SERVER_SECRET) private readonly secret: ServerSecret,
  ) {}

  /**
   * @throws AppError `invalid` (`amount_out_of_range`) · `conflict` (`duplicate_reference`); as
   *   `recordPayment` and `AccountCommands.run`.
   */
  async execute(command: RecordPayment): Promise<Written<RecordPaymentAnswer>> {
    const { studentId, by } = command;
    const request = this.read(command.payment);
    const own = { commandId: by.context.commandId, studentId };
    const { facts, state, ...written } = await this.accounts.run({
      studentId,
      by,
      attempt: (account) => paymentAttemptOf(account, own).attempt,
      decide: (account, place) => {
        const { today: effectiveDate, school } = place;
        const receiptBook = schoolYearOf(effectiveDate, school.schoolYearStartsOn);
        const { paymentId } = paymentAttemptOf(account, own);
        return recordPayment(account, {
          effectiveDate,
          ...request,
          ...place,
          receiptBook,
          paymentId,
        });
      },
      claim: (_facts, account) => this.claim(account, { studentId, request, by }),
    });
    const receipt = await this.receipts.numberInTime(facts, state);
    const { revision, replayed } = written;
    const answer = recordPaymentAnswer(facts, state, receipt?.number);
    // A reader who waits for this payment waits for its receipt too.
    return { answer, revision, position: receipt?.position ?? written.position, replayed };
  }

  private read(payment: PaymentRequest) {
    const { method, effectiveDate, externalRef, provider, payer, note } = payment;
    return {
      amountMinor: positiveAmount(payment.amountMinor),
      method,
      ...(effectiveDate === undefined ? {} : { effectiveDate }),
      holdCredit: payment.hold ?? false,
      reference: externalRef === undefined ? undefined : this.reference(externalRef, provider),
      allocations: payment.allocations?.map(({ chargeId, amountMinor }) => ({
        chargeId,
        amountMinor: positiveAmount(amountMinor),
      })),
      secret: {
        ...(payer === undefined ? {} : { payer }),
        ...(note === undefined ? {} : { note }),
        ...(externalRef === undefined ? {} : { referenceText: externalRef }),
      },
    } satisfies Partial<PaymentToRecord>;
  }

  private reference(externalRef: string, provider: string | undefined): PaymentReferenceData {
    return {
      ...(provider === undefined ? {} : { provider }),
      digest: claimDigest(this.secret, 'reference', externalRef),
      // By characters: half of a surrogate pair is no text that anybody else can read.
      last4: Array.from(normalised(externalRef)).slice(-4).join(''),
    };
  }

  private async claim(
    account: StudentAccount,
    of: { studentId: Uuid; request: ReturnType<RecordPaymentHandler['read']>; by: Authority },
  ): Promise<'claimed' | 'again'> {
    const { reference, method } = of.request;
    if (reference === undefined) return 'claimed';
    const { studentId, by } = of;
    const { commandId } = by.context;
    const { paymentId } = paymentAttemptOf(account, { commandId, studentId });
    const accountStream = accountStreamOf(studentId);
    return this.references.claim({ paymentId, accountStream, method, reference }, by.context);
  }
}
