// From a request to the authority of its command, and from what was written to the headers of the
// answer.
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CommandContexts } from '../../../http/command-context.js';
import { identityOf, type IdentifiedRequest } from '../../../http/identity.js';
import { ifMatchOf, writeHeaders } from '../../../http/write-answer.js';
import { EffectGates } from '../../auth/index.js';
import { CONSISTENCY_TOKENS, type ConsistencyTokenMaker } from '../../students/index.js';
import type { Authority, Written } from '../authority.js';

@Injectable()
export class WriteAnswers {
  constructor(
    private readonly contexts: CommandContexts,
    private readonly gates: EffectGates,
    @Inject(CONSISTENCY_TOKENS) private readonly tokens: ConsistencyTokenMaker,
  ) {}

  /** For a POST that moves money. @throws AppError `invalid` (`idempotency_key_required`). */
  ofMoney(request: IdentifiedRequest): Authority {
    return this.authority(request, this.contexts.ofMoneyRequest(request));
  }

  /** For other writes, where the key is optional. */
  of(request: IdentifiedRequest): Authority {
    return this.authority(request, this.contexts.ofRequest(request));
  }

  /** Sets the headers of a write; the answer is the body. */
  answer<Answer>(reply: FastifyReply, written: Written<Answer>): Answer {
    const { answer, revision, position, replayed } = written;
    const consistencyToken = position && this.tokens.tokenOf(position);
    writeHeaders(reply, { revision, replayed, consistencyToken });
    return answer;
  }

  private authority(request: IdentifiedRequest, context: Authority['context']): Authority {
    const ifMatch = ifMatchOf(request);
    const gate = this.gates.gateFor(identityOf(request));
    return { context, gate, ...(ifMatch === undefined ? {} : { ifMatch }) };
  }
}
