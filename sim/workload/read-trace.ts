import { nearestName } from '../../core/index.ts';
import { azureTrace } from './azure-trace.ts';
import { type CsvTable, readCsvTable } from './csv-table.ts';
import { huaweiTrace } from './huawei-trace.ts';
import { openbPods } from './openb-pods.ts';
import { plainCsv } from './plain-csv.ts';
import { TraceBuilder } from './trace-builder.ts';
import { TraceError } from './trace-error.ts';
import type { TraceKind } from './trace-kind.ts';
import type { Trace } from './trace.ts';

/** Every kind of trace that can be read, in the order in which a header is compared with them. */
export const traceKinds: readonly TraceKind[] = [huaweiTrace, azureTrace, openbPods, plainCsv];

/**
 * Reads a whole trace, plain or gzip. The kind is told by the header unless it is given.
 *
 * Throws TraceError with file, line and column for anything that is not as the kind demands.
 */
export async function readTrace(file: string, kindName: string = 'auto'): Promise<Trace> {
  const builder = new TraceBuilder();
  let kind: TraceKind | undefined;
  await readCsvTable(file, (table) => {
    kind = kindName === 'auto' ? detectKind(table) : traceKinds.find((candidate) => candidate.name === kindName);
    if (kind === undefined) throw new Error(`no trace kind ${kindName}`);
    checkHeader(table, kind);
    return kind.reader(table, builder);
  });
  return builder.build(file, kind!.name, kind!.rebase);
}

/** The kind whose required columns the header has, all of them. */
function detectKind(table: CsvTable): TraceKind {
  const found = traceKinds.find((kind) => kind.required.every((name) => table.columns.includes(name)));
  if (found) return found;
  const share = (kind: TraceKind) => kind.required.filter((name) => table.columns.includes(name)).length;
  const closest = [...traceKinds].sort((a, b) => share(b) - share(a))[0]!;
  if (share(closest) > 1) return closest;
  const known = traceKinds.map((kind) => `${kind.name} (${kind.required.join(',')})`).join('; ');
  table.refuse('trace-header', JSON.stringify(table.columns.join(',')), `the header of one of ${known}`);
}

function checkHeader(table: CsvTable, kind: TraceKind): void {
  const known = [...kind.required, ...kind.optional];
  const accepted = `${kind.required.join(',')}${kind.optional.length > 0 ? ` and, if wanted, ${kind.optional.join(',')}` : ''} (${kind.name})`;
  const at = { code: 'trace-header', file: table.file, line: 1 } as const;
  const foreign = table.columns.find((name, i) => !known.includes(name) || table.columns.indexOf(name) !== i);
  if (foreign !== undefined) {
    const missing = known.filter((name) => !table.columns.includes(name));
    const nearest = nearestName(foreign, missing);
    throw new TraceError([{ ...at, path: foreign, found: `column "${foreign}"`, accepted, nearest }]);
  }
  const missing = kind.required.filter((name) => !table.columns.includes(name));
  if (missing.length > 0) throw new TraceError([{ ...at, found: `no column "${missing.join('", "')}"`, accepted }]);
}
