import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { type DecisionsResult, type EngineName, measureDecisions, type Policy } from './decisions.ts';

const program = new Command('node dist/bench/decisions-main.js')
  .description('Measures decisions per second of CPU time, the fast engine beside the reference.')
  .option('--hosts <list>', 'numbers of hosts', numbers, [1000, 10_000])
  .option('--seconds <n>', 'how long to measure each', Number, 2)
  .option('--json <file>', 'also write the results as JSON')
  .addHelpText('after', '\nExample:\n  node dist/bench/decisions-main.js --hosts 1000,10000 --seconds 3')
  .action(async ({ hosts, seconds, json }: { hosts: number[]; seconds: number; json?: string }) => {
    const results: DecisionsResult[] = [];
    console.log('hosts    policy  engine     instances  decisions  refused  decisions/CPU s');
    for (const count of hosts) {
      for (const policy of ['spread', 'pack'] as const satisfies Policy[]) {
        for (const engine of ['reference', 'fast'] as const satisfies EngineName[]) {
          const result = measureDecisions({ hosts: count, policy, engine, seconds });
          results.push(result);
          console.log(line(result));
        }
      }
    }
    if (json !== undefined) await writeFile(json, `${JSON.stringify(results, null, 2)}\n`);
  });
await program.parseAsync();

function line({ task, instances, decisions, refused, decisionsPerCpuSecond }: DecisionsResult): string {
  return [
    String(task.hosts).padEnd(8),
    task.policy.padEnd(7),
    task.engine.padEnd(10),
    String(instances).padStart(9),
    String(decisions).padStart(10),
    String(refused).padStart(8),
    Math.round(decisionsPerCpuSecond).toLocaleString('en').padStart(16),
  ].join(' ');
}

function numbers(text: string): number[] {
  const found = text.split(',').map(Number);
  if (found.every((each) => Number.isInteger(each) && each > 0)) return found;
  throw new InvalidArgumentError(`found "${text}", accepted are whole numbers above 0 with commas between them`);
}
