import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { astrolabe, inProcess, startAstrolabe, workFolder, writeScenario } from './run-astrolabe.ts';

/** Resolves with what a command has said on its standard output so far, once it says something of the kind. */
function said({ child }: ReturnType<typeof startAstrolabe>, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout!.on('data', (text: string) => {
      out += text;
      if (pattern.test(out)) resolve(out);
    });
    child.on('close', () => reject(new Error(`ended without saying ${pattern}: ${out}`)));
  });
}

describe('astrolabe report', () => {
  it('serves a results file, says where or that the port is taken, and ends on Ctrl-C', async () => {
    const folder = workFolder();
    writeScenario(folder);
    expect((await astrolabe(folder, 'simulate', 'tiny.yaml', '-o', 'r.sqlite', '--seeds', '1')).code).toBe(0);
    const server = startAstrolabe(folder, 'report', 'r.sqlite', '--port', '0');
    const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(await said(server, /Report: .*\n/))!;
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toMatch(/<html/i);
    const { runs } = (await (await fetch(`${url}api/runs`)).json()) as { runs: unknown[] };
    expect(runs).toHaveLength(2);

    const taken = await inProcess('report', join(folder, 'r.sqlite'), '--port', new URL(url).port);
    expect(taken).toEqual({ code: 2, out: '', err: expect.stringMatching(/port is taken/) as string });

    server.child.kill('SIGINT');
    expect((await server.finished).code).toBe(0);
  });

  it('refuses a file that is no results file', async () => {
    const folder = workFolder();
    const scenario = writeScenario(folder);
    const { code, err } = await inProcess('report', scenario);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/not a results file/) as string });
  });
});

describe('astrolabe demo', () => {
  it('answers its question, ends with --no-serve, and is quick the second time', async () => {
    const folder = workFolder();
    const args = ['demo', '--no-serve', '--seeds', '1,2', '-o', 'demo.sqlite'];
    const first = await astrolabe(folder, ...args);
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/over 2 paired seeds/);
    const second = await astrolabe(folder, ...args, '--quiet');
    expect(second).toEqual({ code: 0, out: first.out, err: '' });
  });
});
