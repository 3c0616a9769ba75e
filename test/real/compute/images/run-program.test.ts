import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../../real/compute/images/run-program.ts';

describe('a program of the host', () => {
  it('gets its arguments as they are, without a shell', async () => {
    const args = ['$(id)', '; ls', '`ls`', '-n', '"', '\n'];
    expect(await runProgram('printf', ['%s|', ...args])).toBe(args.map((arg) => `${arg}|`).join(''));
  });

  it('that is not there is called so', async () => {
    const failure = { isMissing: true, message: 'no-such-program is not installed' };
    await expect(runProgram('no-such-program', [])).rejects.toMatchObject(failure);
    await expect(runProgram('no-such-program', [], { isBounded: true })).rejects.toMatchObject(failure);
  });

  it('that complains is heard', async () => {
    const failure = { isMissing: false, message: expect.stringMatching(/^ls: .*No such file/) as string };
    await expect(runProgram('ls', ['/no/such/file'])).rejects.toMatchObject(failure);
  });

  it('has bounds when it looks at what others made', async () => {
    expect(await runProgram('sh', ['-c', 'ulimit -v; ulimit -t'], { isBounded: true })).toBe('1048576\n30\n');
  });

  it('ends when it is told to', async () => {
    const cancel = new AbortController();
    const running = runProgram('sleep', ['60'], { signal: cancel.signal });
    cancel.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });
});
