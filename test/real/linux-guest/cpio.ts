/** A file, folder or character device of an initramfs; `content` makes it a file. */
export interface CpioEntry {
  readonly path: string;
  readonly mode: number;
  readonly content?: Buffer;
  readonly device?: { readonly major: number; readonly minor: number };
}

const fileType = { folder: 0o040000, device: 0o020000, file: 0o100000 };

/** An archive in cpio's "newc" format, the one that the kernel unpacks. */
export function cpio(entries: readonly CpioEntry[]): Buffer {
  const parts = entries.flatMap((entry, index) => record(entry, index + 1));
  return Buffer.concat([...parts, ...record({ path: 'TRAILER!!!', mode: 0 }, 0)]);
}

function record(entry: CpioEntry, inode: number): Buffer[] {
  const content = entry.content ?? Buffer.alloc(0);
  const fields = [
    inode,
    inode === 0 ? 0 : typeOf(entry) | entry.mode,
    0, // owner
    0, // group
    1, // links
    0, // time: the same input makes the same archive
    content.length,
    0,
    0,
    entry.device?.major ?? 0,
    entry.device?.minor ?? 0,
    Buffer.byteLength(entry.path) + 1,
    0, // checksum, unused here
  ];
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}${entry.path}\0`;
  return [padded(Buffer.from(header)), padded(content)];
}

function typeOf(entry: CpioEntry): number {
  if (entry.device) return fileType.device;
  return entry.content ? fileType.file : fileType.folder;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}
