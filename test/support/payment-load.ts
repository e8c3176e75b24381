// Payments at 16 in flight, each under a key of its own, and what each key was told: the load under
// which a test kills processes.
import { type ApiAnswer, type TestClient, text } from './api.js';

const IN_FLIGHT = 16;
const SETTLE_MILLISECONDS_MAX = 60_000;
const PAUSE_MILLISECONDS = 100;

export interface PaymentLoad {
  readonly studentIds: readonly string[];
  readonly payments: number;
  readonly prefix: string;
  /** Called once, when so many payments were acknowledged. */
  readonly disturb: { readonly after: number; run(): Promise<void> };
}

/** Payment id by key, of every key that was answered with a 2xx. */
export type Acknowledged = Map<string, string>;

/** Sends every payment once; a lost connection or a 5xx leaves its key without an answer. */
export async function sendPayments(client: TestClient, load: PaymentLoad): Promise<Acknowledged> {
  const acknowledged: Acknowledged = new Map();
  let next = 0;
  let disturbed: Promise<void> | undefined;
  const worker = async (): Promise<void> => {
    for (let n = next++; n < load.payments; n = next++) {
      const answer = await attempt(client, load, n);
      if (answer?.status === 201) acknowledged.set(keyOf(load, n), paymentIdOf(answer));
      if (acknowledged.size >= load.disturb.after) disturbed ??= load.disturb.run();
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  await disturbed;
  return acknowledged;
}

/** Sends every key again until each has a payment; the payment id by key. */
export async function settleAll(client: TestClient, load: PaymentLoad): Promise<Acknowledged> {
  const settled: Acknowledged = new Map();
  const deadline = Date.now() + SETTLE_MILLISECONDS_MAX;
  for (let n = 0; n < load.payments; n++) {
    for (;;) {
      const answer = await attempt(client, load, n);
      if (answer?.status === 201) {
        settled.set(keyOf(load, n), paymentIdOf(answer));
        break;
      }
      const said = answer === undefined ? 'no answer' : JSON.stringify(answer.body);
      if (Date.now() > deadline) throw new Error(`${keyOf(load, n)} never settled: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
    }
  }
  return settled;
}

function attempt(client: TestClient, load: PaymentLoad, n: number): Promise<ApiAnswer | undefined> {
  const studentId = load.studentIds[n % load.studentIds.length] ?? '';
  const body = { amountMinor: 100 + n, method: 'cash' };
  const answer = client.post(`/api/v1/students/${studentId}/payments`, body, keyOf(load, n));
  // A killed server is what this load is for: no answer is an outcome, told by `undefined`.
  return answer.catch((error: unknown) => {
    if (error instanceof TypeError) return undefined;
    throw error;
  });
}

function keyOf({ prefix }: PaymentLoad, n: number): string {
  return `${prefix}-${n}`;
}

function paymentIdOf({ body }: ApiAnswer): string {
  return text(body['payment']?.['id']);
}
