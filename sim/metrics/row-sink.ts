import type { ResultRow } from '../../store/index.ts';
import { StableDigest } from './stable-digest.ts';

/** Rows handed on together: large enough that a message costs little, small enough to stay in the cache. */
const CHUNK_ROWS = 512;

/** Digests the rows of a run in order and hands them on in chunks. */
export class RowSink {
  private readonly emit: (rows: readonly ResultRow[]) => void;
  private readonly digest = new StableDigest();
  private chunk: ResultRow[] = [];

  constructor(emit: (rows: readonly ResultRow[]) => void) {
    this.emit = emit;
  }

  put(row: ResultRow): void {
    digestRow(this.digest, row);
    this.chunk.push(row);
    if (this.chunk.length >= CHUNK_ROWS) this.flush();
  }

  /** Hands on what is left; hexadecimal SHA-256 over all rows but decisions, which have their own. */
  finish(): string {
    this.flush();
    return this.digest.finish();
  }

  private flush(): void {
    if (this.chunk.length > 0) this.emit(this.chunk);
    this.chunk = [];
  }
}

function digestRow(digest: StableDigest, row: ResultRow): void {
  if (row.kind === 'decision') return;
  digest.text(row.kind);
  switch (row.kind) {
    case 'sample':
      digest.number(row.atSeconds);
      digest.text(row.metric);
      digest.number(row.value);
      return;
    case 'host-sample':
      digest.number(row.atSeconds);
      digest.text(row.metric);
      digest.numbers(row.values);
      return;
    case 'refusal':
      digest.text(row.stage);
      digest.text(row.by);
      digest.text(row.code);
      digest.number(row.requests);
      digest.number(row.instances);
      return;
    case 'histogram':
      digest.text(row.metric);
      digest.numbers(row.edges);
      digest.numbers(row.counts);
      return;
    case 'metric':
      digest.text(row.metric);
      digest.number(row.value);
  }
}
