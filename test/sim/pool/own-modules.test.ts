import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadScenario, planSweep, runSweep, type SweepOutcome } from '../../../sim/index.ts';
import { ResultsReader, ResultsWriter } from '../../../store/index.ts';
import { filterText, folderWith } from '../extensions/module-files.ts';

const modules = {
  'passes.mjs': filterText('Endless', 'while (true);'),
  'sound.mjs': filterText('Sound', 'return true;'),
  'throwing.mjs': filterText('Throwing', "throw new TypeError('no rack');"),
  'bind.ts': `import { defineFilter } from 'astrolabe';
    export const f = defineFilter({ name: 'EndlessBind', summary: 'Own.', codes: [], bind() { for (;;); } });`,
  'raw.ts': `import { defineWeigher } from 'astrolabe';
    export const w = defineWeigher({ name: 'EndlessRaw', summary: 'Own.', multiplier: () => 1,
      bind: () => ({ raw: () => { for (;;); } }) });`,
  'loop.mjs': 'while (true);',
  'await.mjs': `await new Promise(() => undefined);\n${filterText('Never', 'return true;')}`,
};

/** One variant for each of these settings of the scheduler. */
function scenario(variants: Readonly<Record<string, string>>): string {
  const folder = folderWith(modules);
  const file = join(folder, 's.yaml');
  const listed = Object.entries(variants).map(([name, set]) => `  - { name: ${name}, set: { scheduler: ${set} } }`);
  writeFileSync(
    file,
    `name: Own
cloud: { hosts: [{ kind: node, count: 4, vcpus: 16, ram: 64 GiB, disk: 1 TiB }] }
flavors: { small: { vcpus: 2, ram: 4 GiB, disk: 20 GiB } }
workload: { generate: { load: 0.5, lifetimes: { mixture: [{ weight: 1, median: 2h, sigma: 1 }] } } }
scheduler: { filters: [ComputeFilter], weighers: [RAMWeigher] }
duration: 6h
seeds: 1
variants:
${listed.join('\n')}
`,
  );
  return file;
}

async function sweep(file: string): Promise<{ outcome: SweepOutcome; statuses: string[] }> {
  const work = planSweep(await loadScenario(file));
  const results = `${file}.sqlite`;
  const writer = await ResultsWriter.create(results, work.plan);
  try {
    const outcome = await runSweep(work, writer, { workers: 1, callLimitSeconds: 1 });
    const reader = await ResultsReader.open(results);
    const statuses = (await reader.runs()).map(({ status }) => status);
    await reader.close();
    return { outcome, statuses };
  } finally {
    await writer.close();
  }
}

afterEach(() => vi.unstubAllEnvs());

describe("a sweep with people's own modules", () => {
  it('fails the runs whose filter or weigher never returns, says in which call, and finishes the others', async () => {
    const file = scenario({
      passes: '{ modules: [passes.mjs], filters: [ComputeFilter, Endless] }',
      fast: '{ engine: fast, modules: [passes.mjs, raw.ts], filters: [ComputeFilter], weighers: [EndlessRaw] }',
      before: '{ filters: [ComputeFilter] }',
      bind: '{ modules: [bind.ts], filters: [EndlessBind] }',
      raw: '{ modules: [raw.ts], weighers: [EndlessRaw] }',
      throwing: '{ modules: [throwing.mjs], filters: [Throwing] }',
      fastThrowing: '{ engine: fast, modules: [throwing.mjs], filters: [Throwing] }',
      after: '{ modules: [sound.mjs], filters: [Sound] }',
    });
    const { outcome, statuses } = await sweep(file);
    expect(statuses).toEqual(['failed', 'failed', 'complete', 'failed', 'failed', 'failed', 'failed', 'complete']);
    const limit = 'did not return within 1 s';
    expect(outcome.failed.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^the filter "Endless" of passes.mjs ${limit}, asked about host node-1 for instance .* of flavor "small"`,
        ),
      ),
      expect.stringMatching(new RegExp(`^the weigher "EndlessRaw" of raw.ts ${limit}`)),
      expect.stringMatching(new RegExp(`^the filter "EndlessBind" of bind.ts ${limit} for instance`)),
      expect.stringMatching(new RegExp(`^the weigher "EndlessRaw" of raw.ts ${limit}, asked about host node-`)),
      'the filter "Throwing" threw when asked about host node-1: TypeError: no rack',
      expect.stringMatching(/^the filter "Throwing" threw when asked about host node-\d: TypeError: no rack$/),
    ]);
  });

  it('does not begin when a module never finishes loading', async () => {
    vi.stubEnv('ASTROLABE_EXTENSION_SECONDS', '0.5');
    const begin = (module: string) => sweep(scenario({ a: `{ modules: [${module}] }` }));
    await expect(begin('loop.mjs')).rejects.toThrow(
      /scheduler\.modules\[0\].*loading the module loop\.mjs did not return within 0\.5 s/,
    );
    await expect(begin('await.mjs')).rejects.toThrow(/scheduler\.modules\[0\].*never finishes loading|did not return/);
  });

  it('refuses a limit that is none', async () => {
    vi.stubEnv('ASTROLABE_EXTENSION_SECONDS', 'soon');
    await expect(sweep(scenario({ a: '{ modules: [sound.mjs] }' }))).rejects.toThrow(
      'ASTROLABE_EXTENSION_SECONDS: found "soon"; accepted: a number of seconds above 0',
    );
  });
});
