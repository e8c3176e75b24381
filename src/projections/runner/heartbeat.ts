// The projector's sign of life while nothing happens: readers wait for one that lives, and not for one
// that is silent.
import type { Checkpoint } from './checkpoint.js';
import { Fenced } from './checkpoint-row.js';
import { NOTHING, NOTICE_CHANNEL, payloadOf } from './notice.js';
import type { Queryable } from './version.js';

/**
 * Shows that the projector is alive although nothing happens.
 * @param current  Whether everything in the log is applied.
 * @throws Fenced as `moveCheckpoint`.
 */
export async function beatHeart(
  database: Queryable,
  schema: string,
  beat: { at: Checkpoint; current: boolean },
): Promise<void> {
  const { current } = beat;
  const { commit, index, epoch } = beat.at;
  const payload = payloadOf({ commit, index, schema, current, touched: NOTHING });
  const { rowCount } = await database.query({
    name: `beat ${schema}`,
    text: `with beaten as (
        update ${schema}.checkpoint set heartbeat_at = clock_timestamp(),
          current_at = case when $1 then clock_timestamp() else current_at end
        where epoch = $2 and commit_pos = $3 returning 1)
      select pg_notify('${NOTICE_CHANNEL}', $4) from beaten`,
    values: [current, epoch, commit, payload],
  });
  if (rowCount !== 1) throw new Fenced(schema);
}
