// Kinds of adjustment, as people say them.
import type { AdjustmentRequest } from '../modules/billing/index.js';

export type AdjustmentKind = AdjustmentRequest['kind'];

export const ADJUSTMENT_WORDS: Readonly<Record<AdjustmentKind, string>> = {
  waiver: 'Waiver',
  discount: 'Discount',
  scholarship: 'Scholarship',
  write_off: 'Write-off',
};

export const ADJUSTMENT_KINDS: readonly AdjustmentKind[] = [
  'waiver',
  'discount',
  'scholarship',
  'write_off',
];
