import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser, noBrowser } from '../browser.ts';

let browser: Browser;
let page: Page;

let script: string;

/** Every chart as a global of a blank page. */
beforeAll(async () => {
  if (noBrowser !== '') return;
  const folder = fileURLToPath(new URL('../../../reports/web/charts/', import.meta.url));
  const names = [
    'line-band-chart',
    'interval-plot',
    'interval-axis',
    'refusal-bars',
    'histogram-chart',
    'host-heatmap',
    'heat-legend',
  ];
  const bundle = await build({
    stdin: { contents: names.map((name) => `export * from './${name}.ts';`).join('\n'), resolveDir: folder },
    bundle: true,
    format: 'iife',
    globalName: 'charts',
    write: false,
  });
  script = bundle.outputFiles[0]!.text;
  browser = await launchBrowser();
  page = await browser.newPage();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  if (noBrowser !== '') return;
  await page.setContent('<!doctype html><body></body>');
  await page.addScriptTag({ content: script });
});

/** Draws in the page what the expression returns, and gives what `read` finds there. */
function draw<T>(expression: string, read: string): Promise<T> {
  return page.evaluate<T>(`(() => { const node = ${expression}; document.body.append(node); return ${read}; })()`);
}

describe.skipIf(noBrowser !== '')(`charts ${noBrowser}`, () => {
  const line = (label: string, tone: number, mean: readonly (number | null)[], spread = 0) => ({
    label,
    tone,
    atSeconds: mean.map((_, index) => index * 3600),
    mean,
    low: mean.map((value) => (value === null ? null : value - spread)),
    high: mean.map((value) => (value === null ? null : value + spread)),
  });
  const lines = (series: readonly unknown[], options = '{}') =>
    `charts.lineBandChart(${JSON.stringify(series)}, { title: 'Use', width: 700, format: (value) => value.toFixed(1), ...${options} })`;

  test('a line chart has a line for each series, named at its end, and says itself in words', async () => {
    const found = await draw<{ lines: number; labels: string[]; name: string }>(
      lines([line('pack', 0, [0, 1, 2]), line('spread', 1, [0, 2, 3])]),
      `({ lines: node.querySelectorAll('path.line').length,
          labels: [...node.querySelectorAll('.line-label')].map((label) => label.firstChild.data),
          name: node.querySelector('svg').getAttribute('aria-label') })`,
    );
    expect(found.lines).toBe(2);
    expect(found.labels).toEqual(['pack', 'spread']);
    expect(found.name).toBe('Use. pack: from 0.0 to 2.0, at most 2.0. spread: from 0.0 to 3.0, at most 3.0.');
  });

  test('a line chart has a band only where seeds differ, and a gap where there is no value', async () => {
    const found = await draw<{ bands: number; moves: number }>(
      lines([line('same', 0, [1, null, 2, 3]), line('wide', 1, [1, 2, 3, 4], 0.5)]),
      `({ bands: node.querySelectorAll('path.band').length,
          moves: node.querySelector('.tone-0 path.line').getAttribute('d').split('M').length - 1 })`,
    );
    expect(found).toEqual({ bands: 1, moves: 2 });
  });

  test('a line chart says the values under its cursor when arrow keys move it', async () => {
    await draw(lines([line('pack', 0, [0, 1, 2])]), 'true');
    await page.focus('[role=slider]');
    await page.keyboard.press('ArrowLeft');
    const slider = page.locator('[role=slider]');
    expect(await slider.getAttribute('aria-valuenow')).toBe('3600');
    expect(await slider.getAttribute('aria-valuetext')).toBe('day 0, 01:00; pack 1.0');
    await page.keyboard.press('Home');
    expect(await slider.getAttribute('aria-valuenow')).toBe('0');
  });

  test('a chart of no points draws its frame and no cursor', async () => {
    const found = await draw<boolean>(lines([line('none', 0, [])]), `node.hasAttribute('tabindex')`);
    expect(found).toBe(false);
  });

  test('hostile names stay text in every chart', async () => {
    const name = '<img src=x onerror="window.hacked=1">';
    const part = { shade: 0, label: name, count: 5 };
    await draw(lines([line(name, 0, [0, 1])]), 'true');
    await draw(
      `charts.refusalBars([{ label: ${JSON.stringify(name)}, tone: 0, parts: [${JSON.stringify(part)}] }], { title: 'R', width: 900, unit: 'instances' })`,
      'true',
    );
    await draw(
      `charts.histogramChart([{ label: ${JSON.stringify(name)}, tone: 0, edges: [0, 1], counts: [1] }], { title: 'H', width: 500, format: String })`,
      'true',
    );
    await draw(
      `charts.hostHeatmap({ hosts: [{ name: ${JSON.stringify(name)}, kind: ${JSON.stringify(name)}, zone: '' }], atSeconds: [0], levels: new Uint8Array([9]), domain: [0, 1] }, { title: 'M', width: 700, theme: 'light', format: String })`,
      'true',
    );
    expect(await page.evaluate('document.querySelectorAll("img").length')).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  describe('an interval plot', () => {
    const plot = (data: object, reach = 1) =>
      `charts.intervalPlot(${JSON.stringify(data)}, { title: 'Boot time: +10 %', width: 216, reach: ${reach} })`;

    test('puts zero in the middle and the interval on its side', async () => {
      const found = await draw<{ zero: number; from: number; to: number; mean: number; name: string }>(
        plot({ difference: 0.25, low: 0.1, high: 0.4, effect: 'worse' }),
        `(() => { const bar = node.querySelector('.interval-bar'); const x = Number(bar.getAttribute('x'));
           return { zero: Number(node.querySelector('.interval-zero').getAttribute('x1')), from: x, to: x + Number(bar.getAttribute('width')),
             mean: Number(node.querySelector('.interval-mean').getAttribute('cx')), name: node.getAttribute('aria-label') }; })()`,
      );
      expect(found.zero).toBe(108);
      expect(108).toBeLessThan(found.from);
      expect(found.from).toBeLessThan(found.mean);
      expect(found.mean).toBeLessThan(found.to);
      expect(found.to).toBeLessThan(206);
      expect(found.name).toBe('Boot time: +10 %');
    });

    test('mirrors equal changes of both directions, and shows small beside large ones', async () => {
      const at = (difference: number) =>
        draw<number>(
          plot({ difference, low: null, high: null, effect: 'no interval' }),
          `Number(node.querySelector('.interval-mean').getAttribute('cx'))`,
        );
      const [up, down, small] = [await at(0.4), await at(-0.4), await at(0.01)];
      expect(up - 108).toBeCloseTo(108 - down, 6);
      expect(small - 108).toBeGreaterThan(9);
    });

    test('has no bar without an interval, and an arrow beyond its reach', async () => {
      const found = await draw<string[]>(
        plot({ difference: 9, low: null, high: null, effect: 'no interval' }),
        `[...node.querySelectorAll('.interval-bar, .interval-mean, .interval-beyond')].map((mark) => mark.getAttribute('class'))`,
      );
      expect(found).toEqual(['interval-beyond']);
    });

    test('has an axis that names zero and the tens', async () => {
      const labels = await draw<string[]>(
        `charts.intervalAxis({ width: 300, reach: 1, format: (share) => String(share * 100) })`,
        `[...node.querySelectorAll('text')].map((text) => text.textContent)`,
      );
      expect(labels).toEqual(['-10', '-100', '0', '10', '100']);
    });

    test('takes an infinite change', async () => {
      const mark = await draw<string>(
        plot({ difference: 0, low: null, high: null, effect: 'worse' }).replace(
          '"difference":0',
          '"difference":Infinity',
        ),
        `node.querySelector('.interval-beyond').getAttribute('d')`,
      );
      expect(mark).not.toMatch(/NaN|Infinity/);
    });
  });

  test('bars of refusals are as long as their counts, on one scale', async () => {
    const bars = [
      {
        label: 'a',
        tone: 0,
        parts: [
          { shade: 0, label: 'no-room-vcpu', count: 60 },
          { shade: 1, label: 'no-room-ram', count: 40 },
        ],
      },
      { label: 'b', tone: 1, parts: [{ shade: 1, label: 'no-room-ram', count: 50 }] },
    ];
    const found = await draw<{ widths: number[]; name: string }>(
      `charts.refusalBars(${JSON.stringify(bars)}, { title: 'Refused', width: 1000, unit: 'instances' })`,
      `({ widths: [...node.querySelectorAll('.part')].map((part) => Number(part.getAttribute('width')) + 1.5), name: node.getAttribute('aria-label') })`,
    );
    expect(found.widths).toEqual([600, 400, 500]);
    expect(found.name).toContain('a: 100 instances, of these no-room-vcpu 60, no-room-ram 40');
  });

  test('a histogram shows shares of each total and leaves out empty ends', async () => {
    const series = [
      { label: 'a', tone: 0, edges: [0, 1, 2, 4, 8, null], counts: [0, 3, 1, 0, 0] },
      { label: 'b', tone: 1, edges: [0, 1, 2, 4, 8, null], counts: [0, 30, 10, 0, 0] },
    ];
    const found = await draw<{ paths: string[]; ticks: string[]; name: string }>(
      `charts.histogramChart(${JSON.stringify(series)}, { title: 'Boot', width: 600, format: (value) => value + ' s' })`,
      `({ paths: [...node.querySelectorAll('path.line')].map((path) => path.getAttribute('d')),
          ticks: [...node.querySelectorAll('.axis text')].map((text) => text.textContent), name: node.getAttribute('aria-label') })`,
    );
    expect(found.paths[0]).toBe(found.paths[1]);
    expect(found.ticks.filter((tick) => tick.endsWith('s'))).toEqual(['1 s', '2 s', '4 s']);
    expect(found.name).toContain('a: most often 1 s to 2 s, 75 %');
  });

  describe('a heatmap', () => {
    const heatmap = (hosts: number, levels: readonly number[], columns: number) =>
      `charts.hostHeatmap({ hosts: Array.from({ length: ${hosts} }, (_, i) => ({ name: 'host-' + i, kind: 'k', zone: i < ${hosts / 2} ? 'n' : 's' })),
         atSeconds: Array.from({ length: ${columns} }, (_, i) => i * 3600), levels: Uint8Array.from(${JSON.stringify(levels)}), domain: [0, 1] },
         { title: 'Hosts', width: 700, theme: 'light', format: (value) => Math.round(value * 100) + ' %' })`;
    const colorAt = (x: number, y: number) =>
      `[...node.querySelector('canvas').getContext('2d').getImageData(${x} * node.querySelector('canvas').width, ${y} * node.querySelector('canvas').height, 1, 1).data]`;

    test('paints light for empty and dark for full, a row a host', async () => {
      const found = await draw<number[][]>(
        heatmap(2, [0, 250, 250, 0], 2),
        `[${colorAt(0.2, 0.2)}, ${colorAt(0.8, 0.2)}, ${colorAt(0.2, 0.8)}]`,
      );
      const [empty, full, second] = found.map(([r, g, b]) => r! + g! + b!) as [number, number, number];
      expect(empty).toBeGreaterThan(650);
      expect(full).toBeLessThan(180);
      expect(second).toBe(full);
    });

    test('paints thousands of hosts as means of neighbours', async () => {
      const levels = Array.from({ length: 5000 }, (_, host) => (host % 2 === 0 ? 0 : 250));
      const mixed = await draw<number[]>(heatmap(5000, levels, 1), colorAt(0.5, 0.5));
      const plain = await draw<number[]>(heatmap(2, [125, 125], 1), colorAt(0.5, 0.25));
      for (const channel of [0, 1, 2]) expect(Math.abs(mixed[channel]! - plain[channel]!)).toBeLessThan(30);
    });

    test('brackets hosts of one zone and kind', async () => {
      const labels = await draw<string[]>(
        heatmap(8, Array<number>(8).fill(9), 1),
        `[...node.querySelectorAll('.group-bracket ~ text > title')].map((title) => title.textContent)`,
      );
      expect(labels).toEqual(['n · k (4)', 's · k (4)']);
    });

    test('reads single hosts to keyboards', async () => {
      await draw(heatmap(3, [0, 25, 50, 75, 100, 125], 2), 'true');
      await page.focus('[role=application]');
      expect(await page.locator('[role=status]').innerText()).toMatch(/^10 %\s+host-0/);
      await page.keyboard.press('ArrowDown');
      expect(await page.locator('[role=status]').innerText()).toMatch(/^30 %\s+host-1\s+n · k\s+day 0, 01:00/);
      await page.keyboard.press('ArrowLeft');
      expect(await page.locator('[role=status]').innerText()).toMatch(/^20 %\s+host-1/);
    });
  });
});
