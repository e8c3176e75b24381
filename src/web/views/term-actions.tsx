// The state of a term, and the ways to what can be done with it.
import { chargeRunPreviewPath, feeSchedulePath, openTermPath } from '../term-links.js';
import type { TermRow } from '../term-view-models.js';

/** A state as a word and a shape. */
export function StateBadge({ status }: { status: TermRow['status'] }) {
  return (
    <span class={`badge ${status === 'open' ? 'sound' : 'none'}`}>{status.toUpperCase()}</span>
  );
}

export interface TermActionsProps {
  readonly term: TermRow;
  readonly mayBill: boolean;
  readonly where?: string;
}

export function TermActions({ term, mayBill, where }: TermActionsProps) {
  const to = (path: string, text: string) => (
    <a href={path} aria-label={`${text}: ${term.name}`}>
      {text}
    </a>
  );
  return (
    <span class={where === undefined ? 'links' : `links ${where}`}>
      {to(feeSchedulePath(term.id), 'Fees')}
      {mayBill && to(chargeRunPreviewPath(term.id), 'Charge run')}
      {mayBill && term.status === 'scheduled' && to(openTermPath(term.id), 'Open')}
    </span>
  );
}
