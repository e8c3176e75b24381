import { commandIdOf, createdIdOf } from '../../src/kernel/ids.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { CASHIER, Desk } from './school-desk.js';
import { refusal, schoolOver } from './school-tools.js';

const tenMinutes = 600_000;

async function openDesk() {
  return new Desk(schoolOver(new InMemoryEventStore())).setUp();
}

/** A process that dies between the claim of the number and the registration. */
async function diesAfterTheClaim(desk: Desk, key: string): Promise<void> {
  const { store } = desk.school;
  const append = store.append.bind(store);
  store.append = (stream, ...rest) => {
    if (stream.startsWith('student-')) throw new Error('the power is out');
    return append(stream, ...rest);
  };
  await expect(desk.admit({ admissionNo: 'HS-0412' }, key)).rejects.toThrow('the power is out');
  store.append = append;
}

function later(desk: Desk, milliseconds: number): void {
  desk.school.clock.moveTo(new Date(desk.school.clock.now().getTime() + milliseconds));
}

const studentOf = (key: string) => createdIdOf(commandIdOf(CASHIER, key), 'student');

describe('registering a student', () => {
  it('answers with what was registered, and the same bytes to the same key', async () => {
    const desk = await openDesk();
    const guardians = [{ name: 'Grace Moyo', phone: '+263 77 200 0412' }];

    const first = await desk.admit({ guardians }, 'key-1');
    const again = await desk.admit({ guardians }, 'key-1');

    expect(first.answer).toEqual({
      id: studentOf('key-1'),
      admissionNo: 'HS-0412',
      givenName: 'Tariro',
      familyName: 'Moyo',
      class: '7A',
      enrolledOn: '2026-01-12',
      status: 'active',
      statusSince: '2026-01-12',
      guardians,
      classes: [{ class: '7A', from: '2026-01-12' }],
    });
    expect(JSON.stringify(again.answer)).toBe(JSON.stringify(first.answer));
    expect(again.replayed).toBe(true);
    expect(await desk.typesOf(`student-${studentOf('key-1')}`)).toEqual(['StudentRegistered']);
  });

  it('is refused under an If-Match, and claims nothing: who is not there has no revision', async () => {
    const desk = await openDesk();
    const refused = await refusal(desk.admit({}, 'key-1', { ifMatch: 0 }));
    expect(refused).toMatchObject({ kind: 'precondition_failed' });
    const events = await desk.school.store.readAll({ count: 100 });
    expect(events.map(({ type }) => type)).toEqual(['SchoolConfigured']);
  });

  it('writes no name and no number in clear', async () => {
    const desk = await openDesk();
    await desk.admit({}, 'key-1');
    const events = await desk.school.store.readAll({ count: 100 });
    const text = events.map(({ data }) => JSON.stringify(data)).join();
    expect(text).not.toMatch(/Tariro|Moyo|0412/);
  });

  it('refuses an admission number that another student has, however it is written', async () => {
    const desk = await openDesk();
    await desk.admit({ admissionNo: 'HS-0412' }, 'key-1');
    expect(await refusal(desk.admit({ admissionNo: ' hs-04 12' }, 'key-2'))).toMatchObject({
      kind: 'conflict',
      code: 'duplicate_admission_no',
      extra: { studentId: studentOf('key-1') },
    });
    expect(await desk.typesOf(`student-${studentOf('key-2')}`)).toEqual([]);
  });

  it('refuses a key that came with another body, before it claims the other number', async () => {
    const desk = await openDesk();
    await desk.admit({ admissionNo: 'HS-0412' }, 'key-1');
    const other = await refusal(desk.admit({ admissionNo: 'HS-0500' }, 'key-1'));
    expect(other.code).toBe('idempotency_key_reused');
    await desk.admit({ admissionNo: 'HS-0500' }, 'key-2');
  });

  it('goes on with the same key after a crash behind the claim', async () => {
    const desk = await openDesk();
    await diesAfterTheClaim(desk, 'key-1');
    later(desk, tenMinutes);
    expect((await desk.admit({ admissionNo: 'HS-0412' }, 'key-1')).replayed).toBe(false);
  });
});

describe('a claim whose student never came', () => {
  it('is fenced off and taken over when it is older than 5 s', async () => {
    const desk = await openDesk();
    await diesAfterTheClaim(desk, 'key-1');
    later(desk, tenMinutes);

    const { answer } = await desk.admit({ admissionNo: 'HS-0412' }, 'key-2');

    expect(answer.id).toBe(studentOf('key-2'));
    expect(await desk.typesOf(`student-${studentOf('key-1')}`)).toEqual([
      'StudentRegistrationAbandoned',
    ]);
    const late = await refusal(desk.admit({ admissionNo: 'HS-0412' }, 'key-1'));
    expect(late.code).toBe('registration_abandoned');
  });

  it('is waited for while it is young', async () => {
    const desk = await openDesk();
    await diesAfterTheClaim(desk, 'key-1');
    const claimedAt = desk.school.clock.now().getTime();

    await desk.admit({ admissionNo: 'HS-0412' }, 'key-2');

    expect(desk.school.clock.now().getTime() - claimedAt).toBeGreaterThanOrEqual(5_000);
  });
});
