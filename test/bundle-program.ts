import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Makes one JavaScript file of a program in TypeScript and all that it imports, to be run, and killed, as a process of
 * its own. Only `sqlite3`, which is partly machine code, is looked for from where the file is.
 */
export async function bundleProgram(program: URL, outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(program)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['sqlite3'],
    // Packages of the older kind, which call `require`.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
}
