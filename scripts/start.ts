// npm start and npm run demo: one command from a fresh clone to a running school.
import { parseArgs } from 'node:util';
import { AppError } from '../src/kernel/app-error.js';
import { messageOf } from './process/error-code.js';
import { aborted, stopRequest } from './process/stop-request.js';
import { readyBlock } from './supervisor/ready-block.js';
import { startSupervisor, type Supervisor } from './supervisor/supervisor.js';

const { values } = parseArgs({ options: { demo: { type: 'boolean', default: false } } });
const demo = values.demo;
const say = (text: string) =>
  process.stdout.write(`${(performance.now() / 1000).toFixed(1).padStart(5)} s  ${text}\n`);

const stop = stopRequest();
stop.addEventListener('abort', () => say('Stopping …'));
process.exit(await run().catch(refused));

async function run(): Promise<number> {
  say(demo ? 'Starting the demo school …' : 'Starting …');
  const supervisor = await startSupervisor({ env: process.env, demo, say });
  say('The app is ready');
  await Promise.race([loadSamples(supervisor), aborted(stop)]);
  if (!stop.aborted) process.stdout.write(readyBlock(supervisor));
  const end = await Promise.race([aborted(stop), supervisor.givenUp]);
  if (end instanceof AppError) say(end.message);
  await supervisor.stop();
  say('Stopped. Nothing is running any more.');
  return end instanceof AppError ? 1 : 0;
}

/** The sample school comes through the API, as a school's own data would; a second start changes nothing. */
async function loadSamples({ instance, logIn }: Supervisor): Promise<void> {
  if (logIn === undefined) return;
  try {
    const { loadSampleSchool } = await import('../samples/load.js');
    const loaded = await loadSampleSchool({ baseUrl: instance.url, ...logIn, say });
    if (loaded) say('The sample school is loaded');
  } catch (error) {
    if (stop.aborted) return;
    // Without its samples the school still runs, and says what is wrong.
    say(`The sample school could not be loaded: ${messageOf(error)}`);
  }
}

function refused(error: unknown): number {
  const bug = !(error instanceof AppError) && error instanceof Error;
  process.stderr.write(
    `${bug ? error.stack : messageOf(error)}\nThis start left nothing running.\n`,
  );
  return 1;
}
