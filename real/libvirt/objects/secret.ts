import type { Connection } from '../connection.ts';
import type { SecretRef } from '../generated/types.ts';
import type { CallOptions } from '../wire/pending-call.ts';

/** A passphrase or key that libvirt keeps for disks and pools. */
export class Secret {
  readonly connection: Connection;
  readonly ref: SecretRef;

  constructor(connection: Connection, ref: SecretRef) {
    this.connection = connection;
    this.ref = ref;
  }

  get uuid(): string {
    return this.ref.uuid;
  }

  async xml(options?: CallOptions): Promise<string> {
    return (await this.connection.rpc.secretGetXmlDesc({ secret: this.ref, flags: 0 }, options)).xml;
  }

  /** Refused by libvirt for secrets that are defined as private. */
  async value(options?: CallOptions): Promise<Uint8Array> {
    return (await this.connection.rpc.secretGetValue({ secret: this.ref, flags: 0 }, options)).value;
  }

  async setValue(value: Uint8Array, options?: CallOptions): Promise<void> {
    await this.connection.rpc.secretSetValue({ secret: this.ref, value, flags: 0 }, options);
  }

  async undefine(options?: CallOptions): Promise<void> {
    await this.connection.rpc.secretUndefine({ secret: this.ref }, options);
  }
}
