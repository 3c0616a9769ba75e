import type { HostSpec } from '../run/run-input.ts';
import { checkSelector } from './check-hosts.ts';
import type { ScenarioConfig } from './scenario-schema.ts';
import type { PathProblem } from './schema-problems.ts';

export function checkEvents(config: ScenarioConfig, hosts: readonly HostSpec[]): PathProblem[] {
  return config.events.flatMap((event, i) => {
    const problems = checkSelector(hosts, { ...event.hosts, count: undefined } as typeof event.hosts, [
      'events',
      i,
      'hosts',
    ]);
    if (event.atATime !== undefined && event.for === undefined) {
      problems.push({
        code: 'conflict',
        path: ['events', i, 'atATime'],
        found: 'no `for`',
        accepted: '`atATime` with `for`',
      });
    }
    if (event.for !== undefined && (event.type === 'repair' || event.type === 'enable')) {
      const accepted = 'fail, disable or maintenance';
      problems.push({ code: 'conflict', path: ['events', i, 'for'], found: `\`for\` with ${event.type}`, accepted });
    }
    if (config.duration !== undefined && event.at >= config.duration) {
      const accepted = `a time before the end of the run, ${config.duration} s`;
      problems.push({ code: 'wrong-value', path: ['events', i, 'at'], found: `${event.at} s`, accepted });
    }
    return problems;
  });
}
