import type { Finding } from './finding.ts';
import { checkGuests } from './guest-checks.ts';
import type { GuestFindings } from './guest-checks.ts';
import { thisHost } from './host-probe.ts';
import type { HostProbe } from './host-probe.ts';
import { installCommandOf } from './install-command.ts';
import { checkLibvirt } from './libvirt-checks.ts';
import { checkMachine } from './machine-checks.ts';
import { checkNetwork } from './network-checks.ts';
import { checkTools } from './tool-checks.ts';

export interface ExamineOptions {
  readonly libvirtUri: string;
  /** Where the guests' disks are, or will be. */
  readonly instancesPath: string;
  /** Where the canaries' few files go; QEMU's user must be able to reach it. */
  readonly canaryFolder: string;
  readonly probe?: HostProbe | undefined;
}

export interface HostExamination {
  /** Nothing is missing; guests run. */
  readonly fit: boolean;
  readonly findings: readonly Finding[];
  /** What to configure; null where no guest runs. */
  readonly advice: GuestFindings['advice'];
}

/** Tries everything that the agent of a host needs, and leaves nothing behind. It takes some seconds: guests are booted. */
export async function examineHost(options: ExamineOptions): Promise<HostExamination> {
  const { libvirtUri, instancesPath, canaryFolder, probe = thisHost } = options;
  const install = await installCommandOf(probe);
  const others = Promise.all([
    checkNetwork(probe, install),
    checkTools(probe, install),
    checkMachine(probe, install, instancesPath),
  ]);
  const libvirt = await checkLibvirt(probe, install, libvirtUri);
  const guests = await examineGuests(probe, libvirt.connection, canaryFolder);
  const findings = [...libvirt.findings, ...guests.findings, ...(await others).flat()];
  return { fit: findings.every(({ state }) => state !== 'missing'), findings, advice: guests.advice };
}

async function examineGuests(
  probe: HostProbe,
  connection: Parameters<typeof checkGuests>[1] | undefined,
  folder: string,
): Promise<GuestFindings> {
  if (connection === undefined) return { findings: [], advice: null };
  try {
    return await checkGuests(probe, connection, folder);
  } finally {
    connection.close();
  }
}
