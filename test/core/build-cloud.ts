import { type Aggregate, CloudState, type Flavor, HostState, type RequestSpec } from '../../core/index.ts';

/** A host of 8 vCPU, 16 GiB and 100 GiB, changed as the test says. */
export function buildHost(index: number, change: Partial<HostState> = {}): HostState {
  const host = new HostState(index, `uuid-${index}`, `host${index}`, `node${index}`);
  host.vcpusTotal = 8;
  host.ramTotalMib = 16_384;
  host.ramFreeMib = 16_384;
  host.diskTotalGib = 100;
  host.diskFreeMib = 102_400;
  return Object.assign(host, change);
}

export function buildCloud(changes: readonly Partial<HostState>[], aggregates: readonly Aggregate[] = []): CloudState {
  return new CloudState({ hosts: changes.map((change, i) => buildHost(i, change)), aggregates });
}

export function buildAggregate(id: number, hosts: readonly string[], metadata: Record<string, string>): Aggregate {
  return { id, uuid: `aggregate-${id}`, name: `aggregate${id}`, hosts: new Set(hosts), metadata };
}

export function buildFlavor(change: Partial<Flavor> = {}): Flavor {
  const flavor = { id: '1', name: 'm1.small', vcpus: 1, ramMib: 512, rootGib: 1, ephemeralGib: 0, swapMib: 0 };
  return { ...flavor, extraSpecs: {}, ...change };
}

export function buildRequest(change: Partial<RequestSpec> = {}): RequestSpec {
  return {
    instanceUuids: ['instance-1'],
    projectId: 'p0',
    userId: 'u0',
    flavor: buildFlavor(),
    image: { properties: {} },
    ...change,
  };
}
