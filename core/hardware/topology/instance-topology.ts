export type CpuPolicy = 'shared' | 'dedicated' | 'mixed';
export type CpuThreadPolicy = 'prefer' | 'isolate' | 'require';
export type EmulatorThreadsPolicy = 'share' | 'isolate';

export const cpuPolicies: readonly CpuPolicy[] = ['dedicated', 'shared', 'mixed'];
export const cpuThreadPolicies: readonly CpuThreadPolicy[] = ['prefer', 'isolate', 'require'];
export const emulatorThreadsPolicies: readonly EmulatorThreadsPolicy[] = ['share', 'isolate'];

/** Page sizes by wish instead of KiB; the numbers are Nova's, and stand in its databases. */
export const PAGE_SIZE_SMALL = -1;
export const PAGE_SIZE_LARGE = -2;
export const PAGE_SIZE_ANY = -3;

/** One NUMA cell of a guest, before or after it was fitted to a host. Nova: `InstanceNUMACell`. */
export interface InstanceCell {
  /** Number of the guest's cell; once fitted, id of the host cell. */
  readonly id: number;
  /** vCPUs that share host CPUs. */
  readonly cpuset: ReadonlySet<number>;
  /** vCPUs with a host CPU of their own. */
  readonly pcpuset: ReadonlySet<number>;
  readonly memoryMib: number;
  /** KiB, or one of the `PAGE_SIZE_` wishes; null takes the host's smallest pages, overcommitted. */
  readonly pageSizeKib: number | null;
  readonly cpuPolicy: CpuPolicy | null;
  readonly cpuThreadPolicy: CpuThreadPolicy | null;
  /** vCPU to host CPU, once fitted with dedicated vCPUs. */
  readonly cpuPinning: ReadonlyMap<number, number> | null;
  /** Host CPUs held for the emulator threads of the guest. */
  readonly cpusetReserved: ReadonlySet<number> | null;
}

/** The NUMA cells of a guest. Nova: `InstanceNUMATopology`. */
export interface InstanceTopology {
  readonly cells: readonly InstanceCell[];
  readonly emulatorThreadsPolicy: EmulatorThreadsPolicy | null;
}

/** Whether vCPUs of the cell run on shared host CPUs (policies shared, mixed and none). */
export function sharesCpus(policy: CpuPolicy | null): boolean {
  return policy !== 'dedicated';
}

/** Whether vCPUs of the cell have host CPUs of their own (policies dedicated and mixed). */
export function pinsCpus(policy: CpuPolicy | null): boolean {
  return policy === 'dedicated' || policy === 'mixed';
}
