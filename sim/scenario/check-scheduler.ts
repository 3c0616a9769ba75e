import {
  filterRegistry,
  nearestName,
  OptionError,
  optionCatalogue,
  type OptionGroup,
  optionsSince27,
  resolveOptions,
  weigherRegistry,
} from '../../core/index.ts';
import type { ExtensionNames } from '../extensions/module-task.ts';
import { schedulerOptions } from './build-scheduler.ts';
import { listNames } from './list-names.ts';
import type { ScenarioConfig } from './scenario-schema.ts';
import { type PathProblem, show } from './schema-problems.ts';
import type { PathPart } from './yaml-source.ts';

export function checkScheduler(config: ScenarioConfig, own: ExtensionNames): PathProblem[] {
  const { scheduler } = config;
  const filters = [...filterRegistry.values(), ...own.filters].flatMap((each) => [each.name, ...(each.aliases ?? [])]);
  const weighers = [...weigherRegistry.values(), ...own.weighers].map((each) => each.name);
  const problems = [
    ...checkNames(scheduler.filters ?? [], filters, ['scheduler', 'filters']),
    ...checkNames(scheduler.weighers ?? [], [...weighers, 'all_weighers'], ['scheduler', 'weighers']),
    ...checkOptionNames(config),
  ];
  if (problems.length > 0) return problems;
  try {
    resolveOptions(schedulerOptions(scheduler));
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    const path = ['scheduler', 'options', error.group, error.option];
    const type = optionCatalogue[error.group as OptionGroup][error.option];
    const value = (scheduler.options as Record<string, Record<string, unknown>>)[error.group]?.[error.option];
    problems.push({ code: 'wrong-value', path, found: show(value), accepted: type?.accepts ?? error.message });
  }
  return problems;
}

function checkNames(names: readonly string[], known: readonly string[], path: readonly PathPart[]): PathProblem[] {
  return names.flatMap((name, i): PathProblem[] => {
    const lastPart = name.slice(name.lastIndexOf('.') + 1);
    if (known.includes(lastPart)) return [];
    const accepted = listNames([...known].sort());
    return [
      { code: 'unknown-name', path: [...path, i], found: show(name), accepted, nearest: nearestName(lastPart, known) },
    ];
  });
}

function checkOptionNames({ scheduler }: ScenarioConfig): PathProblem[] {
  return Object.entries(scheduler.options).flatMap(([group, options]) => {
    const all = Object.keys(optionCatalogue[group as OptionGroup]);
    const known = scheduler.nova === '26' ? all.filter((name) => !optionsSince27.includes(name)) : all;
    return Object.keys(options ?? {})
      .filter((name) => !known.includes(name))
      .map((name): PathProblem => {
        const path = ['scheduler', 'options', group, name];
        const nearest = nearestName(name, known);
        const list = nearest === undefined ? `: ${known.join(', ')}` : '';
        const accepted = `an option of [${group}] in Nova ${scheduler.nova}${list}`;
        return { code: 'unknown-name', path, atKey: true, found: show(name), accepted, nearest };
      });
  });
}
