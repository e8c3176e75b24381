// Admission numbers that are corrected: unique at every moment, free again when nobody carries them.
import {
  admissionNumberStreamOf,
  claimDigest,
  serverSecret,
} from '../../src/modules/students/index.js';
import { Desk } from './school-desk.js';
import { officeWithTariro, StudentDesk } from './student-desk.js';
import { refusal } from './school-tools.js';

const secret = serverSecret(Buffer.alloc(32, 7));

/** Types and holders of a number's claims, in order. */
async function claimsOf({ desk }: StudentDesk, admissionNo: string) {
  const stream = admissionNumberStreamOf(claimDigest(secret, 'admission', admissionNo));
  const events = await desk.school.store.readStream(stream);
  return events.map(({ data }) => [data['studentId'], data['supersedes']]);
}

async function another(office: StudentDesk, admissionNo: string): Promise<string> {
  return (await office.desk.admit({ admissionNo, givenName: 'Rudo' })).answer.id;
}

/** A process that dies between the claim of a number and the correction itself. */
async function diesAfterTheClaim(office: StudentDesk, id: string, key: string): Promise<void> {
  const { store } = office.desk.school;
  const append = store.append.bind(store);
  store.append = (stream, ...rest) => {
    if (stream === `student-${id}`) throw new Error('the power is out');
    return append(stream, ...rest);
  };
  const correction = office.correct(id, { admissionNo: 'HS-0500' }, key);
  await expect(correction).rejects.toThrow('the power is out');
  store.append = append;
}

function later({ desk }: StudentDesk, milliseconds: number): void {
  const { clock } = desk.school;
  clock.moveTo(new Date(clock.now().getTime() + milliseconds));
}

describe('correcting an admission number', () => {
  it('claims the new one first; the same number written otherwise is not claimed again', async () => {
    const { office, id } = await officeWithTariro();
    await office.correct(id, { admissionNo: 'hs-04 12' });
    expect(await claimsOf(office, 'HS-0412')).toEqual([[id, undefined]]);
    const { answer } = await office.correct(id, { admissionNo: 'HS-0500' });
    expect(answer.admissionNo).toBe('HS-0500');
    expect(await claimsOf(office, 'HS-0500')).toEqual([[id, undefined]]);
  });

  it('is refused when another student carries it, however it is written, and changes nothing', async () => {
    const { office, id } = await officeWithTariro();
    const other = await another(office, 'HS-0500');
    const patch = { admissionNo: ' hs-05 00', familyName: 'Dube' };
    expect(await refusal(office.correct(id, patch))).toMatchObject({
      kind: 'conflict',
      code: 'duplicate_admission_no',
      extra: { studentId: other },
    });
    expect(await office.typesOf(id)).toEqual(['StudentRegistered']);
  });

  it('frees the old one at once: another student may be registered under it or corrected to it', async () => {
    const { office, id } = await officeWithTariro();
    const second = await another(office, 'HS-0500');
    await office.correct(id, { admissionNo: 'HS-0600' });
    later(office, 60_000);

    await office.correct(second, { admissionNo: 'HS-0412' });
    const third = await another(office, 'HS-0500');

    expect(await claimsOf(office, 'HS-0412')).toEqual([
      [id, undefined],
      [second, id],
    ]);
    expect(await claimsOf(office, 'HS-0500')).toEqual([
      [second, undefined],
      [third, second],
    ]);
    expect(await office.typesOf(id)).toEqual([
      'StudentRegistered',
      'StudentDetailsCorrected',
      'AdmissionNumberReleased',
    ]);
    expect(await office.lastOf(id)).toMatchObject({ claimRevision: '0', byStudentId: second });
  });

  it('back to a number of before works while nobody took it, and not afterwards', async () => {
    const { office, id } = await officeWithTariro();
    await office.correct(id, { admissionNo: 'HS-0600' });
    expect((await office.correct(id, { admissionNo: 'HS-0412' })).answer.admissionNo).toBe(
      'HS-0412',
    );
    await office.correct(id, { admissionNo: 'HS-0600' });
    later(office, 60_000);
    const other = await another(office, 'HS-0412');

    const refused = await refusal(office.correct(id, { admissionNo: 'HS-0412' }));

    expect(refused).toMatchObject({
      code: 'duplicate_admission_no',
      extra: { studentId: other },
    });
  });

  it('at once by two students: one gets it, the other is told who has it', async () => {
    const { office, id } = await officeWithTariro();
    const second = await another(office, 'HS-0500');
    const other = new StudentDesk(await new Desk(office.desk.school).setUp());

    const outcomes = await Promise.allSettled([
      office.correct(id, { admissionNo: 'HS-0700' }),
      other.correct(second, { admissionNo: 'HS-0700' }),
    ]);

    const [won] = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([
      { reason: { code: 'duplicate_admission_no', extra: { studentId: won?.answer.id } } },
    ]);
    expect(await claimsOf(office, 'HS-0700')).toEqual([[won?.answer.id, undefined]]);
  });
});

