import { HardwareWishes } from '../guest-config/hardware-wishes.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import type { GuestRequest } from '../hypervisor/guest.ts';
import type { GuestHost } from './guest-host.ts';
import { domainOf } from './power-state.ts';

/** A guest agent that is there answers within this; the guest cannot write meanwhile. */
const AGENT_SECONDS = 30;

/**
 * Does the work while the guest agent holds the guest's file systems still, where the image says that there is one
 * (`hw_qemu_guest_agent`). That it cannot matters only to an image that says so (`os_require_quiesce`). Nova: `quiesce`.
 *
 * @throws HypervisorError `wrong-state` when the file systems had to be frozen and were not
 */
export async function whileFrozen(host: GuestHost, request: GuestRequest, work: () => Promise<void>): Promise<void> {
  const wishes = new HardwareWishes(request.flavor, request.image);
  if (!wishes.flag('hw_qemu_guest_agent')) return work();
  const { connection, logger } = host;
  const dom = domainOf(connection, request.uuid).ref;
  const asked = { dom, mountpoints: [], flags: 0 };
  try {
    await connection.rpc.domainFsfreeze(asked, { timeoutMs: AGENT_SECONDS * 1000 });
  } catch (error) {
    const cause = { cause: error };
    if (wishes.flag('os_require_quiesce')) {
      throw new HypervisorError('wrong-state', 'snapshot', 'the guest agent did not freeze the file systems', cause);
    }
    logger.warn({ err: error, uuid: request.uuid }, 'a snapshot is taken without freezing the file systems');
    return work();
  }
  try {
    await work();
  } finally {
    await connection.rpc.domainFsthaw(asked, { timeoutMs: AGENT_SECONDS * 1000 }).catch((error: unknown) => {
      logger.error({ err: error, uuid: request.uuid }, 'the file systems of a guest could not be thawed');
    });
  }
}
