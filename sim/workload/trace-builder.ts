import { NameTable } from './name-table.ts';
import { TraceError } from './trace-error.ts';
import type { Trace, TraceFlavor } from './trace.ts';

const NUMBERED_MAX = 32_767;

/** One recorded instance, as a reader hands it on. Left out: none, or a batch of its own. */
export interface TraceRow {
  arrivalSeconds: number;
  lifetimeLowSeconds: number;
  lifetimeHighSeconds: number;
  censored: boolean;
  flavor: number;
  /** Any number that the rows of one batch share. */
  batch: number;
  project: string;
  zone: string;
  image: string;
  group: string;
  groupPolicy: string;
}

/** Collects rows into columns; sorts them by arrival, stably, when the file did not. */
export class TraceBuilder {
  readonly row: TraceRow = {
    arrivalSeconds: 0,
    lifetimeLowSeconds: 0,
    lifetimeHighSeconds: 0,
    censored: false,
    flavor: 0,
    batch: 0,
    project: 'project-1',
    zone: '',
    image: '',
    group: '',
    groupPolicy: '',
  };
  readonly groups = new NameTable();
  private readonly groupPolicies: string[] = [];
  private readonly flavors: TraceFlavor[] = [];
  private readonly flavorIndexes = new Map<string, number>();
  private readonly projects = new NameTable();
  private readonly zones = new NameTable();
  private readonly images = new NameTable();
  private readonly columns = {
    arrivalSeconds: [] as number[],
    lifetimeLowSeconds: [] as number[],
    lifetimeHighSeconds: [] as number[],
    censored: [] as number[],
    flavor: [] as number[],
    project: [] as number[],
    batch: [] as number[],
    zone: [] as number[],
    image: [] as number[],
    group: [] as number[],
  };

  /** Index of the flavor with these amounts; its name is made from them unless one is given. */
  flavorIndex(
    vcpus: number,
    ramMib: number,
    diskGib?: number,
    extraSpecs: Readonly<Record<string, string>> = {},
    name?: string,
  ): number {
    const extra = Object.entries(extraSpecs).flat().join(' ');
    const key = `${vcpus} ${ramMib} ${diskGib ?? ''} ${name ?? ''} ${extra}`;
    let index = this.flavorIndexes.get(key);
    if (index === undefined) {
      index = this.flavors.length;
      this.flavorIndexes.set(key, index);
      this.flavors.push({ name: name ?? this.freshName(vcpus, ramMib, diskGib), vcpus, ramMib, diskGib, extraSpecs });
    }
    return index;
  }

  /** Appends a copy of `row`. */
  push(): void {
    const { row, columns } = this;
    columns.arrivalSeconds.push(row.arrivalSeconds);
    columns.lifetimeLowSeconds.push(row.lifetimeLowSeconds);
    columns.lifetimeHighSeconds.push(row.lifetimeHighSeconds);
    columns.censored.push(row.censored ? 1 : 0);
    columns.flavor.push(row.flavor);
    columns.project.push(this.projects.index(row.project));
    columns.batch.push(row.batch);
    columns.zone.push(row.zone === '' ? -1 : this.zones.index(row.zone));
    columns.image.push(row.image === '' ? -1 : this.images.index(row.image));
    columns.group.push(row.group === '' ? -1 : this.groups.index(row.group));
    if (this.groups.names.length > this.groupPolicies.length) this.groupPolicies.push(row.groupPolicy);
  }

  /** Policy that a group was first seen with; `undefined` for a new group. */
  policyOf(group: string): string | undefined {
    return this.groups.has(group) ? this.groupPolicies[this.groups.index(group)] : undefined;
  }

  /** `rebase` makes the first arrival second 0. */
  build(file: string, kind: string, rebase: boolean): Trace {
    this.refuseTooMany(file);
    const sorted = isAscending(this.columns.arrivalSeconds);
    const columns = sorted ? this.columns : this.inOrderOfArrival();
    const originSeconds = rebase ? columns.arrivalSeconds[0]! : 0;
    return {
      file,
      kind,
      count: columns.arrivalSeconds.length,
      flavors: this.flavors,
      arrivalSeconds: Float64Array.from(columns.arrivalSeconds, (seconds) => seconds - originSeconds),
      lifetimeLowSeconds: Float64Array.from(columns.lifetimeLowSeconds),
      lifetimeHighSeconds: Float64Array.from(columns.lifetimeHighSeconds),
      censored: Uint8Array.from(columns.censored),
      flavor: Uint16Array.from(columns.flavor),
      project: Uint32Array.from(columns.project),
      projects: this.projects.names,
      batch: Uint32Array.from(columns.batch),
      zone: Int16Array.from(columns.zone),
      zones: this.zones.names,
      image: Int16Array.from(columns.image),
      imageNames: this.images.names,
      group: Int32Array.from(columns.group),
      groups: this.groupPolicies.map((policy) => ({ policy })),
      originSeconds,
      sorted,
    };
  }

  /** What the columns can number; far more than any cloud has. */
  private refuseTooMany(file: string): void {
    const counts = { flavors: this.flavors, zones: this.zones.names, images: this.images.names };
    for (const [what, { length }] of Object.entries(counts)) {
      if (length <= NUMBERED_MAX) continue;
      const accepted = `up to ${NUMBERED_MAX}`;
      throw new TraceError([{ code: 'trace-range', file, found: `${length} different ${what}`, accepted }]);
    }
  }

  private inOrderOfArrival(): typeof this.columns {
    const arrivals = this.columns.arrivalSeconds;
    const order = arrivals.map((_, i) => i).sort((a, b) => arrivals[a]! - arrivals[b]!);
    const permuted = Object.entries(this.columns).map(([name, values]) => [name, order.map((i) => values[i]!)]);
    return Object.fromEntries(permuted) as typeof this.columns;
  }

  private freshName(vcpus: number, ramMib: number, diskGib: number | undefined): string {
    const base = flavorName(vcpus, ramMib, diskGib);
    const taken = this.flavors.filter((flavor) => flavor.name === base || flavor.name.startsWith(`${base}-v`)).length;
    return taken === 0 ? base : `${base}-v${taken + 1}`;
  }
}

/** `4c-8g`, `1c-768m`, `2c-4g-40d`: what a flavor holds, when nobody named it. */
export function flavorName(vcpus: number, ramMib: number, diskGib?: number): string {
  const ram = ramMib % 1024 === 0 ? `${ramMib / 1024}g` : `${ramMib}m`;
  return `${vcpus}c-${ram}${diskGib === undefined ? '' : `-${diskGib}d`}`;
}

function isAscending(values: readonly number[]): boolean {
  for (let i = 1; i < values.length; i++) if (values[i]! < values[i - 1]!) return false;
  return true;
}
