import { readFile } from 'node:fs/promises';
import { nearestName } from '../../core/index.ts';
import { InputError, type InputProblem } from '../input-error.ts';
import { callLimitSeconds } from '../extensions/call-limit.ts';
import { inspectModule } from '../extensions/inspect-module.ts';
import type { ExtensionNames, NamedExtension } from '../extensions/module-task.ts';
import { buildHosts } from './build-hosts.ts';
import { checkConfig } from './check-config.ts';
import { expandVariants, type RawVariant } from './expand-variants.ts';
import { cachedHosts, cachedTrace } from './input-cache.ts';
import { fileReferences, findInput, hashFile, inputFile, searchDirectories } from './input-files.ts';
import { scenarioJsonSchema } from './json-schema.ts';
import { ScenarioError } from './scenario-error.ts';
import { configSchema, type ScenarioConfig, scenarioSchema } from './scenario-schema.ts';
import type { InputFile, Scenario, ScenarioVariant } from './scenario.ts';
import { type PathProblem, schemaProblems, show } from './schema-problems.ts';
import { pathText, type PathPart, YamlSource } from './yaml-source.ts';

export interface LoadOptions {
  /** Directories besides the scenario's own in which files that it names are looked for. */
  readonly inputDirectories?: readonly string[];
}

/**
 * Reads and validates a scenario with every variant of it and every file that it names: traces and
 * lists of hosts are read to their end, modules are loaded in a thread of their own.
 *
 * Throws ScenarioError (or TraceError for a file that is named) with all that is wrong, each problem
 * with its file, line, column and path.
 */
export async function loadScenario(file: string, options: LoadOptions = {}): Promise<Scenario> {
  const text = await readText(file);
  const source = new YamlSource(file, text);
  const parsed = scenarioSchema.safeParse(source.value);
  const jsonSchema = scenarioJsonSchema();
  if (!parsed.success) {
    refuse(source, schemaProblems(parsed.error, source.value, jsonSchema), (path) => path);
  }
  const head = parsed.data!;
  refuse(source, checkHead(head), (path) => path);
  const raw = expandVariants(source.value as Record<string, unknown>, head);
  const loader = new VariantLoader(source, jsonSchema, searchDirectories(file, options.inputDirectories ?? []));
  const variants: ScenarioVariant[] = [];
  for (const variant of raw) variants.push(await loader.load(variant));
  loader.refuseProblems();
  const baseline = head.baseline ?? variants[0]!.name;
  const names = variants.map(({ name }) => name);
  refuse(source, checkBaseline(baseline, names), (path) => path);
  const inputs = [...loader.inputs.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const { name, question = '', description = '', seeds } = head;
  return { file, text, name, question, description, variants, baseline, seeds, inputs };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const found = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ScenarioError([{ code: 'file-missing', file, found, accepted: 'a readable scenario file' }]);
  }
}

type Head = ReturnType<typeof scenarioSchema.parse>;

function checkHead({ variants, vary, seeds }: Head): PathProblem[] {
  const problems: PathProblem[] = [];
  if (variants && vary) {
    problems.push({
      code: 'conflict',
      path: ['vary'],
      atKey: true,
      found: 'variants and vary',
      accepted: 'one of them',
    });
  }
  const names = (variants ?? []).map(({ name }) => name);
  names.forEach((name, i) => {
    if (names.indexOf(name) === i) return;
    const path = ['variants', i, 'name'];
    problems.push({ code: 'duplicate-name', path, found: show(name), accepted: 'a name that no other variant has' });
  });
  if (new Set(seeds).size < seeds.length) {
    problems.push({ code: 'duplicate-name', path: ['seeds'], found: seeds.join(', '), accepted: 'seeds that differ' });
  }
  return problems;
}

function checkBaseline(baseline: string, names: readonly string[]): PathProblem[] {
  if (names.includes(baseline)) return [];
  const nearest = nearestName(baseline, names);
  return [{ code: 'unknown-name', path: ['baseline'], found: show(baseline), accepted: names.join(', '), nearest }];
}

type Locate = (path: readonly PathPart[]) => readonly PathPart[];

function refuse(source: YamlSource, problems: readonly PathProblem[], locate: Locate): void {
  if (problems.length > 0) throw inFileOrder(problems.map((problem) => placed(source, problem, locate, '')));
}

function inFileOrder(problems: readonly InputProblem[]): ScenarioError {
  return new ScenarioError(problems.toSorted((a, b) => a.line! - b.line! || a.column! - b.column!));
}

