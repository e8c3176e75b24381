// How queries reach the read models. One statement reads the data and the checkpoint that it belongs
// to, so the position in an answer is never another's; a swap to a rebuilt version is noticed by the
// statement that misses its tables, which is then asked again of the new version.
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import { READ_POOL } from '../database/pools.js';
import { statementName } from '../database/statement-name.js';
import { AppError } from '../kernel/app-error.js';
import { assert, present } from '../kernel/assert.js';
import { isMissingReadModel, schemaOf, servedVersion } from './runner/version.js';
import { withoutNull, type Stamp } from './stamp.js';

export type { Stamp } from './stamp.js';

/** Rows per part; in rows int8 is a JSON number (safe by the limits of amounts), a day is text. */
export type Parts = Readonly<Record<string, object>>;

export type Answer<P extends Parts> = Stamp & {
  readonly [K in keyof P]: readonly P[K][];
};

/** A statement for each part, over the tables of the schema it is given; all share parameters. */
export type PartStatements<P extends Parts> = (schema: string) => {
  readonly [K in keyof P]: string;
};

const STATEMENTS_MAX = 500;

@Injectable()
export class ReadModels {
  private version: number | undefined;
  /** A statement that was planned on a connection is not planned there again; by its text. */
  private readonly names = new LRUCache<string, string>({ max: STATEMENTS_MAX });

  constructor(@Inject(READ_POOL) private readonly pool: Pool) {}

  /**
   * Reads several lists of rows and their position in one statement; each keeps its `order by`.
   * @throws AppError `unavailable` (`read_model_missing`) before the projector has made any.
   */
  async read<P extends Parts>(
    statements: PartStatements<P>,
    parameters: readonly unknown[] = [],
  ): Promise<Answer<P>> {
    return (await this.readVersion(statements, parameters)).answer;
  }

  /** As `read`, and the schema of the version that answered. */
  async readVersion<P extends Parts>(
    statements: PartStatements<P>,
    parameters: readonly unknown[] = [],
  ): Promise<{ readonly schema: string; readonly answer: Answer<P> }> {
    const version = (this.version ??= await this.servedNow());
    try {
      return await this.readFrom(version, statements, parameters);
    } catch (error) {
      if (!isMissingReadModel(error)) throw error;
      this.version = await this.servedNow();
      return this.readFrom(this.version, statements, parameters);
    }
  }

  private async servedNow(): Promise<number> {
    const version = await servedVersion(this.pool);
    if (version !== undefined) return version;
    throw new AppError('unavailable', 'The lists are not built yet; try again in a moment.', {
      code: 'read_model_missing',
      retryAfterSeconds: 2,
    });
  }

  private async readFrom<P extends Parts>(
    version: number,
    statements: PartStatements<P>,
    parameters: readonly unknown[],
  ): Promise<{ schema: string; answer: Answer<P> }> {
    const schema = schemaOf(version);
    const parts = Object.entries(statements(schema)).map(
      ([name, statement]) =>
        `(select coalesce(json_agg(r), '[]'::json) from (${statement}) r) as "${name}"`,
    );
    const text = `select c.index::float8 as position,
         greatest(0, extract(epoch from clock_timestamp() - c.current_at))::float8 as "lagSeconds",
         (select nullif(count(*), 0)::float8 from ${schema}.parked) as incomplete,
         ${parts.join(',\n')}
       from ${schema}.checkpoint c`;
    const { rows } = await this.pool.query<Answer<P>>({
      name: this.nameOf(text),
      text,
      values: [...parameters],
    });
    return { schema, answer: withoutNull<Answer<P>>(present(rows[0], `checkpoint of ${schema}`)) };
  }

  private nameOf(text: string): string {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    const name = statementName('read', text);
    this.names.set(text, name);
    return name;
  }
}

/** A JSON number of minor units as bigint; beyond 2^53 it would have lost digits on the way. */
export function minor(amount: number): bigint {
  assert(Number.isSafeInteger(amount), `amount ${amount} is a safe integer`);
  return BigInt(amount);
}
