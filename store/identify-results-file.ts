import { open, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { applicationId, schemaVersion } from './schema.ts';
import { asStoreError, StoreError } from './store-error.ts';

/**
 * Reads the header of a file and returns its version; throws `StoreError` when it is no results
 * file, is truncated, or has a version that this build cannot read. Touches nothing: not even
 * SQLite has seen the file yet.
 */
export async function identifyResultsFile(file: string): Promise<number> {
  const { header, bytes } = await readHeader(file);
  if (header.length < 100 || header.toString('latin1', 0, 16) !== magic) refuse(file, bytes);
  if (header.readUInt32BE(68) !== applicationId) refuse(file, bytes);
  const version = header.readUInt32BE(60);
  if (version !== schemaVersion) throw otherVersion(file, version);
  checkLength(file, header, bytes);
  return version;
}

const magic = 'SQLite format 3\0';

async function readHeader(file: string): Promise<{ header: Buffer; bytes: number }> {
  try {
    const entry = await stat(file);
    if (!entry.isFile()) throw new StoreError('not-a-results-file', file, 'is not a file.');
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(100), 0, 100, 0);
      return { header: buffer.subarray(0, bytesRead), bytes: entry.size };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') throw new StoreError('not-found', file, 'no such file.');
    throw asStoreError(error, file);
  }
}

function refuse(file: string, bytes: number): never {
  const found = bytes === 0 ? 'it is empty' : 'its header is another';
  throw new StoreError(
    'not-a-results-file',
    file,
    `is not a results file of Astrolabe (${found}). Accepted: a file written by "astrolabe simulate".`,
  );
}

function otherVersion(file: string, found: number): StoreError {
  const repair =
    found > schemaVersion ? 'Open it with the newer Astrolabe that wrote it' : 'Run its scenario again with this one';
  return new StoreError(
    'other-version',
    file,
    `is a results file of version ${found}; this Astrolabe reads version ${schemaVersion}. ${repair}.`,
  );
}

/** A header counts the pages of its file; while a write-ahead log lies beside it, the count is not final. */
function checkLength(file: string, header: Buffer, bytes: number): void {
  if (existsSync(`${file}-wal`)) return;
  const stored = header.readUInt16BE(16);
  const pageBytes = stored === 1 ? 65_536 : stored;
  const expected = pageBytes * header.readUInt32BE(28);
  if (bytes < expected) {
    throw new StoreError(
      'damaged',
      file,
      `is truncated: ${bytes} bytes of ${expected}. Its scenario has to run again.`,
    );
  }
}
