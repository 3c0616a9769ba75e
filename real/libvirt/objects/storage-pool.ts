import type { Connection } from '../connection.ts';
import { nameOf, storagePoolStates } from '../constants.ts';
import type { StoragePoolRef } from '../generated/types.ts';
import { safeNumber } from '../safe-number.ts';
import type { CallOptions } from '../wire/pending-call.ts';
import { StorageVolume } from './storage-volume.ts';

export interface StoragePoolInfo {
  readonly state: keyof typeof storagePoolStates | `unknown (${number})`;
  readonly capacityBytes: number;
  readonly allocationBytes: number;
  readonly availableBytes: number;
}

export class StoragePool {
  readonly connection: Connection;
  readonly ref: StoragePoolRef;

  constructor(connection: Connection, ref: StoragePoolRef) {
    this.connection = connection;
    this.ref = ref;
  }

  get name(): string {
    return this.ref.name;
  }

  get uuid(): string {
    return this.ref.uuid;
  }

  /** `storagePoolBuildFlags` */
  async build(flags = 0, options?: CallOptions): Promise<void> {
    await this.connection.rpc.storagePoolBuild({ pool: this.ref, flags }, options);
  }

  /** `storagePoolCreateFlags` */
  async create(flags = 0, options?: CallOptions): Promise<void> {
    await this.connection.rpc.storagePoolCreate({ pool: this.ref, flags }, options);
  }

  /** Looks again at what is there. */
  async refresh(options?: CallOptions): Promise<void> {
    await this.connection.rpc.storagePoolRefresh({ pool: this.ref, flags: 0 }, options);
  }

  /** Stops it; the volumes stay. */
  async destroy(options?: CallOptions): Promise<void> {
    await this.connection.rpc.storagePoolDestroy({ pool: this.ref }, options);
  }

  /** Removes what lies under it. `storagePoolDeleteFlags` */
  async delete(flags = 0, options?: CallOptions): Promise<void> {
    await this.connection.rpc.storagePoolDelete({ pool: this.ref, flags }, options);
  }

  async undefine(options?: CallOptions): Promise<void> {
    await this.connection.rpc.storagePoolUndefine({ pool: this.ref }, options);
  }

  async info(options?: CallOptions): Promise<StoragePoolInfo> {
    const info = await this.connection.rpc.storagePoolGetInfo({ pool: this.ref }, options);
    return {
      state: nameOf(storagePoolStates, info.state),
      capacityBytes: safeNumber(info.capacity),
      allocationBytes: safeNumber(info.allocation),
      availableBytes: safeNumber(info.available),
    };
  }

  async xml(flags = 0, options?: CallOptions): Promise<string> {
    return (await this.connection.rpc.storagePoolGetXmlDesc({ pool: this.ref, flags }, options)).xml;
  }

  async isActive(options?: CallOptions): Promise<boolean> {
    return (await this.connection.rpc.storagePoolIsActive({ pool: this.ref }, options)).active !== 0;
  }

  async autostart(options?: CallOptions): Promise<boolean> {
    return (await this.connection.rpc.storagePoolGetAutostart({ pool: this.ref }, options)).autostart !== 0;
  }

  async setAutostart(on: boolean, options?: CallOptions): Promise<void> {
    await this.connection.rpc.storagePoolSetAutostart({ pool: this.ref, autostart: on ? 1 : 0 }, options);
  }

  async listVolumes(options?: CallOptions): Promise<StorageVolume[]> {
    const args = { pool: this.ref, needResults: 1, flags: 0 };
    const { vols } = await this.connection.rpc.storagePoolListAllVolumes(args, options);
    return vols.map((vol) => new StorageVolume(this.connection, vol));
  }

  async lookupVolumeByName(name: string, options?: CallOptions): Promise<StorageVolume> {
    const { vol } = await this.connection.rpc.storageVolLookupByName({ pool: this.ref, name }, options);
    return new StorageVolume(this.connection, vol);
  }

  /** `storageVolCreateFlags` */
  async createVolume(xml: string, flags = 0, options?: CallOptions): Promise<StorageVolume> {
    const { vol } = await this.connection.rpc.storageVolCreateXml({ pool: this.ref, xml, flags }, options);
    return new StorageVolume(this.connection, vol);
  }

  /** A new volume with another one's data. `storageVolCreateFlags` */
  async cloneVolume(xml: string, from: StorageVolume, flags = 0, options?: CallOptions): Promise<StorageVolume> {
    const args = { pool: this.ref, xml, clonevol: from.ref, flags };
    const { vol } = await this.connection.rpc.storageVolCreateXmlFrom(args, options);
    return new StorageVolume(this.connection, vol);
  }
}
