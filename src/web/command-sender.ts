// How a page gives a command: as the API request that its form stands for. The application binds it.
import type { Command } from '@nestjs/cqrs';
import type { IdentifiedRequest } from '../http/identity.js';
import type { Uuid } from '../kernel/ids.js';
import type { Authority, PreviewAnswer, Written } from '../modules/billing/index.js';

/** The request of the API that a form stands for, and the key that was made when it was drawn. */
export interface FormCommand {
  readonly key: string;
  readonly path: string;
  readonly body: unknown;
}

export interface DoneCommand<Answer> {
  readonly answer: Answer;
  /** Opaque; a page that waits for it shows what was done. */
  readonly consistencyToken: string | undefined;
}

export interface CommandSender {
  /**
   * Gives the command once for a key.
   * @throws SessionError when the session died; AppError as the API's route. Nothing is done then,
   *   but for `outcome_unknown`, which says so.
   */
  send<Answer>(
    request: IdentifiedRequest,
    form: FormCommand,
    command: (by: Authority) => Command<Written<Answer>>,
  ): Promise<DoneCommand<Answer>>;
}

export const COMMAND_SENDER = Symbol('CommandSender');

export interface ChargeRunPreviews {
  /** What a run would charge now, in the order of student ids. @throws AppError `not_found`. */
  preview(termId: Uuid, studentClass: string | undefined): Promise<PreviewAnswer>;
}

export const CHARGE_RUN_PREVIEWS = Symbol('ChargeRunPreviews');
