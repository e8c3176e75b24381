// Where a command finds the books.
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { chooseDataDirectory, enterPlace } from '../../scripts/cli/instance-environment.js';
import { RUN_TYPESCRIPT, runNode } from '../../scripts/process/tools.js';
import { isInUse } from '../../scripts/stores/data-directory.js';
import { startStores } from '../../scripts/stores/start-stores.js';
import { emptyFolder, query } from './processes.js';
import { interrupt, startInstance } from './supervised-instance.js';

describe('a command', () => {
  let root: string;
  const said: string[] = [];
  const say = (text: string) => void said.push(text);

  beforeEach(() => {
    root = emptyFolder();
    said.length = 0;
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('is about the school, unless the demo is asked for or another folder is set', () => {
    expect(chooseDataDirectory({}, { demo: false, root })).toBe(path.join(root, '.data/school'));
    expect(chooseDataDirectory({}, { demo: true, root })).toBe(path.join(root, '.data/demo'));
    expect(chooseDataDirectory({ DATA_DIR: 'x' }, { demo: false, root })).toBe(
      path.join(root, 'x'),
    );
  });

  it('uses the demo when that is all that runs, through its addresses and key', async () => {
    const demo = path.join(root, '.data/demo');
    const instance = await startInstance(demo);

    const dataDirectory = chooseDataDirectory({}, { demo: false, root });
    const place = await enterPlace({}, { dataDirectory, say });
    await place.leave();
    await interrupt(instance);

    expect(place.env).toEqual({
      DATA_DIR: demo,
      DATABASE_URL: instance.ready.instance.databaseUrl,
      ESDB_URL: instance.ready.instance.eventStoreUrl,
      MASTER_KEY_FILE: path.join(demo, 'master.key'),
    });
    expect(said).toEqual([`Using the instance at ${instance.ready.instance.url} (${demo})`]);
  });

  it('makes no books where there are none', async () => {
    const dataDirectory = path.join(root, '.data/school');

    await expect(enterPlace({}, { dataDirectory, say })).rejects.toMatchObject({
      code: 'no_books',
    });

    expect(existsSync(dataDirectory)).toBe(false);
  });

  it('could not look where Postgres is away, and says so in a sentence', async () => {
    const { code, output } = await runNode([...RUN_TYPESCRIPT, 'scripts/cli.ts', 'replay', '1'], {
      env: {
        PATH: process.env['PATH'],
        DATA_DIR: path.join(root, 'school'),
        DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
        ESDB_URL: 'esdb://127.0.0.1:1?tls=false',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

    expect(output).toContain(`PostgreSQL can't be used: connect ECONNREFUSED`);
    expect(output).not.toContain('    at ');
    expect(code).toBe(3);
  });

  it('starts the stores when nothing runs, has the folder for itself, and gives it back', async () => {
    const dataDirectory = path.join(root, '.data/school');
    await (await startStores({ dataDir: dataDirectory, durable: false })).stop();

    const place = await enterPlace({}, { dataDirectory, say });
    const answer = await query(String(place.env['DATABASE_URL']), 'SELECT 1 AS one');
    const whileItRan = isInUse(dataDirectory);
    await place.leave();

    expect(answer).toEqual([{ one: 1 }]);
    expect([whileItRan, isInUse(dataDirectory)]).toEqual([true, false]);
  });
});
