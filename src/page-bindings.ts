// What the pages ask for, bound to the modules: a form is the API request that it stands for.
import { Inject, Injectable, type Provider } from '@nestjs/common';
import { CommandBus, QueryBus, type Command } from '@nestjs/cqrs';
import { CommandContexts } from './http/command-context.js';
import { identityOf, type IdentifiedRequest } from './http/identity.js';
import type { Uuid } from './kernel/ids.js';
import { amountToApi } from './kernel/money.js';
import { EffectGates } from './modules/auth/index.js';
import {
  PreviewChargeRun,
  RecordPayment,
  type Authority,
  type PreviewAnswer,
  type Written,
} from './modules/billing/index.js';
import { CONSISTENCY_TOKENS, type ConsistencyTokenMaker } from './modules/students/index.js';
import { ConsistencyTokens } from './projections/consistency/read-your-writes.js';
import {
  CHARGE_RUN_PREVIEWS,
  COMMAND_SENDER,
  type ChargeRunPreviews,
  type CommandSender,
  type DoneCommand,
  type FormCommand,
} from './web/command-sender.js';
import {
  PAYMENT_RECORDER,
  READ_YOUR_WRITES,
  type PaymentRecorder,
  type RecordedPayment,
  type SentForm,
} from './web/ports.js';

/** More students than any school has: the page wants to name every problem, not those of one page. */
const STUDENTS_MAX = 100_000;

@Injectable()
class CommandBusSender implements CommandSender {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
    private readonly gates: EffectGates,
    @Inject(CONSISTENCY_TOKENS) private readonly tokens: ConsistencyTokenMaker,
  ) {}

  async send<Answer>(
    request: IdentifiedRequest,
    form: FormCommand,
    command: (by: Authority) => Command<Written<Answer>>,
  ): Promise<DoneCommand<Answer>> {
    const context = this.contexts.ofForm(request, form);
    const gate = this.gates.gateFor(identityOf(request));
    const { answer, position } = await this.commands.execute(command({ context, gate }));
    return { answer, consistencyToken: position && this.tokens.tokenOf(position) };
  }
}

@Injectable()
class CommandPaymentRecorder implements PaymentRecorder {
  constructor(@Inject(COMMAND_SENDER) private readonly sender: CommandSender) {}

  async record(request: IdentifiedRequest, form: SentForm): Promise<RecordedPayment> {
    const { studentId, key } = form;
    const body = { ...form.payment, amountMinor: amountToApi(form.payment.amountMinor) };
    const path = `/api/v1/students/${studentId}/payments`;
    const { answer, consistencyToken } = await this.sender.send(
      request,
      { key, path, body },
      (by) => new RecordPayment(studentId, body, by),
    );
    return { paymentId: answer.payment.id, consistencyToken };
  }
}

@Injectable()
class QueryBusPreviews implements ChargeRunPreviews {
  constructor(private readonly queries: QueryBus) {}

  async preview(termId: Uuid, studentClass: string | undefined): Promise<PreviewAnswer> {
    const filter = studentClass === undefined ? {} : { class: studentClass };
    return this.queries.execute(new PreviewChargeRun(termId, { ...filter, limit: STUDENTS_MAX }));
  }
}

/** Providers for the pages; `CONSISTENCY_TOKENS` among what they find. */
export function pageBindings(): Provider[] {
  return [
    { provide: COMMAND_SENDER, useClass: CommandBusSender },
    { provide: CHARGE_RUN_PREVIEWS, useClass: QueryBusPreviews },
    { provide: PAYMENT_RECORDER, useClass: CommandPaymentRecorder },
    { provide: READ_YOUR_WRITES, useExisting: ConsistencyTokens },
  ];
}
