import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import { nearestName } from '../../core/index.ts';
import type { InputCode } from '../input-error.ts';
import { TraceError } from './trace-error.ts';

/** Called once a row; `fields` holds as many texts as the header has names. */
export type RowVisitor = (fields: readonly string[]) => void;

/**
 * Streams a CSV file with a header, plain or compressed with gzip (told apart by the first two
 * bytes, not by the name), through a visitor that `onHeader` makes.
 *
 * Throws TraceError for a file that is missing, empty, cut off or torn, with the line.
 */
export async function readCsvTable(file: string, onHeader: (table: CsvTable) => RowVisitor): Promise<void> {
  const table = new CsvTable(file);
  let visit: RowVisitor | undefined;
  let lastByte = 0;
  try {
    const unpack = (await isGzip(file)) ? createGunzip() : new PassThrough();
    await pipeline(
      createReadStream(file),
      unpack,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          lastByte = chunk.at(-1) ?? lastByte;
          yield chunk;
        }
      },
      parse({ bom: true, relax_column_count: true }),
      async function (records: AsyncIterable<string[]>) {
        for await (const fields of records) {
          table.line += table.linesOfRow;
          table.linesOfRow = 1 + newlinesWithin(fields);
          if (visit === undefined) {
            table.columns = fields.map((name) => name.trim());
            visit = onHeader(table);
          } else {
            if (fields.length !== table.columns.length) table.refuseFieldCount(fields);
            visit(fields);
            table.rows++;
          }
        }
      },
    );
  } catch (error) {
    throw asTraceError(error, table);
  }
  const NEWLINE = 10;
  if (lastByte !== 0 && lastByte !== NEWLINE) {
    table.refuse('trace-unterminated', 'a last line without a newline at its end', 'whole lines only');
  }
  if (table.rows === 0) table.refuse('trace-empty', 'no rows', 'a header and at least one row');
}

/** Where the reader of a table is, and how its fields become numbers. */
export class CsvTable {
  readonly file: string;
  columns: readonly string[] = [];
  /** Line of the current row, from 1; the header is line 1. */
  line = 0;
  linesOfRow = 1;
  rows = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** Position of a column, or -1. */
  indexOf(column: string): number {
    return this.columns.indexOf(column);
  }

  /** A number in [least, most]; an empty field is refused. */
  number(fields: readonly string[], index: number, least: number, most = Number.MAX_SAFE_INTEGER): number {
    const text = fields[index]!;
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!Number.isFinite(value)) this.refuseField('trace-number', fields, index, range(least, most));
    if (value < least || value > most) this.refuseField('trace-range', fields, index, range(least, most));
    return value;
  }

  wholeNumber(fields: readonly string[], index: number, least: number, most?: number): number {
    const value = this.number(fields, index, least, most);
    if (!Number.isInteger(value)) this.refuseField('trace-number', fields, index, `${range(least, most)}, whole`);
    return value;
  }

  refuseField(code: InputCode, fields: readonly string[], index: number, accepted: string, known?: string[]): never {
    const found = JSON.stringify(fields[index]);
    const nearest = known && nearestName(fields[index]!, known);
    throw this.error(code, { path: this.columns[index], found, accepted, nearest });
  }

  refuseFieldCount(fields: readonly string[]): never {
    const found = `${fields.length} ${fields.length === 1 ? 'field' : 'fields'} (${JSON.stringify(fields.join(','))})`;
    this.refuse('trace-fields', found, `${this.columns.length} fields as in the header (${this.columns.join(',')})`);
  }

  refuse(code: InputCode, found: string, accepted: string): never {
    throw this.error(code, { found, accepted });
  }

  private error(
    code: InputCode,
    facts: { path?: string | undefined; found: string; accepted: string; nearest?: string | undefined },
  ): TraceError {
    return new TraceError([{ code, file: this.file, line: Math.max(1, this.line), ...facts }]);
  }
}

function range(least: number, most: number = Number.MAX_SAFE_INTEGER): string {
  return most >= Number.MAX_SAFE_INTEGER ? `a number from ${least}` : `a number from ${least} to ${most}`;
}

/** Line breaks inside quoted fields, so that later lines keep their numbers. */
function newlinesWithin(fields: readonly string[]): number {
  let count = 0;
  for (const field of fields) if (field.includes('\n')) count += field.split('\n').length - 1;
  return count;
}

const GZIP_MAGIC = 0x1f8b;

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE(0) === GZIP_MAGIC;
  } finally {
    await handle.close();
  }
}

function asTraceError(error: unknown, table: CsvTable): unknown {
  if (!(error instanceof Error) || error instanceof TraceError) return error;
  const code = 'code' in error ? String(error.code) : '';
  const line = Math.max(1, table.line + (table.line > 0 ? table.linesOfRow : 0));
  if (error instanceof CsvError) {
    const at = { file: table.file, line: Math.max(1, Number(error['lines'] ?? line)) };
    return new TraceError([{ code: 'trace-quotes', ...at, found: error.message, accepted: 'well-formed CSV' }]);
  }
  if (code.startsWith('Z_')) {
    const facts = { found: `a damaged gzip stream (${error.message})`, accepted: 'a whole gzip file' };
    return new TraceError([{ code: 'trace-gzip', file: table.file, line, ...facts }]);
  }
  if (['ENOENT', 'EISDIR', 'EACCES', 'ENOTDIR'].includes(code)) {
    return new TraceError([{ code: 'file-missing', file: table.file, found: code, accepted: 'a readable file' }]);
  }
  return error;
}
