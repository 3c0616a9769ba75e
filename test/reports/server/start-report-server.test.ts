import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startReportServer } from '../../../reports/index.ts';
import { exampleReport, exampleReportFile, temporaryFolder } from '../example-report.ts';

describe('the report server', () => {
  test('serves the page, its script and its style, and nothing beside them', async () => {
    const { url } = await exampleReport({ figuresOnly: true });
    for (const [path, type] of [
      ['', 'text/html'],
      ['report.js', 'text/javascript'],
      ['report.css', 'text/css'],
      ['favicon.svg', 'image/svg+xml'],
    ]) {
      const response = await fetch(url + path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toContain(type);
    }
    for (const path of ['main.ts', '..%2f..%2fpackage.json', '%2e%2e/server/report-app.js', '.git/config']) {
      expect({ path, served: (await fetch(url + path)).ok }).toEqual({ path, served: false });
    }
  });

  test('lets the page load nothing from elsewhere and nothing inline', async () => {
    const { url } = await exampleReport({ figuresOnly: true });
    for (const path of ['', 'report.js', 'api/runs', 'nothing']) {
      const { headers } = await fetch(url + path);
      const policy = headers.get('content-security-policy');
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.has('x-powered-by')).toBe(false);
    }
  });

  test('is reachable until it is closed', async () => {
    const { url, close } = await exampleReport({ figuresOnly: true });
    expect((await fetch(url)).status).toBe(200);
    await close();
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  test('says which port is taken', async () => {
    const { file, url } = await exampleReportFile({ figuresOnly: true });
    const port = Number(new URL(url).port);
    await expect(startReportServer({ resultsFile: file, port })).rejects.toMatchObject({
      code: 'cannot-listen',
      message: expect.stringContaining(`port ${port}: the port is taken`) as string,
    });
  });

  test('refuses a file that is no results file, and one that is not there', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'sub'));
    await writeFile(join(folder, 'notes.txt'), 'These are not results.');
    await expect(startReportServer({ resultsFile: join(folder, 'notes.txt') })).rejects.toMatchObject({
      code: 'not-a-results-file',
    });
    await expect(startReportServer({ resultsFile: join(folder, 'none.sqlite') })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
