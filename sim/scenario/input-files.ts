import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { delimiter, dirname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ScenarioConfig } from './scenario-schema.ts';
import type { InputFile } from './scenario.ts';
import type { PathPart } from './yaml-source.ts';

/** A place in a scenario that names a file. */
export interface FileReference {
  readonly path: string;
  readonly at: readonly PathPart[];
  readonly holds: 'trace' | 'hosts' | 'module';
  /** Kind of the trace. */
  readonly kind: string;
}

/** Every file that a configuration names. */
export function fileReferences(config: ScenarioConfig): FileReference[] {
  const found: FileReference[] = [];
  const { hostFile } = config.cloud;
  if (hostFile) found.push({ path: hostFile.file, at: ['cloud', 'hostFile', 'file'], holds: 'hosts', kind: '' });
  for (const key of ['trace', 'resample'] as const) {
    const source = config.workload[key];
    if (source) found.push({ path: source.file, at: ['workload', key, 'file'], holds: 'trace', kind: source.kind });
  }
  config.scheduler.modules.forEach((path, i) =>
    found.push({ path, at: ['scheduler', 'modules', i], holds: 'module', kind: '' }),
  );
  return found;
}

/**
 * Directories in which a file named by a scenario is looked for: that of the scenario, then those
 * given, then those of the environment variable `ASTROLABE_TRACES`.
 */
export function searchDirectories(scenarioFile: string, given: readonly string[]): string[] {
  const fromEnvironment = (process.env['ASTROLABE_TRACES'] ?? '').split(delimiter).filter((part) => part !== '');
  return [dirname(resolve(scenarioFile)), ...[...given, ...fromEnvironment].map((directory) => resolve(directory))];
}

/** Absolute path of a file in the first directory that has it. */
export function findInput(path: string, directories: readonly string[]): string | undefined {
  return directories.map((directory) => resolve(directory, path)).find((candidate) => existsSync(candidate));
}

export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Absolute path of a file that the scenario names; the scenario was loaded with it. */
export function inputFile(inputs: readonly InputFile[], path: string): string {
  return inputs.find((input) => input.path === path)!.file;
}
