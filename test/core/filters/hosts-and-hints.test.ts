import { describe, expect, it } from 'vitest';
import { type HostState, pciPools, type PciRequest } from '../../../core/index.ts';
import { buildFlavor } from '../build-cloud.ts';
import { verdicts } from './verdicts.ts';

describe('AllHostsFilter', () => {
  it('passes every host', () => {
    expect(verdicts('AllHostsFilter', { hosts: [{}, {}] })).toEqual(['passes', 'passes']);
  });
});

describe('ComputeFilter', () => {
  const service = (change: object) => {
    return { service: { disabled: false, disabledReason: null, forcedDown: false, lastSeenSeconds: 1000, ...change } };
  };

  it('passes services that are enabled and were heard of within service_down_time, before or after now', () => {
    const hosts = [
      service({ disabled: true }),
      service({ forcedDown: true }),
      service({ lastSeenSeconds: 939 }),
      service({ lastSeenSeconds: 940 }),
      service({ lastSeenSeconds: 1061 }),
      {},
    ];
    expect(verdicts('ComputeFilter', { hosts, nowSeconds: 1000 })).toEqual([
      'service-disabled',
      'service-forced-down',
      'service-down',
      'passes',
      'service-down',
      'passes',
    ]);
  });
});

describe('ComputeCapabilitiesFilter', () => {
  const host: Partial<HostState> = {
    cpuInfo: '{"arch": "x86_64", "features": ["aes", "vmx"], "topology": {"cores": 4, "ratio": 4.0}}',
    hypervisorType: 'QEMU',
    stats: { disk: 'ssd', nested: '{"x": {"y": 4}}' },
  };
  const ask = (key: string, requirement: string, hosts = [host]) => {
    const flavor = buildFlavor({ extraSpecs: { [key]: requirement } });
    const answer = verdicts('ComputeCapabilitiesFilter', { hosts, request: { flavor } });
    return typeof answer === 'string' ? answer : answer[0];
  };

  it.each([
    ['capabilities:hypervisor_type', 'QEMU', 'passes'],
    ['capabilities:cpu_info:arch', 's== x86_64', 'passes'],
    ['capabilities:cpu_info:features', "<in> 'vmx'", 'passes'],
    ['capabilities:cpu_info:features', "['aes', 'vmx']", 'passes'],
    ['capabilities:cpu_info:topology:cores', '>= 5', 'capability-differs'],
    ['capabilities:cpu_info:topology:ratio', '4.0', 'passes'],
    ['capabilities:cpu_allocation_ratio', '4.0', 'passes'],
    ['capabilities:service:disabled', 'False', 'capability-missing'],
    ['capabilities:service:data:disabled', 'False', 'passes'],
    ['capabilities:disk', '<or> hdd <or> ssd', 'passes'],
    ['capabilities:stats:disk', 'ssd', 'passes'],
    ['capabilities:nested:x:y', '== 4', 'passes'],
    ['capabilities:nothing', '', 'capability-missing'],
    ['disk', 'hdd', 'capability-differs'],
    ['unknown', 'hdd', 'passes'],
    ['hw:numa_nodes', '2', 'passes'],
    ['capabilities:disk', '<or>', 'IndexError'],
    ['capabilities:disk', '>= 1', 'ValueError'],
    ['capabilities:vcpus_total', '>=', 'capability-differs'],
  ])('%s wants %s: %s', (key, requirement, expected) => {
    expect(ask(key, requirement)).toBe(expected);
  });
});

describe('SameHostFilter and DifferentHostFilter', () => {
  const hosts = [{ instances: new Set(['a']) }, { instances: new Set(['b']) }, {}];

  it('look for any of the named instances', () => {
    const hints = (name: string) => ({ hosts, request: { schedulerHints: { [name]: ['a', 'x'] } } });
    expect(verdicts('SameHostFilter', hints('same_host'))).toEqual([
      'passes',
      'named-instances-elsewhere',
      'named-instances-elsewhere',
    ]);
    expect(verdicts('DifferentHostFilter', hints('different_host'))).toEqual([
      'named-instance-on-host',
      'passes',
      'passes',
    ]);
    expect(verdicts('SameHostFilter', { hosts })).toEqual(['passes', 'passes', 'passes']);
  });
});

describe('SimpleCIDRAffinityFilter', () => {
  const hosts = [{ hostIp: '192.168.1.3' }, { hostIp: '192.168.2.3' }, { hostIp: '2001:db8::1' }];
  const ask = (near: string, cidr?: string) =>
    verdicts('SimpleCIDRAffinityFilter', {
      hosts,
      request: { schedulerHints: { build_near_host_ip: [near], ...(cidr === undefined ? {} : { cidr: [cidr] }) } },
    });
  const [yes, no] = ['passes', 'outside-network'];

  it('passes hosts in the network, a /24 by default', () => {
    expect(ask('192.168.1.77')).toEqual([yes, no, no]);
    expect(ask('192.168.1.77', '/16')).toEqual([yes, yes, no]);
    expect(ask('192.168.1.77', '/255.255.255.0')).toEqual([yes, no, no]);
    expect(ask('192.168.1.77', '/0.0.255.255')).toEqual([yes, yes, no]);
    expect(ask('2001:db8::', '/32')).toEqual([no, no, yes]);
  });

  it('ends the request for what is no network, and for a host without an address', () => {
    expect(ask('192.168.1.77', '/33')).toBe('AddrFormatError');
    const request = { schedulerHints: { build_near_host_ip: ['10.0.0.1'] } };
    expect(verdicts('SimpleCIDRAffinityFilter', { hosts: [{}], request })).toBe('AddrFormatError');
  });
});

