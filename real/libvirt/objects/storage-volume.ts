import { addAbortSignal } from 'node:stream';
import type { Connection } from '../connection.ts';
import { nameOf, storageVolTypes } from '../constants.ts';
import { procedures } from '../generated/procedures.ts';
import type { StorageVolRef } from '../generated/types.ts';
import { safeNumber } from '../safe-number.ts';
import { StreamSink } from '../streams/stream-sink.ts';
import { StreamSource } from '../streams/stream-source.ts';
import type { StreamPiece } from '../streams/stream-source.ts';
import type { CallOptions } from '../wire/pending-call.ts';

export interface StorageVolumeInfo {
  readonly type: keyof typeof storageVolTypes | `unknown (${number})`;
  readonly capacityBytes: number;
  readonly allocationBytes: number;
}

export interface VolumeRange {
  /** Default 0. */
  readonly offsetBytes?: number;
  /** Default: to the end. */
  readonly lengthBytes?: number;
}

const sparseStream = 1;

export class StorageVolume {
  readonly connection: Connection;
  readonly ref: StorageVolRef;

  constructor(connection: Connection, ref: StorageVolRef) {
    this.connection = connection;
    this.ref = ref;
  }

  get name(): string {
    return this.ref.name;
  }

  /** The name that no other volume has; for files, the path. */
  get key(): string {
    return this.ref.key;
  }

  async path(options?: CallOptions): Promise<string> {
    return (await this.connection.rpc.storageVolGetPath({ vol: this.ref }, options)).name;
  }

  async info(options?: CallOptions): Promise<StorageVolumeInfo> {
    const { type, capacity, allocation } = await this.connection.rpc.storageVolGetInfo({ vol: this.ref }, options);
    return {
      type: nameOf(storageVolTypes, type),
      capacityBytes: safeNumber(capacity),
      allocationBytes: safeNumber(allocation),
    };
  }

  async xml(options?: CallOptions): Promise<string> {
    return (await this.connection.rpc.storageVolGetXmlDesc({ vol: this.ref, flags: 0 }, options)).xml;
  }

  async delete(flags = 0, options?: CallOptions): Promise<void> {
    await this.connection.rpc.storageVolDelete({ vol: this.ref, flags }, options);
  }

  /** `storageVolWipeAlgorithms` */
  async wipe(algorithm = 0, options?: CallOptions): Promise<void> {
    await this.connection.rpc.storageVolWipePattern({ vol: this.ref, algorithm, flags: 0 }, options);
  }

  /** `storageVolResizeFlags` */
  async resize(capacityBytes: number, flags = 0, options?: CallOptions): Promise<void> {
    await this.connection.rpc.storageVolResize({ vol: this.ref, capacity: BigInt(capacityBytes), flags }, options);
  }

  /**
   * A writable stream into the volume. It finishes when libvirt has written everything; with `sparse`, `skip` leaves
   * holes. `signal` ends the transfer, not only its opening.
   */
  async upload(
    range: VolumeRange & { readonly sparse?: boolean } = {},
    options: CallOptions = {},
  ): Promise<StreamSink> {
    const args = { ...this.#range(range), flags: range.sparse ? sparseStream : 0 };
    const { stream, release } = await this.connection.openStream(procedures.storageVolUpload, args, options);
    return withSignal(new StreamSink(stream, release), options.signal);
  }

  /** A readable stream of the volume's bytes. With `sparse`, holes travel as lengths and come out as zeros. */
  async download(
    range: VolumeRange & { readonly sparse?: boolean } = {},
    options: CallOptions = {},
  ): Promise<StreamSource> {
    const args = { ...this.#range(range), flags: range.sparse ? sparseStream : 0 };
    const { stream, release } = await this.connection.openStream(procedures.storageVolDownload, args, options);
    return withSignal(new StreamSource(stream, release), options.signal);
  }

  /** Data and holes as they lie in the volume: `{ data }` or `{ holeBytes }`. */
  async downloadPieces(range: VolumeRange = {}, options: CallOptions = {}): Promise<AsyncIterable<StreamPiece>> {
    const args = { ...this.#range(range), flags: sparseStream };
    const { stream, release } = await this.connection.openStream(procedures.storageVolDownload, args, options);
    return withSignal(new StreamSource(stream, release, true), options.signal);
  }

  #range(range: VolumeRange): { vol: StorageVolRef; offset: bigint; length: bigint } {
    return { vol: this.ref, offset: BigInt(range.offsetBytes ?? 0), length: BigInt(range.lengthBytes ?? 0) };
  }
}

function withSignal<S extends StreamSink | StreamSource>(stream: S, signal: AbortSignal | undefined): S {
  if (signal) addAbortSignal(signal, stream);
  return stream;
}
