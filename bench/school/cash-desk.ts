// Takes payments from students in turn, checks every answer, and knows at the end what the books must
// say.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiAnswer, SchoolClient } from './school-client.js';
import { allStudents } from './students.js';

const RECEIPT_WITHIN_MS = 10_000;
const POLL_MS = 50;
/** 1.00 to 4.99, each next. */
const SMALLEST_MINOR = 100;
const AMOUNTS = 400;

interface Payment {
  readonly id: string;
  readonly amountMinor: number;
  readonly receiptNo?: number;
  readonly receiptStatus: 'issued' | 'pending';
}

export interface Taken {
  readonly amountMinor: number;
  readonly answer: ApiAnswer;
}

export class CashDesk {
  private readonly receiptNos: number[] = [];
  private readonly pending: string[] = [];
  private takenMinor = 0;
  private next = 0;

  private constructor(
    private readonly client: SchoolClient,
    private readonly studentIds: readonly string[],
    private readonly netMinorBefore: number,
  ) {}

  /** Opens at a school in which nobody has paid yet. */
  static async open(client: SchoolClient): Promise<CashDesk> {
    const students = await allStudents(client);
    return new CashDesk(
      client,
      students.map(({ id }) => id),
      sumOfNet(students),
    );
  }

  get students(): readonly string[] {
    return this.studentIds;
  }

  /** How many answers came before the number was given; the number follows by itself. */
  get pendingReceipts(): number {
    return this.pending.length;
  }

  /**
   * Records one payment.
   * @param studentId  Absent: the next student in turn.
   * @throws Error unless the answer is a 2xx that names this amount and a receipt.
   */
  async take(studentId = this.studentInTurn()): Promise<Taken> {
    const amountMinor = SMALLEST_MINOR + (this.next % AMOUNTS);
    const answer = await this.client.send({
      method: 'POST',
      path: `/api/v1/students/${studentId}/payments`,
      body: { amountMinor, method: 'cash' },
      idempotencyKey: randomUUID(),
    });
    const { payment } = JSON.parse(answer.text) as { payment: Payment };
    if (payment.amountMinor !== amountMinor)
      throw new Error(`${amountMinor} became ${answer.text}`);
    this.takenMinor += amountMinor;
    if (payment.receiptNo !== undefined) this.receiptNos.push(payment.receiptNo);
    else if (payment.receiptStatus === 'pending') this.pending.push(pathOf(studentId, payment));
    else throw new Error(`a payment without a receipt: ${answer.text}`);
    return { amountMinor, answer };
  }

  /**
   * Compares the books with what was taken, once nothing is in flight.
   * @returns what was found right.
   * @throws Error when sums differ, or receipt numbers are not 1 … n, each once.
   */
  async assertBooks(): Promise<string> {
    const last = await this.take();
    const students = await allStudents(this.client, last.answer.consistencyToken);
    const bookedMinor = this.netMinorBefore - sumOfNet(students);
    if (bookedMinor !== this.takenMinor) {
      throw new Error(`the books say ${bookedMinor}, but ${this.takenMinor} was taken`);
    }
    const late = await Promise.all(this.pending.map((path) => this.receiptOf(path)));
    const numbers = [...this.receiptNos, ...late].toSorted((a, b) => a - b);
    const wrong = numbers.findIndex((number, index) => number !== index + 1);
    if (wrong >= 0) throw new Error(`receipt ${wrong + 1} is ${numbers[wrong]}`);
    const pending = late.length === 0 ? '' : `, ${late.length} given after the answer`;
    return `${bookedMinor} minor units booked as taken; receipts 1 … ${numbers.length} without a gap${pending}`;
  }

  private studentInTurn(): string {
    const id = this.studentIds[this.next++ % this.studentIds.length];
    if (id === undefined) throw new Error('the school has no students');
    return id;
  }

  private async receiptOf(path: string): Promise<number> {
    for (let waitedMs = 0; waitedMs < RECEIPT_WITHIN_MS; waitedMs += POLL_MS) {
      const payment = await this.client.json<Payment>({ method: 'GET', path });
      if (payment.receiptNo !== undefined) return payment.receiptNo;
      await delay(POLL_MS);
    }
    throw new Error(`${path} never got its receipt`);
  }
}

function pathOf(studentId: string, { id }: Payment): string {
  return `/api/v1/students/${studentId}/payments/${id}`;
}

function sumOfNet(students: readonly { netMinor: number }[]): number {
  return students.reduce((sum, { netMinor }) => sum + netMinor, 0);
}
