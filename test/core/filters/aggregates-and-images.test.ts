import { describe, expect, it } from 'vitest';
import { buildAggregate, buildFlavor } from '../build-cloud.ts';
import { verdicts } from './verdicts.ts';

const three = [{}, {}, {}];

describe('AvailabilityZoneFilter', () => {
  const aggregates = [buildAggregate(1, ['host0'], { availability_zone: 'az1, az2' })];

  it('finds the zone among those of the aggregates', () => {
    const request = { availabilityZone: 'az2' };
    expect(verdicts('AvailabilityZoneFilter', { hosts: three, aggregates, request })).toEqual([
      'passes',
      'other-zone',
      'other-zone',
    ]);
  });

  it('puts hosts of no zone into the default one', () => {
    const asked = { hosts: three, aggregates, request: { availabilityZone: 'home' } };
    const options = { topLevel: { default_availability_zone: 'home' } };
    expect(verdicts('AvailabilityZoneFilter', { ...asked, options })).toEqual(['other-zone', 'passes', 'passes']);
  });
});

describe('AggregateMultiTenancyIsolation', () => {
  const aggregates = [
    buildAggregate(1, ['host0'], { filter_tenant_id: 'p1,p2' }),
    buildAggregate(2, ['host1'], { filter_tenant_id_3: 'p0', filter_tenant_id: 'p9' }),
  ];

  it('keeps reserved hosts for their projects', () => {
    const asked = { hosts: three, aggregates, options: { nova: '26' } as const };
    expect(verdicts('AggregateMultiTenancyIsolation', asked)).toEqual([
      'reserved-for-projects',
      'reserved-for-projects',
      'passes',
    ]);
  });

  it('reads every key with the prefix since 30', () => {
    expect(verdicts('AggregateMultiTenancyIsolation', { hosts: three, aggregates })[1]).toBe('passes');
  });
});

describe('AggregateTypeAffinityFilter', () => {
  it('keeps hosts with an instance_type for these flavors', () => {
    const aggregates = [
      buildAggregate(1, ['host0'], { instance_type: 'm1.tiny , m1.small' }),
      buildAggregate(2, ['host1'], { instance_type: 'gpu' }),
    ];
    expect(verdicts('AggregateTypeAffinityFilter', { hosts: three, aggregates })).toEqual([
      'passes',
      'reserved-for-flavors',
      'passes',
    ]);
  });
});

describe('AggregateInstanceExtraSpecsFilter', () => {
  const aggregates = [buildAggregate(1, ['host0'], { ssd: 'true', gpu: '1,4' })];
  const ask = (extraSpecs: Record<string, string>) =>
    verdicts('AggregateInstanceExtraSpecsFilter', {
      hosts: [{}, {}],
      aggregates,
      request: { flavor: buildFlavor({ extraSpecs }) },
    });

  it('wants what scoped and unscoped keys say, of any value of the key', () => {
    expect(ask({ ssd: 'true', 'aggregate_instance_extra_specs:gpu': '>= 4' })).toEqual([
      'passes',
      'aggregate-key-missing',
    ]);
    expect(ask({ gpu: '>= 5' })).toEqual(['aggregate-value-differs', 'aggregate-key-missing']);
  });

  it('leaves other scopes alone', () => {
    expect(ask({ 'hw:cpu_policy': 'dedicated' })).toEqual(['passes', 'passes']);
  });

  it('ends the request for a number that is none', () => {
    expect(ask({ ssd: '>= 1' })).toBe('ValueError');
  });
});

