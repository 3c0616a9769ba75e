import { nearestName } from '../../core/index.ts';
import type { HostSpec } from '../run/run-input.ts';
import { type CsvTable, readCsvTable, type RowVisitor } from './csv-table.ts';
import { GPU_MILLI_CLASS, gpuTrait } from './openb-gpus.ts';

/** What a list of hosts says of one of them; the rest comes from the scenario. */
export type ListedHost = Pick<HostSpec, 'name' | 'kind' | 'vcpus' | 'ramMib' | 'traits' | 'inventories'> & {
  readonly diskGib: number | undefined;
  readonly zone: string;
  readonly rack: string;
};

const openbColumns = ['sn', 'cpu_milli', 'memory_mib', 'gpu', 'model'];
const plainColumns = ['name', 'vcpus', 'ram_mib'];
const plainOptional = ['disk_gib', 'kind', 'zone', 'rack', 'traits'];

/**
 * Reads a list of hosts, plain or gzip: Alibaba's `openb_node_list` or the plain format with the
 * columns name, vcpus, ram_mib and, if wanted, disk_gib, kind, zone, rack, traits (separated by
 * blanks). Throws TraceError with file, line and column.
 */
export async function readHosts(file: string): Promise<ListedHost[]> {
  const hosts: ListedHost[] = [];
  await readCsvTable(file, (table) => {
    if (hasAll(table, openbColumns)) return openbReader(table, hosts);
    const known = [...plainColumns, ...plainOptional];
    const foreign = table.columns.find((column) => !known.includes(column));
    if (foreign !== undefined || !hasAll(table, plainColumns)) refuseHeader(table, foreign, known);
    return plainReader(table, hosts);
  });
  return hosts;
}

function openbReader(table: CsvTable, hosts: ListedHost[]): RowVisitor {
  const names = new Set<string>();
  const [sn, cpu, memory, gpu, model] = openbColumns.map((name) => table.indexOf(name)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return (fields) => {
    const MILLI = 1000;
    const vcpus = Math.floor(table.number(fields, cpu, MILLI) / MILLI);
    const ramMib = table.wholeNumber(fields, memory, 1);
    const gpus = table.wholeNumber(fields, gpu, 0);
    const gpuModel = fields[model]!.trim();
    hosts.push({
      name: uniqueName(table, fields, sn, names),
      kind: `${vcpus}c-${Math.round(ramMib / 1024)}g${gpus > 0 ? `-${gpus}x${gpuModel}` : ''}`,
      vcpus,
      ramMib,
      diskGib: undefined,
      zone: '',
      rack: '',
      traits: gpus > 0 && gpuModel !== '' ? [gpuTrait(gpuModel)] : [],
      inventories: gpus > 0 ? { [GPU_MILLI_CLASS]: gpus * MILLI } : {},
    });
  };
}

function plainReader(table: CsvTable, hosts: ListedHost[]): RowVisitor {
  const names = new Set<string>();
  const text = (fields: readonly string[], column: string) => fields[table.indexOf(column)]?.trim() ?? '';
  return (fields) => {
    const vcpus = table.wholeNumber(fields, table.indexOf('vcpus'), 1);
    const ramMib = table.wholeNumber(fields, table.indexOf('ram_mib'), 1);
    const disk = table.indexOf('disk_gib');
    hosts.push({
      name: uniqueName(table, fields, table.indexOf('name'), names),
      kind: text(fields, 'kind') || `${vcpus}c-${Math.round(ramMib / 1024)}g`,
      vcpus,
      ramMib,
      diskGib: text(fields, 'disk_gib') === '' ? undefined : table.wholeNumber(fields, disk, 0),
      zone: text(fields, 'zone'),
      rack: text(fields, 'rack'),
      traits: text(fields, 'traits')
        .split(/\s+/)
        .filter((trait) => trait !== ''),
      inventories: {},
    });
  };
}

function uniqueName(table: CsvTable, fields: readonly string[], index: number, names: Set<string>): string {
  const name = fields[index]!.trim();
  if (name === '' || names.has(name)) table.refuseField('trace-text', fields, index, 'a name that no other host has');
  names.add(name);
  return name;
}

function hasAll(table: CsvTable, columns: readonly string[]): boolean {
  return columns.every((column) => table.columns.includes(column));
}

function refuseHeader(table: CsvTable, foreign: string | undefined, known: string[]): never {
  const near = foreign === undefined ? undefined : nearestName(foreign, [...known, ...openbColumns]);
  const hint = near === undefined ? '' : ` (is "${foreign}" meant to be "${near}"?)`;
  const plain = `${plainColumns.join(',')} and, if wanted, ${plainOptional.join(',')}`;
  table.refuse(
    'trace-header',
    JSON.stringify(table.columns.join(',')) + hint,
    `${openbColumns.join(',')}, or ${plain}`,
  );
}
