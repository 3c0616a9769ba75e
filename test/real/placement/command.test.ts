import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { inProcess } from '../../cli/run-astrolabe.ts';
import {
  allocationsBody,
  call,
  databaseFile,
  kill,
  makeProvider,
  numberedUuid,
  spawnService,
} from './running-placement.ts';

const HOST = numberedUuid(1);
const running: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const each of running.splice(0)) await each.close();
});

describe('astrolabe placement', () => {
  it('refuses what it cannot use with exit code 2 and one line', async () => {
    const policy = `${databaseFile()}.yaml`;
    writeFileSync(policy, '"placement:traits:list": "role:a role:b"');
    const calls: [string[], RegExp][] = [
      [['placement'], /needs --database/],
      [['placement', '--database', '/nowhere/x.sqlite'], /cannot be opened/],
      [['placement', '--database', databaseFile(), '--auth', 'token'], /--identity-url/],
      [['placement', '--database', databaseFile(), '--policy-file', policy], /placement:traits:list/],
      [['placement', 'audit', '--url', 'http://127.0.0.1:1'], /cannot be reached/],
    ];
    for (const [words, message] of calls) {
      const { code, err } = await inProcess(...words);
      expect([words.join(' '), code]).toEqual([words.join(' '), 2]);
      expect(err).toMatch(message);
    }
  });

  it('ends in an orderly way when it is asked to', async () => {
    const service = await spawnService(databaseFile());
    const ended = new Promise<number | null>((resolve) => service.process.once('exit', resolve));
    service.process.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});

describe('astrolabe placement audit', () => {
  it('finds and heals, and its exit code tells whether the account is in order', async () => {
    const service = await spawnService(databaseFile());
    running.push({ close: () => kill(service.process) });
    await makeProvider(service.url, HOST, { VCPU: { total: 8 } });
    await call(service.url, 'PUT', `/allocations/${numberedUuid(1, 7)}`, allocationsBody({ [HOST]: { VCPU: 2 } }));
    const file = `${databaseFile()}.jsonl`;
    writeFileSync(file, '');
    const audit = ['placement', 'audit', '--url', service.url, '--consumers', file];
    const found = await inProcess(...audit, '--json');
    expect(found.code).toBe(1);
    expect((JSON.parse(found.out) as { orphans: unknown[] }).orphans).toHaveLength(1);
    expect(await inProcess(...audit, '--heal')).toMatchObject({ code: 0 });
    expect(await inProcess(...audit)).toMatchObject({ code: 0, out: '1 providers, 0 consumers\n' });
  });
});
