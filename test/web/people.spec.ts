// Students as persons over HTTP: registered, corrected, gone; and copies of receipts.
import { AppError } from '../../src/kernel/app-error.js';
import {
  ChangeStudentStatus,
  CorrectStudent,
  RegisterStudent,
} from '../../src/modules/students/index.js';
import { ReprintReceipt } from '../../src/modules/billing/index.js';
import { attributeOf, tagsOf, textOf } from './html.fixture.js';
import { ANERT, KEY } from './school.fixture.js';
import { CSRF, locationOf, startSite, type Site } from './site.fixture.js';
import { RUN_ID } from './terms.fixture.js';

const sent = { csrf: CSRF, idempotencyKey: KEY };
const inputOf = (html: string, name: string) =>
  tagsOf(html, 'input').find((tag) => tag.includes(`name="${name}"`)) ?? '';

describe('a student', () => {
  let site: Site;
  const details = `/students/${ANERT}/details`;
  const known = {
    admissionNo: 'HS-0412',
    givenName: 'Anert',
    familyName: 'Moyo',
    class: 'Form 2A',
    classFrom: '2026-07-16',
    birthDate: '2012-03-04',
    'guardian.0.name': 'Chipo Moyo',
    'guardian.0.phone': '+263 77 123 4567',
    revision: '0',
  };

  beforeEach(async () => {
    site = await startSite();
    site.behaviour.roles = ['bursar'];
  });
  afterEach(() => site.close());

  it('is registered with guardians, and the account opens', async () => {
    const answer = await site.post('/students/new', {
      ...sent,
      ...known,
      enrolledOn: '2026-07-01',
      'guardian.1.name': 'Peter Moyo',
      'guardian.1.email': 'peter@moyo.example',
    });
    expect(locationOf(answer)).toBe(`/students/${RUN_ID}?after=seen-by`);
    const [given] = site.behaviour.given;
    expect(given?.command).toBeInstanceOf(RegisterStudent);
    expect(given?.form.body).toEqual({
      admissionNo: 'HS-0412',
      givenName: 'Anert',
      familyName: 'Moyo',
      class: 'Form 2A',
      enrolledOn: '2026-07-01',
      birthDate: '2012-03-04',
      guardians: [
        { name: 'Chipo Moyo', phone: '+263 77 123 4567' },
        { name: 'Peter Moyo', email: 'peter@moyo.example' },
      ],
    });
  });

  it('without a name or with a guardian who has none is not registered; all that was typed stays', async () => {
    const fields = { ...known, givenName: '', 'guardian.2.email': 'nobody@', enrolledOn: '' };
    const answer = await site.post('/students/new', { ...sent, ...fields });
    expect(answer.status).toBe(422);
    expect(textOf(answer.html)).toContain('The student was not registered 4 fields are wrong.');
    expect(attributeOf(inputOf(answer.html, 'familyName'), 'value')).toBe('Moyo');
    expect(attributeOf(inputOf(answer.html, 'guardian.2.email'), 'value')).toBe('nobody@');
    expect(site.behaviour.given).toEqual([]);
  });

  it('with a number that is taken is refused at the number', async () => {
    site.behaviour.failure = new AppError('conflict', 'HS-0412 is taken.', {
      code: 'duplicate_admission_no',
    });
    const answer = await site.post('/students/new', {
      ...sent,
      ...known,
      enrolledOn: '2026-07-01',
    });
    expect(answer.status).toBe(409);
    expect(attributeOf(inputOf(answer.html, 'admissionNo'), 'aria-invalid')).toBe('true');
  });

  it('is corrected by what differs, on the revision that was looked at', async () => {
    const answer = await site.post(details, { ...sent, ...known, familyName: 'Moyo-Dube' });
    expect(locationOf(answer)).toBe(`${details}?after=seen-by`);
    const [given] = site.behaviour.given;
    expect(given?.command).toBeInstanceOf(CorrectStudent);
    expect(given?.form.body).toEqual({ familyName: 'Moyo-Dube' });
    expect(given?.command).toMatchObject({ by: { ifMatch: 0 } });
  });

  it('loses what is emptied, and changes class from a day on', async () => {
    const fields = { ...known, birthDate: '', 'guardian.0.name': '', 'guardian.0.phone': '' };
    await site.post(details, { ...sent, ...fields, class: 'Form 2B' });
    expect(site.behaviour.given[0]?.form.body).toEqual({
      class: 'Form 2B',
      classFrom: '2026-07-16',
      birthDate: null,
      guardians: null,
    });
  });

  it('whom somebody else corrected meanwhile is not overwritten unseen', async () => {
    site.behaviour.failure = new AppError('precondition_failed', 'moved');
    const answer = await site.post(details, { ...sent, ...known, familyName: 'Moyo-Dube' });
    expect(answer.status).toBe(412);
    expect(textOf(answer.html)).toContain('Somebody else changed these details');
    expect(attributeOf(inputOf(answer.html, 'familyName'), 'value')).toBe('Moyo-Dube');
  });

  it('is shown to a cashier without a form, who may not send it either', async () => {
    site.behaviour.roles = ['cashier'];
    const { html } = await site.get(details);
    expect(textOf(html)).toContain('Chipo Moyo +263 77 123 4567');
    expect(html).not.toContain('idempotencyKey');
    expect(html).not.toContain('/withdraw');
  });

  it('graduates on a page that says what follows', async () => {
    const path = `/students/${ANERT}/graduate`;
    expect(textOf((await site.get(path)).html)).toContain('can still be paid, refunded');
    const answer = await site.post(path, { ...sent, effectiveDate: '2026-07-16', reason: '' });
    expect(locationOf(answer)).toBe(`${details}?after=seen-by`);
    const [given] = site.behaviour.given;
    expect(given?.command).toBeInstanceOf(ChangeStudentStatus);
    expect(given?.command).toMatchObject({ change: { kind: 'graduate', on: '2026-07-16' } });
    expect((await site.post(path, { ...sent, effectiveDate: 'soon' })).status).toBe(422);
  });
});

describe('a copy of a receipt', () => {
  let site: Site;

  beforeEach(async () => {
    site = await startSite();
  });
  afterEach(() => site.close());

  it('is a fact first and is then printed with its number', async () => {
    const { html } = await site.get('/receipts/2026/8');
    expect(html).toContain('action="/receipts/2026/8/reprints"');
    const answer = await site.post('/receipts/2026/8/reprints', sent);
    expect(locationOf(answer)).toBe('/receipts/2026/8?copy=1&after=seen-by');
    const [given] = site.behaviour.given;
    expect(given?.command).toBeInstanceOf(ReprintReceipt);
    expect(given?.form.path).toBe('/api/v1/receipts/2026/8/reprints');
  });

  it('that was never made is not shown as one', async () => {
    expect(textOf((await site.get('/receipts/2026/8?copy=1')).html)).toContain('DUPLICATE 1');
    expect(textOf((await site.get('/receipts/2026/8?copy=2')).html)).not.toContain('DUPLICATE');
  });

  it('is offered to nobody who may only read', async () => {
    site.behaviour.roles = ['auditor'];
    expect((await site.get('/receipts/2026/8')).html).not.toContain('reprints');
  });
});
