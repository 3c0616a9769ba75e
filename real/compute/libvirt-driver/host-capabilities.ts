import type { HostTopology } from '../../../core/index.ts';
import { hostTopology } from '../../../core/index.ts';
import type { Connection } from '../../libvirt/connection.ts';
import type { VirtType } from '../guest-config/host-settings.ts';
import type { DeviceModels } from '../hypervisor/host-description.ts';
import { parseXml, xmlAll, xmlFirst, xmlText } from './xml-node.ts';
import type { XmlNode } from './xml-node.ts';

/** What libvirt says of the machine and of the guests that its QEMU can run. */
export interface HostCapabilities {
  readonly arch: string;
  readonly cpuModel: string;
  readonly cpuVendor: string;
  /** Cells with all their CPUs; null when libvirt knows none. */
  readonly topology: HostTopology | null;
  readonly machineTypes: readonly string[];
  readonly firmwares: readonly ('bios' | 'efi')[];
  readonly secureBoot: boolean;
  readonly deviceModels: DeviceModels;
  /** The `<cpu>` element, as libvirt wants it back for its baseline. */
  readonly hostCpuXml: string;
}

export async function readCapabilities(
  connection: Connection,
  virtType: VirtType,
  machine: string,
): Promise<HostCapabilities> {
  const capabilities = await connection.capabilities();
  const document = parseXml(capabilities);
  const host = xmlFirst(document, 'capabilities', 'host');
  const arch = host === undefined ? 'x86_64' : xmlText(host, 'cpu', 'arch');
  const domain = parseXml(await connection.domainCapabilities({ arch, virtType, machine }));
  return {
    arch,
    cpuModel: host === undefined ? '' : xmlText(host, 'cpu', 'model'),
    cpuVendor: host === undefined ? '' : xmlText(host, 'cpu', 'vendor'),
    topology: host === undefined ? null : topologyOf(host),
    machineTypes: machineTypes(document, arch),
    firmwares: firmwares(domain),
    secureBoot: choices(xmlFirst(domain, 'domainCapabilities', 'os', 'loader'), 'secure').includes('yes'),
    deviceModels: deviceModels(domain),
    hostCpuXml: /<cpu>[\s\S]*?<\/cpu>/.exec(capabilities)?.[0] ?? '',
  };
}

function topologyOf(host: XmlNode): HostTopology | null {
  const cells = xmlAll(host, 'topology', 'cells', 'cell');
  if (cells.length === 0) return null;
  return hostTopology({ cells: cells.map(cellJson) }, 'reported');
}

function cellJson(cell: XmlNode): Parameters<typeof hostTopology>[0]['cells'][number] {
  const cpus = xmlAll(cell, 'cpus', 'cpu');
  const ids = cpus.map((cpu) => Number(cpu.attributes['id']));
  const socket = cpus[0]?.attributes['socket_id'];
  return {
    id: Number(cell.attributes['id']),
    cpuset: ids,
    pcpuset: ids,
    memory: Math.floor(Number(xmlText(cell, 'memory')) / 1024),
    siblings: siblingSets(cpus),
    mempages: xmlAll(cell, 'pages').map(({ attributes, text }) => ({
      size_kb: Number(attributes['size']),
      total: Number(text),
    })),
    socket: socket === undefined ? null : Number(socket),
  };
}

/** `siblings='0-1'` stands at each of the CPUs of a core. */
function siblingSets(cpus: readonly XmlNode[]): readonly (readonly number[])[] {
  const sets = new Set(cpus.map(({ attributes }) => attributes['siblings'] ?? attributes['id'] ?? ''));
  return [...sets].map((text) =>
    text.split(',').flatMap((range) => {
      const [first = Number.NaN, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    }),
  );
}

function machineTypes(capabilities: XmlNode, arch: string): readonly string[] {
  const guests = xmlAll(capabilities, 'capabilities', 'guest', 'arch').filter(
    ({ attributes }) => attributes['name'] === arch,
  );
  const machines = guests.flatMap((guest) => [...xmlAll(guest, 'machine'), ...xmlAll(guest, 'domain', 'machine')]);
  return [...new Set(machines.flatMap(({ text, attributes }) => [text, attributes['canonical'] ?? text]))];
}

function firmwares(domain: XmlNode): readonly ('bios' | 'efi')[] {
  const named = choices(xmlFirst(domain, 'domainCapabilities', 'os'), 'firmware');
  return named.includes('efi') ? ['bios', 'efi'] : ['bios'];
}

function deviceModels(domain: XmlNode): DeviceModels {
  const device = (name: string): XmlNode | undefined => xmlFirst(domain, 'domainCapabilities', 'devices', name);
  return {
    diskBuses: choices(device('disk'), 'bus'),
    // libvirt does not list NICs; these are the models of QEMU on x86 that an image may name.
    nicModels: ['virtio', 'e1000', 'e1000e', 'rtl8139', 'ne2k_pci', 'pcnet', 'vmxnet3'],
    videoModels: choices(device('video'), 'modelType'),
    firmwares: firmwares(domain).map((name) => (name === 'efi' ? 'uefi' : name)),
  };
}

/** The values of `<enum name='...'>`. */
function choices(node: XmlNode | undefined, name: string): readonly string[] {
  if (node === undefined) return [];
  const list = xmlAll(node, 'enum').find(({ attributes }) => attributes['name'] === name);
  return list === undefined ? [] : xmlAll(list, 'value').map(({ text }) => text);
}
