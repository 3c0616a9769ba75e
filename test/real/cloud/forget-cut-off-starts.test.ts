import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { forgetCutOffStarts } from '../../../real/cloud/forget-cut-off-starts.ts';

it('takes away the notes of guests that have no QEMU, and no others', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'notes-'));
  const note = (name: string, pid: number): void => {
    const text = `<!-- made by libvirt -->\n<domstatus state='paused' reason='starting up' pid='${pid}'>\n</domstatus>\n`;
    writeFileSync(path.join(folder, name), text);
  };
  note('cut-off.xml', 0);
  note('runs.xml', 4711);
  note('cut-off.pid', 0);
  forgetCutOffStarts(folder);
  expect(readdirSync(folder).toSorted()).toEqual(['cut-off.pid', 'runs.xml']);
  rmSync(folder, { recursive: true });
});

it('has nothing to do where no libvirtd has run yet', () => {
  expect(() => forgetCutOffStarts('/nowhere/at/all')).not.toThrow();
});
