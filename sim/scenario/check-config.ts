import type { HostSpec } from '../run/run-input.ts';
import type { ExtensionNames } from '../extensions/module-task.ts';
import type { Trace } from '../workload/trace.ts';
import { checkDemand, checkDemandSize, checkWorkloadSource } from './check-demand.ts';
import { checkDurations } from './check-durations.ts';
import { checkEvents } from './check-events.ts';
import { checkHosts } from './check-hosts.ts';
import { checkScheduler } from './check-scheduler.ts';
import type { ScenarioConfig } from './scenario-schema.ts';
import type { PathProblem } from './schema-problems.ts';

/** What a configuration is checked against besides itself. */
export interface ConfigWorld {
  readonly hosts: readonly HostSpec[];
  readonly extensions: ExtensionNames;
  readonly trace: Trace | undefined;
}

/** Problems that a schema cannot see: names that nothing has, keys that exclude each other, empty selections. */
export function checkConfig(config: ScenarioConfig, { hosts, extensions, trace }: ConfigWorld): PathProblem[] {
  const problems = [
    ...checkWorkloadSource(config),
    ...checkHosts(config, hosts),
    ...checkScheduler(config, extensions),
    ...checkDemand(config, hosts, trace),
    ...checkEvents(config, hosts),
    ...checkDurations(config),
  ];
  return problems.length > 0 ? problems : checkDemandSize(config, hosts);
}
