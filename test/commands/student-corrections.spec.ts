// Correcting students, withdrawing and readmitting them: one append a command, the same answer to the
// same key, and nothing of a person in clear.
import { localDate } from '../../src/kernel/local-date.js';
import { officeWithTariro } from './student-desk.js';
import { refusal } from './school-tools.js';

const NOBODY = '3d52c1f4-6f1c-5b0e-8d3a-0a1b2c3d4e5f';

describe('correcting a student', () => {
  it('answers with the whole student, and the same bytes to the same key after another one', async () => {
    const { office, id } = await officeWithTariro();

    const first = await office.correct(id, { familyName: 'Dube', class: '7B' }, 'key-1');
    await office.correct(id, { familyName: 'Sibanda', guardians: null }, 'key-2');
    const again = await office.correct(id, { familyName: 'Dube', class: '7B' }, 'key-1');

    expect(first).toMatchObject({ revision: 2, replayed: false });
    expect(first.answer).toEqual({
      id,
      admissionNo: 'HS-0412',
      givenName: 'Tariro',
      familyName: 'Dube',
      class: '7B',
      enrolledOn: '2026-01-12',
      status: 'active',
      statusSince: '2026-01-12',
      guardians: [{ name: 'Grace Moyo' }],
      classes: [
        { class: '7A', from: '2026-01-12' },
        { class: '7B', from: '2026-05-11' },
      ],
    });
    expect(again.replayed).toBe(true);
    expect(JSON.stringify(again.answer)).toBe(JSON.stringify(first.answer));
  });

  it('writes all facts of one patch in one append, and nothing for a patch that changes nothing', async () => {
    const { office, id } = await officeWithTariro();
    let appends = 0;
    const { store } = office.desk.school;
    const append = store.append.bind(store);
    store.append = (stream, ...rest) => {
      if (stream === `student-${id}`) appends += 1;
      return append(stream, ...rest);
    };

    await office.correct(id, {
      familyName: 'Dube',
      birthDate: localDate('2014-03-02'),
      class: '7B',
    });
    const nothing = await office.correct(id, { familyName: 'Dube', class: '7B' });

    expect(appends).toBe(1);
    expect(nothing).toMatchObject({ revision: 2, position: undefined });
    expect(nothing.answer).toMatchObject({ familyName: 'Dube', class: '7B' });
    expect(await office.typesOf(id)).toEqual([
      'StudentRegistered',
      'StudentDetailsCorrected',
      'ClassAssigned',
    ]);
  });

  it('a class from a coming day is none yet, on the day itself it is; a replay stays as it was', async () => {
    const { office, id } = await officeWithTariro();
    const patch = { class: '8A', classFrom: localDate('2026-05-13') };

    const first = await office.correct(id, patch, 'key-1');
    expect(first.answer).toMatchObject({ class: '7A' });
    expect(await office.directory.get(id)).toMatchObject({ class: '7A' });
    // Harare is two hours ahead: its 13 May begins at 22:00 of the 12th, UTC.
    office.desk.school.clock.moveTo(new Date('2026-05-12T21:59:59.999Z'));
    expect(await office.directory.get(id)).toMatchObject({ class: '7A' });
    office.desk.school.clock.moveTo(new Date('2026-05-12T22:00:00.000Z'));
    expect(await office.directory.get(id)).toMatchObject({ class: '8A' });
    expect((await office.correct(id, patch, 'key-1')).answer).toEqual(first.answer);
  });

  it('two corrections at once both count, each on the person that the other left', async () => {
    const { office, id } = await officeWithTariro();
    await Promise.all([
      office.correct(id, { familyName: 'Dube' }),
      office.correct(id, { givenName: 'Rudo' }),
      office.correct(id, { guardians: [{ name: 'John Dube' }] }),
    ]);
    expect((await office.correct(id, {})).answer).toMatchObject({
      givenName: 'Rudo',
      familyName: 'Dube',
      guardians: [{ name: 'John Dube' }],
    });
    expect(await office.typesOf(id)).toHaveLength(4);
  });

  it('is refused under another revision than the one that was read, and for nobody', async () => {
    const { office, id } = await officeWithTariro();
    await office.correct(id, { familyName: 'Dube' }, 'key-1', { ifMatch: 0 });
    const late = await refusal(office.correct(id, { familyName: 'X' }, 'key-2', { ifMatch: 0 }));
    expect(late.kind).toBe('precondition_failed');
    expect(await refusal(office.correct(NOBODY, { familyName: 'X' }))).toMatchObject({
      kind: 'not_found',
      code: 'student_not_found',
    });
    expect(await office.desk.typesOf(`student-${NOBODY}`)).toEqual([]);
  });

  it('writes no name, number, guardian or reason in clear, in any stored event', async () => {
    const { office, id } = await officeWithTariro();
    await office.correct(id, { admissionNo: 'HS-0500', familyName: 'Dube-Sibanda' });
    await office.change(id, { kind: 'withdraw', on: '2026-05-11', note: 'Joined her aunt Rumbi' });

    const events = await office.desk.school.store.readAll({ count: 100 });
    const stored = events.map((event) => JSON.stringify([event.data, event.metadata])).join('\n');

    expect(events.length).toBeGreaterThan(5);
    expect(stored).not.toMatch(/Tariro|Moyo|Grace|Dube|Sibanda|0412|0500|Rumbi|aunt/i);
    expect(stored).not.toMatch(/"(admissionNo|givenName|familyName|guardians|note)":/);
  });
});

