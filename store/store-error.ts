/** Every way that the store refuses, and what a caller may do about it. */
export type StoreErrorCode =
  /** There is no such file or folder, or it may not be opened. */
  | 'not-found'
  /** The file is something else. */
  | 'not-a-results-file'
  /** A results file of another version of the format. */
  | 'other-version'
  /** Truncated, or damaged in another way. */
  | 'damaged'
  /** A results file of that name is there already. */
  | 'exists'
  /** Another process writes to it. */
  | 'busy'
  /** No space left where the file is. */
  | 'disk-full'
  /** The disk refused a write for another reason: a quota, a limit, a defect. */
  | 'disk-failed'
  /** The file holds another scenario, another plan, or was begun by another build. */
  | 'other-sweep'
  /** Files that do not belong together: of another scenario, plan or build, or with another outcome of one run. */
  | 'cannot-merge'
  /** Runs are missing where all were asked for. */
  | 'incomplete'
  /** The runs asked for are not in the file, or not finished. */
  | 'no-such-run';

/** Says which file, what was found there and what is accepted. The file is as it was. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly file: string;

  constructor(code: StoreErrorCode, file: string, message: string, options?: ErrorOptions) {
    super(`${file}: ${message}`, options);
    this.name = 'StoreError';
    this.code = code;
    this.file = file;
  }
}

/** Gives SQLite's own errors a place and a meaning; what is not SQLite's, or is a bug, passes unchanged. */
export function asStoreError(error: unknown, file: string): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  const options = { cause: error };
  switch (code) {
    case 'SQLITE_FULL':
    case 'ENOSPC':
      return new StoreError('disk-full', file, 'no space left on the disk. What was complete before is kept.', options);
    case 'SQLITE_IOERR':
    case 'EDQUOT':
    case 'EFBIG':
    case 'EIO':
      return new StoreError('disk-failed', file, `${diskFailed} What was complete before is kept.`, options);
    case 'SQLITE_NOTADB':
      return new StoreError('not-a-results-file', file, 'is not a results file of Astrolabe.', options);
    case 'SQLITE_CORRUPT':
      return new StoreError('damaged', file, 'is damaged: SQLite cannot read its pages.', options);
    case 'SQLITE_BUSY':
      return new StoreError('busy', file, 'another process holds the file.', options);
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
    case 'EACCES':
    case 'ENOENT':
    case 'EROFS':
      return new StoreError('not-found', file, `cannot be opened (${(error as Error).message}).`, options);
    default:
      return error;
  }
}

const diskFailed = 'the disk refused to read or write (a quota, a limit on the size of files, or a defect).';
