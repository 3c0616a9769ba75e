import { describe, expect, it } from 'vitest';
import { checkCase, decideCase, readCaseText, type ScheduleResult } from '../../../core/index.ts';

const host = { uuid: 'u1', host: 'host1', hypervisor_hostname: 'node1', vcpus: 8, memory_mb: 8192, local_gb: 100 };
const request = { instance_uuids: ['i1'] };

function decide(change: object): ScheduleResult {
  const given = {
    id: 'c',
    hosts: [host],
    request,
    config: { filter_scheduler: { enabled_filters: ['AllHostsFilter'] } },
    ...change,
  };
  return decideCase(checkCase(readCaseText(JSON.stringify(given)))).result as ScheduleResult;
}

describe('decideCase', () => {
  it('answers in the form of the oracle', () => {
    expect(decide({ dump_hosts: true })).toMatchObject({
      id: 'c',
      mode: 'schedule',
      error: null,
      numa_topology: null,
      selections: [['node1']],
      rounds: [
        {
          index: 0,
          instance_uuid: 'i1',
          start: ['node1'],
          filters_skipped: false,
          filters: [{ filter: 'AllHostsFilter', survivors: ['node1'] }],
          filtered: ['node1'],
          weighers: [],
          weighed: [{ node: 'node1', weight: 0 }],
        },
      ],
      hosts_after: { node1: { free_ram_mb: 7680, vcpus_used: 1, num_instances: 1, num_io_ops: 1 } },
    });
  });

  it.each<[string, object, object]>([
    [
      'an unknown option',
      { config: { filter_scheduler: { nothing: 1 } } },
      { type: 'NoSuchOptError', stage: 'config' },
    ],
    ['an unknown group', { config: { nothing: {} } }, { type: 'NoSuchGroupError', stage: 'config' }],
    [
      'an unknown filter',
      { config: { filter_scheduler: { enabled_filters: ['No'] } } },
      { type: 'SchedulerHostFilterNotFound', stage: 'build' },
    ],
    [
      'a host that cannot be read',
      { hosts: [{ ...host, stats: { io_workload: 'x' } }] },
      { type: 'ValueError', stage: 'build' },
    ],
    [
      'an image property of the wrong kind',
      { request: { ...request, image: { properties: { hw_cpu_cores: 'x' } } } },
      { type: 'ValueError', stage: 'request' },
    ],
    [
      'a NUMA topology that cannot be',
      { request: { ...request, numa_topology: 'from_flavor', flavor: { extra_specs: { 'hw:numa_nodes': '0' } } } },
      { type: 'InvalidNUMANodesNumber', stage: 'request' },
    ],
    ['no host', { hosts: [] }, { type: 'NoValidHost' }],
  ])('answers %s with the type of Nova’s exception and its place', (_what, change, error) => {
    expect(decide(change).error).toMatchObject(error);
  });

  it('keeps a float a float where its text counts', () => {
    const text = JSON.stringify({
      hosts: [{ ...host, cpu_info: { x: 'FLOAT' } }],
      request: { ...request, flavor: { extra_specs: { 'capabilities:cpu_info:x': '1.0' } } },
    });
    const { result } = decideCase(checkCase(readCaseText(text.replace('"FLOAT"', '1.0'))));
    expect(result.error).toBeNull();
  });

  it('decides numa_fit cases', () => {
    const given = { id: 'n', mode: 'numa_fit', host_topology: null, flavor: { extra_specs: { 'hw:numa_nodes': '1' } } };
    expect(decideCase(checkCase(given)).result).toMatchObject({ mode: 'numa_fit', fitted: null, error: null });
  });
});

describe('checkCase', () => {
  it.each<[unknown, string]>([
    [[], 'a case is a JSON object'],
    [{ mode: 'other' }, 'mode: found "other", accepted are "schedule" (the default) and "numa_fit"'],
    [{ hosts: [{ ...host, vcpus: '4' }], request }, 'hosts[0].vcpus: Invalid input: expected number, received string'],
    [{ hosts: [host], request: {} }, 'request: either instance_uuid or instance_uuids must name an instance'],
    [{ hosts: [host] }, 'request: Invalid input: expected object, received undefined'],
  ])('names the place of what is wrong: %#', (given, message) => {
    expect(() => checkCase(given)).toThrow(message);
  });
});
