// The id of the school, drawn at its first start and read from the log ever after. Every event says
// it, so that the books of two schools can be told apart after a merge.
import { Injectable } from '@nestjs/common';
import { present } from './kernel/assert.js';
import type { Uuid } from './kernel/ids.js';

@Injectable()
export class SchoolIdentity {
  private known: Uuid | undefined;

  get id(): Uuid {
    return present(this.known, 'the id of the school');
  }

  /** Called once at start, before the first command. */
  learn(id: Uuid): void {
    this.known = id;
  }
}
