// Receipts: what is printed was pinned when the number was given and is read as it was, never made
// again from today's data (rule 7).
import { Injectable } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Currency } from '../../kernel/money.js';
import type { PaymentMethod, ReasonCode } from '../../modules/billing/index.js';
import { minor, ReadModels, type Stamp } from '../read-models.js';
import type { Receipt, ReceiptContent, ReceiptLine } from './receipt.shapes.js';

export type * from './receipt.shapes.js';

interface ReceiptRow {
  readonly schoolYear: string;
  readonly number: number;
  readonly receiptId: Uuid;
  readonly paymentId: Uuid;
  readonly studentId: Uuid | null;
  readonly issuedOn: LocalDate;
  readonly issuedAt: string;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly method: PaymentMethod;
  readonly contentDigest: string;
  readonly content: StoredContent | null;
  readonly reversedOn: LocalDate | null;
  readonly reasonCode: ReasonCode | null;
  readonly copies: number;
}

/** As it was sealed: every scalar is text. */
interface StoredContent extends Omit<
  ReceiptContent,
  'lines' | 'creditMinor' | 'balanceAfterMinor'
> {
  readonly salt: string;
  readonly lines: readonly (Omit<ReceiptLine, 'amountMinor'> & { readonly amountMinor: string })[];
  readonly creditMinor: string;
  readonly balanceAfterMinor: string;
}

@Injectable()
export class ReceiptQueries {
  constructor(private readonly readModels: ReadModels) {}

  /**
   * One receipt by its book and number.
   * @throws AppError `not_found` (`receipt_not_found`).
   * Source: tables receipt, receipt_copy and payment.
   */
  async find(schoolYear: string, number: number): Promise<Stamp & { readonly receipt: Receipt }> {
    const { rows, ...stamp } = await this.readModels.read<{ rows: ReceiptRow }>(
      (schema) => ({ rows: statement(schema) }),
      [schoolYear, number],
    );
    const row = rows[0];
    if (row === undefined) {
      throw new AppError('not_found', `There is no receipt ${schoolYear}-${number}.`, {
        code: 'receipt_not_found',
      });
    }
    return { ...stamp, receipt: receiptOf(row) };
  }
}

function statement(schema: string): string {
  return `select r.school_year as "schoolYear", r.number, r.receipt_id as "receiptId",
      r.payment_id as "paymentId", r.student_id as "studentId", r.issued_on as "issuedOn",
      r.issued_at as "issuedAt", r.amount_minor as "amountMinor", r.currency, r.method,
      r.content_digest as "contentDigest", r.content, p.reversed_on as "reversedOn",
      p.reversal_reason_code as "reasonCode", coalesce(c.copies, 0) as copies
    from ${schema}.receipt r
    left join ${schema}.payment p on p.student_id = r.student_id and p.payment_id = r.payment_id
    left join ${schema}.receipt_copy c on c.receipt_id = r.receipt_id
    where r.school_year = $1 and r.number = $2`;
}

function receiptOf(row: ReceiptRow): Receipt {
  const { studentId, issuedAt, amountMinor, content, reversedOn, reasonCode, ...rest } = row;
  return {
    ...rest,
    issuedAt: new Date(issuedAt),
    amountMinor: minor(amountMinor),
    ...(studentId === null ? {} : { studentId }),
    ...(content === null ? {} : { content: contentOf(content) }),
    status: reversedOn === null ? 'issued' : 'reversed',
    ...reversalOf(reversedOn, reasonCode),
  };
}

function reversalOf(
  reversedOn: LocalDate | null,
  reasonCode: ReasonCode | null,
): Pick<Receipt, 'reversedOn' | 'reversal'> {
  if (reversedOn === null || reasonCode === null) return {};
  return { reversedOn, reversal: { effectiveDate: reversedOn, reasonCode } };
}

/** Without the salt: with it, an erased name could be guessed from the digest. */
function contentOf({ salt: _salt, ...stored }: StoredContent): ReceiptContent {
  return {
    ...stored,
    lines: stored.lines.map((line) => ({ ...line, amountMinor: BigInt(line.amountMinor) })),
    creditMinor: BigInt(stored.creditMinor),
    balanceAfterMinor: BigInt(stored.balanceAfterMinor),
  };
}
