// The floor's charges, told again as events: appended through Emmett, so that its projection and its
// streams begin as they would have.
import type pg from 'pg';
import type { ChargeRaised } from './account.js';
import type { EmmettBooks } from './books.js';

interface ChargeRow {
  student_id: string;
  id: string;
  fee_code: string;
  due_on: string;
  outstanding_minor: string;
}

const IN_FLIGHT = 8;

export async function chargesBecomeEvents(pool: pg.Pool, books: EmmettBooks): Promise<void> {
  const { rows } = await pool.query<ChargeRow>(
    'select student_id, id, fee_code, due_on::text, outstanding_minor from charge order by due_on',
  );
  await pool.query('update account set charged_minor = 0');
  const accounts = [...Map.groupBy(rows, ({ student_id: studentId }) => studentId)];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let account = accounts[next++]; account !== undefined; account = accounts[next++]) {
      await books.charge(account[0], account[1].map(raised));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  await pool.query('drop table allocation, charge');
}

function raised(row: ChargeRow): ChargeRaised {
  return {
    type: 'ChargeRaised',
    data: {
      chargeId: row.id,
      feeCode: row.fee_code,
      dueOn: row.due_on,
      amountMinor: Number(row.outstanding_minor),
    },
  };
}
