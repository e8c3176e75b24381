// The due dates of a line of fees: one, or one for each instalment.
import { feeFieldName } from '../fee-form.js';
import { FeeButton, FeeCell } from './fee-cell.js';
import type { FormProblem } from '../form-view-models.js';
import type { FeeLineValues } from '../term-view-models.js';

export interface FeeLineProps {
  readonly index: number;
  readonly line: FeeLineValues;
  readonly problem: FormProblem | undefined;
}

export function FeeDates({ index, line, problem }: FeeLineProps) {
  const cellOf = (day: string, date: number) => {
    const label = `Line ${index + 1}, due date ${date + 1}`;
    const at = { name: feeFieldName(index, 'dueOn', date), label, value: day };
    return <FeeCell key={date} {...at} problem={problem} more={{ type: 'date' }} />;
  };
  return (
    <td>
      {line.dueOn.map(cellOf)}
      <FeeButton does="add_date" index={index} text="Add a date" />
      {line.dueOn.length > 1 && (
        <FeeButton does="remove_date" index={index} text="Remove the last date" />
      )}
    </td>
  );
}
