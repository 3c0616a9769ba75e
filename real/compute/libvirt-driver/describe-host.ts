import { statfs } from 'node:fs/promises';
import type { Connection } from '../../libvirt/connection.ts';
import { baselineCpuFlags, listNodeDevicesFlags } from '../../libvirt/constants.ts';
import { isLibvirtError } from '../../libvirt/errors/libvirt-error.ts';
import type { VirtType } from '../guest-config/host-settings.ts';
import type { HostDescription } from '../hypervisor/host-description.ts';
import type { HostCapabilities } from './host-capabilities.ts';
import { parseXml, xmlAll, xmlFirst } from './xml-node.ts';
import type { XmlNode } from './xml-node.ts';

export interface HostQuestion {
  readonly connection: Connection;
  readonly capabilities: HostCapabilities;
  readonly instancesPath: string;
  readonly virtType: VirtType;
  readonly canaryBooted: boolean;
}

/** What the host has, asked anew each time: disks fill up and devices come and go. */
export async function describeHost(question: HostQuestion): Promise<HostDescription> {
  const { connection, capabilities, instancesPath, virtType, canaryBooted } = question;
  const [hostname, versions, node, disk, cpuFeatures, pciDevices] = await Promise.all([
    connection.hostname(),
    connection.version(),
    connection.nodeInfo(),
    statfs(instancesPath),
    featuresOf(connection, capabilities.hostCpuXml),
    pciDevicesOf(connection),
  ]);
  const gib = (blocks: number): number => Math.floor((blocks * disk.bsize) / 2 ** 30);
  return {
    hostname,
    hypervisorType: 'QEMU',
    hypervisorVersion: versions.hypervisor,
    libvirtVersion: versions.libvirt,
    virtType,
    canaryBooted,
    cpuArch: capabilities.arch,
    cpuModel: capabilities.cpuModel,
    cpuVendor: capabilities.cpuVendor,
    cpuFeatures,
    vcpus: node.cpus,
    ramMib: Math.floor(node.memoryKib / 1024),
    diskGib: gib(disk.blocks),
    diskFreeGib: gib(disk.bavail),
    numaTopology: capabilities.topology,
    pciDevices,
    deviceModels: capabilities.deviceModels,
  };
}

/** All features of the host's CPU: those that libvirt names beside its model, and those that the model stands for. */
async function featuresOf(connection: Connection, hostCpuXml: string): Promise<readonly string[]> {
  const named = (document: string): readonly string[] =>
    xmlAll(parseXml(document), 'cpu', 'feature')
      .filter(({ attributes }) => attributes['policy'] !== 'disable')
      .map(({ attributes }) => attributes['name'] ?? '');
  return [...new Set([...named(hostCpuXml), ...named(await spelledOut(connection, hostCpuXml))])].toSorted();
}

async function spelledOut(connection: Connection, hostCpuXml: string): Promise<string> {
  try {
    return await connection.baselineCpu([hostCpuXml], baselineCpuFlags.expandFeatures);
  } catch (error) {
    // Not every architecture can be spelled out.
    if (isLibvirtError(error, 'NO_SUPPORT') || isLibvirtError(error, 'CONFIG_UNSUPPORTED')) return hostCpuXml;
    throw error;
  }
}

async function pciDevicesOf(connection: Connection): Promise<HostDescription['pciDevices']> {
  try {
    const devices = await connection.listNodeDevices(listNodeDevicesFlags.capPciDev);
    const documents = await Promise.all(devices.map((device) => device.xml()));
    return documents.flatMap((document) => pciDevice(parseXml(document)));
  } catch (error) {
    // A libvirt without its device driver has none to give away.
    if (isLibvirtError(error, 'NO_SUPPORT') || isLibvirtError(error, 'NO_NODE_DEVICE')) return [];
    throw error;
  }
}

function pciDevice(document: XmlNode): HostDescription['pciDevices'] {
  const pci = xmlFirst(document, 'device', 'capability');
  if (pci === undefined) return [];
  const value = (name: string): number => Number(xmlFirst(pci, name)?.text ?? 0);
  const id = (name: string): string => (xmlFirst(pci, name)?.attributes['id'] ?? '').replace(/^0x/, '');
  const hex = (name: string, digits: number): string => value(name).toString(16).padStart(digits, '0');
  const numa = xmlFirst(pci, 'numa')?.attributes['node'];
  return [
    {
      address: `${hex('domain', 4)}:${hex('bus', 2)}:${hex('slot', 2)}.${hex('function', 1)}`,
      vendorId: id('vendor'),
      productId: id('product'),
      numaNode: numa === undefined ? null : Number(numa),
    },
  ];
}
