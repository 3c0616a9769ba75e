import { domainSaveFlags } from '../../libvirt/constants.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import type { PowerState } from '../hypervisor/guest.ts';
import { endDomain, plugPorts, redefineGuest, startDomain } from './guest-domain.ts';
import type { GuestHost, GuestJob } from './guest-host.ts';
import { domainOf, powerStateOf } from './power-state.ts';

/** Starts a stopped guest, with its hardware as it is asked for now; one that runs is left alone. */
export async function powerOnGuest(host: GuestHost, uuid: string, job: GuestJob): Promise<void> {
  const record = host.journal.get(uuid);
  const state = await stateFor(host, uuid, 'started', ['shutdown', 'crashed', 'nostate', 'running']);
  if (state === 'running') return;
  job.step('define');
  await redefineGuest(host, record);
  job.step('start');
  await startDomain(host, uuid, job.signal);
}

/** Lets the guest shut down by itself, and pulls the plug when it takes too long; 0 seconds pulls it at once. */
export async function powerOffGuest(
  host: GuestHost,
  uuid: string,
  job: GuestJob,
  timeoutSeconds?: number,
): Promise<void> {
  host.journal.get(uuid);
  const state = await stateFor(host, uuid, 'stopped', ['running', 'paused', 'shutdown', 'crashed', 'nostate']);
  if (state === 'running') await askToShutDown(host, uuid, job, timeoutSeconds ?? host.shutdownTimeoutSeconds);
  job.step('stop');
  await endDomain(host, uuid);
}

/** `soft` asks the guest, and is `hard` where it does not listen. */
export async function rebootGuest(
  host: GuestHost,
  uuid: string,
  type: 'soft' | 'hard',
  job: GuestJob,
  timeoutSeconds?: number,
): Promise<void> {
  const record = host.journal.get(uuid);
  const state = await powerStateOf(domainOf(host.connection, uuid));
  if (type === 'soft') {
    await stateFor(host, uuid, 'rebooted softly', ['running']);
    await askToShutDown(host, uuid, job, timeoutSeconds ?? host.shutdownTimeoutSeconds);
  }
  job.step('stop');
  await endDomain(host, uuid);
  if (state === 'suspended') await domainOf(host.connection, uuid).removeManagedSave(await host.slowCall());
  job.step('define');
  await redefineGuest(host, record);
  job.step('start');
  await startDomain(host, uuid, job.signal);
}

export async function pauseGuest(host: GuestHost, uuid: string, job: GuestJob): Promise<void> {
  host.journal.get(uuid);
  await stateFor(host, uuid, 'paused', ['running']);
  job.step('pause');
  await domainOf(host.connection, uuid).suspend();
}

export async function unpauseGuest(host: GuestHost, uuid: string, job: GuestJob): Promise<void> {
  host.journal.get(uuid);
  await stateFor(host, uuid, 'unpaused', ['paused']);
  job.step('unpause');
  await domainOf(host.connection, uuid).resume();
}

/** Writes the guest's memory to the disk of the host and stops it. */
export async function suspendGuest(host: GuestHost, uuid: string, job: GuestJob): Promise<void> {
  const { request } = host.journal.get(uuid);
  await stateFor(host, uuid, 'suspended', ['running', 'paused']);
  if (request.pciDevices.length > 0) {
    throw new HypervisorError('unsupported', 'save', 'a guest with PCI devices of the host cannot be suspended');
  }
  job.step('save');
  await domainOf(host.connection, uuid).managedSave(domainSaveFlags.running, await host.slowCall());
}

/** The guest goes on where it was. */
export async function resumeGuest(host: GuestHost, uuid: string, job: GuestJob): Promise<void> {
  const { request } = host.journal.get(uuid);
  await stateFor(host, uuid, 'resumed', ['suspended']);
  job.step('network');
  await plugPorts(host, request);
  job.step('start');
  await startDomain(host, uuid, job.signal);
}

/** The guest's state, if it is one of those in which this can be done. @throws HypervisorError `wrong-state` */
export async function stateFor(
  host: GuestHost,
  uuid: string,
  what: string,
  accepted: readonly PowerState[],
): Promise<PowerState> {
  const state = await powerStateOf(domainOf(host.connection, uuid));
  if (accepted.includes(state)) return state;
  const states = accepted.join(', ');
  throw new HypervisorError('wrong-state', 'state', `the guest is ${state}; it can be ${what} while it is ${states}`);
}

/** A guest that is still starting does not hear the power button yet: it is pressed again. Nova: `shutdown_retry_interval`. */
const PRESS_AGAIN_MS = 10_000;

async function askToShutDown(host: GuestHost, uuid: string, job: GuestJob, timeoutSeconds: number): Promise<void> {
  const deadline = performance.now() + timeoutSeconds * 1000;
  for (;;) {
    const leftMs = deadline - performance.now();
    if (leftMs <= 0) return;
    job.step('shutdown');
    const stopped = host.watch.untilStopped(uuid, Math.min(leftMs, PRESS_AGAIN_MS), job.signal);
    // Whether it can be asked at all is the guest's affair: the plug is pulled in the end.
    await domainOf(host.connection, uuid)
      .shutdown()
      .catch((error: unknown) => {
        host.logger.debug({ err: error, uuid }, 'the guest could not be asked to shut down');
      });
    if (await stopped) return;
  }
}
