import type { BuildFailure, Plugin } from 'esbuild';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError, type InputProblem } from '../input-error.ts';
import { compiledFile } from '../pool/compiled-file.ts';

/**
 * Makes one JavaScript module of a person's own module, TypeScript or JavaScript, and all that it
 * imports. `astrolabe` is this Astrolabe, wherever the module lies. Types are taken away, not checked.
 * Throws InputError with file, line and column for a module that cannot be read or compiled.
 */
export async function compileModule(path: string): Promise<string> {
  // Most runs have no module of their own, and should not wait for the compiler to load.
  const { build } = await import('esbuild');
  const url = JSON.stringify(pathToFileURL(path).href);
  try {
    const { outputFiles } = await build({
      entryPoints: [path],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
      // Imports of mere types are dropped, `type` or not, as most people expect.
      tsconfigRaw: {},
      define: { 'import.meta.url': url },
      // CommonJS packages inside of an ES module still ask for `require`.
      banner: { js: `import { createRequire as ownRequire } from 'node:module'; const require = ownRequire(${url});` },
      plugins: [astrolabeIsHere],
    });
    return outputFiles[0]!.text;
  } catch (error) {
    if (isBuildFailure(error)) throw new InputError(error.errors.map((each) => problemOf(path, each)));
    throw error;
  }
}

const astrolabeIsHere: Plugin = {
  name: 'astrolabe-is-here',
  setup(plugins) {
    const core = pathToFileURL(compiledFile(join('..', '..', 'core', 'index.js'))).href;
    plugins.onResolve({ filter: /^astrolabe$/ }, () => ({ path: core, external: true }));
  },
};

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors) && error.errors.length > 0;
}

function problemOf(path: string, { text, location }: BuildFailure['errors'][number]): InputProblem {
  const accepted = 'a JavaScript or TypeScript module';
  const found = `a module that cannot be compiled (${text})`;
  if (location === null) return { code: 'own-module', file: path, found, accepted };
  const { line, column } = location;
  return { code: 'own-module', file: nameOf(path, location.file), line, column: column + 1, found, accepted };
}

/** Esbuild names files as seen from the working directory; the module itself keeps the name it was given. */
function nameOf(path: string, seen: string): string {
  const full = join(process.cwd(), seen);
  return full === path ? path : full;
}
