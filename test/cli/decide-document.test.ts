import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { astrolabe } from './run-astrolabe.ts';

describe('docs/reference/decide.md', () => {
  it('quotes what the command prints for its example', async () => {
    const { code, out } = await astrolabe('.', 'decide', 'docs/examples/full-zone.json', '--explain');
    expect(code).toBe(0);
    const document = readFileSync('docs/reference/decide.md', 'utf8');
    expect(out).toContain('The smallest change that admits it');
    expect(document).toContain(out.trimEnd());
  });
});
