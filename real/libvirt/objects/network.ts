import type { Connection } from '../connection.ts';
import type { NetworkDhcpLease, NetworkRef } from '../generated/types.ts';
import type { CallOptions } from '../wire/pending-call.ts';

/** What to change in a network: see `networkUpdateCommands`, `networkUpdateSections`, `networkUpdateFlags`. */
export interface NetworkUpdate {
  readonly command: number;
  readonly section: number;
  readonly xml: string;
  /** Which of several parents; -1 lets libvirt choose. */
  readonly parentIndex?: number;
  readonly flags?: number;
}

export class Network {
  readonly connection: Connection;
  readonly ref: NetworkRef;

  constructor(connection: Connection, ref: NetworkRef) {
    this.connection = connection;
    this.ref = ref;
  }

  get name(): string {
    return this.ref.name;
  }

  get uuid(): string {
    return this.ref.uuid;
  }

  async create(options?: CallOptions): Promise<void> {
    await this.connection.rpc.networkCreate({ net: this.ref }, options);
  }

  async destroy(options?: CallOptions): Promise<void> {
    await this.connection.rpc.networkDestroy({ net: this.ref }, options);
  }

  async undefine(options?: CallOptions): Promise<void> {
    await this.connection.rpc.networkUndefine({ net: this.ref }, options);
  }

  async update(change: NetworkUpdate, options?: CallOptions): Promise<void> {
    const { command, section, xml, parentIndex = -1, flags = 0 } = change;
    await this.connection.rpc.networkUpdate({ net: this.ref, command, section, parentIndex, xml, flags }, options);
  }

  async xml(flags = 0, options?: CallOptions): Promise<string> {
    return (await this.connection.rpc.networkGetXmlDesc({ net: this.ref, flags }, options)).xml;
  }

  async isActive(options?: CallOptions): Promise<boolean> {
    return (await this.connection.rpc.networkIsActive({ net: this.ref }, options)).active !== 0;
  }

  async isPersistent(options?: CallOptions): Promise<boolean> {
    return (await this.connection.rpc.networkIsPersistent({ net: this.ref }, options)).persistent !== 0;
  }

  async bridgeName(options?: CallOptions): Promise<string> {
    return (await this.connection.rpc.networkGetBridgeName({ net: this.ref }, options)).name;
  }

  async autostart(options?: CallOptions): Promise<boolean> {
    return (await this.connection.rpc.networkGetAutostart({ net: this.ref }, options)).autostart !== 0;
  }

  async setAutostart(on: boolean, options?: CallOptions): Promise<void> {
    await this.connection.rpc.networkSetAutostart({ net: this.ref, autostart: on ? 1 : 0 }, options);
  }

  /** All leases of libvirt's own DHCP server, or those of one MAC address. */
  async dhcpLeases(mac: string | null = null, options?: CallOptions): Promise<readonly NetworkDhcpLease[]> {
    const args = { net: this.ref, mac, needResults: 1, flags: 0 };
    return (await this.connection.rpc.networkGetDhcpLeases(args, options)).leases;
  }
}
