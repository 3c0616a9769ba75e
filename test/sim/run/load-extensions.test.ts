import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadExtensions } from '../../../sim/run/load-extensions.ts';
import { makeHosts, makeRunInput } from './make-run-input.ts';
import { observeRun } from './observe-run.ts';

const ownFilter = `
export const oddHosts = {
  name: 'OddHostsFilter',
  summary: 'Passes hosts with an odd index.',
  codes: ['even'],
  bind: () => ({ passes: (host) => host.index % 2 === 1, explain: () => ({ code: 'even', needed: 'odd', had: 'even' }) }),
};
`;

const ownWeigher = `
export const lastFirst = {
  name: 'LastFirstWeigher',
  summary: 'Prefers the last host.',
  multiplier: () => 1,
  bind: () => ({ raw: (host) => host.index }),
};
export const notAFilter = 7;
`;

describe("people's own modules", () => {
  let folder: string;
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'astrolabe-modules-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('bring filters and weighers that a run then uses by name', async () => {
    const modules = [write('filter.mjs', ownFilter), write('weigher.mjs', ownWeigher)];
    const { scheduler } = makeRunInput([]);
    const run = await observeRun(
      makeRunInput([{ at: 0 }, { at: 1 }, { at: 2 }], {
        hosts: makeHosts(5),
        scheduler: { ...scheduler, modules, filters: ['OddHostsFilter'], weighers: ['LastFirstWeigher'] },
      }),
    );
    expect(run.decisions.map(({ hosts }) => hosts)).toEqual([['host-3'], ['host-1'], []]);
    expect(run.refusals[0]).toMatchObject({ stage: 'filter', by: 'OddHostsFilter', code: 'even' });
  });

  it('are refused when they cannot be imported or export nothing of use', async () => {
    const torn = write('torn.mjs', 'export const = 1;');
    await expect(loadExtensions([torn])).rejects.toMatchObject({ code: 'own-module', problems: [{ file: torn }] });
    const empty = write('empty.mjs', 'export const a = 1;');
    await expect(loadExtensions([empty])).rejects.toThrow('a module without filter or weigher');
    await expect(loadExtensions([join(folder, 'missing.mjs')])).rejects.toThrow('cannot be imported');
  });

  it('do not hide a misspelt name', async () => {
    const { scheduler } = makeRunInput([]);
    const input = makeRunInput([], { scheduler: { ...scheduler, filters: ['RamFiltre'] } });
    await expect(observeRun(input)).rejects.toThrow('RamFilter');
  });
});
