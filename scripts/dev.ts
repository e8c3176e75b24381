// npm run dev: the instance of npm start, with the app started again at every change below src. The
// stores stay as they are.
import { watch } from 'node:fs';
import path from 'node:path';
import { AppError } from '../src/kernel/app-error.js';
import { messageOf } from './process/error-code.js';
import { aborted, stopRequest } from './process/stop-request.js';
import { ROOT } from './process/tools.js';
import { readyBlock } from './supervisor/ready-block.js';
import { startSupervisor, type Supervisor } from './supervisor/supervisor.js';

/** An editor writes a file in several steps, and a checkout many files. */
const SETTLE_MS = 200;

const say = (text: string) => process.stdout.write(`${text}\n`);
const stop = stopRequest();
process.exit(await run().catch(refused));

async function run(): Promise<number> {
  const supervisor = await startSupervisor({ env: process.env, say });
  say(readyBlock(supervisor));
  restartOnChange(supervisor);
  const end = await Promise.race([aborted(stop), supervisor.givenUp]);
  if (end instanceof AppError) say(end.message);
  await supervisor.stop();
  return end instanceof AppError ? 1 : 0;
}

function restartOnChange(supervisor: Supervisor): void {
  let restarting = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  watch(path.join(ROOT, 'src'), { recursive: true }, (_event, file) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      restarting = restarting.then(() => restart(supervisor, file ?? 'src'));
    }, SETTLE_MS);
  });
}

async function restart(supervisor: Supervisor, cause: string): Promise<void> {
  try {
    await supervisor.restartApp();
    say(`The app runs again (${cause} changed)`);
  } catch (error) {
    say(`${messageOf(error)} Waiting for the next change.`);
  }
}

function refused(error: unknown): number {
  process.stderr.write(`${messageOf(error)}\nThis start left nothing running.\n`);
  return 1;
}
