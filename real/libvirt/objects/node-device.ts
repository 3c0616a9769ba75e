import type { Connection } from '../connection.ts';
import type { NodeDeviceRef } from '../generated/types.ts';
import type { CallOptions } from '../wire/pending-call.ts';

export class NodeDevice {
  readonly connection: Connection;
  readonly ref: NodeDeviceRef;

  constructor(connection: Connection, ref: NodeDeviceRef) {
    this.connection = connection;
    this.ref = ref;
  }

  get name(): string {
    return this.ref.name;
  }

  async xml(options?: CallOptions): Promise<string> {
    return (await this.connection.rpc.nodeDeviceGetXmlDesc({ name: this.name, flags: 0 }, options)).xml;
  }

  async parentName(options?: CallOptions): Promise<string | null> {
    return (await this.connection.rpc.nodeDeviceGetParent({ name: this.name }, options)).parentName;
  }

  /** `pci`, `net`, `storage`, ... */
  async capabilities(options?: CallOptions): Promise<readonly string[]> {
    const { num } = await this.connection.rpc.nodeDeviceNumOfCaps({ name: this.name }, options);
    return (await this.connection.rpc.nodeDeviceListCaps({ name: this.name, maxnames: num }, options)).names;
  }

  /** Takes the device from its driver on the host, so that a guest can have it. */
  async detach(driverName: string | null = null, options?: CallOptions): Promise<void> {
    await this.connection.rpc.nodeDeviceDetachFlags({ name: this.name, driverName, flags: 0 }, options);
  }

  async reattach(options?: CallOptions): Promise<void> {
    await this.connection.rpc.nodeDeviceReAttach({ name: this.name }, options);
  }

  async reset(options?: CallOptions): Promise<void> {
    await this.connection.rpc.nodeDeviceReset({ name: this.name }, options);
  }
}
