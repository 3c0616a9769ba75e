import { connect } from '../../libvirt/connection.ts';
import type { Connection } from '../../libvirt/connection.ts';
import type { Finding } from './finding.ts';
import type { HostProbe } from './host-probe.ts';
import type { InstallCommand } from './install-command.ts';

/** The minimum that Nova announces since Zed (`NEXT_MIN_LIBVIRT_VERSION`, `NEXT_MIN_QEMU_VERSION`), as libvirt writes it. */
const libvirtVersionMin = 7_000_000;
const qemuVersionMin = 5_002_000;

export interface LibvirtFindings {
  readonly findings: readonly Finding[];
  /** `undefined` when there is no daemon to talk to. The caller closes it. */
  readonly connection: Connection | undefined;
}

/** Connects to libvirt and looks at the versions of it and of QEMU. */
export async function checkLibvirt(
  probe: HostProbe,
  install: InstallCommand,
  libvirtUri: string,
): Promise<LibvirtFindings> {
  let connection: Connection;
  try {
    connection = await connect({ uri: libvirtUri, reconnect: false, connectTimeoutMs: 5000, callTimeoutMs: 30_000 });
  } catch (error) {
    return { findings: [await unreachable(probe, install, error)], connection: undefined };
  }
  const version = await connection.version();
  const findings = [
    versionFinding('libvirt', version.libvirt, libvirtVersionMin),
    versionFinding('qemu', version.hypervisor, qemuVersionMin),
  ];
  return { findings, connection };
}

async function unreachable(probe: HostProbe, install: InstallCommand, error: unknown): Promise<Finding> {
  const { exitCode } = await probe.run('libvirtd', ['--version']);
  const modular = exitCode === null ? (await probe.run('virtqemud', ['--version'])).exitCode !== null : false;
  const start = modular ? 'systemctl enable --now virtqemud.socket' : 'systemctl enable --now libvirtd';
  const mend = exitCode === null && !modular ? install('libvirt') : start;
  const found = error instanceof Error ? error.message : String(error);
  return { check: 'libvirt', state: 'missing', found, mend };
}

function versionFinding(check: string, version: number, versionMin: number): Finding {
  if (version >= versionMin) return { check, state: 'ok', found: versionText(version) };
  const found = `${versionText(version)}; wanted: ${versionText(versionMin)} or newer`;
  return { check, state: 'limited', found, consequence: 'some devices and verbs may be refused' };
}

function versionText(version: number): string {
  return [Math.floor(version / 1_000_000), Math.floor(version / 1000) % 1000, version % 1000].join('.');
}
