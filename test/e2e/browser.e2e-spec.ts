// The same in a real browser: a bursar signs in, finds Anert, records the last 40.00 and prints the
// receipt, with the keyboard's and the screen reader's names of things.
import { chromium, type Browser, type Page } from 'playwright-core';
import { loadSampleSchool } from '../../samples/load.js';
import { chromiumPath, CHROMIUM_FLAGS } from '../support/chromium.js';
import { ADMIN, startTestSchool, type TestSchool } from '../support/school.js';

const executablePath = chromiumPath();
const inBrowser = executablePath === undefined ? describe.skip : describe;

inBrowser('a bursar with a browser', () => {
  let school: TestSchool;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    school = await startTestSchool({
      SCHOOL_NAME: 'Hillside School',
      SCHOOL_TIME_ZONE: 'Africa/Harare',
    });
    await loadSampleSchool({ baseUrl: school.app.url, ...ADMIN, say: () => undefined });
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: CHROMIUM_FLAGS });
    page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterAll(async () => {
    await browser.close();
    await school.stop();
  });

  it('signs in and comes to the page that was asked for', async () => {
    await page.goto(`${school.app.url}/students`);
    await page.getByLabel('User name').fill(ADMIN.username);
    await page.getByLabel('Password').fill(ADMIN.password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/students');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Students');
  });

  it('finds Anert, who owes 40.00', async () => {
    await page.getByRole('link', { name: 'Anert Moyo' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Anert Moyo');
    expect(await page.locator('main').textContent()).toContain('$40.00');
  });

  it('records 40.00 in cash and reads the receipt number and the new balance', async () => {
    await page.getByLabel('Amount', { exact: false }).first().fill('40.00');
    await page.getByRole('button', { name: 'Record payment' }).click();
    const notice = page.getByRole('status').first();
    await notice.waitFor();
    expect(await notice.textContent()).toMatch(/receipt.*8/i);
    expect(await page.locator('main').textContent()).toContain('PAID');
  });

  it('opens the receipt', async () => {
    await page
      .getByRole('link', { name: /Receipt \d{4}-000008/ })
      .first()
      .click();
    const text = await page.locator('main').textContent();
    expect(text).toContain('Anert Moyo');
    expect(text).toContain('40.00');
  });

  it('reads the API page: every operation is drawn and opens', async () => {
    await page.goto(`${school.app.url}/api/docs`);
    await page.getByText('Record a payment; it gets its receipt number at once').click();
    await page.getByText('RecordedPayment').first().waitFor();
    expect(await page.title()).toBe('Bursar API');
    expect(await page.locator('.opblock').count()).toBeGreaterThan(20);
  });

  it('the browser had nothing to complain about (content policy, scripts)', () => {
    expect(complaints).toEqual([]);
  });
});
