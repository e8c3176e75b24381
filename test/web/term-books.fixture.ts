// What the read models and the command bus answer for terms, fees and charge runs; what a form
// commands is kept for the test to look at.
import type { Command } from '@nestjs/cqrs';
import type { Authority, Written } from '../../src/modules/billing/index.js';
import { TermQueries } from '../../src/projections/calendar/term.queries.js';
import { ChargeRunQueries } from '../../src/projections/charge-run/charge-run.queries.js';
import { FeeScheduleQueries } from '../../src/projections/fee-schedule/fee-schedule.queries.js';
import {
  CHARGE_RUN_PREVIEWS,
  COMMAND_SENDER,
  type FormCommand,
} from '../../src/web/command-sender.js';
import { StudentQueries } from '../../src/projections/student-directory/student.queries.js';
import { details } from './person-pages.fixture.js';
import * as books from './terms.fixture.js';

/** A form as the API request that it stands for, and the command that was made of it. */
export interface Given {
  readonly form: FormCommand;
  readonly command: object;
}

export interface Told {
  failIfTold(): void;
  readonly given: Given[];
}

/** Id of what a command made. */
export const MADE = '0198a3c2-0000-7000-8000-0000000000aa';

const stamp = { position: 16_878, lagSeconds: 0.3 };

export function termBooks(told: Told) {
  const termOf = (id: string) => books.terms.find((term) => term.id === id);
  return [
    {
      provide: TermQueries,
      useValue: {
        list: async () => ({ ...stamp, items: books.terms }),
        find: async (id: string) => ({ ...stamp, term: termOf(id) }),
        current: async () => ({ ...stamp, term: books.terms[0] }),
      },
    },
    {
      provide: FeeScheduleQueries,
      useValue: { current: async () => ({ ...stamp, feeSchedule: books.feeSchedule }) },
    },
    {
      provide: ChargeRunQueries,
      useValue: {
        progress: async () => ({ ...stamp, chargeRun: books.chargeRun }),
        students: async () => ({ ...stamp, items: books.runStudents }),
      },
    },
    { provide: StudentQueries, useValue: { find: async () => ({ ...stamp, ...details }) } },
    { provide: CHARGE_RUN_PREVIEWS, useValue: { preview: async () => books.preview } },
    { provide: COMMAND_SENDER, useValue: { send: sender(told) } },
  ];
}

function sender(told: Told) {
  return async (
    _request: unknown,
    form: FormCommand,
    command: (by: Authority) => Command<Written<unknown>>,
  ) => {
    told.failIfTold();
    told.given.push({ form, command: command(NOBODY) });
    return { answer: ANSWER, consistencyToken: 'seen-by' };
  };
}

/** What any of the commands answers, as far as a page reads it. */
const ANSWER = {
  id: books.RUN_ID,
  version: 2,
  schoolYear: '2026',
  copy: 1,
  payment: { id: MADE },
  refund: { id: MADE },
  adjustment: { id: MADE },
};

/** The command is looked at and never executed. */
const NOBODY = {} as Authority;
