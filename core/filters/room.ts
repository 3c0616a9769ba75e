import type { HostState } from '../model/host-state.ts';
import type { HostCheck } from './define-filter.ts';

/** One resource as the historic capacity filters look at it, in one unit. */
export interface RoomOf {
  readonly resource: string;
  readonly unit: string;
  total(host: HostState): number;
  used(host: HostState): number;
  ratio(host: HostState): number;
}

/**
 * Passes hosts that hold `wanted` at all (no instance may be larger than its host) and have it free
 * under the allocation ratio.
 */
export function roomCheck(wanted: number, room: RoomOf): HostCheck {
  const fits = (host: HostState) => room.total(host) >= wanted;
  const isFree = (host: HostState) => room.total(host) * room.ratio(host) - room.used(host) >= wanted;
  return {
    passes: (host) => fits(host) && isFree(host),
    explain(host) {
      const needed = `${wanted} ${room.unit}`;
      if (!fits(host)) {
        return { code: `too-small-${room.resource}`, needed, had: `${room.total(host)} ${room.unit} in all` };
      }
      const free = room.total(host) * room.ratio(host) - room.used(host);
      return {
        code: `no-room-${room.resource}`,
        needed,
        had: `${free} ${room.unit} free at ratio ${room.ratio(host)}`,
      };
    },
  };
}
