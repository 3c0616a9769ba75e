import type { Finding } from './finding.ts';
import type { HostProbe } from './host-probe.ts';
import type { InstallCommand, PackagePurpose } from './install-command.ts';

/** A program that the agent calls, or several of which one is enough. */
interface Tool {
  readonly check: string;
  readonly commands: readonly (readonly [command: string, ...versionArgs: string[]])[];
  readonly purpose: PackagePurpose;
  /** What cannot be done without it. Without this text, no guest can be made. */
  readonly consequence?: string;
}

const tools: readonly Tool[] = [
  { check: 'qemu-img', commands: [['qemu-img', '--version']], purpose: 'qemuImg' },
  { check: 'dnsmasq', commands: [['dnsmasq', '--version']], purpose: 'dnsmasq' },
  {
    check: 'mkfs.ext4',
    commands: [['mkfs.ext4', '-V']],
    purpose: 'ext4',
    consequence: 'no ephemeral disks with ext4',
  },
  {
    check: 'mkfs.vfat',
    commands: [['mkfs.vfat', '--help']],
    purpose: 'vfat',
    consequence: 'no ephemeral disks with vfat',
  },
  { check: 'mkswap', commands: [['mkswap', '--version']], purpose: 'swap', consequence: 'no swap disks' },
  {
    check: 'iso',
    commands: [
      ['genisoimage', '--version'],
      ['mkisofs', '--version'],
      ['xorrisofs', '--version'],
    ],
    purpose: 'iso',
    consequence: 'no config drives',
  },
];

/** Each program that the agent calls: whether it is there and which version. */
export function checkTools(probe: HostProbe, install: InstallCommand): Promise<Finding[]> {
  return Promise.all(tools.map((tool) => checkTool(probe, install, tool)));
}

async function checkTool(probe: HostProbe, install: InstallCommand, tool: Tool): Promise<Finding> {
  for (const [command, ...args] of tool.commands) {
    const { exitCode, stdout, stderr } = await probe.run(command, args);
    if (exitCode !== null) return { check: tool.check, state: 'ok', found: versionLine(command, stdout || stderr) };
  }
  return {
    check: tool.check,
    state: tool.consequence === undefined ? 'missing' : 'limited',
    found: `no program ${tool.commands.map(([command]) => command).join(', ')}`,
    mend: install(tool.purpose),
    consequence: tool.consequence,
  };
}

/** The line with the number in it: some begin with a copyright, some say nothing of a version. */
function versionLine(command: string, text: string): string {
  const line = text.split('\n').find((each) => /\d+\.\d+/.test(each));
  return line?.trim().replace(/\s+/g, ' ').slice(0, 80) ?? command;
}
