import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { StateLock } from '../../../../real/compute/local-host/state-lock.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

describe("the lock of a host's state", () => {
  it('holds others off until it is released, and says whose it is', async () => {
    const lock = await StateLock.take(folder);
    await expect(StateLock.take(folder)).rejects.toMatchObject({
      code: 'host-unavailable',
      message: expect.stringContaining(`in use by process ${process.pid}`) as string,
    });
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
    await (await StateLock.take(folder)).release();
  });

  it.each([
    ['a process that is gone', '4194305 12345'],
    ['another process with the same number', `${process.pid} 1`],
    ['nobody that can be read', ''],
  ])('of %s holds nobody off', async (_whose, text) => {
    writeFileSync(path.join(folder, 'lock'), text);
    await StateLock.take(folder);
    expect(readFileSync(path.join(folder, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} (?!1$)\\d+$`));
  });

  it('goes to one only of many who come at once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => StateLock.take(folder)));
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  });
});
