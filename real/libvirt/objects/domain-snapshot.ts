import type { Connection } from '../connection.ts';
import type { DomainSnapshotRef } from '../generated/types.ts';
import type { CallOptions } from '../wire/pending-call.ts';

export class DomainSnapshot {
  readonly connection: Connection;
  readonly ref: DomainSnapshotRef;

  constructor(connection: Connection, ref: DomainSnapshotRef) {
    this.connection = connection;
    this.ref = ref;
  }

  get name(): string {
    return this.ref.name;
  }

  async xml(options?: CallOptions): Promise<string> {
    return (await this.connection.rpc.domainSnapshotGetXmlDesc({ snap: this.ref, flags: 0 }, options)).xml;
  }

  async isCurrent(options?: CallOptions): Promise<boolean> {
    return (await this.connection.rpc.domainSnapshotIsCurrent({ snap: this.ref, flags: 0 }, options)).current !== 0;
  }

  async parent(options?: CallOptions): Promise<DomainSnapshot> {
    const { snap } = await this.connection.rpc.domainSnapshotGetParent({ snap: this.ref, flags: 0 }, options);
    return new DomainSnapshot(this.connection, snap);
  }

  async children(flags = 0, options?: CallOptions): Promise<DomainSnapshot[]> {
    const args = { snapshot: this.ref, needResults: 1, flags };
    const { snapshots } = await this.connection.rpc.domainSnapshotListAllChildren(args, options);
    return snapshots.map((snapshot) => new DomainSnapshot(this.connection, snapshot));
  }

  /** `snapshotRevertFlags` */
  async revert(flags = 0, options?: CallOptions): Promise<void> {
    await this.connection.rpc.domainRevertToSnapshot({ snap: this.ref, flags }, options);
  }

  /** `snapshotDeleteFlags` */
  async delete(flags = 0, options?: CallOptions): Promise<void> {
    await this.connection.rpc.domainSnapshotDelete({ snap: this.ref, flags }, options);
  }
}
