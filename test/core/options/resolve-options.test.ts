import { describe, expect, it } from 'vitest';
import { OptionError, resolveOptions } from '../../../core/index.ts';

const filterScheduler = (options: Record<string, unknown>) =>
  resolveOptions({ filterScheduler: options }).filterScheduler;

describe('resolveOptions', () => {
  it('fills in Nova’s defaults', () => {
    expect(resolveOptions()).toMatchObject({
      nova: '2026.1',
      filterScheduler: { host_subset_size: 1, io_ops_weight_multiplier: -1, max_instances_per_host: 50 },
      metrics: { required: true, weight_of_unavailable: -10_000 },
      scheduler: { max_attempts: 3 },
      topLevel: { service_down_time: 60, default_availability_zone: 'nova' },
    });
  });

  it('converts as nova.conf does', () => {
    expect(filterScheduler({ ram_weight_multiplier: ' 2.5 ' }).ram_weight_multiplier).toBe(2.5);
    expect(filterScheduler({ isolated_hosts: 'a, b,' }).isolated_hosts).toEqual(['a', 'b']);
    expect(filterScheduler({ shuffle_best_same_weighed_hosts: 'Yes' }).shuffle_best_same_weighed_hosts).toBe(true);
    expect(filterScheduler({ max_io_ops_per_host: 2.9 }).max_io_ops_per_host).toBe(2);
  });

  it.each([
    ['ram_weight_multiplier', 'much', '[filter_scheduler] ram_weight_multiplier: found "much", accepted is a number'],
    ['pci_weight_multiplier', -1, 'found -1, accepted is a number, at least 0'],
    ['host_subset_size', 0, 'found 0, accepted is a whole number, at least 1'],
    ['shuffle_best_same_weighed_hosts', 'maybe', 'found "maybe", accepted is true or false'],
    ['max_io_ops_per_hosts', 3, 'no such option in Nova 2026.1; did you mean "max_io_ops_per_host"?'],
  ])('refuses %s = %j', (name, value, message) => {
    expect(() => filterScheduler({ [name]: value })).toThrow(OptionError);
    expect(() => filterScheduler({ [name]: value })).toThrow(message);
  });

  it('knows which options a release has', () => {
    const ask = (nova: '26' | '2026.1', group: object) => () => resolveOptions({ nova, ...group });
    expect(ask('26', { filterScheduler: { num_instances_weight_multiplier: 1 } })).toThrow('no such option in Nova 26');
    expect(ask('2026.1', { scheduler: { query_placement_for_availability_zone: true } })).toThrow('no such option');
    expect(ask('26', { scheduler: { query_placement_for_availability_zone: true } })).not.toThrow();
  });
});
