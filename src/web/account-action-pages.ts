// The pages of what can be done to an account: drawn, drawn anew with what was typed, and carried out.
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../http/identity.js';
import type { AppError } from '../kernel/app-error.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { randomId } from '../kernel/ids.js';
import type { AccountAction, ActionContext, ActionPlace, Typed } from './actions/action.js';
import { explainRefusal } from './actions/explain-refusal.js';
import { ActionContexts } from './action-contexts.js';
import { actionView, typedIn } from './answers/action-view.js';
import { COMMAND_SENDER, type CommandSender } from './command-sender.js';
import { fieldText } from './form-body.js';
import { FormSending, type Refused } from './form-sending.js';
import type { FormProblem } from './form-view-models.js';
import { Frames } from './frames.js';
import { renderAction } from './html.js';
import { studentPath } from './links.js';
import { isIdempotencyKey } from './payment-input.js';
import { sendPage } from './pages/answer.js';
import { fieldsOf } from './sent-words.js';

/** One request about one action. */
export interface ActionAsked {
  readonly request: IdentifiedRequest;
  readonly reply: FastifyReply;
  readonly action: AccountAction;
  readonly place: ActionPlace;
}

@Injectable()
export class AccountActionPages {
  constructor(
    private readonly contexts: ActionContexts,
    private readonly frames: Frames,
    private readonly sending: FormSending,
    @Inject(COMMAND_SENDER) private readonly sender: CommandSender,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The form, with what its address says already. */
  async show({ request, reply, action, place }: ActionAsked): Promise<void> {
    const context = await this.contexts.of(place);
    const typed = { ...action.defaults(context), ...typedIn(request.query, action) };
    sendPage(reply, await this.page(request, action, { context, typed, key: this.newKey() }));
  }

  /** Draws it anew when that was asked for, else carries it out. */
  async send(asked: ActionAsked): Promise<void> {
    const { request, reply, action, place } = asked;
    if (fieldText(request.body, 'preview') === 'yes') return this.drawAnew(asked);
    const { currency } = await this.frames.signedIn(request);
    await this.sending.answer({
      request,
      reply,
      fieldOfCode: action.fieldOfCode,
      explain: (error: AppError) => explainRefusal(error, currency),
      sent: {
        path: action.path(place),
        values: fieldsOf(request.body),
        words: action.words,
        look: { path: studentPath(place.studentId), text: 'Look at the account' },
      },
      send: (key) => this.order(asked, key),
      showAgain: (refused) => this.again(asked, refused),
    });
  }

  private async order({ request, action, place }: ActionAsked, key: string): Promise<string> {
    const context = await this.contexts.of(place);
    const { body, command, next } = action.order(context, typedIn(request.body, action));
    const form = { key, path: `/api/v1${action.path(place)}`, body };
    const { answer, consistencyToken } = await this.sender.send(request, form, command);
    return next(answer, consistencyToken);
  }

  private async drawAnew({ request, reply, action, place }: ActionAsked): Promise<void> {
    const context = await this.contexts.of(place);
    const sent = fieldText(request.body, 'idempotencyKey');
    const key = isIdempotencyKey(sent) ? sent : this.newKey();
    const typed = typedIn(request.body, action);
    sendPage(reply, await this.page(request, action, { context, typed, key }));
  }

  private async again(asked: ActionAsked, { key, problem }: Refused): Promise<string> {
    const { request, action, place } = asked;
    const context = await this.contexts.of(place);
    const typed = typedIn(request.body, action);
    return this.page(request, action, { context, typed, key, problem });
  }

  private async page(
    request: IdentifiedRequest,
    action: AccountAction,
    of: { context: ActionContext; typed: Typed; key: string; problem?: FormProblem },
  ): Promise<string> {
    const draft = await action.draft(of.context, of.typed);
    return renderAction(await this.frames.signedIn(request), actionView(action, draft, of));
  }

  private newKey(): string {
    return randomId(this.clock.now());
  }
}
