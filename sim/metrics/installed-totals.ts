import type { Demand, HostLedger } from '../cloud/host-ledger.ts';
import type { HostSpec } from '../run/run-input.ts';

/** What the whole cloud has: installed in its hosts, and given out after reservations and ratios. */
export interface InstalledTotals {
  readonly installed: Demand;
  readonly capacity: Demand;
}

export function installedTotals(hosts: readonly HostSpec[], ledger: HostLedger): InstalledTotals {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    installed: {
      vcpus: sum(hosts.map(({ vcpus }) => vcpus)),
      ramMib: sum(hosts.map(({ ramMib }) => ramMib)),
      diskGib: sum(hosts.map(({ diskGib }) => diskGib)),
    },
    capacity: {
      vcpus: sum(hosts.map((_, host) => ledger.vcpuCapacity(host))),
      ramMib: sum(hosts.map((_, host) => ledger.ramCapacityMib(host))),
      diskGib: sum(hosts.map((_, host) => ledger.diskCapacityGib(host))),
    },
  };
}
