// Emmett as a process: the floor's school, its charges as events, the floor's Fastify and routes; only a
// payment is recorded by Emmett. Prints one line of JSON when it serves, and ends when its standard
// input closes.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { floorApp } from '../../floor/routes.js';
import { createFloorSchool } from '../../floor/schema.js';
import { tokenHashOf } from '../../floor/session.js';
import { EmmettBooks } from './books.js';
import { paymentsOf } from './record-payment.js';
import { chargesBecomeEvents } from './seed.js';

const { values } = parseArgs({
  options: {
    students: { type: 'string' },
    sessions: { type: 'string' },
    connections: { type: 'string' },
  },
});
const connectionString = process.env['DATABASE_URL'] ?? '';
const pool = new pg.Pool({ connectionString, max: Number(values.connections) });
pool.on('error', (error) => process.stderr.write(`Emmett: ${error.message}\n`));
const tokens = Array.from({ length: Number(values.sessions) }, () =>
  randomBytes(32).toString('base64url'),
);
await createFloorSchool(pool, {
  students: Number(values.students),
  tokenHashes: tokens.map(tokenHashOf),
});
const books = new EmmettBooks(connectionString, pool);
await books.migrate();
await chargesBecomeEvents(pool, books);
const app = floorApp(pool, paymentsOf(pool, books));
const url = await app.listen({ port: 0, host: '127.0.0.1' });
const cookies = tokens.map((token) => `sid=${token}`);
process.stdout.write(`${JSON.stringify({ ready: true, url, cookies })}\n`);

process.stdin.once('close', () => void stop()).resume();

async function stop(): Promise<void> {
  await app.close();
  await books.close();
  await pool.end();
}
