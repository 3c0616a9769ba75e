import type { TraceKind } from './trace-kind.ts';

const MIB_PER_GIB = 1024;

/** Azure Public Dataset V1 (Cortez et al., SOSP 2017): arrivals in bins of five minutes, by tenant batch. */
export const azureTrace: TraceKind = {
  name: 'azure2017-v1',
  summary: 'Azure Public Dataset V1: arrivals in 5-minute bins by tenant batch, lifetimes as bins, some censored.',
  required: ['arrival_s', 'batch', 'vcpu', 'mem_gib', 'dur_lo_s', 'dur_hi_s', 'censored'],
  optional: [],
  rebase: true,
  reader(table, builder) {
    const [arrival, batch, vcpu, mem, low, high, censored] = azureTrace.required.map((name) => table.indexOf(name)) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const { row } = builder;
    return (fields) => {
      const vcpus = table.wholeNumber(fields, vcpu, 1);
      const ramMib = Math.ceil(table.number(fields, mem, 0) * MIB_PER_GIB);
      row.arrivalSeconds = table.number(fields, arrival, 0);
      row.batch = table.wholeNumber(fields, batch, 0, MAX_UINT32);
      row.lifetimeLowSeconds = table.number(fields, low, 0);
      row.lifetimeHighSeconds = table.number(fields, high, row.lifetimeLowSeconds);
      row.censored = table.wholeNumber(fields, censored, 0, 1) === 1;
      row.project = `batch-${row.batch}`;
      row.flavor = builder.flavorIndex(vcpus, ramMib);
      builder.push();
    };
  },
};

const MAX_UINT32 = 0xffff_ffff;
