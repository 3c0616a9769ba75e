import { RandomStream } from '../../core/index.ts';
import type { HostSpec } from '../run/run-input.ts';
import type { HostSelector } from './cloud-schema.ts';

/** Indexes of the hosts that meet every key of the selector, ascending. `count` is not looked at. */
export function selectHosts(hosts: readonly HostSpec[], selector: Omit<HostSelector, 'count'>): number[] {
  const names = selector.name?.map(namePattern);
  const indexes: number[] = [];
  hosts.forEach((host, index) => {
    if (names && !names.some((pattern) => pattern.test(host.name))) return;
    if (selector.kind && !selector.kind.includes(host.kind)) return;
    if (selector.zone && !selector.zone.includes(host.zone)) return;
    if (selector.rack && !selector.rack.includes(host.rack)) return;
    indexes.push(index);
  });
  return indexes;
}

/** `count` of the hosts selected, drawn without repetition by (seed, stream, item); all of them without a count. */
export function drawHosts(hosts: readonly HostSpec[], selector: HostSelector, seed: number, item: number): number[] {
  const selected = selectHosts(hosts, selector);
  if (selector.count === undefined || selector.count >= selected.length) return selected;
  const stream = new RandomStream(seed, 'event-hosts');
  for (let i = 0; i < selector.count; i++) {
    const other = i + stream.integer(selected.length - i, item, i);
    [selected[i], selected[other]] = [selected[other]!, selected[i]!];
  }
  return selected.slice(0, selector.count).sort((a, b) => a - b);
}

function namePattern(glob: string): RegExp {
  const escaped = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`);
}
