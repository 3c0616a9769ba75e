import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { loadScenario } from '../sim/index.ts';
import { median } from './percentile.ts';
import { measureSweep, type SweepRound } from './sweep.ts';

/** The root of the checkout, seen from the compiled program in `dist/bench`. */
const root = fileURLToPath(new URL('../..', import.meta.url));

interface Options {
  readonly scenario: string;
  readonly seeds: number;
  readonly rounds: number;
  readonly workers: number;
  readonly inputs?: string;
  readonly require?: number;
  readonly json?: string;
}

const program = new Command('npm run bench:sweep --')
  .description('Measures how much faster several workers run a sweep than one, in alternating rounds.')
  .option('--scenario <file>', 'what to run', join(root, 'scenarios/demo.yaml'))
  .option('--seeds <n>', 'seeds 1 to n', positive, 8)
  .option('--rounds <n>', 'rounds of each', positive, 3)
  .option('--workers <n>', 'compared with one', positive, availableParallelism())
  .option('--inputs <folder>', 'where files that the scenario names are')
  .option('--require <times>', 'exit with 1 unless the median speed-up is at least this', positive)
  .option('--json <file>', 'also write the results as JSON')
  .addHelpText('after', '\nExample:\n  npm run bench:sweep -- --rounds 5 --workers 2 --require 1.8')
  .action(async (options: Options) => {
    process.exitCode = await bench(options);
  });
await program.parseAsync();

async function bench(options: Options): Promise<number> {
  const { workers, rounds, require = 0 } = options;
  const loaded = await loadScenario(options.scenario, { inputDirectories: options.inputs ? [options.inputs] : [] });
  const scenario = { ...loaded, seeds: Array.from({ length: options.seeds }, (_, i) => i + 1) };
  console.log(`${scenario.name}: ${scenario.variants.length * options.seeds} runs; load ${loadavg()[0]!.toFixed(1)}`);
  console.log('round  workers     wall s      CPU s  speed-up');
  const measured: SweepRound[] = [];
  const speedUps: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const alone = await measureSweep(scenario, 1);
    const together = await measureSweep(scenario, workers);
    measured.push(alone, together);
    speedUps.push(alone.wallSeconds / together.wallSeconds);
    console.log(line(round, alone));
    console.log(`${line(round, together)}  ${speedUps.at(-1)!.toFixed(2).padStart(8)}`);
  }
  const speedUp = median(speedUps);
  console.log(`median speed-up of ${workers} workers: ${speedUp.toFixed(2)}`);
  if (options.json !== undefined) {
    const environment = {
      node: process.version,
      processor: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
    };
    const report = { ...environment, scenario: scenario.name, speedUp, speedUps, rounds: measured };
    await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
  }
  const flaws = [
    ...(new Set(measured.map((each) => each.resultsHash)).size === 1 ? [] : ['the rounds differ in their results']),
    ...(speedUp >= require ? [] : [`found a speed-up of ${speedUp.toFixed(2)}; required: ${require}`]),
  ];
  for (const flaw of flaws) console.error(flaw);
  return flaws.length === 0 ? 0 : 1;
}

function line(round: number, { workers, wallSeconds, cpuSeconds }: SweepRound): string {
  const columns = [
    workers.toString().padStart(7),
    ...[wallSeconds, cpuSeconds].map((each) => each.toFixed(2).padStart(9)),
  ];
  return [String(round).padEnd(5), ...columns].join('  ');
}

function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError(`found "${text}", accepted is a number above 0`);
}
