import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Domain } from '../../libvirt/objects/domain.ts';

/** Source: `VIR_DOMAIN_PAUSED_STARTING_UP`. */
const PAUSED_STARTING_UP = 11;

/**
 * Whether libvirt says that it is starting the guest while no QEMU of it is there. For a moment that is so with every
 * start; and for ever when libvirtd was killed in that moment: the next libvirtd (seen with 9.0) takes up the job, nobody
 * ends it, and nothing can be done to the domain any more, not even destroy or undefine it.
 */
export async function isCutOffStart(domain: Domain): Promise<boolean> {
  const { state, reason } = await domain.state();
  return state === 'paused' && reason === PAUSED_STARTING_UP && !(await hasQemu(domain.uuid));
}

async function hasQemu(uuid: string): Promise<boolean> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    // A process may end while it is looked at.
    numbers.map((number) => readFile(`/proc/${number}/cmdline`, 'utf8').catch(() => '')),
  );
  return commands.some((command) => {
    const [program = '', ...args] = command.split('\0');
    return path.basename(program).startsWith('qemu') && args[args.indexOf('-uuid') + 1] === uuid;
  });
}
