import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Path of a compiled file of this folder. Worker threads run JavaScript; when this module itself
 * is run from its source, as Vitest does, the compiled files are in `dist/`.
 */
export function compiledFile(name: string): string {
  const here = fileURLToPath(import.meta.url);
  if (!here.endsWith('.ts')) return join(dirname(here), name);
  const root = join(dirname(here), '..', '..');
  return join(root, 'dist', relative(root, dirname(here)), name);
}
