import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { benchmarkCloud } from './cloud.ts';
import type { CloudBenchmarkOptions } from './cloud.ts';

const program = new Command('npm run bench:cloud --')
  .description('Measures a whole cloud with hosts in memory over its public API: times, CPU and memory.')
  .option('--repeats <n>', 'how often each thing is done', count, 50)
  .option('--hosts <n>', 'hosts of the cloud', count, 40)
  .option('--servers <n>', 'servers that are there when lists are measured', count, 1000)
  .option('--clients <n>', 'clients that create at the same time', count, 10)
  .option('--json <file>', 'also write the results as JSON')
  .addHelpText('after', '\nExample:\n  npm run bench:cloud -- --repeats 20 --json cloud.json')
  .action(async ({ json, ...options }: CloudBenchmarkOptions & { readonly json?: string }) => {
    const result = await benchmarkCloud(options, (line) => console.log(line));
    const { rss, pss } = result.memoryMib;
    console.log(
      `up after ${(result.startMs / 1000).toFixed(1)} s; memory ${rss.toFixed(0)} MiB (PSS ${pss.toFixed(0)})`,
    );
    if (json !== undefined) await writeFile(json, `${JSON.stringify(result, null, 2)}\n`);
  });
await program.parseAsync();

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('a whole number above 0 is needed.');
}
