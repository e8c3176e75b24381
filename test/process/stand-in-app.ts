// Stands for the app where a test is about the processes around it: serves one page that says what it
// was started with, and ends with its parent.
import { createServer } from 'node:http';

const { DATABASE_URL, ESDB_URL, DATA_DIR, MASTER_KEY_FILE, ADMIN_USERNAME, ADMIN_PASSWORD } =
  process.env;
const settings = {
  DATABASE_URL,
  ESDB_URL,
  DATA_DIR,
  MASTER_KEY_FILE,
  ADMIN_USERNAME,
  ADMIN_PASSWORD,
};

const server = createServer((_request, response) => {
  response.end(JSON.stringify({ pid: process.pid, settings }));
});
server.listen(Number(process.env['PORT']), '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`${JSON.stringify({ ready: true, url: `http://127.0.0.1:${port}` })}\n`);
});
process.stdin.once('close', () => process.exit(0)).resume();
