import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { reportErrorStatus } from '../../../reports/server/report-server-error.ts';
import { exampleReport } from '../example-report.ts';

const reference = await readFile(new URL('../../../docs/reference/report.md', import.meta.url), 'utf8');

describe('the reference of the report', () => {
  test('describes every request, and no other', async () => {
    const { url } = await exampleReport({ figuresOnly: true });
    const { requests } = (await (await fetch(`${url}api`)).json()) as { requests: string[] };
    const described = [...reference.matchAll(/^\| `(\/api[^`]*)`\s+\|/gm)].map((match) => match[1]!);
    expect(described.toSorted()).toEqual(['/api', ...requests].toSorted());
  });

  test('gives every error code that a request can get, with its status', () => {
    const atStart = new Set(['cannot-listen', 'page-not-built']);
    const codes = Object.entries(reportErrorStatus).filter(([code]) => !atStart.has(code));
    const rows = reference.matchAll(/^\| `([a-z-]+)`\s+\| (\d{3})\s+\|/gm);
    const described = Array.from(rows, ([, code, status]) => [code, Number(status)] as const);
    expect(Object.fromEntries(described)).toEqual(Object.fromEntries(codes));
  });
});
