import { mkdir, readdir, readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { DiskStore } from '../disks/disk-store.ts';
import { isUuid } from '../hypervisor/checked-uuid.ts';
import { guestFiles } from '../domain-xml/guest-files.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { writeDurably } from '../../files/durable-file.ts';
import type { GuestRecord } from './guest-record.ts';
import { parseRecord, recordText } from './guest-record.ts';

/**
 * What this host knows of its guests, in memory and in a file beside each guest's disks. The file is written before what
 * it announces is begun, so that a crash never leaves anything that no file speaks of.
 */
export class GuestJournal {
  readonly #disks: DiskStore;
  readonly #instancesPath: string;
  readonly #logger: Logger;
  readonly #records = new Map<string, GuestRecord>();
  /** Guests whose file cannot be read: their disks are kept, and nothing is done to them. */
  readonly #unreadable = new Set<string>();

  constructor(disks: DiskStore, instancesPath: string, logger: Logger) {
    this.#disks = disks;
    this.#instancesPath = instancesPath;
    this.#logger = logger;
  }

  async load(): Promise<void> {
    this.#records.clear();
    this.#unreadable.clear();
    const names = (await readdir(this.#instancesPath)).filter((name) => isUuid(name));
    await Promise.all(names.map((uuid) => this.#loadOne(uuid)));
  }

  async #loadOne(uuid: string): Promise<void> {
    const { journal } = guestFiles(this.#disks.folder(uuid));
    try {
      this.#records.set(uuid, parseRecord(await readFile(journal, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      this.#unreadable.add(uuid);
      this.#logger.error({ err: error, uuid, journal }, 'the file of a guest cannot be read; the guest is left alone');
    }
  }

  get unreadable(): ReadonlySet<string> {
    return this.#unreadable;
  }

  entries(): readonly (readonly [uuid: string, record: GuestRecord])[] {
    return [...this.#records];
  }

  find(uuid: string): GuestRecord | undefined {
    return this.#records.get(uuid);
  }

  /** @throws HypervisorError `guest-not-found` */
  get(uuid: string): GuestRecord {
    const record = this.#records.get(uuid);
    if (record !== undefined) return record;
    throw new HypervisorError('guest-not-found', 'request', `there is no guest ${uuid} on this host`);
  }

  /** @throws HypervisorError `guest-exists` */
  async create(record: GuestRecord): Promise<void> {
    const { uuid } = record.request;
    if (this.#records.has(uuid) || this.#unreadable.has(uuid)) {
      throw new HypervisorError('guest-exists', 'request', `guest ${uuid} is on this host already`);
    }
    try {
      await mkdir(this.#disks.folder(uuid), { recursive: true, mode: 0o700 });
      await this.write(record);
    } catch (error) {
      await this.#disks.remove(uuid);
      throw error;
    }
  }

  async write(record: GuestRecord): Promise<void> {
    const { uuid } = record.request;
    await writeDurably(guestFiles(this.#disks.folder(uuid)).journal, recordText(record));
    this.#records.set(uuid, record);
  }

  /** After the guest's folder is gone, and its file with it. */
  forget(uuid: string): void {
    this.#records.delete(uuid);
    this.#unreadable.delete(uuid);
  }
}
