// A desk for the suites of the rules: real commands over a log in memory, in the zone and the currency
// that a test names, with Tariro Moyo of 7A registered.
import { ConfigureSchool } from '../../../src/modules/billing/commands/configure-school.js';
import { UndoDesk } from '../../commands/undo-desk.js';
import { schoolOver } from '../../commands/school-tools.js';
import { InMemoryEventStore } from '../../support/in-memory-event-store.js';

export type Settings = ConstructorParameters<typeof ConfigureSchool>[0];

export interface RulesDesk {
  readonly desk: UndoDesk;
  readonly studentId: string;
  /** Stream of her account. */
  readonly account: string;
  /** Moves the clock to an instant, RFC 3339. */
  readonly at: (instant: string) => void;
}

/** Harare and US dollars on 11 May 2026, 10:14 local, unless the test says otherwise. */
export async function rulesDesk(settings: Settings = {}, now?: string): Promise<RulesDesk> {
  const school = schoolOver(new InMemoryEventStore(), now);
  const desk = await new UndoDesk(school).setUp();
  await desk.configure.execute(new ConfigureSchool(settings, desk.by()));
  const studentId = await desk.student('HS-0412');
  const at = (instant: string) => school.clock.moveTo(new Date(instant));
  return { desk, studentId, account: `studentAccount-${studentId}`, at };
}
