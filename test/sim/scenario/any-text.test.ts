import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../sim/input-error.ts';
import { loadScenario } from '../../../sim/scenario/load-scenario.ts';
import { planRuns } from '../../../sim/scenario/plan-runs.ts';
import { resolveRun } from '../../../sim/scenario/resolve-run.ts';
import { readTrace } from '../../../sim/workload/read-trace.ts';
import { temporaryFiles } from '../workload/temporary-files.ts';
import { smallScenario } from './scenario-text.ts';

const write = temporaryFiles();

const text = `${smallScenario}events: [{ at: 1h, type: fail, hosts: { kind: b, count: 1 }, for: 30m }]
images: [{ name: a, size: 1 GiB }]
variants:
  - name: one
  - name: two
    set: { cloud.ratios.cpu: 8, workload: { generate: { vmsPerHour: 10 } } }
`;

/** What a slip of the hand, or somebody who guesses, puts in place of a word. */
const slips = [
  '',
  '0',
  '-1',
  '1e99',
  '.inf',
  '.nan',
  'null',
  '~',
  '[]',
  '{}',
  'true',
  '"',
  '*x',
  '&x',
  '__proto__',
  'constructor',
  '3d',
  '2 GiB',
  '{ a: 1 }',
  '[1, 2]',
  '\t',
  '# ',
];

const words = [...text.matchAll(/[^\s,:{}[\]]+/g)].map((match) => [match.index, match[0].length] as const);

const mutation = fc.array(fc.tuple(fc.nat(words.length - 1), fc.constantFrom(...slips)), {
  minLength: 1,
  maxLength: 3,
});

function mutate(changes: readonly (readonly [number, string])[]): string {
  const byPlace = [...changes].sort((a, b) => b[0] - a[0]);
  return byPlace.reduce((result, [word, slip]) => {
    const [start, length] = words[word]!;
    return result.slice(0, start) + slip + result.slice(start + length);
  }, text);
}

describe('a scenario with slips in it', () => {
  it('is either refused with a place in the file, or all of its runs can be resolved', async () => {
    await fc.assert(
      fc.asyncProperty(mutation, async (changes) => {
        const file = write('any.yaml', mutate(changes));
        try {
          const scenario = await loadScenario(file);
          // 10,000 hosts or seeds by a slip are valid; resolving one run of each variant is enough.
          for (const plan of planRuns(scenario).slice(0, scenario.variants.length)) await resolveRun(scenario, plan);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          for (const problem of (error as InputError).problems) {
            expect(problem.file).toBe(file);
            expect(problem.line).toBeGreaterThan(0);
            expect(problem.accepted).toBeTruthy();
          }
        }
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 150) },
    );
  });
});

describe('a trace with slips in it', () => {
  const trace = 'arrival_s,lifetime_s,vcpus,ram_mib,batch,zone\n0,5,1,512,a,z\n3,,2,1024,a,\n3,inf,2,1024,,"z, 2"\n';

  it('is either read whole or refused with its line', async () => {
    const change = fc.tuple(
      fc.nat(trace.length),
      fc.nat(4),
      fc.constantFrom('', ',', '\n', '"', 'x', '-', '1e400', '\0', 'é'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const changed = changes.reduce(
          (result, [at, cut, put]) => result.slice(0, at) + put + result.slice(at + cut),
          trace,
        );
        const file = write('any.csv', changed);
        try {
          const read = await readTrace(file);
          expect(read.arrivalSeconds.every((seconds) => seconds >= 0)).toBe(true);
          expect(read.lifetimeLowSeconds.every((seconds) => seconds >= 0)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect((error as InputError).problems[0]).toMatchObject({ file, line: expect.any(Number) as number });
        }
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 150) },
    );
  });
});
