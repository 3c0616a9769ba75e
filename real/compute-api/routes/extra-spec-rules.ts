import { standardResourceClasses, standardTraits } from '../../../core/index.ts';
import { ApiError } from '../../http/api-error.ts';
import { truthOf } from '../http/truth.ts';

/** What a value must be: `any`, a truth, a whole number from and to, one of some words, or of a form. */
type ValueRule = 'any' | 'boolean' | { readonly min?: number; readonly max?: number } | readonly string[] | RegExp;

const shares: readonly string[] = ['custom', 'high', 'normal', 'low'];
const fromZero = { min: 0 };
const fromOne = { min: 1 };
const number = {};

/** CPUs of a guest: `0-3,^2`. Written so that no text makes the search explode. */
const cpuMask = /^\^?\d+(-\d+|,\^?\d+)*$/;

/** Extra specs that Nova knows. https://docs.openstack.org/nova/latest/configuration/extra-specs.html */
const known: Readonly<Record<string, ValueRule>> = {
  group_policy: ['isolate', 'none'],
  hide_hypervisor_id: 'boolean',
  'accel:device_profile': 'any',
  'hw:boot_menu': 'boolean',
  'hw:cpu_cores': fromOne,
  'hw:cpu_dedicated_mask': cpuMask,
  'hw:cpu_policy': ['dedicated', 'shared', 'mixed'],
  'hw:cpu_realtime': 'boolean',
  'hw:cpu_realtime_mask': cpuMask,
  'hw:cpu_sockets': fromOne,
  'hw:cpu_thread_policy': ['prefer', 'isolate', 'require'],
  'hw:cpu_threads': fromOne,
  'hw:emulator_threads_policy': ['isolate', 'share'],
  'hw:ephemeral_encryption': 'boolean',
  'hw:ephemeral_encryption_format': ['plain', 'luks', 'luksv2'],
  'hw:hide_hypervisor_id': 'boolean',
  'hw:locked_memory': 'boolean',
  'hw:max_cpu_cores': fromOne,
  'hw:max_cpu_sockets': fromOne,
  'hw:max_cpu_threads': fromOne,
  'hw:mem_encryption': 'boolean',
  'hw:mem_page_size': /^(large|small|any|\d+([kKMGT]i?)?(b|bit|B)?)$/,
  'hw:numa_nodes': fromOne,
  'hw:pci_numa_affinity_policy': ['required', 'preferred', 'legacy', 'socket'],
  'hw:pmem': /^[a-zA-Z0-9_]+(,[a-zA-Z0-9_]+)*,?$/,
  'hw:pmu': 'boolean',
  'hw:serial_port_count': fromZero,
  'hw:tpm_model': ['tpm-tis', 'tpm-crb'],
  'hw:tpm_version': ['1.2', '2.0'],
  'hw:vif_multiqueue_enabled': 'boolean',
  'hw:viommu_model': ['intel', 'smmuv3', 'virtio', 'auto'],
  'hw:watchdog_action': ['none', 'pause', 'poweroff', 'reset', 'disabled'],
  'hw_rng:allowed': 'boolean',
  'hw_rng:rate_bytes': fromZero,
  'hw_rng:rate_period': fromZero,
  'hw_video:ram_max_mb': fromZero,
  'os:monitors': { min: 1, max: 8 },
  'os:resolution': ['1024x768', '1280x1024', '1600x1200', '1920x1200', '2560x1600', '3840x2160'],
  'os:secure_boot': ['disabled', 'required'],
  'os:vram': ['64', '128', '256', '512', '1024'],
  'pci_passthrough:alias': /^[^:]+:\d+(?:\s*,\s*[^:]+:\d+)*$/,
  'quota:cpu_limit': fromZero,
  'quota:cpu_period': fromZero,
  'quota:cpu_quota': number,
  'quota:cpu_reservation': number,
  'quota:cpu_shares': fromZero,
  'quota:cpu_shares_level': shares,
  'quota:cpu_shares_share': fromZero,
  'quota:disk_io_limit': fromZero,
  'quota:disk_io_reservation': number,
  'quota:disk_io_shares_level': shares,
  'quota:disk_io_shares_share': fromZero,
  'quota:disk_read_bytes_sec': fromZero,
  'quota:disk_read_iops_sec': fromZero,
  'quota:disk_total_bytes_sec': fromZero,
  'quota:disk_total_iops_sec': fromZero,
  'quota:disk_write_bytes_sec': fromZero,
  'quota:disk_write_iops_sec': fromZero,
  'quota:memory_limit': fromZero,
  'quota:memory_reservation': number,
  'quota:memory_shares_level': shares,
  'quota:memory_shares_share': fromZero,
  'quota:vif_inbound_average': fromZero,
  'quota:vif_inbound_burst': fromZero,
  'quota:vif_inbound_peak': fromZero,
  'quota:vif_limit': fromZero,
  'quota:vif_outbound_average': fromZero,
  'quota:vif_outbound_burst': fromZero,
  'quota:vif_outbound_peak': fromZero,
  'quota:vif_reservation': number,
  'quota:vif_shares_level': shares,
  'quota:vif_shares_share': fromZero,
  'vmware:hw_version': 'any',
  'vmware:storage_policy': 'any',
};

