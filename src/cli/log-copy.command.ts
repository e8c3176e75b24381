// `log copy <to>`: the whole log to another server, and the proof that it arrived.
import { createEventStore, type EventStore } from '../eventstore/index.js';
import { AppError } from '../kernel/app-error.js';
import { followBoth } from './backup/compare-logs.js';
import { copyLog } from './backup/copy-log.js';

const PROGRESS_EVENTS = 10_000;

/**
 * Copies the log of one server to another one, or what is still missing there, and compares both.
 * @param from, to  Connection strings.
 * @throws AppError as `copyLog`; `invalid` (`same_server`, `bad_configuration`).
 */
export async function logCopyCommand(
  { from, to }: { from: string; to: string },
  print: (line: string) => void,
): Promise<void> {
  if (from === to) {
    const message = "The log can't be copied to the server that it is on.";
    throw new AppError('invalid', message, { code: 'same_server' });
  }
  const source = createEventStore({ connectionString: from });
  const target = createEventStore({ connectionString: to });
  try {
    await target.ready();
    await copyAndCompare({ source, target }, print);
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
}

async function copyAndCompare(
  { source, target }: { source: EventStore; target: EventStore },
  print: (line: string) => void,
): Promise<void> {
  let told = 0;
  const { there, copied } = await copyLog(source, target, (index) => {
    if (index < told + PROGRESS_EVENTS) return;
    told = index;
    print(`copying … event ${index}`);
  });
  print(`${there} events were there already, ${copied} were copied; comparing both logs …`);
  const { chain } = await followBoth(source, target);
  print(`The target has the same ${chain.events} events: every id, byte, place and hash.`);
  print(
    'What is recorded here from now on is not there: stop the school, copy once more, then set ESDB_URL.',
  );
}
