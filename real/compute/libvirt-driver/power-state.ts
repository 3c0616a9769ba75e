import type { Connection } from '../../libvirt/connection.ts';
import { domainLifecycleEvents, domainStoppedDetails } from '../../libvirt/constants.ts';
import { isLibvirtError } from '../../libvirt/errors/libvirt-error.ts';
import type { Domain, DomainStateName } from '../../libvirt/objects/domain.ts';
import { domainName } from '../domain-xml/domain-name.ts';
import type { GuestEvent } from '../hypervisor/guest-event.ts';
import type { PowerState } from '../hypervisor/guest.ts';
import { isCutOffStart } from './cut-off-start.ts';

/** libvirt's reason for `shutoff` after QEMU died. Source: `VIR_DOMAIN_SHUTOFF_CRASHED`. */
const SHUTOFF_CRASHED = 3;

const states: Partial<Record<DomainStateName, PowerState>> = {
  running: 'running',
  // Waits for a resource, says Xen; QEMU never reports it.
  blocked: 'running',
  paused: 'paused',
  // On its way down, and still there.
  shutdown: 'running',
  shutoff: 'shutdown',
  crashed: 'crashed',
  pmsuspended: 'suspended',
};

/** The power state of a domain; `nostate` for one that libvirt does not have. */
export async function powerStateOf(domain: Domain): Promise<PowerState> {
  try {
    const { state, reason } = await domain.state();
    if (state === 'paused' && (await isCutOffStart(domain))) return 'shutdown';
    if (state !== 'shutoff') return states[state] ?? 'nostate';
    if (await domain.hasManagedSave()) return 'suspended';
    return reason === SHUTOFF_CRASHED ? 'crashed' : 'shutdown';
  } catch (error) {
    if (isLibvirtError(error, 'NO_DOMAIN')) return 'nostate';
    throw error;
  }
}

/** The domain of a guest, known by its UUID alone: asks libvirt nothing. @throws HypervisorError for no UUID */
export function domainOf(connection: Connection, uuid: string): Domain {
  return connection.domain({ name: domainName(uuid), uuid, id: -1 });
}

/** What a lifecycle event means for a guest; undefined for steps on the way to the next one. */
export function guestEventOf(uuid: string, event: number, detail: number): GuestEvent | undefined {
  switch (event) {
    case domainLifecycleEvents.started:
      return { uuid, kind: 'started', powerState: 'running' };
    case domainLifecycleEvents.suspended:
      return { uuid, kind: 'paused', powerState: 'paused' };
    case domainLifecycleEvents.resumed:
      return { uuid, kind: 'resumed', powerState: 'running' };
    case domainLifecycleEvents.pmsuspended:
      return { uuid, kind: 'suspended', powerState: 'suspended' };
    case domainLifecycleEvents.crashed:
      return { uuid, kind: 'crashed', powerState: 'crashed' };
    case domainLifecycleEvents.stopped:
      return stopped(uuid, detail);
    case domainLifecycleEvents.undefined:
      return { uuid, kind: 'deleted', powerState: 'nostate' };
    default:
      return undefined;
  }
}

function stopped(uuid: string, detail: number): GuestEvent {
  if (detail === domainStoppedDetails.saved) return { uuid, kind: 'suspended', powerState: 'suspended' };
  const died = detail === domainStoppedDetails.crashed || detail === domainStoppedDetails.failed;
  return died ? { uuid, kind: 'crashed', powerState: 'crashed' } : { uuid, kind: 'stopped', powerState: 'shutdown' };
}

/** An event that was not heard, made up from two states. */
export function missedEvent(uuid: string, now: PowerState): GuestEvent {
  const kinds: Readonly<Record<PowerState, GuestEvent['kind']>> = {
    nostate: 'deleted',
    running: 'started',
    paused: 'paused',
    shutdown: 'stopped',
    crashed: 'crashed',
    suspended: 'suspended',
  };
  return { uuid, kind: kinds[now], powerState: now };
}