const capabilities = new Set(
  `id uuid service_id host vcpus memory_mb local_gb vcpus_used memory_mb_used local_gb_used hypervisor_type
  hypervisor_version hypervisor_hostname free_ram_mb free_disk_gb current_workload running_vms disk_available_least
  host_ip mapped cpu_allocation_ratio ram_allocation_ratio disk_allocation_ratio total_usable_ram_mb
  total_usable_disk_gb disk_mb_used free_disk_mb vcpus_total num_instances num_io_ops failed_builds aggregates
  cell_uuid updated`.split(/\s+/),
);
const deepCapabilities =
  /^capabilities:(cpu_info|metrics|stats|numa_topology|supported_hv_specs|pci_device_pools|nodename|pci_stats|supported_instances|limits|instances)(:\w+)*$/;

const resourceClasses = new Set(standardResourceClasses);
const traits = new Set(standardTraits);
const namespaces =
  /^(accel|aggregate_instance_extra_specs|capabilities|hw|hw_rng|hw_video|os|pci_passthrough|quota|vmware|(resources|trait)[a-zA-Z0-9_-]{0,64})$/;

/** @throws ApiError 400 for a name that should be known and is not, or for a wrong value of one that is known */
export function checkExtraSpec(name: string, value: string): void {
  const rule = ruleOf(name);
  if (rule === undefined) {
    if (!name.includes(':') || !namespaces.test(name.split(':', 1)[0] as string)) return;
    throw refused(`extra spec '${name}' does not appear to be a valid extra spec.`);
  }
  if (rule === 'any') return;
  if (rule === 'boolean') {
    if (truthOf(value) === undefined) throw refused(`'${value}' is not a valid boolean-like value.`);
  } else if (rule instanceof RegExp) {
    if (!rule.test(value)) throw refused(`'${value}' is not of the format '${rule.source.slice(1, -1)}'.`);
  } else if ('includes' in rule) {
    if (!rule.includes(value)) throw refused(`'${value}' is not one of: ${rule.join(', ')}.`);
  } else {
    checkNumber(value, rule);
  }
}

function ruleOf(name: string): ValueRule | undefined {
  if (Object.hasOwn(known, name)) return known[name];
  if (/^hw:numa_cpus\.\d+$/.test(name)) return cpuMask;
  if (/^hw:numa_mem\.\d+$/.test(name)) return fromOne;
  if (/^aggregate_instance_extra_specs:.+$/.test(name)) return 'any';
  const [, kind, thing = ''] = /^(resources|trait)[a-zA-Z0-9_-]{0,64}:(\w+)$/.exec(name) ?? [];
  const isCustom = /^CUSTOM_[A-Z0-9_]+$/.test(thing);
  if (kind === 'resources' && (isCustom || resourceClasses.has(thing))) return number;
  if (kind === 'trait' && (isCustom || traits.has(thing))) return ['required', 'forbidden'];
  if (deepCapabilities.test(name)) return 'any';
  return name.startsWith('capabilities:') && capabilities.has(name.slice('capabilities:'.length)) ? 'any' : undefined;
}

function checkNumber(value: string, { min = -Infinity, max = Infinity }: { min?: number; max?: number }): void {
  if (!/^\s*[+-]?\d+(_\d+)*\s*$/.test(value)) throw refused(`'${value}' is not a valid integer value.`);
  const count = Number(value.replaceAll('_', ''));
  if (count > max) throw refused(`'${count}' is greater than the max value of '${max}'.`);
  if (count < min) throw refused(`'${count}' is less than the min value of '${min}'.`);
}

function refused(why: string): ApiError {
  return new ApiError(400, `Validation failed; ${why}`);
}
