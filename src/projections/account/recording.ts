// What the facts of an account say about themselves alike: who recorded them when, and, of what undoes
// or forgives something, why.
import type { LocalDate } from '../../kernel/local-date.js';
import type { ReasonCode } from '../../modules/billing/index.js';
import type { ProjectedEvent } from '../runner/projected-event.js';

type Recorded = Pick<ProjectedEvent, 'metadata'>;
type WithReason = Recorded & {
  readonly data: { readonly reasonCode: ReasonCode; readonly effectiveDate: LocalDate };
  readonly secret: ProjectedEvent['secret'];
};

export function recordingOf({ metadata }: Recorded) {
  return { recordedAt: metadata.recordedAt, principal: metadata.principal };
}

/** The word of the fact, and the text that is sealed with it: absent when the person was erased. */
export function reasonOf({ data, secret }: WithReason) {
  const note = secret === 'erased' ? undefined : secret?.['note'];
  return { reasonCode: data.reasonCode, reason: typeof note === 'string' ? note : undefined };
}

/** What a reversal adds to the row that it undoes. */
export function reversalOf(event: WithReason) {
  const { reasonCode, reason } = reasonOf(event);
  return {
    reversedOn: event.data.effectiveDate,
    reversedAt: event.metadata.recordedAt,
    reversedBy: event.metadata.principal,
    reversalReasonCode: reasonCode,
    reversalReason: reason,
  };
}

/** A number of an event is text; absent stays absent. */
export function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}
