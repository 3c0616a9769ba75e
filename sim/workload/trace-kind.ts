import type { CsvTable, RowVisitor } from './csv-table.ts';
import type { TraceBuilder } from './trace-builder.ts';

/** How one kind of trace is told and read. */
export interface TraceKind {
  readonly name: string;
  /** One sentence for documents and `trace inspect`. */
  readonly summary: string;
  /** Columns that the header must name, in any order; they tell the kind. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Whether second 0 becomes the first arrival, because the file's own clock starts elsewhere. */
  readonly rebase: boolean;
  /** Returns what is called for each row: it fills `builder.row` and calls `builder.push()`. */
  reader(table: CsvTable, builder: TraceBuilder): RowVisitor;
}
