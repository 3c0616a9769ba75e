import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { RunLockfile } from '../../store/index.ts';
import { compiledFile } from './compiled-file.ts';

/** What makes two runs of the same scenario and seed comparable to the last bit. */
export type BuildIdentity = Pick<RunLockfile, 'astrolabe' | 'build' | 'node' | 'platform'>;

/** Reads the compiled core, store and simulator: some hundred small files. */
export function buildIdentity(): BuildIdentity {
  const dist = join(dirname(compiledFile('run-worker.js')), '..', '..');
  return {
    astrolabe: packageVersion(join(dist, '..', 'package.json')),
    build: hashFolders(dist, ['core', 'sim', 'store']),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

function packageVersion(file: string): string {
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function hashFolders(dist: string, folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const names = readdirSync(join(dist, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((entry) => entry.endsWith('.js')).toSorted()) {
      const file = join(dist, folder, name);
      hash.update(`${relative(dist, file).split(sep).join('/')}\n`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}
