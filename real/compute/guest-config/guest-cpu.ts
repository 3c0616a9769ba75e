import { badRequest } from './bad-request.ts';
import { cpuTopology } from './cpu-topology.ts';
import type { CpuTopology } from './cpu-topology.ts';
import type { HardwareWishes } from './hardware-wishes.ts';
import type { CpuMode, GuestDefaults } from './host-settings.ts';

export interface GuestCpu {
  readonly mode: CpuMode;
  readonly model?: string | undefined;
  readonly check?: 'none' | 'partial' | 'full' | undefined;
  readonly features: readonly { readonly name: string; readonly policy: 'require' | 'disable' }[];
  readonly topology: CpuTopology;
}

/** The CPU that a guest sees. Nova: `_get_guest_cpu_config`. */
export function guestCpu(wishes: HardwareWishes, defaults: GuestDefaults): GuestCpu {
  const { cpuMode: mode, cpuModels, cpuModelExtraFlags, cpuModelCheck } = defaults;
  const custom = mode === 'custom';
  if (custom && cpuModels[0] === undefined) throw badRequest('cpuMode "custom" needs a name in cpuModels');
  return {
    mode,
    model: custom ? cpuModels[0] : undefined,
    check: custom ? cpuModelCheck : undefined,
    // Without a mode there is nothing that a feature could be added to.
    features: mode === 'none' ? [] : cpuModelExtraFlags.map(featureOf),
    topology: cpuTopology(wishes),
  };
}

function featureOf(flag: string): GuestCpu['features'][number] {
  const [, sign, name] = /^([+-]?)([A-Za-z0-9_.-]+)$/.exec(flag) ?? [];
  if (name === undefined)
    throw badRequest(`cpuModelExtraFlags has ${JSON.stringify(flag)}; accepted: pcid, +pcid, -pcid`);
  return { name, policy: sign === '-' ? 'disable' : 'require' };
}
