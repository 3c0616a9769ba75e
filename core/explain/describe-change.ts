import type { Change, FlavorAmount } from './change.ts';

/** A change as the end of a sentence: "The request is admitted with ..." */
export function describeChange(change: Change): string {
  switch (change.kind) {
    case 'flavor': {
      const { name, unit } = AMOUNTS[change.field];
      return `a flavor of ${change.to}${unit} ${name} instead of ${change.from}${unit}`;
    }
    case 'extra-spec':
      return change.to === null
        ? `a flavor without the extra spec ${change.key}=${change.from}`
        : `the extra spec ${change.key}=${change.to} instead of ${change.from}`;
    case 'image-property':
      return `an image without the property ${change.key}=${change.from}`;
    case 'instances':
      return `${change.to} instances instead of ${change.from}`;
    case 'zone':
      return `the availability zone ${change.to} instead of ${change.from}`;
    case 'group-size':
      return `max_server_per_host ${change.to} instead of ${change.from} in the server group`;
    case 'hint':
      return `no scheduler hint ${change.name}=${change.from}`;
    case 'drop':
      return `no ${FIELDS[change.field]} (${change.from})`;
    case 'ratio':
      return `${change.resource}_allocation_ratio ${change.to} instead of ${change.from} on ${change.host}`;
    case 'enable':
      return `the compute service of ${change.host} in service (it is ${change.from})`;
    case 'trait':
      return `${change.present ? '' : 'no '}trait ${change.trait} on ${change.host}`;
  }
}

const AMOUNTS: Readonly<Record<FlavorAmount, { readonly name: string; readonly unit: string }>> = {
  vcpus: { name: 'vCPU', unit: '' },
  ramMib: { name: 'RAM', unit: ' MiB' },
  rootGib: { name: 'root disk', unit: ' GiB' },
  ephemeralGib: { name: 'ephemeral disk', unit: ' GiB' },
  swapMib: { name: 'swap', unit: ' MiB' },
};

const FIELDS = {
  availabilityZone: 'availability zone',
  serverGroup: 'server group',
  ignoreHosts: 'ignored hosts',
  forceHosts: 'forced host',
  forceNodes: 'forced node',
  requestedDestination: 'requested destination',
  retryHosts: 'hosts to avoid after failed builds',
} as const;
