// A payment as the floor's route wants it recorded: who asks, then Emmett's command.
import type pg from 'pg';
import type { RecordPayment } from '../../floor/routes.js';
import { userOf } from '../../floor/session.js';
import { outstandingOf, UnknownAccountError } from './account.js';
import type { EmmettBooks } from './books.js';

export function paymentsOf(pool: pg.Pool, books: EmmettBooks): RecordPayment {
  return async ({ cookie, ...order }) => {
    const userId = await userOf(pool, cookie);
    if (userId === undefined) return 'session_required';
    try {
      const { account, payment, receiptNo } = await books.record({ ...order, userId });
      const { paymentId: id, schoolYear, effectiveDate, recordedAt, creditMinor } = payment;
      const { allocations } = payment;
      const balance = {
        outstandingMinor: outstandingOf(account),
        creditMinor: account.creditMinor,
      };
      const told = { id, schoolYear, receiptNo, effectiveDate, recordedAt, allocations };
      return { ...told, creditMinor, balance };
    } catch (error) {
      if (error instanceof UnknownAccountError) return 'student_not_found';
      throw error;
    }
  };
}
