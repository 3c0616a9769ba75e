import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { type DecisionEngine, type DecisionsResult, type DecisionsTask, measureDecisions } from './index.ts';

/** How many times as fast as one pass over columns the fast engine must be, by case. */
type Case = Pick<DecisionsTask, 'distinct' | 'undeclared' | 'alternates'> & { readonly timesScan: number };

const cases: Readonly<Record<string, Case>> = {
  default: { timesScan: 4 },
  'two alternates': { alternates: 2, timesScan: 2 },
  'distinct states': { distinct: true, timesScan: 1 },
  'undeclared filter': { undeclared: true, timesScan: 0.4 },
};
const engines: readonly DecisionEngine[] = ['fast', 'scan', 'reference'];

interface Measured {
  readonly name: string;
  readonly results: readonly DecisionsResult[];
}

const program = new Command('npm run bench:decisions --')
  .description('Measures decisions per second of CPU time: the fast engine, one pass over columns, the reference.')
  .option('--hosts <list>', 'numbers of hosts', numbers, [1000, 10_000])
  .option('--seconds <n>', 'how long to measure each', Number, 2)
  .option('--check', 'exit with 1 unless the fast engine is as many times as fast as a scan as it must be')
  .option('--json <file>', 'also write the results as JSON')
  .addHelpText('after', '\nExample:\n  npm run bench:decisions -- --hosts 1000,10000 --seconds 3')
  .action(async ({ hosts, seconds, json, check }: Options) => {
    const measured: Measured[] = [];
    console.log(head);
    for (const count of hosts) for (const name of Object.keys(cases)) measured.push(...measure(name, count, seconds));
    if (json !== undefined) await writeFile(json, `${JSON.stringify(measured, null, 2)}\n`);
    const flaws = measured.flatMap((each) => flawsOf(each, check === true));
    for (const flaw of flaws) console.error(flaw);
    process.exitCode = flaws.length === 0 ? 0 : 1;
  });
await program.parseAsync();

interface Options {
  readonly hosts: number[];
  readonly seconds: number;
  readonly check?: boolean;
  readonly json?: string;
}

function measure(name: string, hosts: number, seconds: number): Measured[] {
  const { timesScan: _, ...more } = cases[name]!;
  return (['spread', 'pack'] as const).map((policy) => {
    const results = engines
      .filter((engine) => !(engine === 'scan' && more.alternates !== undefined))
      .map((engine) => measureDecisions({ hosts, policy, engine, seconds, ...more }));
    for (const result of results) console.log(line(name, result));
    return { name: `${name}, ${hosts} hosts, ${policy}`, results };
  });
}

function flawsOf({ name, results }: Measured, checksTimes: boolean): string[] {
  const [fast, scan] = results;
  const flaws = results.some(({ checksum }) => checksum !== fast!.checksum)
    ? [`${name}: the engines decide differently`]
    : [];
  const wanted = cases[name.slice(0, name.indexOf(','))]!.timesScan;
  if (!checksTimes || scan?.task.engine !== 'scan') return flaws;
  const times = fast!.quartiles[1] / scan.quartiles[1];
  if (times < wanted) flaws.push(`${name}: ${times.toFixed(2)} times as fast as a scan, expected ${wanted}`);
  return flaws;
}

const head = [
  'case'.padEnd(18),
  'hosts'.padStart(7),
  'policy'.padStart(8),
  'engine'.padStart(10),
  'instances'.padStart(10),
  'states'.padStart(8),
  'decisions/CPU s'.padStart(16),
  'quartiles'.padStart(26),
].join('');

function line(name: string, { task, instances, states, decisionsPerCpuSecond, quartiles }: DecisionsResult): string {
  const whole = (value: number): string => Math.round(value).toLocaleString('en');
  return [
    name.padEnd(18),
    String(task.hosts).padStart(7),
    task.policy.padStart(8),
    task.engine.padStart(10),
    String(instances).padStart(10),
    String(states).padStart(8),
    whole(decisionsPerCpuSecond).padStart(16),
    quartiles.map(whole).join(' ').padStart(26),
  ].join('');
}

function numbers(text: string): number[] {
  const found = text.split(',').map(Number);
  if (found.every((each) => Number.isInteger(each) && each > 0)) return found;
  throw new InvalidArgumentError(`found "${text}", accepted are whole numbers above 0 with commas between them`);
}
