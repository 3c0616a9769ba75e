import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const shared = fileURLToPath(new URL('../../../shared', import.meta.url));

/** Where OpenStack's API tests and the programs around them stand, beside the checkout. */
export const oracleFolder = `${shared}/oracle`;
export const storiesFolder = `${shared}/placement-gabbi`;

/** Debian's Python, which has OpenStack's packages. */
export const python = '/usr/bin/python3';

/**
 * Why a test that needs OpenStack's programs cannot run here; empty when it can. With the folder there
 * and `CI=true`, missing packages are an error instead: the test must not be skipped unnoticed.
 */
export function whyNot(modules: readonly string[], folder?: string): string | undefined {
  if (folder !== undefined && !existsSync(folder))
    return `there is no folder ${folder.slice(folder.lastIndexOf('/') + 1)} beside the checkout`;
  try {
    execFileSync(python, ['-c', modules.map((name) => `import ${name}`).join('\n')], { stdio: 'ignore' });
    return undefined;
  } catch {
    const reason = `${python} has not all of ${modules.join(', ')}`;
    if (process.env['CI'] === 'true') throw new Error(`${reason}; cli/setup.js --test installs them`);
    return reason;
  }
}
