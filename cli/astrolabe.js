#!/usr/bin/env node
// The command of the package. From a checkout it makes sure first that there is something to run.

import { setUp, SetupError } from './setup.js';

try {
  setUp({ test: false });
  await import('../dist/cli/main.js');
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
