import { describe, expect, it } from 'vitest';
import { buildAggregate, buildFlavor } from '../build-cloud.ts';
import { verdicts } from './verdicts.ts';

describe('RamFilter', () => {
  it('counts the ratio, and lets no instance be larger than its host', () => {
    const hosts = [
      { ramFreeMib: 1024, ramAllocationRatio: 1 },
      { ramFreeMib: 1024, ramAllocationRatio: 1.5 },
      { ramTotalMib: 1024, ramFreeMib: 1024, ramAllocationRatio: 16 },
    ];
    const request = { flavor: buildFlavor({ ramMib: 2048 }) };
    expect(verdicts('RamFilter', { hosts, request })).toEqual(['no-room-ram', 'passes', 'too-small-ram']);
  });
});

describe('AggregateRamFilter', () => {
  it('takes the smallest ratio of the aggregates, and the host’s when one is no number', () => {
    const aggregates = [
      buildAggregate(1, ['host0', 'host1'], { ram_allocation_ratio: '2' }),
      buildAggregate(2, ['host1'], { ram_allocation_ratio: '1' }),
      buildAggregate(3, ['host2'], { ram_allocation_ratio: 'much' }),
    ];
    const hosts = [{ ramFreeMib: 0 }, { ramFreeMib: 0 }, { ramFreeMib: 0, ramAllocationRatio: 2 }];
    expect(verdicts('AggregateRamFilter', { hosts, aggregates })).toEqual(['passes', 'no-room-ram', 'passes']);
  });
});

describe('CoreFilter', () => {
  it('counts the ratio, lets no instance be larger than its host, and passes hosts that count no CPUs', () => {
    const hosts = [{ vcpusUsed: 32 }, { vcpusUsed: 28 }, { vcpusTotal: 2 }, { vcpusTotal: 0, vcpusUsed: 9 }];
    const request = { flavor: buildFlavor({ vcpus: 4 }) };
    expect(verdicts('CoreFilter', { hosts, request })).toEqual(['no-room-vcpu', 'passes', 'too-small-vcpu', 'passes']);
    expect(verdicts('CpuFilter', { hosts, request })).toEqual(verdicts('CoreFilter', { hosts, request }));
  });
});

describe('AggregateCoreFilter', () => {
  it('takes the smallest ratio of the aggregates', () => {
    const aggregates = [buildAggregate(1, ['host0'], { cpu_allocation_ratio: '1.0' })];
    const hosts = [{ vcpusUsed: 8 }, { vcpusUsed: 8 }];
    expect(verdicts('AggregateCoreFilter', { hosts, aggregates })).toEqual(['no-room-vcpu', 'passes']);
  });
});

describe('DiskFilter', () => {
  it('counts root, ephemeral and swap', () => {
    const hosts = [{ diskFreeMib: 3072 }, { diskFreeMib: 3073 }, { diskTotalGib: 1, diskFreeMib: 1024 }];
    const request = { flavor: buildFlavor({ rootGib: 1, ephemeralGib: 2, swapMib: 1 }) };
    expect(verdicts('DiskFilter', { hosts, request })).toEqual(['no-room-disk', 'passes', 'too-small-disk']);
  });
});

describe('AggregateDiskFilter', () => {
  it('takes the smallest ratio of the aggregates', () => {
    const aggregates = [buildAggregate(1, ['host1'], { disk_allocation_ratio: '1.5' })];
    const hosts = [{ diskFreeMib: 0 }, { diskFreeMib: 0 }];
    expect(verdicts('AggregateDiskFilter', { hosts, aggregates })).toEqual(['no-room-disk', 'passes']);
  });
});

describe('RetryFilter', () => {
  it('refuses a host and node on which the build failed', () => {
    const request = { retryHosts: [['host0', 'node0'] as const, ['host1', 'other'] as const] };
    expect(verdicts('RetryFilter', { hosts: [{}, {}], request })).toEqual(['already-tried', 'passes']);
  });
});

describe('IoOpsFilter', () => {
  it('wants fewer than max_io_ops_per_host in flight', () => {
    const options = { filterScheduler: { max_io_ops_per_host: 3 } };
    expect(verdicts('IoOpsFilter', { hosts: [{ numIoOps: 2 }, { numIoOps: 3 }], options })).toEqual([
      'passes',
      'too-many-io-ops',
    ]);
  });
});

describe('AggregateIoOpsFilter', () => {
  it('lets aggregates set the limit as whole numbers', () => {
    const aggregates = [
      buildAggregate(1, ['host0'], { max_io_ops_per_host: ' 2 ' }),
      buildAggregate(2, ['host1'], { max_io_ops_per_host: '1.5' }),
    ];
    const hosts = [{ numIoOps: 2 }, { numIoOps: 2 }];
    expect(verdicts('AggregateIoOpsFilter', { hosts, aggregates })).toEqual(['too-many-io-ops', 'passes']);
  });
});

describe('NumInstancesFilter', () => {
  it('passes hosts below 50 instances by default', () => {
    const hosts = [{ numInstances: 49 }, { numInstances: 50 }];
    expect(verdicts('NumInstancesFilter', { hosts })).toEqual(['passes', 'too-many-instances']);
  });
});

describe('AggregateNumInstancesFilter', () => {
  it('takes the smallest limit of the aggregates', () => {
    const aggregates = [
      buildAggregate(1, ['host0'], { max_instances_per_host: '5' }),
      buildAggregate(2, ['host0'], { max_instances_per_host: '60' }),
    ];
    const hosts = [{ numInstances: 5 }, { numInstances: 49 }];
    expect(verdicts('AggregateNumInstancesFilter', { hosts, aggregates })).toEqual(['too-many-instances', 'passes']);
  });
});
