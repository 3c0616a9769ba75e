import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { ApiError } from '../../../real/http/api-error.ts';
import type { AllocateOptions, InstanceNetworks } from '../../../real/network/api/instance-networks.ts';
import type { PortBinding } from '../../../real/network/port.ts';
import type { InstanceVif, RequestedNic } from '../../../real/objects/instance.ts';

interface Ports {
  vifs: InstanceVif[];
  host: string;
  plugged: boolean;
}

/** One network without an end of addresses, in memory, and in a file where one is named; it may be told to refuse. */
export class MemoryNetworks implements InstanceNetworks {
  readonly ports: Map<string, Ports>;
  refusal: ((options: AllocateOptions) => Error | undefined) | undefined;
  readonly #file: string | undefined;
  #next = 2;

  constructor(file?: string) {
    this.#file = file;
    const kept =
      file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as [string, Ports][]) : [];
    this.ports = new Map(kept);
  }

  async allocate(options: AllocateOptions): Promise<readonly InstanceVif[]> {
    const refusal = this.refusal?.(options);
    if (refusal) throw refusal;
    await new Promise((resolve) => setImmediate(resolve));
    const known = this.ports.get(options.instanceUuid);
    const vifs = known?.vifs ?? (options.nics === 'none' ? [] : [this.#vif()]);
    this.ports.set(options.instanceUuid, { vifs, host: options.host, plugged: false });
    this.#keep();
    return vifs;
  }

  bindings(instanceUuid: string): readonly PortBinding[] {
    return this.vifs(instanceUuid).map(({ portId, networkId, macAddress }) => ({
      id: portId,
      network: { id: networkId, mtu: 1500, subnets: [], nat: false },
      macAddress,
      fixedIps: [],
      allowedAddressPairs: [],
      portSecurity: true,
      rules: [],
    }));
  }

  vifs(instanceUuid: string): readonly InstanceVif[] {
    return this.ports.get(instanceUuid)?.vifs ?? [];
  }

  async deallocate(instanceUuid: string): Promise<void> {
    this.ports.delete(instanceUuid);
    this.#keep();
  }

  async attach(instanceUuid: string, _host: string, { networkId }: RequestedNic): Promise<InstanceVif> {
    if (networkId === 'full') throw new ApiError(409, 'No more IP addresses available on network full.');
    const vif = this.#vif();
    this.ports.get(instanceUuid)!.vifs.push(vif);
    return vif;
  }

  async detach(instanceUuid: string, portId: string): Promise<void> {
    const entry = this.ports.get(instanceUuid)!;
    entry.vifs = entry.vifs.filter((vif) => vif.portId !== portId);
  }

  async setPlugged(instanceUuid: string, isPlugged: boolean): Promise<void> {
    const entry = this.ports.get(instanceUuid);
    if (entry) entry.plugged = isPlugged;
    this.#keep();
  }

  onBindingChanged(): () => void {
    return () => {};
  }

  check(): void {}

  securityGroups(): readonly [] {
    return [];
  }

  groupsOf(): readonly [] {
    return [];
  }

  async addSecurityGroup(): Promise<void> {}

  async removeSecurityGroup(): Promise<void> {}

  #keep(): void {
    if (this.#file === undefined) return;
    writeFileSync(`${this.#file}.part`, JSON.stringify([...this.ports]));
    renameSync(`${this.#file}.part`, this.#file);
  }

  #vif(): InstanceVif {
    const number = this.#next++;
    return {
      portId: randomUUID(),
      networkId: '11111111-1111-4111-8111-111111111111',
      networkLabel: 'test',
      macAddress: `fa:16:3e:00:${hex(number >> 8)}:${hex(number & 255)}`,
      fixedIps: [],
      floatingIps: [],
      tag: null,
      preserveOnDelete: false,
    };
  }
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
