import type { Connection } from '../connection.ts';
import type { InterfaceRef } from '../generated/types.ts';
import type { CallOptions } from '../wire/pending-call.ts';

/** A network interface of the node. */
export class Interface {
  readonly connection: Connection;
  readonly ref: InterfaceRef;

  constructor(connection: Connection, ref: InterfaceRef) {
    this.connection = connection;
    this.ref = ref;
  }

  get name(): string {
    return this.ref.name;
  }

  get mac(): string {
    return this.ref.mac;
  }

  async xml(flags = 0, options?: CallOptions): Promise<string> {
    return (await this.connection.rpc.interfaceGetXmlDesc({ iface: this.ref, flags }, options)).xml;
  }

  async isActive(options?: CallOptions): Promise<boolean> {
    return (await this.connection.rpc.interfaceIsActive({ iface: this.ref }, options)).active !== 0;
  }
}
