import { fileURLToPath } from 'node:url';

/** What reports/bundle.js made: beside the compiled server, also when the source itself runs. */
export const webAssetsFolder = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/reports/web-assets/' : '../web-assets/', import.meta.url),
);