describe('JsonFilter', () => {
  const hosts = [{ ramFreeMib: 1024, hypervisorType: 'QEMU', stats: { disk: 'ssd' } }];
  const ask = (query: unknown) => {
    const text = typeof query === 'string' ? query : JSON.stringify(query);
    const answer = verdicts('JsonFilter', { hosts, request: { schedulerHints: { query: [text] } } });
    return typeof answer === 'string' ? answer : answer[0];
  };

  it.each([
    [['=', '$free_ram_mb', 1024], 'passes'],
    [['<', '$free_ram_mb', 2048, 100], 'query-false'],
    [['in', '$hypervisor_type', 'QEMU', 'x'], 'passes'],
    [['=', '$stats.disk', 'ssd'], 'passes'],
    [['and', ['>=', '$free_ram_mb', 1], ['not', ['=', '$host', 'host9']]], 'passes'],
    [['not', ['=', 1, 1], ['=', 1, 2]], 'passes'],
    [['or'], 'query-false'],
    [[], 'passes'],
    [['=', '$service.disabled', false], 'passes'],
    [['=', '$nothing', 'x'], 'query-false'],
    [['=', true, 1], 'passes'],
    [['bogus', 1], 'KeyError'],
    [{ a: 1 }, 'KeyError'],
    [5, 'TypeError'],
    [['<', '$free_ram_mb', 'x'], 'TypeError'],
    [['=', '$host.x', 1], 'AttributeError'],
    ['{', 'JSONDecodeError'],
  ])('%j: %s', (query, expected) => {
    expect(ask(query)).toBe(expected);
  });
});

describe('MetricsFilter', () => {
  it('passes hosts with every metric of the setting, malformed elements aside', () => {
    const options = { metrics: { weight_setting: ['cpu.percent=1', 'bad', '=2'] } };
    const hosts = [{ metrics: new Map([['cpu.percent', 3]]) }, {}];
    expect(verdicts('MetricsFilter', { hosts, options })).toEqual(['passes', 'metric-missing']);
  });
});

describe('ServerGroupAffinityFilter', () => {
  const ask = (hosts: string[]) =>
    verdicts('ServerGroupAffinityFilter', {
      hosts: [{}, {}],
      request: { serverGroup: { uuid: 'g', policy: 'affinity', members: [], hosts } },
    });

  it('passes the hosts of the group, or all while it has none', () => {
    expect(ask(['host1'])).toEqual(['group-elsewhere', 'passes']);
    expect(ask([])).toEqual(['passes', 'passes']);
  });
});

describe('ServerGroupAntiAffinityFilter', () => {
  const hosts = [
    { instances: new Set(['a']) },
    { instances: new Set(['a2', 'b']) },
    { instances: new Set(['instance-1', 'a']) },
  ];
  const ask = (maxServerPerHost?: number) =>
    verdicts('ServerGroupAntiAffinityFilter', {
      hosts,
      request: {
        serverGroup: { uuid: 'g', policy: 'anti-affinity', maxServerPerHost, members: ['a', 'b', 'a2'], hosts: [] },
      },
    });

  it('counts members against max_server_per_host, and lets an instance stay where it is', () => {
    expect(ask()).toEqual(['group-member-on-host', 'group-member-on-host', 'passes']);
    expect(ask(2)).toEqual(['passes', 'group-member-on-host', 'passes']);
  });
});

describe('NUMATopologyFilter and PciPassthroughFilter', () => {
  const flavor = buildFlavor({ vcpus: 2, extraSpecs: { 'hw:numa_nodes': '1' } });

  it('refuse hosts that report no topology, and requests without an image', () => {
    expect(verdicts('NUMATopologyFilter', { hosts: [{}], request: { flavor } })).toEqual(['numa-no-topology']);
    expect(verdicts('NUMATopologyFilter', { hosts: [{}], request: { image: null } })).toBe('AttributeError');
    const fromVolume = { image: null, bootFromVolume: true };
    expect(verdicts('NUMATopologyFilter', { hosts: [{}], request: fromVolume })).toEqual(['passes']);
  });

  it('count free PCI devices', () => {
    const pools = (count: number) =>
      pciPools([{ vendorId: '8086', productId: '1520', numaNode: null, count, tags: {} }]);
    const pciRequests: PciRequest[] = [{ count: 2, spec: [{ vendor_id: '8086' }], numaPolicy: null }];
    const hosts = [{ pciPools: pools(2) }, { pciPools: pools(1) }, {}];
    expect(verdicts('PciPassthroughFilter', { hosts, request: { pciRequests } })).toEqual([
      'passes',
      'no-pci-device',
      'no-pci-device',
    ]);
  });
});
