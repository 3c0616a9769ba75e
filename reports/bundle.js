// Bundles the report page into dist/reports/web-assets: everything that the browser loads.
import { cp, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const web = fileURLToPath(new URL('web/', import.meta.url));
const assets = fileURLToPath(new URL('../dist/reports/web-assets/', import.meta.url));

await rm(assets, { recursive: true, force: true });
await mkdir(assets, { recursive: true });
await build({
  entryPoints: [`${web}main.ts`],
  outfile: `${assets}report.js`,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'eof',
  logLevel: 'warning',
});
for (const file of ['index.html', 'report.css', 'favicon.svg']) await cp(`${web}${file}`, `${assets}${file}`);
