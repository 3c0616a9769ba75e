import type { PluggedPort } from '../../network/network-driver.ts';
import type { AssignedPciDevice } from '../hypervisor/guest.ts';
import { badRequest, unsupported } from './bad-request.ts';
import type { HardwareWishes } from './hardware-wishes.ts';
import type { GuestDefaults } from './host-settings.ts';

const nicModels = ['virtio', 'e1000', 'e1000e', 'rtl8139', 'ne2k_pci', 'pcnet', 'vmxnet3'] as const;
const videoModels = ['vga', 'cirrus', 'vmvga', 'qxl', 'virtio', 'bochs', 'none'] as const;
const watchdogActions = ['none', 'pause', 'poweroff', 'reset', 'disabled'] as const;
/** QEMU's x86 boards have four. Nova: `ALLOWED_QEMU_SERIAL_PORTS`. */
const SERIAL_PORTS_MAX = 4;
/** Most queues of a tap device in Linux since 4.0. Nova: `MAX_TAP_QUEUES`. */
const TAP_QUEUES_MAX = 256;

export interface GuestNic {
  readonly tapDevice: string;
  readonly macAddress: string;
  readonly mtu: number;
  readonly model: (typeof nicModels)[number];
  /** More than 1 needs a tap device with as many. */
  readonly queues: number;
}

export interface GuestVideo {
  readonly model: (typeof videoModels)[number];
  readonly ramMib?: number | undefined;
}

export interface GuestDevices {
  readonly nics: readonly GuestNic[];
  readonly pciAddresses: readonly PciAddress[];
  readonly video: GuestVideo;
  /** Further serial ports, after the one with the console. */
  readonly serialPorts: number;
  readonly inputs: readonly { readonly type: 'tablet' | 'keyboard'; readonly bus: 'usb' | 'virtio' }[];
  readonly rng?: { readonly rateBytes?: number | undefined; readonly ratePeriodMs?: number | undefined } | undefined;
  readonly watchdogAction?: Exclude<(typeof watchdogActions)[number], 'disabled'> | undefined;
  readonly guestAgent: boolean;
}

export interface PciAddress {
  readonly domain: number;
  readonly bus: number;
  readonly slot: number;
  readonly function: number;
}

/** Everything that is plugged into a guest, disks apart. */
export function guestDevices(
  wishes: HardwareWishes,
  defaults: GuestDefaults,
  ports: readonly PluggedPort[],
  pci: readonly AssignedPciDevice[],
): GuestDevices {
  const watchdog = wishes.choice('hw_watchdog_action', watchdogActions) ?? watchdogOfFlavor(wishes);
  return {
    nics: guestNics(wishes, ports),
    pciAddresses: pci.map(({ address }) => pciAddress(address)),
    video: video(wishes, defaults),
    serialPorts: serialPorts(wishes),
    inputs: inputs(wishes, defaults),
    rng: rng(wishes),
    watchdogAction: watchdog === 'disabled' ? undefined : watchdog,
    guestAgent: wishes.flag('hw_qemu_guest_agent') ?? false,
  };
}

/** How many queues each NIC of a guest has: one, or one a vCPU. */
export function nicQueues(wishes: HardwareWishes): number {
  const asked = wishes.flag('hw_vif_multiqueue_enabled') ?? wishes.extraFlag('hw:vif_multiqueue_enabled') ?? false;
  return asked && nicModel(wishes) === 'virtio' ? Math.min(wishes.flavor.vcpus, TAP_QUEUES_MAX) : 1;
}

const nicModel = (wishes: HardwareWishes): GuestNic['model'] => wishes.choice('hw_vif_model', nicModels) ?? 'virtio';

function guestNics(wishes: HardwareWishes, ports: readonly PluggedPort[]): readonly GuestNic[] {
  const [model, queues] = [nicModel(wishes), nicQueues(wishes)];
  return ports.map(({ tapDevice, macAddress, mtu }) => {
    if (!/^[A-Za-z0-9_.-]{1,15}$/.test(tapDevice)) throw badRequest(`${JSON.stringify(tapDevice)} is no device name`);
    if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(macAddress)) {
      throw badRequest(`${JSON.stringify(macAddress)} is no MAC address`);
    }
    return { tapDevice, macAddress, mtu, model, queues };
  });
}

function pciAddress(text: string): PciAddress {
  const parts = /^([0-9a-f]{4}):([0-9a-f]{2}):([01][0-9a-f])\.([0-7])$/i.exec(text)?.slice(1);
  const [domain, bus, slot, fn] = (parts ?? []).map((part) => Number.parseInt(part, 16));
  if (domain === undefined || bus === undefined || slot === undefined || fn === undefined) {
    throw badRequest(`PCI device ${JSON.stringify(text)}; accepted: an address such as 0000:81:00.0`);
  }
  return { domain, bus, slot, function: fn };
}

function video(wishes: HardwareWishes, defaults: GuestDefaults): GuestVideo {
  const model =
    wishes.choice('hw_video_model', videoModels) ?? videoModels.find((name) => name === defaults.videoModel);
  if (model === undefined) throw unsupported(`videoModel ${JSON.stringify(defaults.videoModel)} is not known`);
  const ramMib = wishes.integer('hw_video_ram', { min: 0, max: 1024 }) ?? 0;
  const mostMib = wishes.extraInteger('hw_video:ram_max_mb', { min: 0, max: 1024 }) ?? 0;
  if (ramMib > mostMib) {
    throw badRequest(`image property hw_video_ram is ${ramMib}, but the flavor's hw_video:ram_max_mb is ${mostMib}`);
  }
  return { model, ramMib: ramMib > 0 ? ramMib : undefined };
}

function serialPorts(wishes: HardwareWishes): number {
  const bounds = { min: 0, max: SERIAL_PORTS_MAX };
  const flavor = wishes.extraInteger('hw:serial_port_count', bounds);
  const image = wishes.integer('hw_serial_port_count', bounds);
  if (flavor !== undefined && image !== undefined && image > flavor) {
    throw badRequest(
      `image property hw_serial_port_count is ${image}, but the flavor's hw:serial_port_count is ${flavor}`,
    );
  }
  return Math.max(image ?? flavor ?? 1, 1) - 1;
}

function inputs(wishes: HardwareWishes, defaults: GuestDefaults): GuestDevices['inputs'] {
  const bus = wishes.choice('hw_input_bus', ['usb', 'virtio']);
  if (bus !== undefined)
    return [
      { type: 'tablet', bus },
      { type: 'keyboard', bus },
    ];
  const tablet = wishes.text('hw_pointer_model') !== undefined || defaults.pointerModel === 'usbtablet';
  return tablet ? [{ type: 'tablet', bus: 'usb' }] : [];
}

function rng(wishes: HardwareWishes): GuestDevices['rng'] {
  if (wishes.extraFlag('hw_rng:allowed') === false) return undefined;
  const rateBytes = wishes.extraInteger('hw_rng:rate_bytes', { min: 0, max: 4_294_967_295 }) || undefined;
  const ratePeriodMs = wishes.extraInteger('hw_rng:rate_period', { min: 0, max: 4_294_967_295 }) || undefined;
  return { rateBytes, ratePeriodMs: rateBytes === undefined ? undefined : ratePeriodMs };
}

function watchdogOfFlavor(wishes: HardwareWishes): (typeof watchdogActions)[number] {
  return wishes.extraChoice('hw:watchdog_action', watchdogActions) ?? 'disabled';
}
