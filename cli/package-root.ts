import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';

const here = fileURLToPath(import.meta.url);

/** Folder of package.json: two above the compiled file, one above the source. */
export const packageRoot = join(dirname(here), here.endsWith('.ts') ? '..' : '../..');

export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
}
