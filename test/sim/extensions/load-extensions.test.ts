import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadExtensions } from '../../../sim/extensions/load-extensions.ts';
import { makeHosts, makeRunInput } from '../run/make-run-input.ts';
import { observeRun } from '../run/observe-run.ts';
import { filterText, folderWith } from './module-files.ts';

const oddHosts = filterText('OddHostsFilter', 'return host.index % 2 === 1;');

const lastFirst = `
import { defineWeigher, type HostState } from 'astrolabe';
import { RequestSpec } from 'astrolabe';
import { of } from './position';

export const lastFirst = defineWeigher({
  name: 'LastFirstWeigher',
  summary: 'Prefers the last host.',
  multiplier: (): number => 1,
  bind: (_request: RequestSpec) => ({ raw: (host: HostState) => of(host) }),
});
export const notAFilter = 7;
`;
const position = `import type { HostState } from 'astrolabe';\nexport const of = (host: HostState): number => host.index;\n`;

function load(name: string, text: string) {
  return loadExtensions([join(folderWith({ [name]: text }), name)]);
}

describe("people's own modules", () => {
  it('bring filters and weighers, in JavaScript or TypeScript, that a run then uses by name', async () => {
    const folder = folderWith({ 'odd.mjs': oddHosts, 'last.ts': lastFirst, 'position.ts': position });
    const modules = [join(folder, 'odd.mjs'), join(folder, 'last.ts')];
    const { scheduler } = makeRunInput([]);
    const run = await observeRun(
      makeRunInput([{ at: 0 }, { at: 1 }, { at: 2 }], {
        hosts: makeHosts(5),
        scheduler: { ...scheduler, modules, filters: ['OddHostsFilter'], weighers: ['LastFirstWeigher'] },
      }),
    );
    expect(run.decisions.map(({ hosts }) => hosts)).toEqual([['host-3'], ['host-1'], []]);
    expect(run.refusals[0]).toMatchObject({ stage: 'filter', by: 'OddHostsFilter', code: 'own' });
  });

  it('use the Astrolabe that loads them, wherever they lie', async () => {
    const text = `import { defineFilter, filterRegistry } from 'astrolabe';
      const ram = filterRegistry.get('RamFilter');
      export default defineFilter({ ...ram, name: 'MyRamFilter' });`;
    const { filters } = await load('mine.js', text);
    expect(filters).toMatchObject([{ name: 'MyRamFilter' }]);
    expect(filters[0]!.codes.length).toBeGreaterThan(0);
    expect(Object.isFrozen(filters[0])).toBe(true);
  });

  it('know where they are, and may use packages of Node', async () => {
    const text = `import { basename } from 'node:path';\n${oddHosts}
      export const named = { ...OddHostsFilter, name: basename(import.meta.url) };`;
    expect((await load('here.mjs', text)).filters.map(({ name }) => name)).toEqual(['OddHostsFilter', 'here.mjs']);
  });

  it('remember nothing of the run before', async () => {
    const path = join(
      folderWith({ 'count.mjs': `let n = 0;\n${filterText('Count', 'return n++ === 0;')}` }),
      'count.mjs',
    );
    const ask = async () => (await loadExtensions([path])).filters[0]!.bind(null!, null!)!.passes(null!);
    expect([await ask(), await ask()]).toEqual([true, true]);
  });

  it.each([
    ['torn.ts', 'const a: number = 1;\nexport const b = {,};\n', { line: 2, column: 19, code: 'own-module' }],
    ['torn.mjs', 'export const = 1;', { line: 1, column: 14 }],
    ['lost.mjs', "import './nowhere.js';", { line: 1, column: 8 }],
  ])('are refused with line and column when they do not compile: %s', async (name, text, place) => {
    const path = join(folderWith({ [name]: text }), name);
    await expect(loadExtensions([path])).rejects.toMatchObject({ problems: [{ file: path, ...place }] });
  });

  it('are refused with the file that is wrong when it is one that they import', async () => {
    const folder = folderWith({ 'outer.ts': "export * from './inner.ts';", 'inner.ts': 'let x = ;' });
    const place = { file: join(folder, 'inner.ts'), line: 1, column: 9 };
    await expect(loadExtensions([join(folder, 'outer.ts')])).rejects.toMatchObject({ problems: [place] });
  });

  it.each([
    ['missing.mjs', undefined, /cannot be compiled \(Could not resolve/],
    ['empty.mjs', 'export const a = 1;', /a module without filter or weigher/],
    ['throws.mjs', "throw new Error('no licence');", /cannot be imported \(no licence\)/],
    ['parts.mjs', "export const a = { name: 'A', summary: 'A.', bind() {} };", /"A" without a list of codes/],
    ['text.mjs', "export const a = { name: 'A', bind: 1, multiplier: 1 };", /bind, a summary, the function multiplier/],
  ])('are refused for what is wrong with them: %s', async (name, text, reason) => {
    const path = join(folderWith(text === undefined ? {} : { [name]: text }), name);
    await expect(loadExtensions([path])).rejects.toThrow(reason);
  });

  it('do not hide a misspelt name', async () => {
    const { scheduler } = makeRunInput([]);
    const input = makeRunInput([], { scheduler: { ...scheduler, filters: ['RamFiltre'] } });
    await expect(observeRun(input)).rejects.toThrow('RamFilter');
  });
});
