// What undid something: on which day, and why.
import type { UndoneRow } from '../correction-view-models.js';
import { formatDate } from '../format.js';
import { Written } from './written.js';

/** `reversed on 16 Jul 2026: sent to the wrong school`. */
export function Undone({ word, undone }: { word: string; undone: UndoneRow }) {
  return (
    <span class="sub bad">
      {`${word} on ${formatDate(undone.on)}`}
      <Why reason={undone.reason} />
    </span>
  );
}

export function Why({ reason }: { reason: string | undefined }) {
  if (reason === undefined) return null;
  return (
    <>
      {': '}
      <Written text={reason} />
    </>
  );
}
