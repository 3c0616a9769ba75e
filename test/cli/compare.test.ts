import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../store/index.ts';
import { astrolabe, inProcess, type Finished, workFolder, writeScenario } from './run-astrolabe.ts';

interface Answer {
  readonly comparisons: readonly Comparison[];
}

function comparisonsIn({ code, out, err }: Finished): Comparison[] {
  expect(err).toBe('');
  expect(code).toBe(0);
  return [...(JSON.parse(out) as Answer).comparisons];
}

const compared = async (...args: string[]) => comparisonsIn(await inProcess('compare', '--json', '-q', ...args));

describe('astrolabe compare', () => {
  it('runs a scenario, compares its variants, and says the same of its results file and of two', async () => {
    const folder = workFolder();
    writeScenario(folder);
    const results = join(folder, 'r.sqlite');
    const [fromScenario] = comparisonsIn(
      await astrolabe(folder, 'compare', '--json', '-q', 'tiny.yaml', '-o', 'r.sqlite'),
    );
    expect(fromScenario).toMatchObject({ baseline: 'four', candidate: 'eight', seeds: [1, 2, 3], sameDemand: true });
    expect(await compared(results)).toEqual([fromScenario]);
    expect(await compared(results, results, '--variants', 'four,eight')).toEqual([fromScenario]);

    const [swapped] = await compared(results, '--variants', 'eight,four');
    for (const [i, metric] of fromScenario!.metrics.entries()) {
      expect(swapped!.metrics[i]!.meanDifference).toBeCloseTo(-metric.meanDifference, 9);
    }

    const [same] = await compared(results, '--variants', 'four,four');
    expect(same!.verdict).toBe('identical');

    const people = await inProcess('compare', results);
    expect(people.out).toContain('95 % interval');
    expect(people.out.replaceAll(/\s+/g, ' ')).toContain(fromScenario!.sentence);

    const demand = (verdict: string) => inProcess('compare', results, '--variants', 'four,four', '--require', verdict);
    expect(await demand('identical')).toMatchObject({ code: 0 });
    expect(await demand('better')).toMatchObject({
      code: 1,
      err: 'astrolabe: required: better; found four: identical.\n',
    });
  });

  it('refuses what cannot be compared, with the names that can', async () => {
    const folder = workFolder();
    const scenario = writeScenario(folder);
    const [a, b] = [join(folder, 'a.sqlite'), join(folder, 'b.sqlite')];
    expect((await astrolabe(folder, 'simulate', 'tiny.yaml', '-o', a, '--seeds', '1')).code).toBe(0);
    expect((await astrolabe(folder, 'simulate', 'tiny.yaml', '-o', b, '--seeds', '2')).code).toBe(0);
    const cases: [string[], RegExp][] = [
      [[a, '--variants', 'four,ate'], /no variant "ate"; it has "four", "eight"/],
      [[a, '--variants', 'four'], /one variant only, "four"/],
      [[a, b], /has 2 variants \("four", "eight"\)/],
      [[a, b, '--variants', 'four,eight'], /no seed in common/],
      [[a, '--metrics', 'instance-hour'], /Did you mean "instance-hours"/],
      [[a, scenario], /tiny\.yaml: is a scenario/],
      [['none.sqlite'], /none\.sqlite: no such file/],
      [[a, '--require', 'nice'], /accepted: better, worse/],
    ];
    for (const [args, message] of cases) {
      const { code, out, err } = await inProcess('compare', ...args);
      expect(err).toMatch(message);
      expect({ code, out }).toEqual({ code: 2, out: '' });
    }
  });
});
