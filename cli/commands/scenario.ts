import { Command } from 'commander';
import {
  loadScenario,
  planRuns,
  resolveRun,
  type Scenario,
  scenarioHash,
  scenarioJsonSchema,
} from '../../sim/index.ts';
import { durationText } from '../duration-text.ts';
import { addTerminalOptions, Terminal, type TerminalOptions } from '../terminal.ts';
import { textTable } from '../text-table.ts';

interface CheckOptions extends TerminalOptions {
  readonly inputs?: readonly string[];
}

/** `astrolabe scenario check FILE` and `astrolabe scenario schema`. */
export function scenarioCommand(): Command {
  return new Command('scenario').description('scenario files').addCommand(checkCommand()).addCommand(schemaCommand());
}

function checkCommand(): Command {
  const command = new Command('check')
    .description('validate a scenario with every variant and every file that it names, and run nothing')
    .argument('<file>', 'scenario, YAML')
    .option('-i, --inputs <folder>', 'a further folder with files that the scenario names; may be repeated', collect)
    .addHelpText('after', '\nExample:\n  astrolabe scenario check scenarios/demo.yaml\n')
    .action(async (file: string, options: CheckOptions) => {
      const scenario = await loadScenario(file, { inputDirectories: options.inputs ?? [] });
      const found = await describeScenario(scenario);
      new Terminal(options).result(checkText(found), found);
    });
  return addTerminalOptions(command);
}

function schemaCommand(): Command {
  return new Command('schema')
    .description('print the scenario format as JSON Schema, for editors')
    .addHelpText('after', '\nExample:\n  astrolabe scenario schema > scenario.schema.json\n')
    .action(() => {
      process.stdout.write(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
    });
}

type Description = Awaited<ReturnType<typeof describeScenario>>;

/** What would run: the first seed of every variant is resolved to tell its size. */
async function describeScenario(scenario: Scenario) {
  const plans = planRuns(scenario);
  const variants = [];
  for (const { name } of scenario.variants) {
    const input = await resolveRun(
      scenario,
      plans.find((plan) => plan.variant === name)!,
    );
    variants.push({
      name,
      baseline: name === scenario.baseline,
      hosts: input.hosts.length,
      instances: input.workload.count,
      flavors: input.workload.flavors.length,
      durationSeconds: input.durationSeconds,
    });
  }
  const { file, name, question, seeds, inputs } = scenario;
  return { file, name, question, hash: scenarioHash(scenario), runs: plans.length, seeds, inputs, variants };
}

function checkText({ file, name, runs, seeds, inputs, hash, variants }: Description): string {
  const rows = variants.map((variant) => [
    variant.name,
    String(variant.hosts),
    variant.instances.toLocaleString('en-US'),
    String(variant.flavors),
    durationText(variant.durationSeconds),
    variant.baseline ? 'baseline' : '',
  ]);
  const head = ['variant', 'hosts', 'instances', 'flavors', 'length', ''];
  return [
    `${file} is valid: "${name}", ${many(runs, 'run')}: ${many(variants.length, 'variant')}, ${many(seeds.length, 'seed')}`,
    textTable([head, ...rows], ['left', 'right', 'right', 'right', 'right', 'left']),
    ...inputs.map((input) => `reads ${input.path}: ${input.file}`),
    `hash ${hash}`,
  ].join('\n');
}

function many(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}
