import type { HostState } from '../model/host-state.ts';
import type { HostCheck } from './define-filter.ts';

/** Passes hosts whose count is below a limit, which may differ by host. */
export function limitCheck(
  code: string,
  things: string,
  count: (host: HostState) => number,
  limit: (host: HostState) => number,
): HostCheck {
  return {
    passes: (host) => count(host) < limit(host),
    explain: (host) => ({ code, needed: `fewer than ${limit(host)} ${things}`, had: `${count(host)} ${things}` }),
  };
}