describe('withdrawing, graduating and readmitting', () => {
  it('answers with the student, and the same bytes to the same key', async () => {
    const { office, id } = await officeWithTariro();
    const withdrawal = { kind: 'withdraw', on: '2026-05-08', reasonCode: 'fees' } as const;

    const first = await office.change(id, withdrawal, 'key-1');
    await office.change(id, { kind: 'readmit', on: '2026-05-11' }, 'key-2');
    const again = await office.change(id, withdrawal, 'key-1');

    expect(first.answer).toMatchObject({ status: 'withdrawn', statusSince: '2026-05-08' });
    expect(again.replayed).toBe(true);
    expect(JSON.stringify(again.answer)).toBe(JSON.stringify(first.answer));
    expect(await office.typesOf(id)).toEqual([
      'StudentRegistered',
      'StudentWithdrawn',
      'StudentReadmitted',
    ]);
  });

  it('two withdrawals at once: one is accepted, the other is refused, one fact is written', async () => {
    const { office, id } = await officeWithTariro();
    const withdraw = () => office.change(id, { kind: 'withdraw', on: '2026-05-11' });
    const outcomes = await Promise.allSettled([withdraw(), withdraw()]);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { kind: 'conflict', code: 'invalid_status' } }]);
    expect(await office.typesOf(id)).toEqual(['StudentRegistered', 'StudentWithdrawn']);
  });

  it('today is the school’s day: half an hour past its midnight a withdrawal counts from that day', async () => {
    const { office, id } = await officeWithTariro();
    office.desk.school.clock.moveTo(new Date('2026-05-11T22:30:00.000Z'));
    const tomorrow = await refusal(office.change(id, { kind: 'withdraw', on: '2026-05-13' }));
    expect(tomorrow).toMatchObject({ code: 'date_in_future', extra: { today: '2026-05-12' } });
    const { answer } = await office.change(id, { kind: 'withdraw', on: '2026-05-12' });
    expect(answer.statusSince).toBe('2026-05-12');
  });

  it('a withdrawn student still pays', async () => {
    const { office, id } = await officeWithTariro();
    await office.change(id, { kind: 'withdraw', on: '2026-05-11' });
    const paid = await office.desk.pay(id, { amountMinor: 8_000, method: 'cash' }, 'pay-1');
    expect(paid.answer.balance).toMatchObject({ creditMinor: 8_000, netMinor: -8_000 });
  });
});

describe('who a student is, live', () => {
  it('is seen at once where it was corrected', async () => {
    const { office, id } = await officeWithTariro();
    expect(await office.directory.get(id)).toMatchObject({ status: 'active', class: '7A' });

    await office.correct(id, { familyName: 'Dube' });
    await office.change(id, { kind: 'graduate', on: '2026-05-11' });

    expect(await office.directory.get(id)).toMatchObject({
      studentId: id,
      status: 'graduated',
      person: { familyName: 'Dube', admissionNo: 'HS-0412' },
    });
    expect(await office.directory.getLive(id)).toMatchObject({ status: 'graduated' });
  });

  it('knows nobody under an id that was never registered', async () => {
    const { office } = await officeWithTariro();
    for (const ask of ['get', 'getLive', 'assertRegistered'] as const) {
      expect(await refusal(office.directory[ask](NOBODY))).toMatchObject({
        kind: 'not_found',
        code: 'student_not_found',
      });
    }
  });
});
