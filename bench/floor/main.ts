// The floor as a process: makes its school in the database of DATABASE_URL, prints one line of JSON
// when it serves, and ends when its standard input closes.
import { parseArgs } from 'node:util';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { recordPayment } from './record-payment.js';
import { floorApp } from './routes.js';
import { createFloorSchool } from './schema.js';
import { tokenHashOf } from './session.js';

const { values } = parseArgs({
  options: {
    students: { type: 'string' },
    sessions: { type: 'string' },
    connections: { type: 'string' },
  },
});
const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: Number(values.connections),
});
pool.on('error', (error) => process.stderr.write(`floor: ${error.message}\n`));
const tokens = Array.from({ length: Number(values.sessions) }, () =>
  randomBytes(32).toString('base64url'),
);
await createFloorSchool(pool, {
  students: Number(values.students),
  tokenHashes: tokens.map(tokenHashOf),
});
const app = floorApp(pool, (order) => recordPayment(pool, order));
const url = await app.listen({ port: 0, host: '127.0.0.1' });
const cookies = tokens.map((token) => `sid=${token}`);
process.stdout.write(`${JSON.stringify({ ready: true, url, cookies })}\n`);

process.stdin.once('close', () => void stop()).resume();

async function stop(): Promise<void> {
  await app.close();
  await pool.end();
}
