import type { GuestConfig } from '../guest-config/guest-config.ts';
import { cpuList } from './cpu-list.ts';
import { xml } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** `<cpu>`: model, features, topology, NUMA cells of the guest. */
export function cpuXml({ cpu, placement }: Pick<GuestConfig, 'cpu' | 'placement'>): XmlElement {
  const { sockets, cores, threads } = cpu.topology;
  const custom = cpu.mode === 'custom';
  return xml(
    'cpu',
    { mode: cpu.mode === 'none' ? undefined : cpu.mode, match: custom ? 'exact' : undefined, check: cpu.check },
    cpu.model === undefined ? undefined : xml('model', { fallback: 'forbid' }, cpu.model),
    xml('topology', { sockets, cores, threads }),
    ...cpu.features.map(({ name, policy }) => xml('feature', { policy, name })),
    placement.cells.length === 0
      ? undefined
      : xml(
          'numa',
          {},
          ...placement.cells.map(({ id, vcpus, memoryMib }) =>
            xml('cell', { id, cpus: cpuList(vcpus), memory: memoryMib * 1024, unit: 'KiB' }),
          ),
        ),
  );
}

/** `<cputune>`: limits and pins; nothing where none is asked for. */
export function cpuTuneXml({ quotas, placement, realtimeVcpus }: GuestConfig): XmlElement | undefined {
  const { shares, periodMicroseconds, quotaMicroseconds } = quotas.cpu;
  const { vcpuPins, emulatorPin } = placement;
  const children = [
    shares === undefined ? undefined : xml('shares', {}, shares),
    periodMicroseconds === undefined ? undefined : xml('period', {}, periodMicroseconds),
    quotaMicroseconds === undefined ? undefined : xml('quota', {}, quotaMicroseconds),
    ...vcpuPins.map(({ vcpu, hostCpus }) => xml('vcpupin', { vcpu, cpuset: cpuList(hostCpus) })),
    emulatorPin === undefined ? undefined : xml('emulatorpin', { cpuset: cpuList(emulatorPin) }),
    realtimeVcpus.length === 0
      ? undefined
      : xml('vcpusched', { vcpus: cpuList(realtimeVcpus), scheduler: 'fifo', priority: 1 }),
  ].filter((child) => child !== undefined);
  return children.length === 0 ? undefined : xml('cputune', {}, ...children);
}
