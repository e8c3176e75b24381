// GET /api/v1/commands/:key: what became of one's own command whose answer was never received.
import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { EVENT_STORE, type EventStore } from '../../../eventstore/index.js';
import { identityOf, type IdentifiedRequest } from '../../../http/identity.js';
import { Allow } from '../../../http/route-marks.js';
import { AppError } from '../../../kernel/app-error.js';
import { commandIdOf, type Uuid } from '../../../kernel/ids.js';
import { CommandAnswers } from '../command-answers.js';
import { chargeRunStreamOf } from '../domain/charge-run.events.js';
import {
  COMMAND_PLACES,
  STUDENT_ROSTER,
  type CommandPlaces,
  type StudentRoster,
} from '../ports.js';

const keySchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'is no Idempotency-Key: 1–255 visible ASCII characters');

const commandSchema = z
  .object({
    status: z.enum(['accepted', 'unknown']),
    answer: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'The body that the command was answered with' }),
  })
  .meta({ id: 'CommandOutcome' });

@ApiTags('money')
@Controller('api/v1/commands')
export class CommandsController {
  constructor(
    @Inject(COMMAND_PLACES) private readonly places: CommandPlaces,
    @Inject(STUDENT_ROSTER) private readonly roster: StudentRoster,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly answers: CommandAnswers,
  ) {}

  @Get(':key')
  @Allow('bursar', 'cashier', 'auditor')
  @ApiOperation({ summary: 'What became of a command of yours, by its Idempotency-Key' })
  @ApiResponse({ status: 200, standardSchema: commandSchema })
  async find(
    @Req() request: IdentifiedRequest,
    @Param('key', { schema: keySchema }) key: string,
  ): Promise<z.output<typeof commandSchema>> {
    const commandId = commandIdOf(identityOf(request).principal, key);
    const place = (await this.placeOf(commandId)) ?? (await this.placeAtHead(commandId));
    if (place === undefined) return { status: 'unknown' };
    const answer = await this.answers.answerOf(commandId, place.stream);
    if (answer !== undefined) return { status: 'accepted', answer: { ...answer } };
    // A plan that is half frozen is no run yet, and may be put away.
    return { status: place.stream.startsWith(chargeRunStreamOf('')) ? 'unknown' : 'accepted' };
  }

  private placeOf(commandId: Uuid): Promise<{ readonly stream: string } | undefined> {
    return this.places.streamOfCommand(commandId);
  }

  /** Not seen by the read model: asked again once it has seen what is in the log now, if it does. */
  private async placeAtHead(commandId: Uuid): Promise<{ readonly stream: string } | undefined> {
    const [head] = await this.store.readAll({ direction: 'backwards', count: 1 });
    if (head === undefined) return undefined;
    try {
      await this.roster.waitFor(head.position);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'read_model_behind') throw error;
    }
    return this.placeOf(commandId);
  }
}
