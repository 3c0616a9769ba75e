import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { astrolabe, inProcess, workFolder, writeScenario } from './run-astrolabe.ts';

const example = fileURLToPath(new URL('../../scenarios/quiet-racks.ts', import.meta.url));

function moduleWith(passes: string, reads = "['numIoOps']"): string {
  const file = join(workFolder(), 'own.ts');
  writeFileSync(
    file,
    `import { defineFilter } from 'astrolabe';
export const own = defineFilter({
  name: 'OwnFilter',
  summary: 'Own.',
  codes: ['own'],
  reads: ${reads},
  bind: () => ({ passes: (host) => ${passes}, explain: () => ({ code: 'own', needed: 'this', had: 'that' }) }),
});
`,
  );
  return file;
}

describe('astrolabe extension check', () => {
  it('finds nothing in the worked example, and says what it tried', async () => {
    const { code, out, err } = await inProcess('extension', 'check', example);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^QuietRacksFilter \(filter\) keeps every law: 16 requests on 40 hosts tried; \d+ requests/);
    expect(out).toMatch(/^FewInstancesWeigher \(weigher\) keeps every law/m);
  });

  it('says each law that is broken in a sentence, and exits with 1', async () => {
    const file = moduleWith('host.numIoOps < 2 && host.vcpusUsed < 8');
    const { code, out, err } = await inProcess('extension', 'check', file);
    expect(code).toBe(1);
    expect(out).toMatch(/^OwnFilter \(filter\) breaks laws: /);
    expect(out).toMatch(/^ {2}reads vcpusUsed without saying so \[declared-reads\], \d+ times, first on host-\d+\.$/m);
    expect(err).toBe(`astrolabe: ${file}: 1 law is broken.\n`);
  });

  it('answers as JSON, the same for the same seed', async () => {
    const file = moduleWith('(host.numIoOps = 3) > 2');
    const ask = async (seed: string) => (await inProcess('extension', 'check', file, '--json', '--seed', seed)).out;
    const first = await ask('5');
    expect(JSON.parse(first)).toMatchObject({
      module: file,
      seed: 5,
      reports: [{ name: 'OwnFilter', kind: 'filter', violations: [{ law: 'changes-nothing' }] }],
    });
    expect(await ask('5')).toBe(first);
  });

  it('ends a filter that never returns, with 1 and the call that it was in', async () => {
    const file = moduleWith('{ for (;;); }');
    const { code, out, err } = await inProcess('extension', 'check', file, '--limit', '0.4');
    expect(out).toMatch(
      /^OwnFilter \(filter\): the filter "OwnFilter" of own\.ts did not return within 0\.4 s, asked about host/,
    );
    expect({ code, err }).toEqual({ code: 1, err: `astrolabe: ${file}: 1 law is broken.\n` });
  });

  it.each([
    ['let x: = 1;', /own\.ts:1:8: found a module that cannot be compiled/],
    ['export const x = 1;', /found a module without filter or weigher/],
    ['for (;;);', /loading the module own\.ts did not return within 0\.4 s/],
    ['await new Promise(() => {});', /never finishes loading|did not return/],
    ['process.exit(0);', /ends its thread/],
  ])('exits with 2 for a module that does not load: %s', async (text, reason) => {
    const file = join(workFolder(), 'own.ts');
    writeFileSync(file, text);
    const { code, out, err } = await inProcess('extension', 'check', file, '--limit', '0.4');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(reason);
  });

  it('refuses a limit that is none, and a module that is not there', async () => {
    expect(await inProcess('extension', 'check', example, '--limit', '0')).toMatchObject({ code: 2 });
    expect(await inProcess('extension', 'check', 'nowhere.ts')).toMatchObject({ code: 2 });
  });
});

describe('astrolabe simulate with an own filter that never returns', () => {
  it('exits with 3, one clear error, and keeps the runs that are complete', async () => {
    const folder = workFolder();
    const file = writeScenario(folder, { seeds: '[1]' });
    writeFileSync(
      join(folder, 'endless.mjs'),
      `export const f = { name: 'Endless', summary: 'Own.', codes: [], bind: () => ({ passes() { for (;;); }, explain() {} }) };`,
    );
    const text = readFileSync(file, 'utf8')
      .replace('filters: [ComputeFilter, RamFilter] }', 'filters: [ComputeFilter, RamFilter], modules: [endless.mjs] }')
      .replace('cloud.ratios.cpu: 8', 'scheduler.filters: [Endless]');
    writeFileSync(file, text);
    vi.stubEnv('ASTROLABE_EXTENSION_SECONDS', '1');
    const { code, err } = await astrolabe(folder, 'simulate', file, '-o', 'r.sqlite', '--quiet');
    vi.unstubAllEnvs();
    expect(code).toBe(3);
    expect(err).toMatch(
      /^astrolabe: 1 of 2 runs failed; the others are in r\.sqlite\.\n {2}the filter "Endless" of endless\.mjs did not return within 1 s, asked about host standard-01 .*\n {4}eight, seed 1\n$/,
    );
  });
});
