// What the pages ask for, bound to the modules: a form is the API request that it stands for.
import { Inject, Injectable, type Provider } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CommandContexts } from './http/command-context.js';
import { identityOf, type IdentifiedRequest } from './http/identity.js';
import { amountToApi } from './kernel/money.js';
import { EffectGates } from './modules/auth/index.js';
import { RecordPayment } from './modules/billing/index.js';
import { CONSISTENCY_TOKENS, type ConsistencyTokenMaker } from './modules/students/index.js';
import { ConsistencyTokens } from './projections/consistency/read-your-writes.js';
import {
  PAYMENT_RECORDER,
  READ_YOUR_WRITES,
  type PaymentRecorder,
  type RecordedPayment,
  type SentForm,
} from './web/ports.js';

@Injectable()
class CommandPaymentRecorder implements PaymentRecorder {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
    private readonly gates: EffectGates,
    @Inject(CONSISTENCY_TOKENS) private readonly tokens: ConsistencyTokenMaker,
  ) {}

  async record(request: IdentifiedRequest, form: SentForm): Promise<RecordedPayment> {
    const { studentId, key } = form;
    const body = { ...form.payment, amountMinor: amountToApi(form.payment.amountMinor) };
    const path = `/api/v1/students/${studentId}/payments`;
    const context = this.contexts.ofForm(request, { key, path, body });
    const gate = this.gates.gateFor(identityOf(request));
    const command = new RecordPayment(studentId, body, { context, gate });
    const { answer, position } = await this.commands.execute(command);
    return {
      paymentId: answer.payment.id,
      consistencyToken: position && this.tokens.tokenOf(position),
    };
  }
}

/** Providers for the pages; `CONSISTENCY_TOKENS` among what they find. */
export function pageBindings(): Provider[] {
  return [
    { provide: PAYMENT_RECORDER, useClass: CommandPaymentRecorder },
    { provide: READ_YOUR_WRITES, useExisting: ConsistencyTokens },
  ];
}