describe('a claim that no correction followed', () => {
  it('is gone on with by the same key', async () => {
    const { office, id } = await officeWithTariro();
    await diesAfterTheClaim(office, id, 'key-1');
    later(office, 60_000);
    const { answer } = await office.correct(id, { admissionNo: 'HS-0500' }, 'key-1');
    expect(answer.admissionNo).toBe('HS-0500');
    expect(await claimsOf(office, 'HS-0500')).toEqual([[id, undefined]]);
  });

  it('is waited for while it is young, then released in its holder’s stream and taken over', async () => {
    const { office, id } = await officeWithTariro();
    await diesAfterTheClaim(office, id, 'key-1');
    const claimedAt = office.desk.school.clock.now().getTime();

    const second = await another(office, 'HS-0500');

    expect(office.desk.school.clock.now().getTime() - claimedAt).toBeGreaterThanOrEqual(5_000);
    expect(await office.typesOf(id)).toEqual(['StudentRegistered', 'AdmissionNumberReleased']);
    const late = await refusal(office.correct(id, { admissionNo: 'HS-0500' }, 'key-1'));
    expect(late).toMatchObject({
      code: 'duplicate_admission_no',
      extra: { studentId: second },
    });
  });

  it('made again while it is being taken over is not taken over: the student carries the number', async () => {
    const { office, id } = await officeWithTariro();
    await diesAfterTheClaim(office, id, 'key-1');
    later(office, 60_000);
    const slow = new StudentDesk(await new Desk(office.desk.school).setUp());
    const { store } = office.desk.school;
    const append = store.append.bind(store);
    let carried: Promise<unknown> | undefined;
    store.append = async (stream, ...rest) => {
      if (stream.startsWith('admissionNumber-') && carried === undefined) {
        carried = office.correct(id, { admissionNo: 'HS-0500' }, 'key-1');
        await carried;
      }
      return append(stream, ...rest);
    };

    const refused = await refusal(another(slow, 'HS-0500'));

    expect(refused).toMatchObject({ code: 'duplicate_admission_no', extra: { studentId: id } });
    expect(await office.typesOf(id)).toEqual([
      'StudentRegistered',
      'AdmissionNumberReleased',
      'StudentDetailsCorrected',
    ]);
    expect(await claimsOf(office, 'HS-0500')).toEqual([
      [id, undefined],
      [id, undefined],
    ]);
  });

  it('released by somebody who died then is made again by its student, and counts again', async () => {
    const { office, id } = await officeWithTariro();
    await diesAfterTheClaim(office, id, 'key-1');
    later(office, 60_000);
    const { store } = office.desk.school;
    const append = store.append.bind(store);
    store.append = (stream, ...rest) => {
      if (stream.startsWith('admissionNumber-')) throw new Error('the power is out');
      return append(stream, ...rest);
    };
    await expect(another(office, 'HS-0500')).rejects.toThrow('the power is out');
    store.append = append;
    expect(await office.typesOf(id)).toEqual(['StudentRegistered', 'AdmissionNumberReleased']);

    await office.correct(id, { admissionNo: 'HS-0500' }, 'key-1');

    expect(await claimsOf(office, 'HS-0500')).toEqual([
      [id, undefined],
      [id, undefined],
    ]);
    const refused = await refusal(another(office, 'HS-0500'));
    expect(refused.extra).toMatchObject({ studentId: id });
  });
});