function placed(source: YamlSource, problem: PathProblem, locate: Locate, variant: string): InputProblem {
  const { code, path, found, accepted, nearest } = problem;
  const at = locate(path);
  const place = problem.atKey ? source.placeOfKey(at.slice(0, -1), String(at.at(-1))) : source.placeOf(at);
  const text = variant === '' ? pathText(path) : `${pathText(path)} (variant "${variant}")`;
  return { code, file: source.file, ...place, path: text, found, accepted, nearest };
}

/** Validates variants one after the other and gathers what is wrong with them and the files that they name. */
class VariantLoader {
  readonly inputs = new Map<string, InputFile>();
  private readonly problems = new Map<string, InputProblem>();
  private readonly source: YamlSource;
  private readonly jsonSchema: Readonly<Record<string, unknown>>;
  private readonly directories: readonly string[];
  private readonly inspected = new Map<string, Promise<ExtensionNames>>();

  constructor(source: YamlSource, jsonSchema: Readonly<Record<string, unknown>>, directories: readonly string[]) {
    this.source = source;
    this.jsonSchema = jsonSchema;
    this.directories = directories;
  }

  async load(raw: RawVariant): Promise<ScenarioVariant> {
    const parsed = configSchema.safeParse(raw.value);
    if (!parsed.success) {
      this.add(raw, schemaProblems(parsed.error, raw.value, this.jsonSchema));
      return { ...raw, config: undefined as never };
    }
    const config = parsed.data;
    const complete = await this.findInputs(raw, config);
    if (complete) this.add(raw, checkConfig(config, await this.worldOf(raw, config)));
    return { name: raw.name, description: raw.description, config };
  }

  refuseProblems(): void {
    if (this.problems.size > 0) throw inFileOrder([...this.problems.values()]);
  }

  private add(raw: RawVariant, problems: readonly PathProblem[]): void {
    for (const problem of problems) {
      const own = raw.overrides.find(({ path }) => startsWith(problem.path, path) || startsWith(path, problem.path));
      const locate: Locate = (path) =>
        own && startsWith(path, own.path) ? [...own.source, ...path.slice(own.path.length)] : (own?.source ?? path);
      const found = placed(this.source, problem, locate, own ? raw.name : '');
      const key = `${found.line} ${found.column} ${found.code} ${pathText(problem.path)} ${found.found}`;
      if (!this.problems.has(key)) this.problems.set(key, found);
    }
  }

  private async findInputs(raw: RawVariant, config: ScenarioConfig): Promise<boolean> {
    let complete = true;
    for (const { path, at } of fileReferences(config)) {
      if (this.inputs.has(path)) continue;
      const file = findInput(path, this.directories);
      if (file !== undefined) {
        this.inputs.set(path, { path, file, sha256: await hashFile(file) });
        continue;
      }
      complete = false;
      const accepted = `a file in ${this.directories.join(' or ')}; ASTROLABE_TRACES may name more directories`;
      this.add(raw, [{ code: 'file-missing', path: at, found: `no file ${show(path)}`, accepted }]);
    }
    return complete;
  }

  private async worldOf(raw: RawVariant, config: ScenarioConfig) {
    const files = [...this.inputs.values()];
    const { hostFile } = config.cloud;
    const listed = hostFile ? await cachedHosts(inputFile(files, hostFile.file)) : [];
    const recorded = config.workload.trace ?? config.workload.resample;
    const trace = recorded ? await cachedTrace(inputFile(files, recorded.file), recorded.kind) : undefined;
    return { hosts: buildHosts(config.cloud, listed), trace, extensions: await this.extensionsOf(raw, config, files) };
  }

  private async extensionsOf(
    raw: RawVariant,
    config: ScenarioConfig,
    files: readonly InputFile[],
  ): Promise<ExtensionNames> {
    const filters: NamedExtension[] = [];
    const weighers: NamedExtension[] = [];
    const limitSeconds = callLimitSeconds();
    for (const [i, path] of config.scheduler.modules.entries()) {
      try {
        const found = await this.namesIn(inputFile(files, path), limitSeconds);
        filters.push(...found.filters);
        weighers.push(...found.weighers);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        const [problem] = error.problems;
        const { file, line, column } = problem!;
        const place = [file, line, column].filter((part) => part !== undefined).join(':');
        const found = `${problem!.found} in ${place}`;
        const at = ['scheduler', 'modules', i];
        this.add(raw, [{ code: 'own-module', path: at, found, accepted: problem!.accepted! }]);
      }
    }
    return { filters, weighers };
  }

  /** Once for all variants. */
  private namesIn(file: string, limitSeconds: number): Promise<ExtensionNames> {
    const names = this.inspected.get(file) ?? inspectModule(file, limitSeconds);
    this.inspected.set(file, names);
    return names;
  }
}

function startsWith(path: readonly PathPart[], start: readonly PathPart[]): boolean {
  return start.every((part, i) => String(path[i]) === String(part));
}
