import type { CsvTable } from './csv-table.ts';
import type { TraceBuilder } from './trace-builder.ts';
import type { TraceKind } from './trace-kind.ts';

export const groupPolicies = ['affinity', 'anti-affinity', 'soft-affinity', 'soft-anti-affinity'];

/** The project's own format: one instance a row, columns found by name. `docs/reference/workloads.md` describes it. */
export const plainCsv: TraceKind = {
  name: 'csv',
  summary: 'Plain CSV: arrival_s, lifetime_s, vcpus, ram_mib, and what else is known of each instance.',
  required: ['arrival_s', 'lifetime_s', 'vcpus', 'ram_mib'],
  optional: ['disk_gib', 'flavor', 'project', 'batch', 'zone', 'image', 'group', 'group_policy'],
  rebase: false,
  reader(table, builder) {
    const names = [...plainCsv.required, ...plainCsv.optional];
    const at = Object.fromEntries(names.map((name) => [name, table.indexOf(name)]));
    const batches = new Map<string, number>();
    return (fields) => {
      const { row } = builder;
      row.arrivalSeconds = table.number(fields, at['arrival_s']!, 0);
      row.lifetimeLowSeconds = row.lifetimeHighSeconds = lifetime(table, fields, at['lifetime_s']!);
      row.project = text(fields, at['project']!) || 'project-1';
      row.zone = text(fields, at['zone']!);
      row.image = text(fields, at['image']!);
      row.batch = batchNumber(batches, text(fields, at['batch']!), row.arrivalSeconds);
      readGroup(table, fields, at, builder);
      const disk = text(fields, at['disk_gib']!) === '' ? undefined : table.wholeNumber(fields, at['disk_gib']!, 0);
      row.flavor = builder.flavorIndex(
        table.wholeNumber(fields, at['vcpus']!, 1),
        table.wholeNumber(fields, at['ram_mib']!, 0),
        disk,
        {},
        text(fields, at['flavor']!) || undefined,
      );
      builder.push();
    };
  },
};

/** Empty or `inf`: the instance is never deleted. */
function lifetime(table: CsvTable, fields: readonly string[], index: number): number {
  const written = fields[index]!.trim().toLowerCase();
  return written === '' || written === 'inf' ? Infinity : table.number(fields, index, 0);
}

function text(fields: readonly string[], index: number): string {
  return index < 0 ? '' : fields[index]!.trim();
}

/** Rows of one batch arrive together; the same name at another time is another batch. */
function batchNumber(batches: Map<string, number>, name: string, arrivalSeconds: number): number {
  const key = name === '' ? `row ${batches.size}` : `batch ${name} ${arrivalSeconds}`;
  let number = batches.get(key);
  if (number === undefined) batches.set(key, (number = batches.size));
  return number;
}

function readGroup(
  table: CsvTable,
  fields: readonly string[],
  at: Readonly<Record<string, number>>,
  builder: TraceBuilder,
): void {
  const { row } = builder;
  row.group = text(fields, at['group']!);
  if (row.group === '') return;
  const known = builder.policyOf(row.group);
  row.groupPolicy = text(fields, at['group_policy']!) || known || 'anti-affinity';
  const policy = at['group_policy']!;
  if (!groupPolicies.includes(row.groupPolicy)) {
    table.refuseField('trace-text', fields, policy, groupPolicies.join(', '), groupPolicies);
  }
  if (known !== undefined && known !== row.groupPolicy) {
    table.refuseField('trace-text', fields, policy, `${known}, as in the first row of group "${row.group}"`);
  }
}
