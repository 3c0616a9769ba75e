import { failHost, repairHost } from './host-failure.ts';
import { endMaintenance, startMaintenance } from './maintenance.ts';
import type { PlannedEvent } from './run-input.ts';
import type { RunState } from './run-state.ts';

/** What each kind of planned event does to one host. */
const actions: Readonly<Record<PlannedEvent['type'], (run: RunState, host: number) => void>> = {
  fail: failHost,
  repair: repairHost,
  disable: (run, host) => run.health.setDisabled(host, true, run.cloud.state, run.cloud.placement),
  enable: (run, host) => run.health.setDisabled(host, false, run.cloud.state, run.cloud.placement),
  'maintenance-start': startMaintenance,
  'maintenance-end': endMaintenance,
};

/** Something that the scenario plans happens to its hosts, one after the other. */
export function plannedEventHappens(run: RunState, { type, hosts }: PlannedEvent): void {
  for (const host of hosts) actions[type](run, host);
}
