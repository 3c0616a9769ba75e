import type { HostHeatmapData } from '../charts/heatmap-layout.ts';

/** The hosts with the greatest mean first; equal ones, and those without values last, keep their order. */
export function orderHostsByUse(data: HostHeatmapData): HostHeatmapData {
  const columns = data.atSeconds.length;
  const means = data.hosts.map((_, host) => meanOf(data.levels.subarray(host * columns, (host + 1) * columns)));
  const order = data.hosts.map((_, host) => host).sort((a, b) => means[b]! - means[a]! || a - b);
  const levels = new Uint8Array(data.levels.length);
  for (const [row, host] of order.entries())
    levels.set(data.levels.subarray(host * columns, (host + 1) * columns), row * columns);
  return { ...data, hosts: order.map((host) => data.hosts[host]!), levels };
}

function meanOf(levels: Uint8Array): number {
  let sum = 0;
  let count = 0;
  for (const level of levels) {
    if (level === 255) continue;
    sum += level;
    count++;
  }
  return count === 0 ? -1 : sum / count;
}
