import { chmod, chown, mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import type { GuestRequest } from '../hypervisor/guest.ts';
import { isUuid } from '../hypervisor/checked-uuid.ts';
import { GuestLocks } from '../hypervisor/guest-locks.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { convertImage, measureImage } from '../images/convert-image.ts';
import { requireSpace } from '../images/disk-space.ts';
import { sync } from '../../files/durable-file.ts';
import { partOf, partSuffix } from '../../files/part-file.ts';
import { hostFailure } from '../images/host-failure.ts';
import type { CachedImage, ImageCache } from '../images/image-cache.ts';
import { describeDisk, describeDisks } from './describe-disks.ts';
import { newSuffix, readJournal, recordsOf, savedFolder, writeJournal } from './disk-journal.ts';
import type { DiskJournal, DiskRecord, DiskSet } from './disk-journal.ts';
import { DiskMaker } from './disk-maker.ts';
import type { DiskFile, DiskStore, GuestDisks } from './disk-store.ts';
import { findBases } from './find-bases.ts';
import { finishPending } from './finish-pending.ts';
import { guestFolder } from './guest-folder.ts';
import type { EphemeralFormat } from './make-extra-disks.ts';
import { makeRootDisk } from './make-root-disk.ts';

export interface FileDiskStoreOptions {
  /** Holds a folder for each guest. Nova: `instances_path`. */
  readonly instancesPath: string;
  readonly images: ImageCache;
  readonly logger: Logger;
  /** Root disks are overlays on the cached image, or whole copies of it. Default `qcow2`, as in Nova. */
  readonly imagesType?: 'qcow2' | 'raw';
  /** Nova: `default_ephemeral_format`; default by the image's `os_type`. */
  readonly defaultEphemeralFormat?: EphemeralFormat;
  /** The user that QEMU runs as, when it is another one than ours. */
  readonly guestOwner?: { readonly uid: number; readonly gid: number };
}

/**
 * Guests' disks as files of this host. Calls for different guests run at the same time, those for one guest one after the
 * other. Every change is announced in the guest's journal first, or made on files that have no name yet, so
 * that `start` can finish or forget it.
 */
export class FileDiskStore implements DiskStore {
  readonly #instancesPath: string;
  readonly #images: ImageCache;
  readonly #logger: Logger;
  readonly #type: 'qcow2' | 'raw';
  readonly #maker: DiskMaker;
  readonly #locks = new GuestLocks();
  readonly #owner: { readonly uid: number; readonly gid: number } | undefined;

  constructor(options: FileDiskStoreOptions) {
    this.#instancesPath = path.resolve(options.instancesPath);
    this.#images = options.images;
    this.#logger = options.logger;
    this.#type = options.imagesType ?? 'qcow2';
    const { images, defaultEphemeralFormat: format } = options;
    this.#maker = new DiskMaker({ images, type: this.#type, ephemeralFormat: format });
    this.#owner = options.guestOwner;
  }

  async start(keep: ReadonlySet<string>): Promise<void> {
    await mkdir(this.#instancesPath, { recursive: true, mode: 0o700 });
    for (const uuid of await this.#guests()) {
      if (keep.has(uuid)) await this.#mend(uuid);
      else await this.#removeLeft(uuid);
    }
    await this.#images.start(await this.#bases());
    // QEMU's user may pass through to files whose names it was told, and list nothing.
    if (this.#owner) await Promise.all([this.#instancesPath, this.#images.folder].map((each) => chmod(each, 0o711)));
  }

  folder(uuid: string): string {
    return guestFolder(this.#instancesPath, uuid);
  }

  async create(request: GuestRequest, signal?: AbortSignal): Promise<GuestDisks> {
    return this.#alone(request.uuid, signal, async (folder, either) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (this.#owner) await chown(folder, this.#owner.uid, this.#owner.gid);
      if ((await readJournal(folder)) !== undefined) {
        throw new HypervisorError('guest-exists', 'disks', `guest ${request.uuid} has disks already`);
      }
      try {
        await this.#maker.requireSpaceForExtras(request, folder);
        const disks = await this.#maker.make(folder, request, { suffix: '', signal: either });
        await writeJournal(folder, { disks });
        return await describeDisks(folder, disks);
      } catch (error) {
        await removeFiles(folder, diskFile);
        await rmdir(folder).catch(() => undefined); // Others keep files there, too.
        throw error;
      }
    });
  }

  async find(request: GuestRequest): Promise<GuestDisks> {
    return this.#alone(request.uuid, undefined, async (folder) => {
      const journal = await this.#open(request.uuid, folder);
      return describeDisks(folder, journal.disks);
    });
  }

  async rebuild(request: GuestRequest, signal?: AbortSignal): Promise<GuestDisks> {
    return this.#change(request, signal, async (folder, journal, either) => {
      const options = { suffix: newSuffix, signal: either, only: ['root', 'config'], ephemeralFrom: Infinity } as const;
      const { root, config } = await this.#maker.make(folder, request, options);
      return { disks: { ...journal.disks, root, config: config ?? journal.disks.config }, keepOld: false };
    });
  }

  async resize(request: GuestRequest, signal?: AbortSignal): Promise<GuestDisks> {
    return this.#change(request, signal, async (folder, journal, either) => {
      if (journal.previous) {
        const why = `guest ${request.uuid} has a resize to confirm or revert first`;
        throw new HypervisorError('wrong-state', 'disks', why);
      }
      const disks = await this.#maker.makeResized(folder, request, journal.disks, either);
      return { disks, keepOld: true };
    });
  }

  async confirmResize(uuid: string): Promise<void> {
    await this.#alone(uuid, undefined, async (folder) => {
      const { previous: _, ...rest } = await this.#open(uuid, folder);
      await writeJournal(folder, rest);
      await rm(path.join(folder, savedFolder), { recursive: true, force: true });
    });
  }

  async revertResize(uuid: string): Promise<void> {
    await this.#alone(uuid, undefined, async (folder) => {
      const journal = await this.#open(uuid, folder);
      if (!journal.previous) return;
      const announced: DiskJournal = { ...journal, pending: { kind: 'restore' } };
      await writeJournal(folder, announced);
      await finishPending(folder, announced);
    });
  }

  async createRescue(request: GuestRequest, imageId: string, signal?: AbortSignal): Promise<DiskFile> {
    return this.#alone(request.uuid, signal, async (folder, either) => {
      const journal = await this.#open(request.uuid, folder);
      const rescue: DiskRecord = { name: 'disk.rescue', format: this.#type };
      const file = path.join(folder, rescue.name);
      try {
        const make = (image: CachedImage): Promise<void> =>
          makeRootDisk(file, image, { type: this.#type, sizeBytes: image.virtualBytes, signal: either });
        await this.#images.use(imageId, make, either);
        await writeJournal(folder, { ...journal, rescue });
        return await describeDisk(folder, rescue);
      } catch (error) {
        if (!journal.rescue) await rm(file, { force: true });
        throw error;
      }
    });
  }

  async removeRescue(uuid: string): Promise<void> {
    await this.#alone(uuid, undefined, async (folder) => {
      const { rescue, ...rest } = await this.#open(uuid, folder);
      if (!rescue) return;
      await writeJournal(folder, rest);
      await rm(path.join(folder, rescue.name), { force: true });
    });
  }

  async flatten(root: DiskFile, signal?: AbortSignal): Promise<DiskFile> {
    const { path: from, format: fromFormat } = root;
    const toFormat = fromFormat === 'qcow2' ? 'qcow2' : 'raw';
    const folder = path.dirname(from);
    const to = partOf(path.join(folder, 'flat'));
    try {
      const bytes = await measureImage({ file: from, format: fromFormat, forceShare: true }, signal);
      await requireSpace(folder, bytes, 'snapshot', 'the snapshot');
      await convertImage({ from, fromFormat, to, toFormat, forceShare: true }, signal);
      return { path: to, format: toFormat, sizeBytes: root.sizeBytes };
    } catch (error) {
      await rm(to, { force: true });
      throw hostFailure(error, 'snapshot', 'the snapshot', 'host-unavailable');
    }
  }

  /** What is being done for the guest at this moment is told to stop. */
  async remove(uuid: string): Promise<void> {
    this.#locks.interrupt(uuid);
    await this.#alone(uuid, undefined, (folder) => rm(folder, { recursive: true, force: true }));
  }

  /** Images that no disk here is based on go when they are old enough. To be called now and then. @returns their ids */
  async removeUnusedImages(): Promise<readonly string[]> {
    return this.#images.removeUnused(() => this.#bases());
  }

  /** New disks beside the old ones, then one journal entry that decides, then the exchange of files. */
  async #change(
    request: GuestRequest,
    signal: AbortSignal | undefined,
    make: (folder: string, journal: DiskJournal, signal: AbortSignal) => Promise<{ disks: DiskSet; keepOld: boolean }>,
  ): Promise<GuestDisks> {
    return this.#alone(request.uuid, signal, async (folder, either) => {
      const journal = await this.#open(request.uuid, folder);
      try {
        const { disks, keepOld } = await make(folder, journal, either);
        await syncNewFiles(folder);
        const announced: DiskJournal = { ...journal, pending: { kind: 'replace', disks, keepOld } };
        await writeJournal(folder, announced);
        return await describeDisks(folder, (await finishPending(folder, announced)).disks);
      } catch (error) {
        const isDecided = (await readJournal(folder))?.pending !== undefined;
        if (!isDecided) await removeFiles(folder, (name) => name.endsWith(newSuffix));
        throw error;
      }
    });
  }

  /** One change at a time for each guest, with its folder; errors become those of a host. */
  async #alone<T>(
    uuid: string,
    signal: AbortSignal | undefined,
    work: (folder: string, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const folder = this.folder(uuid);
    try {
      return await this.#locks.run(uuid, signal, (either) => work(folder, either));
    } catch (error) {
      throw hostFailure(error, 'disks', `the disks of ${uuid}`, 'host-unavailable');
    }
  }

  async #open(uuid: string, folder: string): Promise<DiskJournal> {
    const journal = await readJournal(folder);
    if (!journal) throw new HypervisorError('guest-not-found', 'disks', `guest ${uuid} has no disks on this host`);
    return finishPending(folder, journal);
  }

  async #guests(): Promise<readonly string[]> {
    const entries = await readdir(this.#instancesPath, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && isUuid(entry.name)).map((entry) => entry.name);
  }

  async #removeLeft(uuid: string): Promise<void> {
    this.#logger.info({ uuid }, 'removing the disks of a guest that does not exist');
    await this.remove(uuid);
  }

  /** What cannot be read stays as it is: it may be somebody's data. */
  async #mend(uuid: string): Promise<void> {
    const folder = this.folder(uuid);
    try {
      const journal = await readJournal(folder);
      if (!journal) return;
      const mended = await finishPending(folder, journal);
      const kept = namesIn(mended);
      await removeFiles(folder, (name) => (diskFile(name) && !kept.includes(name)) || name.endsWith(partSuffix));
      if (!mended.previous) await rm(path.join(folder, savedFolder), { recursive: true, force: true });
    } catch (error) {
      this.#logger.error({ err: error, uuid }, 'the disks of a guest cannot be mended');
    }
  }

  async #bases(): Promise<ReadonlySet<string>> {
    const folders = (await this.#guests()).map((uuid) => this.folder(uuid));
    return findBases(folders.flatMap((folder) => [folder, path.join(folder, savedFolder)]));
  }
}

function namesIn({ disks, rescue }: DiskJournal): readonly string[] {
  return [...recordsOf(disks), ...(rescue ? [rescue] : [])].map(({ name }) => name);
}

/** Whether a file has a name as disks have; others in the folder belong to others. */
function diskFile(name: string): boolean {
  return /^disk(\.|$)/.test(name);
}

async function removeFiles(folder: string, isChosen: (name: string) => boolean): Promise<void> {
  const chosen = (await readdir(folder)).filter(isChosen);
  await Promise.all(chosen.map((name) => rm(path.join(folder, name), { recursive: true, force: true })));
}

/** Before the journal speaks of them: after a loss of power they must not be empty. */
async function syncNewFiles(folder: string): Promise<void> {
  const fresh = (await readdir(folder)).filter((name) => name.endsWith(newSuffix));
  await Promise.all(fresh.map((name) => sync(path.join(folder, name))));
}
