// The smallest books that a back-up can be made of: embedded stores with a configured school, one
// student whose name is sealed, and a user who is signed in. No application runs.
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { OwnStores } from '../../scripts/cli/own-stores.js';
import { startStores } from '../../scripts/stores/start-stores.js';
import { backupCommand } from '../../src/cli/backup/backup.command.js';
import { restoreCommand } from '../../src/cli/backup/restore.command.js';
import { openBooks, type Books } from '../../src/cli/open-books.js';
import { migrate } from '../../src/database/index.js';
import { CommandLog } from '../../src/eventstore/index.js';
import { systemClock } from '../../src/kernel/clock.js';
import { loadConfig } from '../../src/kernel/config.js';
import { commandIdOf, randomId, type Uuid } from '../../src/kernel/ids.js';
import { setUpSchool } from '../../src/modules/billing/index.js';
import { masterKey } from '../../src/modules/students/index.js';
import { query } from './processes.js';

const USER = '01890000-0000-7000-8000-000000000001';
export const STUDENT: Uuid = '01890000-0000-7000-8000-000000000002';
const SESSION = '01890000-0000-7000-8000-000000000003';
/** In each reading of "end of a line" this name has one. */
export const DISPLAY_NAME = 'Ruth\u2028Moyo\n\r\u0085"\\ é';

export interface SmallBooks {
  readonly env: NodeJS.ProcessEnv;
  readonly books: Books;
  stop(): Promise<void>;
}

/** Makes the books in a folder, and keeps their stores running. */
export async function makeSmallBooks(dataDirectory: string): Promise<SmallBooks> {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o711 });
  const stores = await startStores({ dataDir: dataDirectory, durable: false });
  const keyFile = path.join(dataDirectory, 'master.key');
  writeFileSync(keyFile, randomBytes(32).toString('hex'), { mode: 0o600 });
  const env = {
    DATA_DIR: dataDirectory,
    DATABASE_URL: stores.databaseUrl,
    ESDB_URL: stores.eventStoreUrl,
    MASTER_KEY_FILE: keyFile,
  };
  await migrate(stores.databaseUrl);
  const books = await openBooks(env);
  await fill(books);
  const stop = async () => {
    await books.close();
    await stores.stop();
  };
  return { env, books, stop };
}

/** The command `backup` on books whose stores run. */
export async function backUp(small: SmallBooks, folder: string): Promise<string[]> {
  const printed: string[] = [];
  await backupCommand(folder, {
    books: small.books,
    embedded: new OwnStores(String(small.env['DATA_DIR']), {}),
    masterKey: masterKey(loadConfig(small.env)),
    productVersion: '0.1.0',
    print: (line) => void printed.push(line),
  });
  return printed;
}

/** The command `restore` into a data directory; `given` is the environment it is run in. */
export async function restore(
  folder: string,
  into: { dataDirectory: string; replace?: boolean; given?: NodeJS.ProcessEnv },
): Promise<string[]> {
  const printed: string[] = [];
  await restoreCommand(
    { folder, replace: into.replace === true },
    {
      embedded: new OwnStores(into.dataDirectory, into.given ?? {}),
      print: (line) => void printed.push(line),
    },
  );
  return printed;
}

async function fill(books: Books): Promise<void> {
  const { store, databaseUrl } = books;
  await store.ready();
  let schoolId = randomId(new Date());
  const log = new CommandLog({ ...books, schoolId: () => schoolId, appVersion: '0.1.0' });
  const identity = { learn: (id: Uuid) => void (schoolId = id) };
  await setUpSchool(
    { log, identity, clock: systemClock },
    {
      name: 'Hillside School',
      currency: 'USD',
      timeZone: 'UTC',
      schoolYearStartsOn: '01-01',
      fourEyesLimitMinor: 10_000n,
      retentionYears: 7,
    },
  );
  await registerStudent(books, log);
  await query(databaseUrl, userStatement());
  await query(databaseUrl, SESSION_STATEMENT);
}

async function registerStudent({ keys }: Books, log: CommandLog): Promise<void> {
  await keys.ensure(STUDENT);
  const commandId = commandIdOf('user:test', 'student');
  const context = { commandId, principal: 'user:test', correlationId: commandId } as const;
  await log.decideAndAppend({
    stream: `student-${STUDENT}`,
    fold: { initialState: null, evolve: (state) => state },
    context: { ...context, actorRole: 'admin' },
    decide: () => [
      {
        type: 'StudentRegistered',
        data: {
          studentId: STUDENT,
          admissionDigest: '0'.repeat(64),
          class: 'Form 2A',
          enrolledOn: '2026-01-13',
        },
        subjectId: STUDENT,
        secret: { admissionNo: 'HS-1', givenName: 'Anert', familyName: 'Moyo' },
      },
    ],
  });
}

function userStatement(): string {
  const name = DISPLAY_NAME.replaceAll("'", "''");
  return `insert into app.app_user (id, username, display_name, password_hash, roles)
    values ('${USER}', 'ruth', '${name}', '-', '{admin,bursar}')`;
}

const SESSION_STATEMENT = `insert into app.auth_session
    (id, token_hash, user_id, epoch, data, persistent, idle_ttl, idle_expires_at, absolute_expires_at)
  values ('${SESSION}', '\\x00ff', '${USER}', 1, '{"big":12345678901234567890}', false,
    '1 hour', '2036-01-01', '2036-01-01T00:00:00.123456Z')`;
