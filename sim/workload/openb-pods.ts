import type { CsvTable } from './csv-table.ts';
import { GPU_MILLI_CLASS, gpuTrait, openbGpuModels } from './openb-gpus.ts';
import type { TraceKind } from './trace-kind.ts';

const MILLI = 1000;

/**
 * Alibaba GPU cluster 2023 (Weng et al., ATC 2023): one pod a row, milli-CPUs and MiB, whole or
 * shared GPUs. A pod lives from its scheduling, or from its creation when it never was scheduled,
 * to its deletion; the phase is not read, for nearly every `Running` pod has a deletion too.
 */
export const openbPods: TraceKind = {
  name: 'openb-pods',
  summary: 'Alibaba GPU cluster 2023, pods: CPU in thousandths rounded up to vCPUs, GPUs as CUSTOM_GPU_MILLI.',
  required: [
    'name',
    'cpu_milli',
    'memory_mib',
    'num_gpu',
    'gpu_milli',
    'gpu_spec',
    'qos',
    'pod_phase',
    'creation_time',
    'deletion_time',
    'scheduled_time',
  ],
  optional: [],
  rebase: false,
  reader(table, builder) {
    const at = Object.fromEntries(openbPods.required.map((name) => [name, table.indexOf(name)]));
    const { row } = builder;
    return (fields) => {
      const created = table.number(fields, at['creation_time']!, 0);
      const scheduledText = fields[at['scheduled_time']!]!;
      const started = scheduledText === '' ? created : table.number(fields, at['scheduled_time']!, created);
      const deleted = table.number(fields, at['deletion_time']!, started);
      row.arrivalSeconds = created;
      row.lifetimeLowSeconds = row.lifetimeHighSeconds = deleted - started;
      row.batch = table.rows;
      row.flavor = builder.flavorIndex(
        Math.max(1, Math.ceil(table.number(fields, at['cpu_milli']!, 0) / MILLI)),
        Math.ceil(table.number(fields, at['memory_mib']!, 0)),
        undefined,
        gpuSpecs(table, fields, at),
      );
      builder.push();
    };
  },
};

/** Extra specs for the GPUs of a pod: their thousandths, and the models that it may not have. */
function gpuSpecs(
  table: CsvTable,
  fields: readonly string[],
  at: Readonly<Record<string, number>>,
): Record<string, string> {
  const count = table.wholeNumber(fields, at['num_gpu']!, 0);
  if (count === 0) return {};
  const milli = table.wholeNumber(fields, at['gpu_milli']!, 0, MILLI);
  const specs: Record<string, string> = { [`resources:${GPU_MILLI_CLASS}`]: String(count * milli) };
  const models = fields[at['gpu_spec']!]!.split('|').filter((model) => model !== '');
  if (models.length === 0) return specs;
  // A flavor can require all of some traits, not any of them: "one of these models" is said by
  // forbidding every other.
  for (const model of openbGpuModels) if (!models.includes(model)) specs[`trait:${gpuTrait(model)}`] = 'forbidden';
  return specs;
}
