// What has become of the payment that holds a bank reference. One that was reversed gives it back; one
// that never came is fenced off in its own account; one that moved to another child takes it along.
import type { CommandLog, Timing } from '../../../eventstore/index.js';
import { AppError } from '../../../kernel/app-error.js';
import { present } from '../../../kernel/assert.js';
import type { Clock } from '../../../kernel/clock.js';
import { commandIdOf, type Uuid } from '../../../kernel/ids.js';
import { abandonPayment, fateOf } from '../domain/abandon-payment.js';
import { paymentIn } from '../domain/account-maps.js';
import { referenceFold } from '../domain/payment-reference.js';
import type { ReferenceClaimedData } from '../domain/payment-reference.events.js';
import { accountFold } from '../domain/student-account.fold.js';
import { studentOfAccountStream, type MovedPayment } from '../domain/student-account.events.js';
import type { Payment } from '../domain/student-account.js';
import type { SchoolRegister } from '../school-register.js';

/** A claim that is younger may belong to a payment that is just being written. */
const PATIENCE_MILLISECONDS = 5_000;
const LOOK_AGAIN_MILLISECONDS = 200;
const FENCE = { principal: 'system:reference-fence', actorRole: 'system' } as const;

export interface HolderTools {
  /** A log with turns of its own: the holder may be in the account of the command that asks. */
  readonly fences: CommandLog;
  readonly register: SchoolRegister;
  readonly clock: Clock;
  readonly timing: Timing;
}

export class ReferenceHolders {
  constructor(private readonly tools: HolderTools) {}

  /**
   * Whether the holder is dead for good, seen from a payment that wants its reference; waits a little
   * for one that has just claimed, and then the holder must be looked at again.
   * @throws AppError `conflict` (`duplicate_reference`) while its money counts somewhere.
   */
  async isOut(stream: string, holder: ReferenceClaimedData, wantedBy: Uuid): Promise<boolean> {
    const { state } = await this.tools.fences.load(holder.accountStream, accountFold);
    switch (fateOf(state, holder.paymentId)) {
      case 'reversed':
      case 'abandoned':
        return true;
      case 'moved':
        return isMovedTo(wantedBy, paymentIn(state, holder.paymentId));
      case 'recorded':
        throw duplicate(holder, paymentIn(state, holder.paymentId));
      case 'absent':
        return this.isFencedOff(stream, holder, wantedBy);
    }
  }

  private async isFencedOff(
    stream: string,
    holder: ReferenceClaimedData,
    wantedBy: Uuid,
  ): Promise<boolean> {
    // Its money was promised when it left the other account: it comes, however long that takes.
    if (holder.movedFrom !== undefined) throw moving(ownerOf(holder));
    if (!(await this.isYoung(stream))) return this.fence(stream, holder, wantedBy);
    await this.tools.timing.sleep(LOOK_AGAIN_MILLISECONDS);
    return false;
  }

  /** Under an id of its own: under the command's, the same key would find it as its own fact. */
  private async fence(
    stream: string,
    { paymentId, accountStream }: ReferenceClaimedData,
    byPaymentId: Uuid,
  ): Promise<boolean> {
    const { register, fences } = this.tools;
    const school = await register.school();
    const commandId = commandIdOf(stream, paymentId);
    const studentId = studentOfAccountStream(accountStream);
    const fence = { studentId, currency: school.currency, paymentId, byPaymentId };
    const { state } = await fences.decideAndAppend({
      stream: accountStream,
      fold: accountFold,
      context: { ...FENCE, commandId, correlationId: commandId },
      severalAppends: true,
      decide: (account, _books, now) =>
        abandonPayment(account, { ...fence, today: register.today(school, now) }),
    });
    return fateOf(state, paymentId) === 'abandoned';
  }

  private async isYoung(stream: string): Promise<boolean> {
    const { fences, clock } = this.tools;
    const { lastRecordedAt } = await fences.load(stream, referenceFold);
    const ageMilliseconds = clock.now().getTime() - Date.parse(lastRecordedAt);
    // A claim far ahead of this clock was not made just now either.
    return Math.abs(ageMilliseconds) < PATIENCE_MILLISECONDS;
  }
}

/** A payment that moved leaves its reference to the one that it became, and to nobody else. */
function isMovedTo(wantedBy: Uuid, payment: Payment): boolean {
  const movedTo = present(payment.movedTo, `where payment ${payment.paymentId} went`);
  if (movedTo.paymentId === wantedBy) return true;
  throw moving(movedTo);
}

function ownerOf({ paymentId, accountStream }: ReferenceClaimedData): MovedPayment {
  return { paymentId, studentId: studentOfAccountStream(accountStream) };
}

function duplicate(holder: ReferenceClaimedData, { effectiveDate }: Payment): AppError {
  const { paymentId, studentId } = ownerOf(holder);
  const message = `This reference was recorded on ${effectiveDate} for student ${studentId}.`;
  return taken(message, { firstPaymentId: paymentId, studentId, effectiveDate });
}

function moving({ studentId, paymentId }: MovedPayment): AppError {
  const message = `The payment with this reference is being moved to student ${studentId}.`;
  return taken(message, { firstPaymentId: paymentId, studentId });
}

function taken(message: string, extra: Record<string, unknown>): AppError {
  return new AppError('conflict', message, { code: 'duplicate_reference', extra });
}
