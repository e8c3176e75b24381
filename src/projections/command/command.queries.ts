// Where a command that was accepted stands in the log.
import { Injectable } from '@nestjs/common';
import type { Uuid } from '../../kernel/ids.js';
import { ReadModels, type Stamp } from '../read-models.js';

/** The run of events that a command wrote to one stream. */
export interface CommandPlace {
  readonly stream: string;
  readonly firstRevision: number;
  readonly lastRevision: number;
  /** Log index of the last of them. */
  readonly position: number;
}

@Injectable()
export class CommandQueries {
  constructor(private readonly readModels: ReadModels) {}

  /**
   * Where the events of a command stand, in the order in which it wrote them; none: nothing that the
   * read models have seen was accepted under this id. Mostly one; a key that was used on two accounts
   * is two commands with one id.
   * Source: table command.
   */
  async streamsOfCommand(
    commandId: Uuid,
  ): Promise<Stamp & { readonly places: readonly CommandPlace[] }> {
    return this.readModels.read<{ places: CommandPlace }>(
      (schema) => ({
        places: `select stream, (last_revision - events + 1)::int4 as "firstRevision",
            last_revision as "lastRevision", log_index as position
          from ${schema}.command where command_id = $1 order by log_index`,
      }),
      [commandId],
    );
  }

  /** The first of `streamsOfCommand`: where a command that goes on in other streams began. */
  async streamOfCommand(commandId: Uuid): Promise<CommandPlace | undefined> {
    const { places } = await this.streamsOfCommand(commandId);
    return places[0];
  }
}
