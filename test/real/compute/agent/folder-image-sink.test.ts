import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { FolderImageSink } from '../../../../real/compute/agent/folder-image-sink.ts';

let folder: string;
let sink: FolderImageSink;
let file: string;

beforeEach(() => {
  const parent = mkdtempSync(path.join(tmpdir(), 'astrolabe-sink-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  folder = path.join(parent, 'images');
  sink = new FolderImageSink(folder);
  file = path.join(parent, 'snapshot');
  writeFileSync(file, 'data of an image');
});

const anImage = () => ({ id: randomUUID(), diskFormat: 'qcow2' as const, sizeBytes: 16, instanceUuid: randomUUID() });
const never = new AbortController().signal;

describe('a folder of images', () => {
  it('holds the data and what is known of it, for nobody else to read', async () => {
    const image = anImage();
    await sink.upload(image, file, never);
    expect(readdirSync(folder).toSorted()).toEqual([`${image.id}.json`, `${image.id}.qcow2`]);
    const sha512 = createHash('sha512').update('data of an image').digest('hex');
    expect(JSON.parse(readFileSync(path.join(folder, `${image.id}.json`), 'utf8'))).toEqual({ ...image, sha512 });
    for (const name of readdirSync(folder)) expect(statSync(path.join(folder, name)).mode & 0o077).toBe(0);
  });

  it('keeps nothing of an upload that was given up or failed', async () => {
    await expect(sink.upload(anImage(), file, AbortSignal.abort())).rejects.toThrow('abort');
    await expect(sink.upload(anImage(), `${file}-missing`, never)).rejects.toThrow('ENOENT');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('forgets what uploads left that were cut off, and nothing else', async () => {
    const image = anImage();
    await sink.upload(image, file, never);
    const [cutOff, withoutRecord] = [randomUUID(), randomUUID()];
    writeFileSync(path.join(folder, `${cutOff}.qcow2.0123456789ab.part`), 'half');
    writeFileSync(path.join(folder, `${withoutRecord}.raw`), 'whole, but nobody was told');
    writeFileSync(path.join(folder, 'notes.txt'), "somebody's");
    await sink.removePartial();
    expect(readdirSync(folder).toSorted()).toEqual([`${image.id}.json`, `${image.id}.qcow2`, 'notes.txt'].toSorted());
  });
});
