import type { Finding } from './finding.ts';
import type { HostProbe } from './host-probe.ts';
import type { InstallCommand } from './install-command.ts';

/**
 * What the network driver needs of the kernel. Everything is tried in a network namespace of its own, which ends with the
 * command, so that nothing of the host is touched.
 */
export async function checkNetwork(probe: HostProbe, install: InstallCommand): Promise<Finding[]> {
  const { exitCode, stderr } = await probe.run('unshare', ['--net', 'true']);
  if (exitCode !== 0) {
    const found = `no network namespace can be made: ${firstLine(stderr)}`;
    return [{ check: 'network', state: 'missing', found, mend: 'run this as root' }];
  }
  return Promise.all([
    checkLink(probe, install, 'bridge', ['link', 'add', 'name', 'br0', 'type', 'bridge']),
    checkLink(probe, install, 'tap', ['tuntap', 'add', 'dev', 'tap0', 'mode', 'tap']),
    checkFiltering(probe, install),
    checkConnectionTracking(probe),
    checkNat(probe),
    checkShaping(probe, install),
  ]);
}

function inNamespace(probe: HostProbe, command: string, args: readonly string[], input?: string) {
  return probe.run('unshare', ['--net', command, ...args], input);
}

async function checkLink(
  probe: HostProbe,
  install: InstallCommand,
  check: string,
  args: readonly string[],
): Promise<Finding> {
  const { exitCode, stderr } = await inNamespace(probe, 'ip', args);
  if (exitCode === 0) return { check, state: 'ok', found: `ip ${args.slice(0, 2).join(' ')} works` };
  const noTool = /No such file|failed to execute/.test(stderr);
  const mend = noTool ? install('iproute') : `modprobe ${check === 'tap' ? 'tun' : 'bridge'}`;
  return { check, state: 'missing', found: firstLine(stderr), mend };
}

async function checkFiltering(probe: HostProbe, install: InstallCommand): Promise<Finding> {
  const rules = table('bridge', 'type filter hook forward priority 0; policy drop;', 'ether type arp accept');
  const { exitCode, stderr } = await nft(probe, rules);
  if (exitCode === 0) return { check: 'nftables', state: 'ok', found: 'rules on bridges work' };
  const noTool = /failed to execute/.test(stderr);
  const mend = noTool ? install('nftables') : 'modprobe nf_tables_bridge';
  return { check: 'nftables', state: 'missing', found: firstLine(stderr), mend };
}

async function checkConnectionTracking(probe: HostProbe): Promise<Finding> {
  const rules = table('bridge', 'type filter hook forward priority 0;', 'ct state established accept');
  const { exitCode, stderr } = await nft(probe, rules);
  if (exitCode === 0) return { check: 'bridge-conntrack', state: 'ok', found: 'connections on bridges are tracked' };
  return {
    check: 'bridge-conntrack',
    state: 'limited',
    found: firstLine(stderr),
    mend: 'modprobe nf_conntrack_bridge',
    consequence: 'security groups know no connections on the bridge: answers are recognised packet by packet',
  };
}

async function checkNat(probe: HostProbe): Promise<Finding> {
  const { exitCode, stderr } = await nft(probe, table('ip', 'type nat hook postrouting priority 100;', 'masquerade'));
  const noNat = 'guests on networks with NAT do not reach the outside';
  if (exitCode !== 0) {
    const mend = 'modprobe nft_masq';
    return { check: 'nat', state: 'limited', found: firstLine(stderr), mend, consequence: noNat };
  }
  const forwards = (await probe.readText('/proc/sys/net/ipv4/ip_forward'))?.trim() === '1';
  if (forwards) return { check: 'nat', state: 'ok', found: 'masquerading works, forwarding is on' };
  const found = 'masquerading works, forwarding is off';
  return { check: 'nat', state: 'limited', found, mend: 'sysctl -w net.ipv4.ip_forward=1', consequence: noNat };
}

/** libvirt's `<bandwidth>` wants both of these; without one the whole guest fails to start. */
const disciplines = ['htb', 'sfq'] as const;

async function checkShaping(probe: HostProbe, install: InstallCommand): Promise<Finding> {
  const consequence = 'quota:vif_* of flavors is refused';
  for (const kind of disciplines) {
    const args = ['qdisc', 'replace', 'dev', 'lo', 'root', 'handle', '1:', kind];
    const { exitCode, stderr } = await inNamespace(probe, 'tc', args);
    if (exitCode === 0) continue;
    const mend = /failed to execute/.test(stderr) ? install('iproute') : `modprobe sch_${kind}`;
    const found = `${kind}: ${firstLine(stderr)}`;
    return { check: 'traffic-shaping', state: 'limited', found, mend, consequence };
  }
  return { check: 'traffic-shaping', state: 'ok', found: `${disciplines.join(' and ')} work` };
}

function nft(probe: HostProbe, rules: string) {
  return inNamespace(probe, 'nft', ['-f', '-'], rules);
}

function table(family: string, hook: string, rule: string): string {
  return `table ${family} probe {\n chain probe {\n  ${hook}\n  ${rule}\n }\n}\n`;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]!.slice(0, 160) || 'it failed without a word';
}
