import type { HostSpec, PlannedEvent } from '../run/run-input.ts';
import type { ScenarioConfig } from './scenario-schema.ts';
import { drawHosts } from './select-hosts.ts';

type EventConfig = ScenarioConfig['events'][number];
type PlannedType = PlannedEvent['type'];

const beginning: Readonly<Record<EventConfig['type'], PlannedType>> = {
  fail: 'fail',
  repair: 'repair',
  disable: 'disable',
  enable: 'enable',
  maintenance: 'maintenance-start',
};

const ending: Readonly<Partial<Record<EventConfig['type'], PlannedType>>> = {
  fail: 'repair',
  disable: 'enable',
  maintenance: 'maintenance-end',
};

/** The planned events of a run, ascending by time; those of one time keep the order of the scenario. */
export function planEvents(config: ScenarioConfig, hosts: readonly HostSpec[], seed: number): PlannedEvent[] {
  return config.events
    .flatMap((event, i) => wavesOf(event, drawHosts(hosts, event.hosts, seed, i)))
    .sort((a, b) => a.atSeconds - b.atSeconds);
}

function wavesOf(event: EventConfig, hosts: readonly number[]): PlannedEvent[] {
  const size = event.atATime ?? hosts.length;
  const planned: PlannedEvent[] = [];
  for (let first = 0, wave = 0; first < hosts.length; first += size, wave++) {
    const atSeconds = event.at + wave * (event.for ?? 0);
    const inWave = hosts.slice(first, first + size);
    planned.push({ atSeconds, type: beginning[event.type], hosts: inWave });
    const end = ending[event.type];
    if (event.for !== undefined && end) planned.push({ atSeconds: atSeconds + event.for, type: end, hosts: inWave });
  }
  return planned;
}
