import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchBrowser, noBrowser } from './browser.ts';
import { exampleReport } from './example-report.ts';
import type { ExampleOptions } from './write-example-results.ts';

let browser: Browser;

beforeAll(async () => {
  if (noBrowser === '') browser = await launchBrowser();
});

afterAll(() => browser?.close());

interface Opened {
  readonly page: Page;
  /** What the browser complained of. */
  readonly complaints: readonly string[];
  /** Requests to anything but the report server. */
  readonly foreign: readonly string[];
}

async function openReport(
  options: ExampleOptions = {},
  query = '',
  context: BrowserContextOptions = {},
): Promise<Opened> {
  const { url } = await exampleReport(options);
  const page = await browser.newPage(context);
  onTestFinished(() => page.close());
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) foreign.push(request.url());
  });
  await page.goto(url + query);
  await until(page, `document.querySelector('#runs') !== null && document.querySelector('[aria-busy]') === null`);
  return { page, complaints, foreign };
}

/** The page's policy forbids what Playwright's own waiting needs: evaluating text within the page. */
async function until(page: Page, condition: string): Promise<void> {
  await expect.poll(() => page.evaluate<boolean>(condition)).toBe(true);
}

describe.skipIf(noBrowser !== '')(`the report page ${noBrowser}`, () => {
  test('gives the verdict first, in words and with its figures', async () => {
    const { page } = await openReport();
    expect(await page.title()).toBe('How far can CPU be overcommitted? – Astrolabe');
    expect(await page.locator('h1').innerText()).toBe('How far can CPU be overcommitted?');
    expect(await page.locator('.headline-text').innerText()).toMatch(
      /^cpu ratio 8 is better than cpu ratio 4 in share of instances refused/,
    );
    const row = page.locator('.comparison-table tbody tr').first();
    expect(await row.innerText()).toMatch(/Share of instances refused.*%.*%.*−.* pp/s);
    expect(await row.locator('svg .interval-mean').count()).toBe(1);
  });

  test('draws every chart, loads nothing from elsewhere and complains of nothing', async () => {
    const { page, complaints, foreign } = await openReport();
    expect(await page.locator('#use .section-body path.line').count()).toBe(2);
    expect(await page.locator('#use .small-multiples svg').count()).toBeGreaterThanOrEqual(4);
    expect(await page.locator('#hosts canvas').count()).toBe(2);
    expect(await page.locator('#refusals .part').count()).toBe(8);
    expect(await page.locator('#boot path.line').count()).toBe(2);
    expect(await page.locator('#runs tbody tr').count()).toBe(6);
    expect(await page.locator('#runs pre').first().innerText()).toContain('duration: 7d');
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  });

  test('follows what the reader picks, and keeps it in the address', async () => {
    const { page } = await openReport();
    await page.getByLabel('Baseline').selectOption('cpu ratio 8');
    await until(page, `document.querySelector('.headline-text').textContent.startsWith('cpu ratio 4 is worse')`);
    await page.getByLabel('RAM', { exact: true }).check();
    await until(page, `document.querySelector('#use h3').textContent === 'RAM allocated'`);
    expect(new URL(page.url()).search).toBe('?baseline=cpu+ratio+8&candidate=cpu+ratio+4&resource=ram');
    await page.reload();
    await until(page, `document.querySelector('#use h3')?.textContent === 'RAM allocated'`);
    expect(await page.getByLabel('Baseline').inputValue()).toBe('cpu ratio 8');
  });

  test('shows one seed when it is picked', async () => {
    const { page } = await openReport();
    expect(await page.locator('#use .section-body path.band').count()).toBe(2);
    await page.getByLabel('Charts show').selectOption('2');
    await until(page, `document.querySelectorAll('#use .section-body path.band').length === 0`);
    await until(page, `document.querySelector('#hosts h3').textContent.includes('seed 2')`);
  });

  test('can be used by keyboard alone', async () => {
    const { page } = await openReport();
    const focused = async (): Promise<string> =>
      page.evaluate(`(document.activeElement.getAttribute('role') ?? document.activeElement.tagName).toLowerCase()`);
    const seen = new Set<string>();
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press('Tab');
      seen.add(await focused());
    }
    for (const kind of ['select', 'input', 'slider', 'application', 'summary', 'a', 'region'])
      expect(seen).toContain(kind);
    await page.focus('#use [role=slider]');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('#use [role=slider]').getAttribute('aria-valuetext')).toMatch(
      /^day 6, 23:00; cpu ratio 4/,
    );
    await page.focus('#use .choice input:checked');
    await page.keyboard.press('ArrowRight');
    await until(page, `document.querySelector('#use h3').textContent === 'RAM allocated'`);
    expect(await focused()).toBe('input');
  });

  test('names everything that can be used', async () => {
    const { page } = await openReport();
    const nameless = await page.evaluate<
      string[]
    >(`[...document.querySelectorAll('svg[role=img], [role=slider], [role=application], [role=region], section')]
      .filter((node) => !(node.getAttribute('aria-label') || node.getAttribute('aria-labelledby'))).map((node) => node.outerHTML.slice(0, 80))`);
    expect(nameless).toEqual([]);
    const unlabelled = await page.evaluate<number>(
      `[...document.querySelectorAll('select, input')].filter((node) => node.labels.length === 0).length`,
    );
    expect(unlabelled).toBe(0);
  });

  test('never takes a name for markup', async () => {
    const name = '<img src=x onerror="window.hacked=1">';
    const script = '"></script><script>window.hacked=1</script>';
    const { page, complaints } = await openReport({
      name,
      question: `<b>${script}</b>`,
      text: `</pre>${script}`,
      variants: [
        { name, load: 0.5 },
        { name: script, load: 0.8 },
      ],
      failed: { 5: `<svg onload="window.hacked=1">` },
    });
    expect(await page.locator('h1').innerText()).toBe(name);
    expect(await page.locator('#runs pre').first().innerText()).toBe(`</pre>${script}`);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img, #report b img, #report script').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('shows one run alone, without a comparison', async () => {
    const { page, complaints } = await openReport({ variants: [{ name: 'only', load: 0.6 }], seeds: [1] });
    expect(await page.locator('.headline-text').innerText()).toBe('One run, and nothing to compare it with.');
    expect(await page.locator('.figures-table tbody tr').count()).toBeGreaterThan(4);
    expect(await page.locator('.picks *').count()).toBe(0);
    expect(await page.locator('#use .section-body path.line').count()).toBe(1);
    expect(await page.locator('#hosts canvas').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('gives no verdict on one pair of runs', async () => {
    const { page } = await openReport({ seeds: [4], figuresOnly: true });
    expect(await page.locator('.chip').innerText()).toContain('No verdict');
    expect(await page.locator('.interval-bar').count()).toBe(0);
  });

  test('lists the verdicts of several variants, and compares the one that is clicked', async () => {
    const variants = [4, 5, 6, 8].map((ratio, index) => ({ name: `ratio ${ratio}`, load: 0.5 + index / 10 }));
    const { page } = await openReport({ variants });
    expect(await page.locator('.verdict-list button').count()).toBe(3);
    expect(await page.locator('#use .section-body path.line').count()).toBe(4);
    await page.locator('.verdict-list button', { hasText: 'ratio 8' }).click();
    await until(page, `document.querySelector('.headline-text').textContent.startsWith('ratio 8')`);
    expect(await page.getByLabel('Compared with').inputValue()).toBe('ratio 8');
  });

  test('says what is not there', async () => {
    const { page, complaints } = await openReport({ figuresOnly: true });
    expect(await page.locator('#use .notice').innerText()).toContain('No run recorded vCPU allocated over time');
    expect(await page.locator('#hosts .notice').innerText()).toContain('No run recorded');
    expect(await page.locator('#boot .notice').innerText()).toBe('No run recorded boot times.');
    expect(complaints).toEqual([]);
  });

  test('waits for the first run of a sweep', async () => {
    const { page, complaints } = await openReport({ seeds: [1], unfinished: [0, 1] });
    expect(await page.locator('#verdict .notice').innerText()).toContain('No run of this file has finished yet.');
    expect(await page.locator('#use').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('offers to try again when the server does not answer, and does', async () => {
    const { page } = await openReport();
    await page.route('**/api/series?**', (route) => route.abort());
    await page.getByLabel('Disk', { exact: true }).check();
    await page.waitForSelector('#use .notice.error');
    expect(await page.locator('#use .section-body .error').innerText()).toContain('does not answer');
    await page.unroute('**/api/series?**');
    await page.locator('#use .section-body .error button').click();
    await until(page, `document.querySelector('#use h3')?.textContent === 'disk allocated'`);
  });

  test('fits narrow and wide screens, in light and dark', async () => {
    for (const [width, colorScheme] of [
      [360, 'light'],
      [800, 'dark'],
      [1600, 'light'],
    ] as const) {
      const { page } = await openReport({ days: 2 }, '', { viewport: { width, height: 800 }, colorScheme });
      expect(await page.evaluate('document.documentElement.scrollWidth'), `${width} px`).toBeLessThanOrEqual(width);
      const paper = await page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
      expect(paper).toBe(colorScheme === 'dark' ? 'rgb(17, 23, 29)' : 'rgb(251, 251, 248)');
    }
  });

  test('prints on light paper, without controls', async () => {
    const { page } = await openReport({ days: 2 }, '', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.locator('.picks').isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(27, 36, 45)');
    expect((await page.pdf()).byteLength).toBeGreaterThan(20_000);
  });

  test('draws 5,000 hosts', async () => {
    const { page, complaints } = await openReport({ hosts: 5000, days: 3, seeds: [1] });
    expect(await page.locator('#hosts h3').first().innerText()).toContain('5,000 hosts');
    const colors = await page.evaluate<number>(`(() => { const canvas = document.querySelector('#hosts canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size; })()`);
    expect(colors).toBeGreaterThan(20);
    expect(complaints).toEqual([]);
  });
});
