import { HostCommands, toolPackages } from './host/host-commands.ts';
import type { Tool } from './host/host-commands.ts';
import { changeLinks } from './host/links.ts';
import { NetworkError } from './network-error.ts';
import { changeNft } from './rules/change-nft.ts';
import { wholeRuleset } from './rules/ruleset.ts';
import { findTracking } from './rules/tracking.ts';

/** One thing that a network driver needs, tried out on this host. */
export interface NetworkFinding {
  readonly name: 'tools' | 'bridge' | 'tap' | 'nftables' | 'connection tracking on bridges' | 'dhcp';
  readonly ok: boolean;
  /** What was seen, as a sentence. */
  readonly found: string;
  /** What mends it, as a command where there is one. */
  readonly repair?: string | undefined;
  /** Whether the driver works without it, though with less. */
  readonly optional?: boolean | undefined;
}

/**
 * What this host has for the network of guests. Devices and rules are tried in a network namespace that ends with each
 * trial, so that nothing here changes.
 */
export async function inspectNetworkHost(
  options: { readonly networkNamespace?: string } = {},
): Promise<NetworkFinding[]> {
  const here = HostCommands.in(options.networkNamespace);
  const scratch = HostCommands.inEmptyNamespace();
  return Promise.all([
    findTools(here),
    attempt('bridge', 'a bridge could be made', 'modprobe bridge', () =>
      changeLinks(scratch, ['link add name astrolabe0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0']),
    ),
    attempt('tap', 'a tap device could be made', 'modprobe tun', () =>
      changeLinks(scratch, ['tuntap add dev astrolabe0 mode tap']),
    ),
    attempt('nftables', 'the kernel took our rules', 'modprobe -a nf_tables nf_tables_bridge nft_masq nft_ct', () =>
      changeNft(scratch, wholeRuleset([], [], { tracking: 'bridge-netfilter', hostServices: [] })),
    ),
    inspectTracking(here),
    attempt('dhcp', 'dnsmasq runs', installing(['dnsmasq']), () => here.run('dnsmasq', ['--version'])),
  ]);
}

async function attempt(
  name: NetworkFinding['name'],
  found: string,
  repair: string,
  act: () => Promise<unknown>,
): Promise<NetworkFinding> {
  try {
    await act();
    return { name, ok: true, found };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return {
      name,
      ok: false,
      found: error.message,
      repair: error.code === 'no-permission' ? 'run it as root' : repair,
    };
  }
}

async function findTools(commands: HostCommands): Promise<NetworkFinding> {
  const questions: Readonly<Partial<Record<Tool, readonly string[]>>> = {
    ip: ['-Version'],
    nft: ['--version'],
    dnsmasq: ['--version'],
    sysctl: ['--version'],
  };
  const asked = Object.entries(questions) as [Tool, readonly string[]][];
  const missing: Tool[] = [];
  const failures: string[] = [];
  for (const [tool, args] of asked) {
    await commands.run(tool, args).catch((error: unknown) => {
      if (error instanceof NetworkError && error.code === 'missing-tool') missing.push(tool);
      else failures.push(error instanceof Error ? error.message : String(error));
    });
  }
  if (missing.length > 0) {
    return { name: 'tools', ok: false, found: `missing: ${missing.join(', ')}`, repair: installing(missing) };
  }
  const ok = failures.length === 0;
  return { name: 'tools', ok, found: ok ? `${asked.map(([tool]) => tool).join(', ')} run` : failures[0]! };
}

const installing = (tools: readonly Tool[]): string =>
  `apt-get install ${[...new Set(tools.map((tool) => toolPackages[tool]))].join(' ')}`;

async function inspectTracking(commands: HostCommands): Promise<NetworkFinding> {
  const name = 'connection tracking on bridges';
  if ((await findTracking(commands)) === 'bridge-netfilter')
    return { name, ok: true, found: 'the kernel has br_netfilter' };
  const found = 'the kernel has no br_netfilter: guests of one network are let through what looks like an answer';
  return { name, ok: false, found, repair: 'modprobe br_netfilter', optional: true };
}
