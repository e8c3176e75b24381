// Currency and time zone may change until the first money fact, and never afterwards. Both sides of
// that race go through the books' lock: the change holds it alone and looks into the log; a money
// command holds it shared and, until it knows that they are settled, looks at the settings again.
import { Inject, Injectable } from '@nestjs/common';
import { EVENT_STORE, type EffectGate, type EventStore } from '../../eventstore/index.js';
import { AppError } from '../../kernel/app-error.js';
import { touchesWhatIsSettled, type School } from './domain/school.js';
import { SchoolRegister } from './school-register.js';

const PAGE_EVENTS = 500;

@Injectable()
export class SettledSettings {
  private settled = false;

  constructor(
    private readonly register: SchoolRegister,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** The gate of a money command that was prepared with these settings. */
  guard(gate: EffectGate, school: School): EffectGate {
    if (this.settled) return gate;
    return {
      lastKnownBooks: () => gate.lastKnownBooks(),
      enter: async () => {
        const pass = await gate.enter();
        try {
          if (!touchesWhatIsSettled(await this.register.readSchool(), school)) return pass;
        } catch (error) {
          pass.leave();
          throw error;
        }
        pass.leave();
        throw new AppError('unavailable', 'The school’s settings changed just now. Try again.', {
          code: 'busy',
          retryAfterSeconds: 1,
          extra: { effect: 'none' },
        });
      },
    };
  }

  /** Called after a money fact was written: from now on nothing needs to be looked at. */
  moneyWasRecorded(): void {
    this.settled = true;
  }

  /** Whether any account has opened; O(events before the first one). */
  async areSettled(): Promise<boolean> {
    if (this.settled) return true;
    let from: Parameters<EventStore['readAll']>[0]['from'];
    for (;;) {
      const page = await this.store.readAll({ ...(from && { from }), count: PAGE_EVENTS });
      this.settled = page.some((event) => event.type === 'AccountOpened');
      if (this.settled || page.length < PAGE_EVENTS) return this.settled;
      from = page.at(-1)?.position;
    }
  }
}
