import type { ScenarioConfig } from './scenario-schema.ts';
import type { PathProblem } from './schema-problems.ts';

export function checkDurations(config: ScenarioConfig): PathProblem[] {
  const { trace } = config.workload;
  if (config.duration === undefined && !trace) {
    return [
      { code: 'missing-key', path: ['duration'], found: 'nothing', accepted: 'the length of the run, such as "7d"' },
    ];
  }
  const problems: PathProblem[] = [];
  if (trace?.to !== undefined && trace.to <= trace.from) {
    const accepted = `a time after \`from\`, ${trace.from} s`;
    problems.push({ code: 'wrong-value', path: ['workload', 'trace', 'to'], found: `${trace.to} s`, accepted });
  }
  if (config.duration !== undefined && config.metrics.warmUp >= config.duration) {
    const accepted = `less than the run, ${config.duration} s`;
    problems.push({ code: 'wrong-value', path: ['metrics', 'warmUp'], found: `${config.metrics.warmUp} s`, accepted });
  }
  return problems;
}
