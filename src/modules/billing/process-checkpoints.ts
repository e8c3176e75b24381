// Checkpoints of the processes in Postgres, table `app.process_checkpoint`.
import type pg from 'pg';
import type { ProcessCheckpoint, ProcessCheckpoints } from './ports.js';

interface CheckpointRow {
  commit_pos: bigint;
  prepare_pos: bigint;
  event_id: string;
}

export class PostgresProcessCheckpoints implements ProcessCheckpoints {
  constructor(private readonly pool: pg.Pool) {}

  async load(name: string): Promise<ProcessCheckpoint | undefined> {
    const { rows } = await this.pool.query<CheckpointRow>(
      'select commit_pos, prepare_pos, event_id from app.process_checkpoint where name = $1',
      [name],
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    return { commit: row.commit_pos, prepare: row.prepare_pos, eventId: row.event_id };
  }

  async save(name: string, { commit, prepare, eventId }: ProcessCheckpoint): Promise<void> {
    await this.pool.query(
      `insert into app.process_checkpoint (name, commit_pos, prepare_pos, event_id)
         values ($1, $2, $3, $4)
       on conflict (name) do update
         set commit_pos = excluded.commit_pos, prepare_pos = excluded.prepare_pos,
             event_id = excluded.event_id`,
      [name, commit, prepare, eventId],
    );
  }
}
