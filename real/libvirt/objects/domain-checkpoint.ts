import type { Connection } from '../connection.ts';
import type { DomainCheckpointRef } from '../generated/types.ts';
import type { CallOptions } from '../wire/pending-call.ts';

/** A point in time from which a disk's changes are tracked, for incremental backups. */
export class DomainCheckpoint {
  readonly connection: Connection;
  readonly ref: DomainCheckpointRef;

  constructor(connection: Connection, ref: DomainCheckpointRef) {
    this.connection = connection;
    this.ref = ref;
  }

  get name(): string {
    return this.ref.name;
  }

  async xml(flags = 0, options?: CallOptions): Promise<string> {
    return (await this.connection.rpc.domainCheckpointGetXmlDesc({ checkpoint: this.ref, flags }, options)).xml;
  }

  /** `checkpointDeleteFlags` */
  async delete(flags = 0, options?: CallOptions): Promise<void> {
    await this.connection.rpc.domainCheckpointDelete({ checkpoint: this.ref, flags }, options);
  }
}
