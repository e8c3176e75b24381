// Keys of subjects in memory, made when first asked for.
import { generateKeySync, type KeyObject } from 'node:crypto';
import type { Uuid } from '../../src/kernel/ids.js';
import type { SubjectKeys } from '../../src/eventstore/index.js';

export class InMemorySubjectKeys implements SubjectKeys {
  private readonly keys = new Map<Uuid, KeyObject | 'erased'>();

  keyOf(subjectId: Uuid): Promise<KeyObject | 'erased'> {
    const known = this.keys.get(subjectId) ?? generateKeySync('aes', { length: 256 });
    this.keys.set(subjectId, known);
    return Promise.resolve(known);
  }

  erase(subjectId: Uuid): void {
    this.keys.set(subjectId, 'erased');
  }
}
