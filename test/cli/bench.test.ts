import { describe, expect, it } from 'vitest';
import { inProcess } from './run-astrolabe.ts';

const quick = ['bench', 'decisions', '--hosts', '60', '--seconds', '0.05', '--json'];

describe('astrolabe bench decisions', () => {
  it.each(['spread', 'pack'])('decides the same with every engine: %s', async (policy) => {
    const checksums = new Set<number>();
    for (const engine of ['fast', 'reference', 'scan']) {
      const { code, out } = await inProcess(...quick, '--policy', policy, '--engine', engine);
      expect(code).toBe(0);
      const result = JSON.parse(out) as { checksum: number; decisionsPerCpuSecond: number; task: unknown };
      expect(result.task).toMatchObject({ hosts: 60, policy, engine });
      expect(result.decisionsPerCpuSecond).toBeGreaterThan(0);
      checksums.add(result.checksum);
    }
    expect(checksums.size).toBe(1);
  });

  it('exits with 2 for an engine or a number of hosts that there is not', async () => {
    expect((await inProcess('bench', 'decisions', '--engine', 'quick')).code).toBe(2);
    expect((await inProcess('bench', 'decisions', '--hosts', '0')).code).toBe(2);
  });
});
