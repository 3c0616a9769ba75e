import type { GuestConfig } from '../guest-config/guest-config.ts';
import { cpuList } from './cpu-list.ts';
import { xml } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** `<memoryBacking>`: huge pages and locking. */
export function memoryBackingXml({ placement, lockedMemory, realtimeVcpus }: GuestConfig): XmlElement | undefined {
  const { hugePages } = placement;
  const children = [
    hugePages.length === 0
      ? undefined
      : xml(
          'hugepages',
          {},
          ...hugePages.map(({ sizeKib, cells }) =>
            xml('page', { size: sizeKib, unit: 'KiB', nodeset: cpuList(cells) }),
          ),
        ),
    // Pages that the kernel merges could make a real time guest wait.
    realtimeVcpus.length === 0 ? undefined : xml('nosharepages'),
    lockedMemory ? xml('locked') : undefined,
  ].filter((child) => child !== undefined);
  return children.length === 0 ? undefined : xml('memoryBacking', {}, ...children);
}

/** `<numatune>`: each cell's memory comes from the host cell that the scheduler fitted it to. */
export function numaTuneXml({ placement: { cells } }: GuestConfig): XmlElement | undefined {
  if (cells.length === 0) return undefined;
  const nodeset = cpuList(cells.map(({ hostCell }) => hostCell));
  return xml(
    'numatune',
    {},
    xml('memory', { mode: 'strict', nodeset }),
    ...cells.map(({ id, hostCell }) => xml('memnode', { cellid: id, mode: 'strict', nodeset: hostCell })),
  );
}
