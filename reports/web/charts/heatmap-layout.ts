import type { Theme } from './heat-colors.ts';

export interface HostHeatmapData {
  /** Rows from the top. */
  readonly hosts: readonly { readonly name: string; readonly kind: string; readonly zone: string }[];
  /** Start of each column. */
  readonly atSeconds: readonly number[];
  /** Host by host, one byte a column: 0 to 250 within `domain`, 255 for no value. */
  readonly levels: Uint8Array;
  readonly domain: readonly [number, number];
}

export interface HostHeatmapOptions {
  readonly title: string;
  readonly width: number;
  readonly theme: Theme;
  /** Device pixels per CSS pixel; default 1. */
  readonly pixelRatio?: number;
  /** Formats a value of the domain. */
  readonly format: (value: number) => string;
  /** Draw a bracket for each run of hosts with equal zone and kind; default true. */
  readonly grouped?: boolean;
}

/** Where a heatmap draws, in pixels. */
export interface HeatmapLayout {
  readonly left: number;
  readonly plotWidth: number;
  readonly plotHeight: number;
  readonly height: number;
  readonly groups: readonly HostGroup[];
}

export interface HostGroup {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** A gutter for the names of groups, except on narrow charts; a few pixels a host while they last. */
export function heatmapLayout(data: HostHeatmapData, options: HostHeatmapOptions): HeatmapLayout {
  const grouped = options.grouped ?? true;
  const groups = grouped ? groupsOf(data) : [];
  const left = options.width < 480 || groups.length === 0 ? (options.width < 480 ? 8 : 52) : 160;
  const plotHeight = Math.round(Math.min(440, Math.max(96, data.hosts.length * 7)));
  return { left, plotWidth: Math.max(40, options.width - left - 12), plotHeight, height: plotHeight + 30, groups };
}

function groupsOf(data: HostHeatmapData): readonly HostGroup[] {
  const groups: HostGroup[] = [];
  let from = 0;
  for (let at = 1; at <= data.hosts.length; at++) {
    const [before, host] = [data.hosts[at - 1]!, data.hosts[at]];
    if (host !== undefined && host.kind === before.kind && host.zone === before.zone) continue;
    const label = [before.zone, before.kind].filter((part) => part !== '').join(' · ');
    groups.push({ label: `${label} (${at - from})`, from, to: at });
    from = at;
  }
  return groups;
}

/** The value that a level of the data stands for. */
export function levelValue(level: number, domain: readonly [number, number]): number {
  return domain[0] + (level / 250) * (domain[1] - domain[0]);
}
