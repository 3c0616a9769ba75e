import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { filterRegistry, requestFilters, weigherRegistry } from '../../core/index.ts';
import { filterEntry, optionTable, weigherEntry } from './reference-docs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Text between two marks of a document is made from the registry: `UPDATE_DOCS=1` writes it anew. */
function generated(file: string, mark: string, text: string): { written: string; wanted: string } {
  const path = join(root, 'docs/reference', file);
  const [before, rest] = readFileSync(path, 'utf8').split(`<!-- ${mark} -->`) as [string, string];
  const [written, after] = rest.split(`<!-- end of ${mark} -->`) as [string, string];
  const wanted = `\n\n${text}\n\n`;
  if (process.env['UPDATE_DOCS']) {
    writeFileSync(path, `${before}<!-- ${mark} -->${wanted}<!-- end of ${mark} -->${after}`);
  }
  return { written, wanted };
}

function testedNames(): string {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' });
  const tests = files.filter((file) => file.endsWith('.test.ts') && file.startsWith('core'));
  return tests.map((file) => readFileSync(join(root, 'test', file), 'utf8')).join('\n');
}

describe('docs/reference', () => {
  it('filters.md has the entry of every filter, as its definition says', () => {
    const { written, wanted } = generated(
      'filters.md',
      'filters',
      [...filterRegistry.values()].map(filterEntry).join('\n\n'),
    );
    expect(written).toBe(wanted);
  });

  it('filters.md lists every request filter', () => {
    const rows = requestFilters.map(({ name, summary, option, since }) => {
      return `| \`${name}\` | ${summary} | ${option === undefined ? 'always on' : `\`${option}\``} | ${since ?? ''} |`;
    });
    const table = ['| request filter | asks Placement for | switched by | since |', '|---|---|---|---|', ...rows].join(
      '\n',
    );
    const { written, wanted } = generated('filters.md', 'request filters', table);
    expect(written).toBe(wanted);
  });

  it('weighers.md has the entry of every weigher, as its definition says', () => {
    const text = [...weigherRegistry.values()].map(weigherEntry).join('\n\n');
    const { written, wanted } = generated('weighers.md', 'weighers', text);
    expect(written).toBe(wanted);
  });

  it('weighers.md has every option with its default', () => {
    const table = optionTable(['filter_scheduler', 'metrics', 'scheduler', 'compute', 'DEFAULT']);
    const { written, wanted } = generated('weighers.md', 'options', table);
    expect(written).toBe(wanted);
  });

  it('names no filter or weigher that has no test', () => {
    const tests = testedNames();
    for (const name of [...filterRegistry.keys(), ...weigherRegistry.keys()])
      expect(new RegExp(`\\b${name}\\b`).test(tests) ? '' : name).toBe('');
  });
});
