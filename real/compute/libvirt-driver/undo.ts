import type { GuestHost } from './guest-host.ts';

/**
 * Takes back what a verb had begun that failed. Where that fails too (libvirt is gone, say), the first error is still the
 * one to tell: the journal keeps what is unfinished, and it is mended when libvirt is back or this program starts anew.
 */
export async function undo(host: GuestHost, uuid: string, work: () => Promise<void>): Promise<void> {
  try {
    if (host.connection.state !== 'open') throw new Error('libvirt is away');
    await work();
  } catch (error) {
    host.logger.error({ err: error, uuid }, 'what a failed verb had begun could not be taken back yet');
  }
}
