// The sample school as a running application, and a browser on it in which no script runs: what works
// here works for everybody.
import { chromium, type Browser, type Page } from 'playwright-core';
import { loadSampleSchool } from '../../samples/load.js';
import { CHROMIUM_FLAGS } from '../support/chromium.js';
import { ADMIN, startTestSchool, type TestSchool } from '../support/school.js';

export interface Desk {
  readonly page: Page;
  /** What the browser complained about: content policy, scripts. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
  /** Opens the account of a student by name. */
  account(name: string): Promise<void>;
  /** The text of the main part, with blanks folded. */
  text(): Promise<string>;
}

export async function startSchool(): Promise<TestSchool> {
  const settings = { SCHOOL_NAME: 'Hillside School', SCHOOL_TIME_ZONE: 'Africa/Harare' };
  const school = await startTestSchool(settings);
  await loadSampleSchool({ baseUrl: school.app.url, ...ADMIN, say: () => undefined });
  return school;
}

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
}

/** A browser with the admin signed in. */
export async function signIn(
  browser: Browser,
  { url }: { readonly url: string },
  options: { readonly javaScriptEnabled: boolean },
): Promise<Desk> {
  const page = await browser.newPage(options);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${url}/students`);
  await page.getByLabel('User name').fill(ADMIN.username);
  await page.getByLabel('Password').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/students');
  const text = async () =>
    (await page.locator('main').innerText()).replace(/[\s\u00a0\u202f]+/g, ' ');
  const account = async (name: string) => {
    await page.goto(`${url}/students`);
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  };
  return { page, complaints, close: () => page.close(), account, text };
}
