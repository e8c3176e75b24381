// The first start configures the school from the environment; later starts only learn its id. From
// then on its settings are facts, changed by the administrator.
import type { CommandLog } from '../../eventstore/index.js';
import type { Clock } from '../../kernel/clock.js';
import { commandIdOf, randomId, type Uuid } from '../../kernel/ids.js';
import { present } from '../../kernel/assert.js';
import { configureSchool, schoolFold, type School, type SchoolSettings } from './domain/school.js';
import { SCHOOL_STREAM } from './domain/school.events.js';

/** Tells the event log whose facts it writes. */
export interface SchoolIdentity {
  learn(schoolId: Uuid): void;
}

/**
 * Makes sure that the school is configured, once over all instances, and tells `identity` its id.
 * @throws what `CommandLog.decideAndAppend` throws.
 */
export async function setUpSchool(
  tools: { log: CommandLog; identity: SchoolIdentity; clock: Clock },
  settings: SchoolSettings,
): Promise<School> {
  const { log, identity, clock } = tools;
  const before = (await log.load(SCHOOL_STREAM, schoolFold)).state;
  const schoolId = before?.schoolId ?? randomId(clock.now());
  identity.learn(schoolId);
  if (before !== undefined) return before;
  const commandId = commandIdOf(SCHOOL_STREAM, schoolId);
  const { state } = await log.decideAndAppend({
    stream: SCHOOL_STREAM,
    fold: schoolFold,
    context: {
      commandId,
      principal: 'system:school-setup',
      actorRole: 'system',
      correlationId: commandId,
    },
    // Another instance may have been first: then its school is the school.
    decide: (school) =>
      school === undefined ? configureSchool(undefined, { ...settings, schoolId }, false) : [],
  });
  const school = present(state, 'the configured school');
  identity.learn(school.schoolId);
  return school;
}
