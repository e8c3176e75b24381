// A term from its schedule to the charged students, in a real browser on the real application.
import type { Browser } from 'playwright-core';
import { chromiumPath } from '../support/chromium.js';
import type { TestSchool } from '../support/school.js';
import { launch, signIn, startSchool, type Desk } from './flows.fixture.js';

const executablePath = chromiumPath();
const inBrowser = executablePath === undefined ? describe.skip : describe;

inBrowser('charging a term in a browser', () => {
  let school: TestSchool;
  let browser: Browser;
  let desk: Desk;

  beforeAll(async () => {
    [school, browser] = await Promise.all([startSchool(), launch(executablePath ?? '')]);
    desk = await signIn(browser, school.app, { javaScriptEnabled: true });
  });
  afterAll(async () => {
    await browser.close();
    await school.stop();
  });

  const press = (name: string) => desk.page.getByRole('button', { name }).first().click();
  const fill = (label: string, text: string) => desk.page.getByLabel(label).fill(text);

  it('schedules the term', async () => {
    await desk.page.getByRole('link', { name: 'Terms', exact: true }).click();
    await fill('Name', 'Third Term (2026)');
    await fill('First day', '2026-09-08');
    await fill('Last day', '2026-12-04');
    await press('Schedule term');
    expect(await desk.text()).toContain('Third Term (2026)');
    expect(await desk.text()).toContain('SCHEDULED');
  });

  it('publishes its fees, line by line', async () => {
    await desk.page.getByRole('link', { name: 'Fees: Third Term (2026)' }).first().click();
    await fill('Line 1, fee code', 'TUITION');
    await fill('Line 1, description', 'Tuition');
    await fill('Line 1, amount', '80.00');
    await fill('Line 1, due date 1', '2026-09-15');
    await press('Add a line');
    await fill('Line 2, fee code', 'LEVY');
    await fill('Line 2, description', 'Development levy');
    await fill('Line 2, class', 'Form 2A');
    await fill('Line 2, amount', '25');
    await press('Publish as version 1');
    expect(await desk.text()).toContain('The fees were not published Enter the due date.');
    await fill('Line 2, due date 1', '2026-10-13');
    await press('Publish as version 1');
    expect(await desk.text()).toContain('Version 1 is published');
  });

  it('previews 450.00 for 5 students, and charges exactly that', async () => {
    await desk.page.getByRole('link', { name: 'Preview a charge run' }).click();
    expect(await desk.text()).toContain('To charge $450.00 7 lines');
    expect(await desk.text()).toContain('Anert Moyo Form 2A 80.00 25.00 105.00 40.00 145.00');
    expect(await desk.text()).toContain('Farai Dube Form 3B 80.00 0.00 80.00 −30.00 50.00');
    await press('Charge 5 students, $450.00');
    await desk.page.waitForURL('**/charge-runs/*');
    await desk.page.getByText('Completed: 5 students').waitFor();
    expect(await desk.text()).toContain('Charged by this run 450.00');
  });

  it('finds nothing to charge a second time', async () => {
    await desk.page.getByRole('link', { name: 'Terms', exact: true }).first().click();
    await desk.page.getByRole('link', { name: 'Charge run: Third Term (2026)' }).first().click();
    expect(await desk.text()).toContain('Nothing is missing');
  });

  it('opens the term, which becomes the current one', async () => {
    await desk.page.getByRole('link', { name: 'Terms', exact: true }).first().click();
    await desk.page.getByRole('link', { name: 'Open: Third Term (2026)' }).first().click();
    await press('Open the term');
    await desk.page.getByRole('link', { name: 'Dashboard', exact: true }).click();
    expect(await desk.text()).toContain('Third Term (2026)');
    expect(await desk.text()).toContain('Expected $450.00');
  });

  it('the browser had nothing to complain about', () => {
    expect(desk.complaints.filter((text) => !text.includes('status of 422'))).toEqual([]);
  });
});
