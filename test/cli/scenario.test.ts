import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inProcess, workFolder, writeScenario } from './run-astrolabe.ts';

describe('astrolabe scenario check', () => {
  it('tells what would run', async () => {
    const file = writeScenario(workFolder());
    const { code, out } = await inProcess('scenario', 'check', file);
    expect(code).toBe(0);
    expect(out).toContain(`${file} is valid: "Tiny", 6 runs: 2 variants, 3 seeds`);
    expect(out).toMatch(/four +10 +[\d,]+ +2 +1 d +baseline\n/);
    const { out: json } = await inProcess('scenario', 'check', file, '--json');
    expect(JSON.parse(json)).toMatchObject({ name: 'Tiny', runs: 6, seeds: [1, 2, 3], variants: [{ hosts: 10 }, {}] });
  });

  it('exits with 2 and a line for every problem', async () => {
    const file = writeScenario(workFolder());
    const wrong = readFileSync(file, 'utf8').replace('RamFilter', 'RamFiltre').replace('seeds:', 'seedz:');
    writeFileSync(file, wrong);
    const misspelt = await inProcess('scenario', 'check', file);
    expect(misspelt).toMatchObject({ code: 2, out: '' });
    expect(misspelt.err).toContain(`${file}:15:1: seedz: found the key "seedz"`);
    writeFileSync(file, wrong.replace('seedz:', 'seeds:'));
    expect((await inProcess('scenario', 'check', file)).err).toMatch(/"RamFiltre".*did you mean "RamFilter"\?/);
  });
});

describe('astrolabe scenario schema', () => {
  it('prints the schema that the documents hold', async () => {
    const { code, out } = await inProcess('scenario', 'schema');
    expect(code).toBe(0);
    const held = readFileSync(fileURLToPath(new URL('../../docs/scenario.schema.json', import.meta.url)), 'utf8');
    expect(JSON.parse(out)).toEqual(JSON.parse(held));
  });
});
