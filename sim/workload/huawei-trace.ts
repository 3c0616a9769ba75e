import type { TraceKind } from './trace-kind.ts';

const MIB_PER_GIB = 1024;

/** Huawei Cloud East-1: one VM a row, creation and lifetime in seconds. */
export const huaweiTrace: TraceKind = {
  name: 'huawei-east-1-lt',
  summary: 'Huawei Cloud East-1: creation and exact lifetime of each VM; VMs that were never deleted are missing.',
  required: ['vmid', 'cpu', 'mem', 'at', 'lt'],
  optional: [],
  rebase: false,
  reader(table, builder) {
    const [cpu, mem, at, lt] = ['cpu', 'mem', 'at', 'lt'].map((name) => table.indexOf(name)) as [
      number,
      number,
      number,
      number,
    ];
    const { row } = builder;
    return (fields) => {
      const vcpus = table.wholeNumber(fields, cpu, 1);
      const ramMib = Math.ceil(table.number(fields, mem, 0) * MIB_PER_GIB);
      row.arrivalSeconds = table.number(fields, at, 0);
      row.lifetimeLowSeconds = row.lifetimeHighSeconds = table.number(fields, lt, 0);
      row.flavor = builder.flavorIndex(vcpus, ramMib);
      row.batch = table.rows;
      builder.push();
    };
  },
};
