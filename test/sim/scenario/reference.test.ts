import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { describe, expect, it } from 'vitest';
import { scenarioJsonSchema } from '../../../sim/scenario/json-schema.ts';
import {
  inputCodeTable,
  profileList,
  scenarioKeyTable,
  traceKindTable,
} from '../../../sim/scenario/scenario-reference.ts';

/** `UPDATE_DOCS=1` writes the documents anew instead of comparing them. */
const update = process.env['UPDATE_DOCS'] === '1';

const documents = fileURLToPath(new URL('../../../docs/', import.meta.url));

async function formatted(text: string, file: string): Promise<string> {
  return prettier.format(text, { ...(await prettier.resolveConfig(file)), filepath: file });
}

async function expectPart(name: string, marker: string, table: string): Promise<void> {
  const file = `${documents}reference/${name}`;
  const part = new RegExp(`(<!-- ${marker}: begin -->\n)[\\s\\S]*?(<!-- ${marker}: end -->)`);
  const written = readFileSync(file, 'utf8');
  expect(written).toMatch(part);
  const current = await formatted(
    written.replace(part, (_, begin, end) => `${begin}\n${table}\n\n${end}`),
    file,
  );
  if (update) writeFileSync(file, current);
  else expect(written).toBe(current);
}

describe('the documents say what the code does', () => {
  it('docs/scenario.schema.json is the schema of a scenario', async () => {
    const file = `${documents}scenario.schema.json`;
    const current = await formatted(JSON.stringify(scenarioJsonSchema()), file);
    if (update) writeFileSync(file, current);
    else expect(readFileSync(file, 'utf8')).toBe(current);
  });

  it('scenario.md has every key and every code of bad input', async () => {
    await expectPart('scenario.md', 'keys', scenarioKeyTable());
    await expectPart('scenario.md', 'codes', inputCodeTable());
  });

  it('workloads.md has every kind of trace and every profile', async () => {
    await expectPart('workloads.md', 'kinds', traceKindTable());
    await expectPart('workloads.md', 'profiles', profileList());
  });

  it('every key has a meaning', () => {
    const bare = scenarioKeyTable()
      .split('\n')
      .filter((line) => line.endsWith('|  |'));
    expect(bare).toEqual([]);
  });
});
