// The filters of the list as a form that reads: sent again, it gives the same page.
import { PAYMENT_STATUSES, STUDENT_STATUSES, STUDENTS_PATH } from '../links.js';
import type { StudentFilter } from '../view-models.js';
import { statusWord } from './badge.js';

interface Option {
  readonly value: string;
  readonly text: string;
}

const PAYMENT_STATUS_OPTIONS: readonly Option[] = [
  { value: '', text: 'All' },
  ...PAYMENT_STATUSES.map((status) => ({ value: status, text: statusWord(status) })),
];
const STATUS_OPTIONS: readonly Option[] = [
  { value: '', text: 'All' },
  ...STUDENT_STATUSES.map((status) => ({
    value: status,
    text: status.charAt(0).toUpperCase() + status.slice(1),
  })),
];
const SORT_OPTIONS: readonly Option[] = [
  { value: 'name', text: 'Name' },
  { value: 'admissionNo', text: 'Admission number' },
  { value: '-outstanding', text: 'Highest arrears first' },
];

export function StudentFilterForm({ filter }: { filter: StudentFilter }) {
  return (
    <search>
      <form class="sheet" method="get" action={STUDENTS_PATH}>
        <div class="bar">
          <label class="grow">
            Name or admission number{' '}
            <input type="search" name="q" value={filter.q} autocomplete="off" maxlength={100} />
          </label>
          <label>
            Class <input name="class" value={filter.class} autocomplete="off" maxlength={100} />
          </label>
          <Choice
            label="Payment status"
            name="paymentStatus"
            chosen={filter.paymentStatus ?? ''}
            options={PAYMENT_STATUS_OPTIONS}
          />
          <Choice
            label="Student"
            name="status"
            chosen={filter.status ?? ''}
            options={STATUS_OPTIONS}
          />
          <Choice label="Order" name="sort" chosen={filter.sort} options={SORT_OPTIONS} />
          <button>Find</button>
        </div>
      </form>
    </search>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly chosen: string;
  readonly options: readonly Option[];
}

function Choice({ label, name, chosen, options }: ChoiceProps) {
  return (
    <label>
      {label}{' '}
      <select name={name}>
        {options.map(({ value, text }) => (
          <option key={value} value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
