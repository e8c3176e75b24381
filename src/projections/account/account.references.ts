// What a fact of an account names by id and does not say: the term of a charge, the charge of an
// allocation line, the payment of a refund. Of a batch all of a kind are asked for in one question,
// and none when the batch itself or an earlier one said it.
import { LRUCache } from 'lru-cache';
import { present } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import { idOfStream, type EventOf, type ProjectedEvent } from '../runner/projected-event.js';
import type { ReadModelPlace } from '../runner/read-model.js';
import {
  chargesOfLines,
  lineKey,
  paymentsOfRefunds,
  termsOfCharges,
  type AllocationLine,
} from './account.look-ups.js';
import { NO_TERM } from './account.tables.js';

const REMEMBERED_CHARGES = 100_000;

export class AccountReferences {
  /** A charge never changes its term, so what is remembered is true in every transaction. */
  private readonly termOfCharge = new LRUCache<Uuid, Uuid>({ max: REMEMBERED_CHARGES });
  private readonly chargeOfLine = new Map<string, Uuid>();
  private readonly paymentOfRefund = new Map<Uuid, Uuid>();

  /** Makes what the events of one batch name known until the next batch. */
  async prepare(events: readonly ProjectedEvent[], place: ReadModelPlace): Promise<void> {
    this.chargeOfLine.clear();
    this.paymentOfRefund.clear();
    const releases = events.filter((event) => event.type === 'AllocationReleased');
    for (const event of events) this.remember(event, releases.length > 0);
    const lines = releases.flatMap(linesOf).filter((line) => !this.chargeOfLine.has(lineKey(line)));
    for (const [line, charge] of await chargesOfLines(place, lines)) {
      this.chargeOfLine.set(line, charge);
    }
    for (const [refund, payment] of await paymentsOfRefunds(place, this.unknownRefunds(events))) {
      this.paymentOfRefund.set(refund, payment);
    }
    for (const [charge, term] of await termsOfCharges(place, this.unknownCharges(events))) {
      this.termOfCharge.set(charge, term);
    }
  }

  /** `NO_TERM` for a charge that belongs to none. */
  termOf(chargeId: Uuid): Uuid {
    return present(this.termOfCharge.get(chargeId), `term of charge ${chargeId}`);
  }

  chargeOf(line: AllocationLine): Uuid {
    return present(this.chargeOfLine.get(lineKey(line)), `charge of line ${line.allocationId}`);
  }

  paymentOf(refundId: Uuid): Uuid {
    return present(this.paymentOfRefund.get(refundId), `payment of refund ${refundId}`);
  }

  private remember(event: ProjectedEvent, withLines: boolean): void {
    if (event.type === 'ChargeRaised') {
      this.termOfCharge.set(event.data.chargeId, event.data.termId ?? NO_TERM);
    } else if (event.type === 'RefundIssued') {
      this.paymentOfRefund.set(event.data.refundId, event.data.paymentId);
    } else if (event.type === 'PaymentAllocated' && withLines) {
      const studentId = idOfStream(event.stream);
      for (const { allocationId, chargeId } of event.data.lines) {
        this.chargeOfLine.set(lineKey({ studentId, allocationId }), chargeId);
      }
    }
  }

  /** Refund to student. */
  private unknownRefunds(events: readonly ProjectedEvent[]): Map<Uuid, Uuid> {
    const reversals = events
      .filter((event) => event.type === 'RefundReversed')
      .filter(({ data }) => !this.paymentOfRefund.has(data.refundId));
    return new Map(reversals.map(({ data, stream }) => [data.refundId, idOfStream(stream)]));
  }

  /** Charge to student; after the lines of the releases are known. */
  private unknownCharges(events: readonly ProjectedEvent[]): Map<Uuid, Uuid> {
    const unknown = new Map<Uuid, Uuid>();
    for (const event of events) {
      for (const chargeId of this.chargesNamedBy(event)) {
        if (!this.termOfCharge.has(chargeId)) unknown.set(chargeId, idOfStream(event.stream));
      }
    }
    return unknown;
  }

  /** Charges whose sums the event changes; a line that nobody knows is the handler's to refuse. */
  private chargesNamedBy(event: ProjectedEvent): readonly Uuid[] {
    if (event.type === 'PaymentAllocated') return event.data.lines.map(({ chargeId }) => chargeId);
    if (event.type === 'AllocationReleased') {
      const charges = linesOf(event).map((line) => this.chargeOfLine.get(lineKey(line)));
      return charges.filter((chargeId) => chargeId !== undefined);
    }
    const { type } = event;
    const names =
      type === 'ChargeCancelled' || type === 'AdjustmentApplied' || type === 'AdjustmentReversed';
    return names ? [event.data.chargeId] : [];
  }
}

function linesOf({ stream, data }: EventOf<'AllocationReleased'>): AllocationLine[] {
  const studentId = idOfStream(stream);
  return data.lines.map(({ allocationId }) => ({ studentId, allocationId }));
}
