// What a bursar undoes, in a real browser without a script, on the real application: each flow from
// the account over its own page back to the account, figure by figure.
import type { Browser } from 'playwright-core';
import { chromiumPath } from '../support/chromium.js';
import type { TestSchool } from '../support/school.js';
import { launch, signIn, startSchool, type Desk } from './flows.fixture.js';

const executablePath = chromiumPath();
const inBrowser = executablePath === undefined ? describe.skip : describe;

inBrowser('undoing in a browser without scripts', () => {
  let school: TestSchool;
  let browser: Browser;
  let desk: Desk;

  beforeAll(async () => {
    [school, browser] = await Promise.all([startSchool(), launch(executablePath ?? '')]);
    desk = await signIn(browser, school.app, { javaScriptEnabled: false });
  });
  afterAll(async () => {
    await browser.close();
    await school.stop();
  });

  const press = (name: string | RegExp) => desk.page.getByRole('button', { name }).click();
  const follow = (name: string | RegExp) =>
    desk.page
      .getByRole('link', { name, exact: typeof name === 'string' })
      .first()
      .click();
  const because = (reason: string) => desk.page.getByLabel('Reason').fill(reason);

  it('reverses a payment: 40.00 owed becomes 70.00, and the receipt says REVERSED', async () => {
    await desk.account('Anert Moyo');
    await follow('Reverse payment 2026-000007');
    expect(await desk.text()).toContain('Balance 40.00 70.00');
    await press('Reverse $30.00');
    expect(await desk.text()).toContain('The payment was not reversed');
    await because('Sent twice by the provider');
    await press('Reverse $30.00');
    expect(await desk.text()).toContain('Payment of $30.00 reversed New balance: $70.00 owed.');
    expect(await desk.text()).toContain('Sent twice by the provider');
    await follow('Receipt 2026-000007');
    expect(await desk.text()).toContain('REVERSED');
  });

  it('refunds 10.00 of 30.00 credit, and takes the refund back', async () => {
    await desk.account('Farai Dube');
    await follow(/^Refund payment 2026-/);
    await desk.page.getByLabel('Amount').fill('31.00');
    await because('Paid too much');
    await press('Refund $30.00');
    expect(await desk.text()).toContain('Only $30.00 of this payment is left to give back.');
    await desk.page.getByLabel('Amount').fill('10.00');
    await press(/^Refund/);
    expect(await desk.text()).toContain('Refund of $10.00 recorded New balance: $20.00 in credit.');
    await follow('Reverse this refund');
    await because('The money was not collected');
    await press('Reverse the refund of $10.00');
    expect(await desk.text()).toContain('Refund of $10.00 reversed New balance: $30.00 in credit.');
  });

  it('holds credit and releases it', async () => {
    await desk.account('Farai Dube');
    await follow(/^Hold payment 2026-/);
    await press('Hold the credit');
    expect(await desk.text()).toContain('Credit of $30.00 is on hold');
    await follow(/^Release payment 2026-/);
    await press('Release the credit');
    expect(await desk.text()).toContain('Credit of $30.00 is released');
  });

  it('moves 12.00 from Tendai to Rudo: 0.00 becomes 12.00, 120.00 becomes 108.00', async () => {
    await desk.account('Tendai Ncube');
    await follow(/^Move payment 2026-000006/);
    await desk.page.getByLabel('The right child').fill('HS-0377');
    await press('Find the child');
    expect(await desk.text()).toContain('Tendai Ncube, balance 0.00 12.00');
    expect(await desk.text()).toContain('Rudo Chikwanha, balance 120.00 108.00');
    await because('Receipt book mixed up');
    await press('Move $12.00');
    await desk.page.getByRole('heading', { level: 1, name: 'Rudo Chikwanha' }).waitFor();
    expect(await desk.text()).toContain('Payment of $12.00 recorded');
    expect(await desk.text()).toContain('New balance: $108.00 owed.');
  });

  it('cancels a charge of 15.00: Lindiwe owes 45.00', async () => {
    await desk.account('Lindiwe Sibanda');
    await follow('Cancel EXAM due 31 Jul 2026');
    await because('Not examined');
    await press('Cancel $15.00 of EXAM');
    expect(await desk.text()).toContain(
      'Charge EXAM of $15.00 cancelled New balance: $45.00 owed.',
    );
  });

  it('waives 20 % of a levy: 108.00 becomes 103.00; more than one person may is refused', async () => {
    await desk.account('Rudo Chikwanha');
    await follow('Adjust LEVY due 16 Jun 2026');
    await desk.page.getByLabel('Amount or percent').selectOption('percent');
    await desk.page.getByLabel('Value').fill('20');
    await because('Hardship');
    await press('Update the figures');
    expect(await desk.text()).toContain('Balance 108.00 103.00');
    await press('Take off $5.00');
    expect(await desk.text()).toContain('Waiver of $5.00 granted New balance: $103.00 owed.');
    await follow('Reverse this adjustment');
    await because('Entered for the wrong child');
    await press('Reverse $5.00');
    expect(await desk.text()).toContain('Waiver of $5.00 reversed New balance: $108.00 owed.');
  });

  it('shows the account as it stood on 3 Jun 2026', async () => {
    await desk.account('Anert Moyo');
    await desk.page.getByLabel('Show the account as of').fill('2026-06-03');
    await press('Show as of');
    expect(await desk.text()).toContain('The account as it stood on 3 Jun 2026');
    expect(await desk.text()).toContain('=Owes $70.00');
    await follow('Back to today');
  });

  it('prints a numbered copy of a receipt', async () => {
    await desk.account('Rudo Chikwanha');
    await follow(/^Receipt 2026-/);
    await press('Print a copy');
    expect(await desk.text()).toContain('DUPLICATE 1');
  });

  it('registers a student, corrects the class, and withdraws', async () => {
    await desk.page.goto(`${school.app.url}/students`);
    await follow('Register a student');
    await desk.page.getByLabel('Admission number').fill('HS-0412');
    await desk.page.getByLabel('Given name').fill('Tariro');
    await desk.page.getByLabel('Family name').fill('Banda');
    await desk.page.getByLabel('Class').fill('Form 1A');
    await press('Register student');
    expect(await desk.text()).toContain('The student was not registered');
    await desk.page.getByLabel('Admission number').fill('HS-0500');
    await press('Register student');
    await desk.page.getByRole('heading', { level: 1, name: 'Tariro Banda' }).waitFor();
    await follow('Details');
    await desk.page.getByLabel('Class', { exact: true }).fill('Form 1B');
    await press('Save the details');
    expect(await desk.text()).toContain('Form 1B from');
    await follow('Withdraw');
    await press('Withdraw the student');
    expect(await desk.text()).toContain('withdrawn since');
  });

  it('the browser had nothing to complain about', () => {
    expect(desk.complaints.filter((text) => !/status of (4|503)/.test(text))).toEqual([]);
  });
});
