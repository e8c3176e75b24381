// A whole supervisor in a process of its own, so that a test may kill it: the settings come from the
// environment, the app is the stand-in. Prints one line of JSON once everything runs.
import { fileURLToPath } from 'node:url';
import { aborted, stopRequest } from '../../scripts/process/stop-request.js';
import { startSupervisor } from '../../scripts/supervisor/supervisor.js';

const stop = stopRequest();
const supervisor = await startSupervisor({
  env: process.env,
  demo: process.argv.includes('--demo'),
  appEntry: fileURLToPath(new URL('./stand-in-app.ts', import.meta.url)),
  say: (text) => process.stderr.write(`${text}\n`),
});
const { instance, logIn } = supervisor;
const state = { ready: true, instance, logIn, processes: supervisor.processes() };
process.stdout.write(`${JSON.stringify(state)}\n`);
await aborted(stop);
await supervisor.stop();
process.exit(0);
