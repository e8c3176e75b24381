// What an edge needs for read-your-own-writes: a token for each write, and waiting for one in a read.
import { Injectable } from '@nestjs/common';
import type { LogPosition } from '../../eventstore/port.js';
import { AppError } from '../../kernel/app-error.js';
import { consistencyTokenOf, placeOfToken } from './consistency-tokens.js';
import { ReadModelProgress } from './read-model-progress.js';

@Injectable()
export class ConsistencyTokens {
  constructor(private readonly progress: ReadModelProgress) {}

  /** Token of a write that ended at this place in the log. */
  tokenOf(position: LogPosition): string {
    return consistencyTokenOf(position);
  }

  /**
   * Waits up to 2 s until the read models hold the write of the token; holds no connection.
   * @returns whether the answer will be stale; at once when the projector shows no sign of life.
   * @throws AppError `invalid` (`bad_consistency_token`); with `strict`, `unavailable`
   *   (`read_model_behind`) instead of a stale answer.
   */
  async waitFor(token: string, options: { strict?: boolean } = {}): Promise<{ stale: boolean }> {
    const seen = await this.progress.waitFor(placeOfToken(token));
    if (!seen && options.strict === true) throw behind();
    return { stale: !seen };
  }

  /** @throws AppError `unavailable` (`read_model_behind`) after 2 s. */
  async requirePosition(position: LogPosition): Promise<void> {
    if (!(await this.progress.waitFor(position))) throw behind();
  }
}

function behind(): AppError {
  return new AppError('unavailable', 'The lists are not up to date yet; try again in a moment.', {
    code: 'read_model_behind',
    retryAfterSeconds: 2,
  });
}
