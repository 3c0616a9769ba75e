import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface KernelModule {
  readonly file: string;
  readonly content: Buffer;
}

/** The modules of those names and all that they need, in an order in which they can be inserted. */
export function kernelModules(folder: string, names: readonly string[]): readonly KernelModule[] {
  const files = filesByName(folder);
  const ordered = new Map<string, KernelModule>();
  const add = (name: string): void => {
    if (ordered.has(name)) return;
    const file = files.get(name);
    if (file === undefined) return; // built into the kernel, or not in this flavour of it
    const content = readFileSync(file);
    for (const needed of dependencies(content)) add(needed);
    ordered.set(name, { file: path.basename(file), content });
  };
  for (const name of names) add(name);
  return [...ordered.values()];
}

function filesByName(folder: string): ReadonlyMap<string, string> {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ko'));
  return new Map(found.map((name) => [path.basename(name, '.ko').replaceAll('-', '_'), path.join(folder, name)]));
}

/** As the module says itself, in its section of `key=value` texts. */
function dependencies(module: Buffer): readonly string[] {
  const text = /\0depends=([^\0]*)\0/.exec(module.toString('latin1'))?.[1] ?? '';
  return text.split(',').filter((name) => name !== '');
}
