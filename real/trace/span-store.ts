import { Sqlite } from '../database/sqlite.ts';
import { serverAttribute } from './span.ts';
import type { SpanRecord } from './span.ts';

/** "AsTr" in ASCII: marks a file of spans. */
const applicationId = 0x41735472;
const version = 1;

/**
 * A row holds the spans of one trace that came together. `seq` is the number of the last of them, counted over all spans
 * that ever came.
 */
const schema = `
CREATE TABLE spans_of_trace (seq INTEGER PRIMARY KEY, trace_id TEXT NOT NULL, spans TEXT NOT NULL) STRICT;
CREATE INDEX spans_by_trace ON spans_of_trace (trace_id);
CREATE TABLE trace_of_server (
  server_uuid TEXT NOT NULL, trace_id TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (server_uuid, trace_id)
) WITHOUT ROWID, STRICT;
CREATE INDEX trace_of_server_by_age ON trace_of_server (seq);
PRAGMA application_id = ${applicationId};
PRAGMA user_version = ${version};`;

export interface SpanStoreOptions {
  /** Spans kept; the oldest go. Default 200,000: some 50 MB. */
  readonly spansMax?: number | undefined;
}

/**
 * Spans in a SQLite file. Written in batches and without waiting for the disk: a crash of the machine may cost the last
 * seconds, a crash of the program what was not handed over yet.
 */
export class SpanStore {
  readonly #sqlite: Sqlite;
  readonly #spansMax: number;
  #seq: number;
  /** SQLite's connection takes one call after the other. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(sqlite: Sqlite, seq: number, { spansMax = 200_000 }: SpanStoreOptions) {
    this.#sqlite = sqlite;
    this.#seq = seq;
    this.#spansMax = spansMax;
  }

  /**
   * Makes the file when it is missing, and empties one of an older or newer form: spans are no loss.
   *
   * @throws Error for a file of something else
   */
  static async open(file: string, options: SpanStoreOptions = {}): Promise<SpanStore> {
    const sqlite = await Sqlite.open(file);
    try {
      await sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 5000');
      await prepare(sqlite, file);
      const [last] = await sqlite.all<{ seq: number | null }>('SELECT max(seq) AS seq FROM spans_of_trace');
      return new SpanStore(sqlite, last?.seq ?? 0, options);
    } catch (error) {
      await sqlite.close().catch(() => undefined);
      throw error;
    }
  }

  add(spans: readonly SpanRecord[]): Promise<void> {
    if (spans.length === 0) return Promise.resolve();
    // Literal rows: SQLite would parse JSON anew for each of its members.
    const rows = [...byTrace(spans)].map(
      ([traceId, those]) =>
        `(${(this.#seq += those.length)}, ${quoted(traceId)}, ${quoted(JSON.stringify(those.map(toStored)))})`,
    );
    const servers = new Set(
      spans.flatMap((span) =>
        serversOf(span).map((uuid) => `(${quoted(uuid)}, ${quoted(span.traceId)}, ${this.#seq})`),
      ),
    );
    const sql = `BEGIN IMMEDIATE;
      INSERT INTO spans_of_trace (seq, trace_id, spans) VALUES ${rows.join(',')};
      ${servers.size > 0 ? upsertServers([...servers]) : ''}
      DELETE FROM spans_of_trace WHERE seq <= ${this.#seq - this.#spansMax};
      DELETE FROM trace_of_server WHERE seq <= ${this.#seq - this.#spansMax};
      COMMIT`;
    return this.#inTurn(async () => {
      try {
        await this.#sqlite.exec(sql);
      } catch (error) {
        await this.#sqlite.exec('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
  }

  /** Spans of a trace, in the order in which they began. */
  async ofTrace(traceId: string): Promise<SpanRecord[]> {
    const rows = await this.#inTurn(() =>
      this.#sqlite.all<{ spans: string }>(
        `SELECT spans FROM spans_of_trace WHERE trace_id = ${quoted(traceId)} ORDER BY seq`,
      ),
    );
    return rows
      .flatMap(({ spans }) => (JSON.parse(spans) as StoredSpan[]).map((stored) => fromStored(traceId, stored)))
      .sort((a, b) => a.startUs - b.startUs);
  }

  /** Traces with a span about the server, the oldest first. */
  async tracesOfServer(serverUuid: string): Promise<string[]> {
    const rows = await this.#inTurn(() =>
      this.#sqlite.all<{ trace_id: string }>(
        `SELECT trace_id FROM trace_of_server WHERE server_uuid = ${quoted(serverUuid)} ORDER BY seq`,
      ),
    );
    return rows.map((row) => row.trace_id);
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#sqlite.close());
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** Without names and with the duration: half as long, and most of the cost of a span is its length. */
type StoredSpan = readonly [
  spanId: string,
  parentSpanId: string | null,
  name: string,
  service: string,
  kind: SpanRecord['kind'],
  startUs: number,
  durationUs: number,
  attributes: SpanRecord['attributes'],
  /** Of one that failed. */
  message?: string | null,
];

function toStored(span: SpanRecord): StoredSpan {
  const { spanId, parentSpanId, name, service, kind, startUs, endUs, attributes, status, message } = span;
  const durationUs = endUs - startUs;
  if (status === 'ok') return [spanId, parentSpanId, name, service, kind, startUs, durationUs, attributes];
  return [spanId, parentSpanId, name, service, kind, startUs, durationUs, attributes, message];
}

function fromStored(traceId: string, stored: StoredSpan): SpanRecord {
  const [spanId, parentSpanId, name, service, kind, startUs, durationUs, attributes, message = null] = stored;
  const status = stored.length > 8 ? 'error' : 'ok';
  const endUs = startUs + durationUs;
  return { traceId, spanId, parentSpanId, name, service, kind, startUs, endUs, status, message, attributes };
}

function byTrace(spans: readonly SpanRecord[]): Map<string, SpanRecord[]> {
  const traces = new Map<string, SpanRecord[]>();
  for (const span of spans) {
    const known = traces.get(span.traceId);
    if (known) known.push(span);
    else traces.set(span.traceId, [span]);
  }
  return traces;
}

/** Servers that a span is about. */
export function serversOf({ attributes }: Pick<SpanRecord, 'attributes'>): readonly string[] {
  const value = attributes[serverAttribute];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

function upsertServers(rows: readonly string[]): string {
  return `INSERT INTO trace_of_server (server_uuid, trace_id, seq) VALUES ${rows.join(',')}
    ON CONFLICT DO UPDATE SET seq = excluded.seq;`;
}

/** A text as SQL writes it. SQLite would end the statement at a NUL. */
function quoted(text: string): string {
  return `'${text.replaceAll('\0', '').replaceAll("'", "''")}'`;
}

async function prepare(sqlite: Sqlite, file: string): Promise<void> {
  const [id] = await sqlite.all<{ application_id: number }>('PRAGMA application_id');
  const [found] = await sqlite.all<{ user_version: number }>('PRAGMA user_version');
  const tables = await sqlite.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`);
  if (tables.length > 0 && id?.application_id !== applicationId) {
    throw new Error(`${file}: holds something else; expected a new file, or one with the spans of a cloud`);
  }
  if (tables.length > 0 && found?.user_version === version) return;
  const drops = tables.map(({ name }) => `DROP TABLE "${name}";`).join(' ');
  await sqlite.exec(`BEGIN IMMEDIATE; ${drops} ${schema} COMMIT`);
}