describe('AggregateImagePropertiesIsolation', () => {
  const aggregates = [buildAggregate(1, ['host0'], { os_type: 'windows', 'iso.os_distro': 'ubuntu' })];

  it('refuses hosts that contradict a property of the image', () => {
    const request = { image: { properties: { os_type: 'linux' } } };
    expect(verdicts('AggregateImagePropertiesIsolation', { hosts: three, aggregates, request })).toEqual([
      'image-property-differs',
      'passes',
      'passes',
    ]);
  });

  it('looks at keys of the namespace only, when there is one', () => {
    const request = { image: { properties: { os_type: 'linux' } } };
    const options = { filterScheduler: { aggregate_image_properties_isolation_namespace: 'iso' } };
    const asked = { hosts: three, aggregates, request, options };
    expect(verdicts('AggregateImagePropertiesIsolation', asked)).toEqual(['passes', 'passes', 'passes']);
  });
});

describe('ImagePropertiesFilter', () => {
  const hosts = [
    { supportedInstances: [['x86_64', 'kvm', 'hvm']], hypervisorVersion: 7_002_000 },
    { supportedInstances: [['aarch64', 'kvm', 'hvm']] },
    { supportedInstances: [] },
  ];
  const ask = (properties: Record<string, unknown>, options = {}) =>
    verdicts('ImagePropertiesFilter', { hosts, request: { image: { properties } }, options });

  it('passes hosts that can run the image, under its aliases too', () => {
    const expected = ['passes', 'unsupported-image', 'no-supported-instances'];
    expect(ask({ architecture: 'AMD64', hypervisor_type: 'kvm' })).toEqual(expected);
    expect(ask({})).toEqual(['passes', 'passes', 'passes']);
  });

  it('compares the version of the hypervisor', () => {
    expect(ask({ img_hv_type: 'kvm', img_hv_requested_version: '>=8.0' })[0]).toBe('hypervisor-version');
    expect(ask({ img_hv_type: 'kvm', img_hv_requested_version: '>=6.0,<8.0' })[0]).toBe('passes');
    expect(ask({ img_hv_type: 'kvm', img_hv_requested_version: '>=7' })[0]).toBe('passes');
    expect(ask({ img_hv_type: 'kvm', img_hv_requested_version: '>=7' }, { nova: '26' })).toBe('ValueError');
  });

  it('has a default architecture by option', () => {
    const options = { filterScheduler: { image_properties_default_architecture: 'aarch64' } };
    expect(ask({}, options)).toEqual(['unsupported-image', 'passes', 'no-supported-instances']);
  });

  it('wants enough physical address bits since 29', () => {
    const bits = (n: number) => `{"maxphysaddr": {"mode": "emulate", "bits": ${n}}}`;
    const asked = { hosts: [{ cpuInfo: bits(40) }, { cpuInfo: bits(46) }, {}] };
    const request = { image: { properties: { hw_maxphysaddr_bits: 42 } } };
    expect(verdicts('ImagePropertiesFilter', { ...asked, request })).toEqual([
      'too-few-address-bits',
      'passes',
      'too-few-address-bits',
    ]);
    const flavor = buildFlavor({ extraSpecs: { 'hw:maxphysaddr_bits': '42' } });
    expect(verdicts('ComputeCapabilitiesFilter', { ...asked, request: { flavor } })).toEqual([
      'capability-differs',
      'passes',
      'capability-missing',
    ]);
  });
});

describe('IsolatedHostsFilter', () => {
  const options = (more: object) => ({
    filterScheduler: { isolated_hosts: ['host0'], isolated_images: 'img', ...more },
  });
  const ask = (id: string | undefined, more = {}) =>
    verdicts('IsolatedHostsFilter', {
      hosts: [{}, {}],
      request: { image: { id, properties: {} } },
      options: options(more),
    });

  it('puts isolated images on isolated hosts, and no others there unless it is lifted', () => {
    expect(ask('img')).toEqual(['passes', 'host-is-not-isolated']);
    expect(ask('other')).toEqual(['host-is-isolated', 'passes']);
    expect(ask('other', { restrict_isolated_hosts_to_isolated_images: false })).toEqual(['passes', 'passes']);
    expect(ask('img', { isolated_images: [] })).toEqual(['host-is-isolated', 'passes']);
  });
});
