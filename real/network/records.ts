import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from '../files/write-whole.ts';

/**
 * Which devices are ours, written before a device is made and removed after it is gone: so a crash at any moment leaves
 * nothing that nobody knows.
 */
export class Records {
  readonly #folder: string;

  /** @param folder of the driver's own */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async write(kind: 'port' | 'network', id: string, device: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeWhole(this.#file(kind, id), device);
  }

  async remove(kind: 'port' | 'network', id: string): Promise<void> {
    await rm(this.#file(kind, id), { force: true });
  }

  /** Devices by id. */
  async read(kind: 'port' | 'network'): Promise<Map<string, string>> {
    const names = await readdir(this.#folder).catch(() => []);
    const own = names.flatMap((name) => new RegExp(`^${kind}-([0-9a-f-]{36})$`).exec(name)?.[1] ?? []);
    const entries = await Promise.all(
      own.map(async (id): Promise<[string, string]> => [id, await readFile(this.#file(kind, id), 'utf8')]),
    );
    return new Map(entries.filter(([, device]) => /^(?:tap|brq)[0-9a-f-]{11}$/.test(device)));
  }

  #file(kind: 'port' | 'network', id: string): string {
    return path.join(this.#folder, `${kind}-${id}`);
  }
}
