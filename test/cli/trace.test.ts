import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { durationText } from '../../cli/duration-text.ts';
import { inProcess, workFolder } from './run-astrolabe.ts';

function writeTrace(rows: string): string {
  const file = join(workFolder(), 'trace.csv');
  writeFileSync(file, `vmid,cpu,mem,at,lt\n${rows}`);
  return file;
}

describe('astrolabe trace inspect', () => {
  it('tells kind, flavors, lifetimes and what ran at the same time', async () => {
    const file = writeTrace('0,1,2,0,100\n1,4,8,50,86400\n2,1,2,60,30\n');
    const { code, out, err } = await inProcess('trace', 'inspect', file);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/kind +huawei-east-1-lt\n/);
    expect(out).toMatch(/peak +3 instances, 6 vCPUs, 12 GiB of RAM/);
    expect(out).toMatch(/p50 +1 min 40 s\n/);
    expect(out).toMatch(/1c-2g +1 +2 +2 +66\.7 %/);
  });

  it('tells the same as JSON', async () => {
    const file = writeTrace('0,1,2,0,100\n');
    const { out } = await inProcess('trace', 'inspect', file, '--json');
    expect(JSON.parse(out)).toMatchObject({ file, kind: 'huawei-east-1-lt', instances: 1, peak: { vcpus: 1 } });
  });

  it('exits with 2 and one message for a trace that is torn, missing or of another kind', async () => {
    const torn = writeTrace('0,1,2,0,100\n1,4,8,50');
    expect(await inProcess('trace', 'inspect', torn)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(`${torn}:3: found 4 fields`) as string,
    });
    expect((await inProcess('trace', 'inspect', '/no/such.csv')).code).toBe(2);
    expect((await inProcess('trace', 'inspect', torn, '--kind', 'azure2017-v1')).code).toBe(2);
    expect((await inProcess('trace', 'inspect', torn, '--kind', 'huawei')).err).toContain('Allowed choices are auto');
  });
});

describe('a duration for people', () => {
  it.each([
    [0, '0 s'],
    [59.6, '1 min'],
    [3600, '1 h'],
    [3_659, '1 h'],
    [90_061, '1 d 1 h'],
    [86_430, '1 d'],
    [2_678_400, '31 d'],
  ])('%d s is %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});
