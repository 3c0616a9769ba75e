/** A file that cannot be used as a service's database. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

/** The change could not be made durable; nothing of it happened. */
export class NotDurableError extends Error {
  override readonly name = 'NotDurableError';
}

export function describeSqliteFailure(error: Error): string {
  const { code } = error as { code?: string };
  switch (code) {
    case 'SQLITE_BUSY':
      return 'another process has the file open';
    case 'SQLITE_NOTADB':
      return 'is not a SQLite database';
    case 'SQLITE_CORRUPT':
      return 'is damaged';
    case 'SQLITE_CANTOPEN':
      return 'cannot be opened or made: the folder is missing or not writable';
    default:
      return error.message;
  }
}
