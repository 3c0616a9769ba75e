import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder outside of the checkout, gone after the test, with these files. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'astrolabe-extensions-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** A filter as JavaScript whose `passes` has this body. */
export function filterText(name: string, body: string): string {
  return `export const ${name} = {
  name: '${name}',
  summary: 'Own.',
  codes: ['own'],
  bind: () => ({
    passes(host) { ${body} },
    explain: () => ({ code: 'own', needed: 'this', had: 'that' }),
  }),
};
`;
}
