import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { describe, expect, it } from 'vitest';
import { findMetric, metricCatalogue } from '../../store/index.ts';
import { metricTable } from '../../store/metric-reference.ts';

/** `UPDATE_DOCS=1` writes the document anew instead of comparing it. */
const update = process.env['UPDATE_DOCS'] === '1';
const document = fileURLToPath(new URL('../../docs/reference/metrics.md', import.meta.url));

describe('the metric catalogue', () => {
  it('names each metric once, in small letters, and finds it again', () => {
    const keys = metricCatalogue.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(key))).toEqual([]);
    for (const metric of metricCatalogue) expect(findMetric(metric.key)).toBe(metric);
    expect(findMetric('no-such-metric')).toBeUndefined();
  });

  it('lets only figures of a run decide, and only those that have a better side', () => {
    const deciding = metricCatalogue.filter(({ decides }) => decides);
    expect(deciding.length).toBeGreaterThan(0);
    expect(deciding.filter(({ shape, better }) => shape !== 'run' || better === 'neither')).toEqual([]);
  });

  it('is what docs/reference/metrics.md says', async () => {
    let text = readFileSync(document, 'utf8');
    for (const shape of ['run', 'series', 'host', 'histogram'] as const) {
      const part = new RegExp(`(<!-- ${shape}: begin -->\n)[\\s\\S]*?(<!-- ${shape}: end -->)`);
      expect(text).toMatch(part);
      text = text.replace(part, (_, begin, end) => `${begin}\n${metricTable(shape)}\n\n${end}`);
    }
    const options = { ...(await prettier.resolveConfig(document)), filepath: document };
    const current = await prettier.format(text, options);
    if (update) writeFileSync(document, current);
    else expect(readFileSync(document, 'utf8')).toBe(current);
  });
});
