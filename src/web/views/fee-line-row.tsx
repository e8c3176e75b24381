// One line of a fee schedule as it is edited, with what is wrong at each of its fields.
import { feeFieldName } from '../fee-form.js';
import { FeeButton, FeeCell } from './fee-cell.js';
import { FeeDates, type FeeLineProps } from './fee-dates.js';

export function FeeLineRow({ index, line, problem }: FeeLineProps) {
  const cell = (field: keyof typeof LABELS, more: object = {}) => {
    const label = `Line ${index + 1}, ${LABELS[field]}`;
    const at = { name: feeFieldName(index, field), label, value: line[field] };
    return <FeeCell {...at} problem={problem} more={more} />;
  };
  return (
    <tr>
      <td>{cell('feeCode', { maxlength: 32, autocapitalize: 'characters' })}</td>
      <td>{cell('description', { maxlength: 100 })}</td>
      <td>{cell('class', { maxlength: 40 })}</td>
      <td class="num">{cell('amount', { inputmode: 'decimal', maxlength: 20 })}</td>
      <FeeDates index={index} line={line} problem={problem} />
      <td class="num">{cell('priority', { inputmode: 'numeric', maxlength: 4 })}</td>
      <td>
        <FeeButton does="remove_line" index={index} text="Remove" />
      </td>
    </tr>
  );
}

const LABELS = {
  feeCode: 'fee code',
  description: 'description',
  class: 'class',
  amount: 'amount',
  priority: 'priority',
} as const;
