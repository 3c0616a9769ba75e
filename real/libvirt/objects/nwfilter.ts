import type { Connection } from '../connection.ts';
import type { NwfilterRef } from '../generated/types.ts';
import type { CallOptions } from '../wire/pending-call.ts';

/** A network filter: rules that libvirt puts on the interfaces of guests. */
export class Nwfilter {
  readonly connection: Connection;
  readonly ref: NwfilterRef;

  constructor(connection: Connection, ref: NwfilterRef) {
    this.connection = connection;
    this.ref = ref;
  }

  get name(): string {
    return this.ref.name;
  }

  get uuid(): string {
    return this.ref.uuid;
  }

  async xml(options?: CallOptions): Promise<string> {
    return (await this.connection.rpc.nwfilterGetXmlDesc({ nwfilter: this.ref, flags: 0 }, options)).xml;
  }

  async undefine(options?: CallOptions): Promise<void> {
    await this.connection.rpc.nwfilterUndefine({ nwfilter: this.ref }, options);
  }
}
