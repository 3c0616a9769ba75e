import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { benchmarkPlacement } from './placement.ts';
import type { PlacementBenchmarkOptions } from './placement.ts';

const program = new Command('npm run bench:placement --')
  .description("Measures the Placement service, beside OpenStack's own when the program that serves it is given.")
  .option('--openstack <program>', "Python program that serves OpenStack's Placement (takes --port and --db)")
  .option('--providers <n>', 'hosts in each service', count, 1000)
  .option('--seconds <n>', 'how long each service is asked in one round', positive, 1)
  .option('--rounds <n>', 'turns that the services take in each case', count, 9)
  .option('--large <n>', 'hosts for the query over many', count, 10_000)
  .option('--json <file>', 'also write the results as JSON')
  .addHelpText('after', '\nExample:\n  npm run bench:placement -- --rounds 5 --json placement.json')
  .action(async ({ json, ...options }: PlacementBenchmarkOptions & { readonly json?: string }) => {
    const result = await benchmarkPlacement(options, (line) => console.log(line));
    const { providers, medianMs, p95Ms } = result.large;
    console.log(
      `one query with limit=1000 over ${providers} providers: ${medianMs.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms`,
    );
    if (json !== undefined) await writeFile(json, `${JSON.stringify(result, null, 2)}\n`);
  });
await program.parseAsync();

function count(text: string): number {
  const value = positive(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('a whole number is needed.');
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('a number above 0 is needed.');
  return value;
}
