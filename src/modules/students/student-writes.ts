// From a request to the authority of its command, and from what was written to the headers of the
// answer.
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CommandContexts } from '../../http/command-context.js';
import { identityOf, type IdentifiedRequest } from '../../http/identity.js';
import { ifMatchOf, writeHeaders } from '../../http/write-answer.js';
import { EffectGates } from '../auth/index.js';
import type { StudentAuthority, WrittenStudent } from './authority.js';
import { CONSISTENCY_TOKENS, type ConsistencyTokenMaker } from './ports.js';

@Injectable()
export class StudentWrites {
  constructor(
    private readonly contexts: CommandContexts,
    private readonly gates: EffectGates,
    @Inject(CONSISTENCY_TOKENS) private readonly tokens: ConsistencyTokenMaker,
  ) {}

  /** The key is optional: without one each request is a command of its own. */
  of(request: IdentifiedRequest): StudentAuthority {
    const context = this.contexts.ofRequest(request);
    const gate = this.gates.gateFor(identityOf(request));
    const ifMatch = ifMatchOf(request);
    return { context, gate, ...(ifMatch === undefined ? {} : { ifMatch }) };
  }

  /** Sets the headers of a write; the answer is the body. */
  answer<Answer>(reply: FastifyReply, written: WrittenStudent<Answer>): Answer {
    const { answer, revision, position, replayed } = written;
    const consistencyToken = position && this.tokens.tokenOf(position);
    writeHeaders(reply, { revision, replayed, consistencyToken });
    return answer;
  }
}
