/** Amounts that one recorded instance asked for. A trace that records no disk leaves `diskGib` out. */
export interface TraceFlavor {
  readonly name: string;
  readonly vcpus: number;
  readonly ramMib: number;
  readonly diskGib?: number | undefined;
  readonly extraSpecs: Readonly<Record<string, string>>;
}

/**
 * A recorded workload as it was read, before anything is drawn: columns with one place an instance,
 * ascending by arrival; equal arrivals keep the order of the file.
 */
export interface Trace {
  readonly file: string;
  /** Name of the reader, `huawei-east-1-lt`. */
  readonly kind: string;
  readonly count: number;
  readonly flavors: readonly TraceFlavor[];
  /** Seconds after `originSeconds`. */
  readonly arrivalSeconds: Float64Array;
  /** Bounds of the lifetime; equal when the trace knows it exactly. `Infinity`: never deleted. */
  readonly lifetimeLowSeconds: Float64Array;
  readonly lifetimeHighSeconds: Float64Array;
  /** 1: still running when the recording ended, so that the bounds are those of its age then. */
  readonly censored: Uint8Array;
  readonly flavor: Uint16Array;
  readonly project: Uint32Array;
  readonly projects: readonly string[];
  /** Instances with the same value were asked for together. */
  readonly batch: Uint32Array;
  /** Index or -1. */
  readonly zone: Int16Array;
  readonly zones: readonly string[];
  /** Index or -1. */
  readonly image: Int16Array;
  readonly imageNames: readonly string[];
  /** Index or -1. */
  readonly group: Int32Array;
  readonly groups: readonly { readonly policy: string }[];
  /** The trace's own clock at second 0 of the columns. */
  readonly originSeconds: number;
  /** Whether the file had its rows in another order than that of arrival. */
  readonly sorted: boolean;
}
