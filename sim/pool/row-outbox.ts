import type { MessagePort } from 'node:worker_threads';
import { packSamples, type ResultRow, type SampleColumns, type SampleRow } from '../../store/index.ts';
import { unwrittenSlot, type WorkerMessage } from './worker-protocol.ts';

/** Rows to a message: some hundred kilobytes, so that the cost of a message is spread. */
const rowsPerMessage = 4000;

/** A host sample of thousands of hosts is worth many rows. */
const valuesPerRow = 16;

/** Messages that may wait for the writer: bounds the memory of a run whose rows come faster than the disk. */
const unwrittenMax = 4;

/**
 * The worker's side of the way to the store: gathers rows into messages, and makes the simulation
 * wait while the writer is behind. The simulation never returns to the event loop, so the wait is
 * on shared memory.
 */
export class RowOutbox {
  /** Messages posted so far. */
  messages = 0;
  readonly #port: MessagePort;
  readonly #control: Int32Array;
  #rows: ResultRow[] = [];
  #samples: SampleRow[] = [];
  #size = 0;

  constructor(port: MessagePort, control: Int32Array) {
    this.#port = port;
    this.#control = control;
  }

  /** Keeps copies: the caller may use its arrays again. */
  add(rows: readonly ResultRow[]): void {
    for (const row of rows) {
      if (row.kind === 'sample') this.#samples.push(row);
      else this.#rows.push(ownRow(row));
      this.#size += row.kind === 'host-sample' ? 1 + row.values.length / valuesPerRow : 1;
    }
    if (this.#size >= rowsPerMessage) this.flush();
  }

  flush(): void {
    if (this.#size === 0) return;
    const rows = this.#rows;
    // Most rows are samples: as columns they cost the main thread, which all workers share, least.
    const samples = packSamples(this.#samples);
    this.#rows = [];
    this.#samples = [];
    this.#size = 0;
    this.post({ type: 'rows', rows, samples }, [...rows.flatMap(buffersOf), ...buffersOfColumns(samples)]);
  }

  post(message: WorkerMessage, transfer: ArrayBuffer[] = []): void {
    for (;;) {
      const unwritten = Atomics.load(this.#control, unwrittenSlot);
      if (unwritten < unwrittenMax) break;
      Atomics.wait(this.#control, unwrittenSlot, unwritten, 1000);
    }
    Atomics.add(this.#control, unwrittenSlot, 1);
    this.#port.postMessage(message, transfer);
    this.messages++;
  }
}

function ownRow(row: ResultRow): ResultRow {
  if (row.kind === 'host-sample') return { ...row, values: row.values.slice() };
  if (row.kind === 'histogram') return { ...row, edges: row.edges.slice(), counts: row.counts.slice() };
  return row;
}

function buffersOf(row: ResultRow): ArrayBuffer[] {
  if (row.kind === 'host-sample') return [row.values.buffer as ArrayBuffer];
  if (row.kind === 'histogram') return [row.edges.buffer as ArrayBuffer, row.counts.buffer as ArrayBuffer];
  return [];
}

function buffersOfColumns({ metric, atSeconds, value }: SampleColumns): ArrayBuffer[] {
  return [metric, atSeconds, value].map((column) => column.buffer as ArrayBuffer);
}
