// Terms of a week each, one after the other, with fees of their own.
import { createHash } from 'node:crypto';
import type { Uuid } from '../../../src/kernel/ids.js';
import { type TestClient, text } from '../../support/api.js';

export interface FeeLine {
  readonly feeCode: string;
  readonly description: string;
  readonly amountMinor: number;
  readonly dueOn?: string;
  readonly instalments?: readonly { readonly dueOn: string }[];
}

/** The term of that name: scheduled once, however often it is asked for. */
export async function termFor(client: TestClient, name: string): Promise<Uuid> {
  const term = { name, ...weekOf(name) };
  const { status, body } = await client.post('/api/v1/terms', term, keyOf(`term ${name}`));
  expect(status).toBe(201);
  return text(body['id']);
}

/** Publishes the fees once for each key. */
export async function publishFees(
  client: TestClient,
  of: { termId: Uuid; key: string },
  lines: readonly FeeLine[],
): Promise<void> {
  const { status } = await client.send('PUT', `/api/v1/terms/${of.termId}/fee-schedule`, {
    body: { lines },
    headers: { 'idempotency-key': keyOf(`fees ${of.key}`) },
  });
  expect(status).toBe(200);
}

/** Names fall into different school years, so that no two terms overlap. */
function weekOf(name: string): { schoolYear: string; startsOn: string; endsOn: string } {
  const number = createHash('sha256').update(name).digest().readUInt16BE(0);
  const year = String(3_000 + (number % 6_000));
  return { schoolYear: year, startsOn: `${year}-02-01`, endsOn: `${year}-02-07` };
}

function keyOf(name: string): string {
  return name.replaceAll(' ', '-');
}
