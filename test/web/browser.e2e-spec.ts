// The pages in a real browser: the accessibility rules that a machine can check, the content policy,
// small screens, the keyboard and paper.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumPath, CHROMIUM_FLAGS } from '../support/chromium.js';
import { servePages, type PageServer } from './browser.fixture.js';
import { PAGES } from './pages.fixture.js';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const NAMES = Object.keys(PAGES);
const BROKEN = '<!doctype html><title>x</title><script>1</script><input>';

const executablePath = chromiumPath();
const inBrowser = executablePath === undefined ? describe.skip : describe;

inBrowser('the pages in a browser', () => {
  let browser: Browser;
  let server: PageServer;
  let wide: Page;
  let narrow: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: CHROMIUM_FLAGS });
    server = await servePages({ ...PAGES, broken: BROKEN });
    wide = await newPage({ colorScheme: 'light', viewport: { width: 1280, height: 800 } });
    narrow = await newPage({ colorScheme: 'dark', viewport: { width: 320, height: 640 } });
  });

  beforeEach(() => {
    complaints = [];
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function newPage(options: BrowserContextOptions): Promise<Page> {
    const page = await browser.newPage(options);
    page.on('console', (message) => complaints.push(message.text()));
    page.on('requestfailed', (request) => complaints.push(request.url()));
    return page;
  }

  async function open(page: Page, name: string): Promise<Page> {
    await page.goto(`${server.origin}/${name}`);
    return page;
  }

  it.each(NAMES)(
    '%s breaks no WCAG rule and no content policy, on a wide light screen',
    async (name) => {
      const page = await open(wide, name);
      expect(await page.evaluate('getComputedStyle(document.body).display')).toBe('flex');
      expect(await violationsOf(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  it.each(NAMES)(
    '%s breaks no WCAG rule on a dark screen of 320 px and does not scroll sideways',
    async (name) => {
      const page = await open(narrow, name);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
      expect(await violationsOf(page)).toEqual([]);
    },
  );

  it('would notice: an unlabelled field and an inline script are found', async () => {
    const page = await open(wide, 'broken');
    expect(await violationsOf(page)).toContain('label: <input>');
    expect(complaints.join()).toContain('Content Security Policy');
  });

  it('begins with a link to the content, for the keyboard', async () => {
    const page = await open(wide, 'students');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
  });

  it('focuses the first wrong field of a refused payment', async () => {
    const page = await open(wide, 'student-refused');
    expect(await page.evaluate('document.activeElement.name')).toBe('externalRef');
  });

  it('prints a receipt on one page of A5, without the form around it', async () => {
    const page = await open(narrow, 'receipt-reversed');
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const [width = 0, height = 0] = mediaBoxOf(pdf);
    expect([Math.round(width), Math.round(height)]).toEqual([420, 595]);
    expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
  });
});

/** Rule and place of each finding of axe; empty when there is none. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const results: AxeResults = await page.evaluate('axe.run()');
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

function mediaBoxOf(pdf: string): number[] {
  const box = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf);
  return [Number(box?.[1]), Number(box?.[2])];
}
