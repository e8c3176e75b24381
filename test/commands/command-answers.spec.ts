// What became of a command, said again from the log: the same bytes as the command answered, for every
// kind of command on an account.
import { EventRegistry } from '../../src/eventstore/index.js';
import type { IdentifiedRequest } from '../../src/http/identity.js';
import { AcceptedCommands } from '../../src/modules/billing/accepted-command.js';
import { CommandAnswers } from '../../src/modules/billing/command-answers.js';
import {
  AdjustCharges,
  BILLING_EVENTS,
  CancelCharge,
  ReverseAdjustment,
} from '../../src/modules/billing/index.js';
import { AdjustChargesHandler } from '../../src/modules/billing/commands/adjust-charges.js';
import { CancelChargeHandler } from '../../src/modules/billing/commands/cancel-charge.js';
import { ReverseAdjustmentHandler } from '../../src/modules/billing/commands/reverse-adjustment.js';
import { CommandsController } from '../../src/modules/billing/controllers/commands.controller.js';
import { STUDENT_EVENTS } from '../../src/modules/students/index.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { TUITION, finish, previewOf } from './charge-run-scenario.js';
import { CASHIER, day } from './school-desk.js';
import { rosterOf, schoolOver } from './school-tools.js';
import { UndoDesk } from './undo-desk.js';

const undo = { reason: 'By mistake' } as const;

async function start() {
  const school = schoolOver(new InMemoryEventStore());
  const desk = await new UndoDesk(school).setUp();
  const studentId = await desk.student('HS-1');
  const brother = await desk.student('HS-2');
  const termId = await desk.term();
  const registry = new EventRegistry([...STUDENT_EVENTS, ...BILLING_EVENTS]);
  const answers = new CommandAnswers(new AcceptedCommands(school.store, registry), desk.log);
  const found = (key: string, of = studentId) =>
    answers.answerOf(desk.by(key).context.commandId, `studentAccount-${of}`);
  return { desk, studentId, brother, termId, answers, found };
}

describe('the answer of an accepted command', () => {
  it('is the one that it gave, of each kind, whatever happened since', async () => {
    const { desk, studentId, brother, termId, found } = await start();
    const given = new Map<string, object>();
    const keep = async <A extends object>(key: string, work: Promise<{ answer: A }>) => {
      const { answer } = await work;
      given.set(key, answer);
      return answer;
    };
    const fee = { feeCode: 'TUITION', description: 'Tuition', dueOn: day('2026-05-15'), termId };
    const cash = { amountMinor: 8_000, method: 'cash' } as const;
    const { accounts } = desk;

    const { charge } = await keep(
      'charge',
      desk.charge(studentId, { ...fee, amountMinor: 3_000 }, 'charge'),
    );
    const { payment } = await keep('pay', desk.pay(studentId, cash, 'pay'));
    const waiver = { ...undo, kind: 'waiver', amountMinor: 500, chargeId: charge.id } as const;
    const adjust = new AdjustCharges(studentId, waiver, desk.by('adjust'));
    const { adjustment } = await keep('adjust', new AdjustChargesHandler(accounts).execute(adjust));
    const back = new ReverseAdjustment(studentId, adjustment.id, undo, desk.by('back'));
    await keep('back', new ReverseAdjustmentHandler(accounts).execute(back));
    const cancel = new CancelCharge(studentId, charge.id, undo, desk.by('cancel'));
    await keep('cancel', new CancelChargeHandler(accounts).execute(cancel));
    const { refund } = await keep('refund', desk.refund(studentId, payment.id, {}, 'refund'));
    await keep('unrefund', desk.reverseRefund(studentId, refund.id, 'unrefund'));
    await keep('hold', desk.hold(studentId, payment.id, true, 'hold'));
    await keep('move', desk.move(studentId, payment.id, brother, 'move'));
    const other = await keep('pay-2', desk.pay(studentId, cash, 'pay-2'));
    await keep('reverse', desk.reverse(studentId, other.payment.id, 'reverse'));

    expect(given.size).toBe(11);
    for (const [key, answer] of given) {
      expect([key, JSON.stringify(await found(key))]).toEqual([key, JSON.stringify(answer)]);
    }
  });

  it('of a run is the run’s', async () => {
    const { desk, termId, answers } = await start();
    await desk.fees(termId, [TUITION]);
    const { digest } = await previewOf(desk, termId);
    const { answer } = await desk.commit(termId, { digest }, 'run');
    const { commandId } = desk.by('run').context;
    expect(await answers.answerOf(commandId, `chargeRun-${answer.id}`)).toEqual(answer);
  });

  it('is nothing for a command that the account does not know, and for other streams', async () => {
    const { desk, studentId, termId, answers, found } = await start();
    await desk.pay(studentId, { amountMinor: 100, method: 'cash' }, 'pay');
    expect(await found('another')).toBe(undefined);
    const { commandId } = desk.by('pay').context;
    expect(await answers.answerOf(commandId, `feeSchedule-${termId}`)).toBe(undefined);
  });

  it('is not there for a plan that is half frozen: it may be put away, so its fate is unknown', async () => {
    const { desk, termId, answers } = await start();
    await desk.fees(termId, [TUITION]);
    const { store } = desk.school;
    const { digest } = await previewOf(desk, termId);
    const { answer } = await desk.commit(termId, { digest }, 'run');
    // What works in the background must not meet the shortened stream.
    await finish(desk, answer.id);
    const stream = `chargeRun-${answer.id}`;
    const places = { streamOfCommand: async () => ({ stream }) };
    const controller = new CommandsController(places, rosterOf(desk.school), store, answers);
    const request = { identity: { principal: CASHIER } } as IdentifiedRequest;
    expect(await controller.find(request, 'run')).toEqual({ status: 'accepted', answer });

    const whole = await store.readStream(stream);
    store.readStream = async () => whole.slice(0, 1);
    expect(await controller.find(request, 'run')).toEqual({ status: 'unknown' });
  });
});
