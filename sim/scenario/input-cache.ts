import { statSync } from 'node:fs';
import { readHosts } from '../workload/read-hosts.ts';
import { readTrace } from '../workload/read-trace.ts';

const KEPT_FILES = 4;

/** Keeps what was last read from files, so that the runs of one thread read each file once. */
class FileCache<T> {
  private readonly kept = new Map<string, Promise<T>>();
  private readonly read: (file: string, kind: string) => Promise<T>;

  constructor(read: (file: string, kind: string) => Promise<T>) {
    this.read = read;
  }

  get(file: string, kind: string): Promise<T> {
    const { mtimeMs, size } = statSync(file);
    const key = `${file} ${kind} ${mtimeMs} ${size}`;
    const found = this.kept.get(key) ?? this.read(file, kind);
    this.kept.delete(key);
    this.kept.set(key, found);
    if (this.kept.size > KEPT_FILES) this.kept.delete(this.kept.keys().next().value!);
    return found;
  }
}

const traces = new FileCache(readTrace);
const hosts = new FileCache((file) => readHosts(file));

export const cachedTrace = (file: string, kind: string) => traces.get(file, kind);
export const cachedHosts = (file: string) => hosts.get(file, '');
