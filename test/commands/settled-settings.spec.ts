import { ConfigureSchool } from '../../src/modules/billing/commands/configure-school.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { Desk } from './school-desk.js';
import { refusal, schoolOver } from './school-tools.js';

const cash = { amountMinor: 8_000, method: 'cash' } as const;

async function openDesk() {
  const desk = await new Desk(schoolOver(new InMemoryEventStore())).setUp();
  const studentId = await desk.student('HS-0412');
  const configure = (change: ConstructorParameters<typeof ConfigureSchool>[0]) =>
    desk.configure.execute(new ConfigureSchool(change, desk.by()));
  return { desk, studentId, configure };
}

describe('the school’s settings', () => {
  it('are configured once, whoever starts: a second start learns the school’s id', async () => {
    const { desk } = await openDesk();
    const again = await new Desk(desk.school).setUp();
    expect(await again.typesOf('school-main')).toEqual(['SchoolConfigured']);
    const [configured] = await desk.school.store.readStream('school-main');
    expect(configured?.data['schoolId']).toBe(configured?.metadata.schoolId);
    expect(configured?.metadata.principal).toBe('system:school-setup');
  });

  it('change one by one; the others stay', async () => {
    const { configure } = await openDesk();
    const { answer } = await configure({ name: 'Hillside College' });
    expect(answer).toEqual({
      name: 'Hillside College',
      currency: 'USD',
      currencyExponent: 2,
      timeZone: 'Africa/Harare',
      schoolYearStartsOn: '01-01',
      fourEyesLimitMinor: 10_000,
      retentionYears: 7,
    });
  });

  it('of another process are seen within a second, also when the clock was set back', async () => {
    const { desk, configure } = await openDesk();
    const { clock } = desk.school;
    const other = new Desk(desk.school);
    expect((await other.register.school()).fourEyesLimitMinor).toBe(10_000n);
    clock.moveTo(new Date(clock.now().getTime() - 3_600_000));
    await configure({ fourEyesLimitMinor: 100n });
    expect((await other.register.school()).fourEyesLimitMinor).toBe(100n);
  });

  it('may change the currency until an account has opened, and never afterwards', async () => {
    const { desk, studentId, configure } = await openDesk();
    expect((await configure({ currency: 'KES' })).answer.currency).toBe('KES');
    const { answer } = await desk.pay(studentId, cash);
    expect(answer.balance.currency).toBe('KES');
    expect((await refusal(configure({ currency: 'USD' }))).code).toBe('currency_is_settled');
    expect((await refusal(configure({ timeZone: 'UTC' }))).code).toBe('time_zone_is_settled');
    expect((await configure({ name: 'Hillside College' })).answer.currency).toBe('KES');
  });

  it('are looked at again behind the gate by the first money command', async () => {
    const { desk, studentId, configure } = await openDesk();
    const other = new Desk(desk.school);
    await other.register.school();
    await configure({ currency: 'KES' });
    expect(await refusal(other.pay(studentId, cash))).toMatchObject({ code: 'busy' });
    expect((await other.pay(studentId, cash)).answer.balance.currency).toBe('KES');
  });
});
