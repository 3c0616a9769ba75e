import type { HostState } from '../model/host-state.ts';
import type { ResolvedOptions } from '../options/resolve-options.ts';
import { defineFilter, type HostCheck } from './define-filter.ts';

/** Keeps the listed images on the listed hosts. Nova: `IsolatedHostsFilter`. */
export const isolatedHostsFilter = defineFilter({
  name: 'IsolatedHostsFilter',
  summary:
    'Passes isolated hosts for isolated images; other images pass on other hosts, and on isolated ones unless restricted.',
  nova: { source: 'nova/scheduler/filters/isolated_hosts_filter.py' },
  options: [
    '[filter_scheduler] isolated_hosts',
    '[filter_scheduler] isolated_images',
    '[filter_scheduler] restrict_isolated_hosts_to_isolated_images',
  ],
  codes: ['host-is-isolated', 'host-is-not-isolated'],
  reads: [],
  oncePerRequest: true,
  runOnRebuild: true,
  bind({ image }, { options }) {
    const { isolated_images: images } = options.filterScheduler;
    return isolationCheck(options.filterScheduler, image?.id !== undefined && images.includes(image.id));
  },
});

function isolationCheck(options: ResolvedOptions['filterScheduler'], imageIsIsolated: boolean): HostCheck {
  const hosts = new Set(options.isolated_hosts);
  const restrict = options.restrict_isolated_hosts_to_isolated_images;
  const isIsolated = ({ host }: HostState) => hosts.has(host);
  return {
    passes: (host) => (imageIsIsolated ? isIsolated(host) : !restrict || !isIsolated(host)),
    explain: () =>
      imageIsIsolated
        ? { code: 'host-is-not-isolated', needed: 'an isolated host, for an isolated image', had: 'a host for all' }
        : { code: 'host-is-isolated', needed: 'a host for images that are not isolated', had: 'an isolated host' },
  };
}
