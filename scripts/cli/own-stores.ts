// Back-up and restore of the embedded stores of one data directory.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ownToolsNeeded } from '../../src/cli/backup/backup.command.js';
import type { EmbeddedStores, RestoreSteps } from '../../src/cli/backup/embedded-stores.js';
import { AppError } from '../../src/kernel/app-error.js';
import { stopLeftovers } from '../postgres/leftovers.js';
import { stopLeftoverEventStore } from '../stores/event-store.js';
import { hasBooks, pendingMove, putInPlace } from '../stores/restored-books.js';
import { startStores } from '../stores/start-stores.js';
import { takeDataDirectory } from '../stores/take-data-directory.js';
import { checkLogSnapshot, takeLogSnapshot } from './log-snapshot.js';

const STAGE = 'restore.unfinished';

export class OwnStores implements EmbeddedStores {
  readonly checkLog = checkLogSnapshot;

  /** `given`: the environment of the command, before any store was found or started. */
  constructor(
    private readonly dataDirectory: string,
    private readonly given: NodeJS.ProcessEnv,
  ) {}

  assertEmbedded({ DATABASE_URL: url = '' }: NodeJS.ProcessEnv): void {
    this.assertNoneConfigured();
    const file = this.inData('postgres', 'password');
    // The instance that runs may have been started on a server that this command knows nothing of.
    const own = existsSync(file) && new URL(url).password === readFileSync(file, 'utf8').trim();
    if (!own || !existsSync(this.inData('events', 'events.db'))) throw ownToolsNeeded();
  }

  snapshotLog(into: string) {
    return takeLogSnapshot(this.inData('events'), into);
  }

  async restore(
    { replace, backup }: { replace: boolean; backup: string },
    steps: RestoreSteps,
  ): Promise<string | undefined> {
    this.assertNoneConfigured();
    const cutShort = pendingMove(this.dataDirectory);
    const lock = takeDataDirectory(this.dataDirectory);
    try {
      if (cutShort?.backup === backup) return this.former(cutShort.aside);
      if (hasBooks(this.dataDirectory) && !replace) throw this.booksExist();
      const key = this.masterKey();
      await steps.check(key);
      await this.prepare(key, steps);
      const aside = `replaced-${new Date().toISOString().replaceAll(/[:.]/g, '')}`;
      putInPlace(this.dataDirectory, { stage: STAGE, aside, backup });
      return this.former(aside);
    } finally {
      lock.release();
    }
  }

  private former(aside: string): string | undefined {
    return existsSync(this.inData(aside)) ? this.inData(aside) : undefined;
  }

  /** Whole books in a folder of their own; what an attempt that was killed left there goes first. */
  private async prepare(key: NodeJS.ProcessEnv, steps: RestoreSteps): Promise<void> {
    const stage = this.inData(STAGE);
    await this.clear(stage);
    mkdirSync(stage, { mode: 0o711 });
    mkdirSync(path.join(stage, 'events'), { mode: 0o700 });
    try {
      const log = await steps.copyLog(path.join(stage, 'events', 'events.db'));
      const stores = await startStores({ dataDir: stage, durable: true });
      const { databaseUrl: DATABASE_URL, eventStoreUrl: ESDB_URL } = stores;
      const env = { ...key, DATA_DIR: this.dataDirectory, DATABASE_URL, ESDB_URL };
      try {
        await steps.fill(env, log);
      } finally {
        await stores.stop();
      }
    } catch (error) {
      await this.clear(stage);
      throw error;
    }
  }

  private async clear(stage: string): Promise<void> {
    await stopLeftoverEventStore(path.join(stage, 'events'));
    await stopLeftovers(path.join(stage, 'postgres', 'data'));
    rmSync(stage, { recursive: true, force: true });
  }

  /** Drawing a new one, as a first start does, would make every name of the back-up unreadable. */
  private masterKey(): NodeJS.ProcessEnv {
    const { MASTER_KEY, MASTER_KEY_FILE } = this.given;
    if (MASTER_KEY) return { MASTER_KEY };
    if (MASTER_KEY_FILE) return { MASTER_KEY_FILE };
    const file = this.inData('master.key');
    if (existsSync(file)) return { MASTER_KEY_FILE: file };
    throw new AppError(
      'invalid',
      `The master key is missing, and no back-up holds it. Put your copy of it at ${file} ` +
        '(mode 600), or set MASTER_KEY or MASTER_KEY_FILE; then restore again.',
      { code: 'master_key_missing' },
    );
  }

  private booksExist(): AppError {
    const message =
      `${this.dataDirectory} has books already. Set DATA_DIR to an empty folder, or add --replace: ` +
      'then the books that are there are moved aside, and nothing of them is deleted.';
    return new AppError('conflict', message, { code: 'books_exist' });
  }

  private assertNoneConfigured(): void {
    if (this.given['DATABASE_URL'] || this.given['ESDB_URL']) throw ownToolsNeeded();
  }

  private inData(...names: string[]): string {
    return path.join(this.dataDirectory, ...names);
  }
}
