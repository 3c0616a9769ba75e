import type { HostCommands } from '../host/host-commands.ts';

/**
 * How the filter of a bridge knows an answer to something that was allowed.
 *
 * - `bridge-netfilter`: bridged packets pass the connection tracking of IP (br_netfilter), which marks answers.
 * - `stateless`: where the kernel lacks that, packets that look like answers pass: TCP segments that do not open a
 *   connection, UDP from a port that an opposite rule names (or DNS and NTP), ICMP errors and echo replies.
 */
export type Tracking = 'bridge-netfilter' | 'stateless';

/** One bit of the packet mark: this packet answers something that was allowed. */
export const answerMark = '0x20000000';

/** What the kernel offers here. */
export async function findTracking(commands: HostCommands): Promise<Tracking> {
  const found = await commands.run('sysctl', ['-n', 'net.bridge.bridge-nf-call-iptables']).catch(() => undefined);
  return found === undefined ? 'stateless' : 'bridge-netfilter';
}
