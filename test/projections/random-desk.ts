// A desk at which one student's books are kept at random: charges, payments and everything that undoes
// or changes them, each sent until it is settled. What the rules refuse is refused and that is that.
import { type ApiAnswer, type TestClient, text } from '../support/api.js';
import type { DisturbedSchool } from './disturbed-school.js';

const REASON = { reason: 'Drawn by lot' };

type Random = (n: number) => number;
type Send = (client: TestClient) => Promise<ApiAnswer>;

export class RandomDesk {
  /** Ids that answers gave: each is one fact in the log. */
  readonly payments: string[] = [];
  private readonly charges: string[] = [];
  private readonly adjustments: string[] = [];
  private sent = 0;

  private constructor(
    private readonly school: DisturbedSchool,
    private readonly random: Random,
    private readonly of: { readonly name: string; readonly studentId: string },
  ) {}

  /** Registers the student. @param name  Nobody else's. */
  static async open(
    school: DisturbedSchool,
    { name, random }: { name: string; random: Random },
  ): Promise<RandomDesk> {
    const student = {
      admissionNo: name,
      givenName: 'Anert',
      familyName: `Moyo ${name}`,
      class: 'Form 2A',
      enrolledOn: '2026-01-13',
    };
    const { body } = await school.settled((client) =>
      client.post('/api/v1/students', student, `${name}-registered`),
    );
    return new RandomDesk(school, random, { name, studentId: text(body['id']) });
  }

  /** One command. */
  async step(): Promise<void> {
    const commands = [
      () => this.charge(),
      () => this.charge(),
      () => this.pay(),
      () => this.pay(),
      () => this.pay(),
      () => this.undo('payments', this.payments, 'reverse'),
      () => this.undo('charges', this.charges, 'cancel'),
      () => this.adjust(),
      () => this.undo('adjustments', this.adjustments, 'reverse'),
      () => this.refund(),
      () => this.hold(),
      () => this.correct({ familyName: `Moyo ${this.sent}` }),
      () => this.correct({ class: `Form ${1 + this.random(4)}B`, classFrom: '2026-05-05' }),
    ];
    await commands[this.random(commands.length)]?.();
  }

  private async charge(): Promise<void> {
    const { body } = await this.post('/charges', {
      feeCode: `F${this.sent}`,
      description: 'Fee',
      amountMinor: 1 + this.random(9_000),
      dueOn: `2026-05-${10 + this.random(20)}`,
      termId: this.school.termId,
      effectiveDate: '2026-05-05',
    });
    keep(body['charge'], this.charges);
  }

  private async pay(): Promise<void> {
    const amountMinor = 1 + this.random(9_000);
    const hold = this.random(5) === 0;
    const { body } = await this.post('/payments', { amountMinor, method: 'cash', hold });
    keep(body['payment'], this.payments);
  }

  private async adjust(): Promise<void> {
    const chargeId = this.oneOf(this.charges);
    if (chargeId === undefined) return;
    const discount = { kind: 'discount', chargeId, amountMinor: 1 + this.random(500), ...REASON };
    const { body } = await this.post('/adjustments', discount);
    keep(body['adjustment'], this.adjustments);
  }

  private async refund(): Promise<void> {
    const paymentId = this.oneOf(this.payments);
    if (paymentId === undefined) return;
    const amountMinor = 1 + this.random(2_000);
    await this.post(`/payments/${paymentId}/refund`, { amountMinor, ...REASON });
  }

  private async hold(): Promise<void> {
    const paymentId = this.oneOf(this.payments);
    if (paymentId === undefined) return;
    await this.post(`/payments/${paymentId}/hold`, { hold: this.random(2) === 0 });
  }

  private async undo(what: string, ids: readonly string[], how: string): Promise<void> {
    const id = this.oneOf(ids);
    if (id !== undefined) await this.post(`/${what}/${id}/${how}`, REASON);
  }

  private async correct(body: object): Promise<void> {
    const headers = { 'idempotency-key': this.key() };
    const { studentId } = this.of;
    await this.send((client) =>
      client.send('PATCH', `/api/v1/students/${studentId}`, { body, headers }),
    );
  }

  private post(route: string, body: object): Promise<ApiAnswer> {
    const path = `/api/v1/students/${this.of.studentId}${route}`;
    const key = this.key();
    return this.send((client) => client.post(path, body, key));
  }

  private send(send: Send): Promise<ApiAnswer> {
    return this.school.settled(send);
  }

  private key(): string {
    this.sent += 1;
    return `${this.of.name}-${this.sent}`;
  }

  private oneOf(ids: readonly string[]): string | undefined {
    return ids[this.random(Math.max(1, ids.length))];
  }
}

function keep(made: ApiAnswer['body'] | undefined, ids: string[]): void {
  if (made !== undefined) ids.push(text(made['id']));
}
