import type { HostData, HostsData } from '../web/report-data.ts';

export interface HostSample {
  readonly atSeconds: number;
  /** Index is the host's index in the run. */
  readonly values: Float32Array;
}

/** Level of the greatest value; 255 stands for no value. */
const topLevel = 250;
const noLevel = 255;

/**
 * Host samples as a grid of bytes: hosts by zone, kind and name, samples joined to at most `columns`
 * columns by their mean. The domain starts at 0 or the least value and, for fractions, reaches 1.
 */
export function hostGrid(
  hosts: readonly HostData[],
  samples: readonly HostSample[],
  options: { readonly columns: number; readonly unit: string },
): Pick<HostsData, 'hosts' | 'atSeconds' | 'domain' | 'levels'> {
  const order = hosts.map((_, index) => index).sort((a, b) => byPlace(hosts[a]!, hosts[b]!) || a - b);
  const width = Math.max(1, Math.ceil(samples.length / options.columns));
  const columns = Math.ceil(samples.length / width);
  const means = new Float64Array(hosts.length * columns);
  for (let column = 0; column < columns; column++) {
    const joined = samples.slice(column * width, (column + 1) * width);
    for (const [row, host] of order.entries()) means[row * columns + column] = meanOf(joined, host);
  }
  const domain = domainOf(means, options.unit);
  return {
    hosts: order.map((host) => hosts[host]!),
    atSeconds: Array.from({ length: columns }, (_, column) => samples[column * width]!.atSeconds),
    domain,
    levels: Buffer.from(Uint8Array.from(means, (value) => levelOf(value, domain))).toString('base64'),
  };
}

/** Numbers within names count as numbers: host-2 before host-10. */
const collator = new Intl.Collator('en', { numeric: true });

function byPlace(a: HostData, b: HostData): number {
  return collator.compare(a.zone, b.zone) || collator.compare(a.kind, b.kind) || collator.compare(a.name, b.name);
}

/** NaN when no sample has a value for the host. */
function meanOf(samples: readonly HostSample[], host: number): number {
  let sum = 0;
  let count = 0;
  for (const { values } of samples) {
    const value = values[host] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

function domainOf(means: Float64Array, unit: string): readonly [number, number] {
  let low = 0;
  let high = unit === 'fraction' ? 1 : 0;
  for (const value of means) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high > low ? high : low + 1];
}

function levelOf(value: number, [low, high]: readonly [number, number]): number {
  return Number.isNaN(value) ? noLevel : Math.round(((value - low) / (high - low)) * topLevel);
}
