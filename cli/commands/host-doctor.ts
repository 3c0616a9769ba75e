import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { examineHost } from '../../real/index.ts';
import { CommandError, exitCode } from '../exit-code.ts';
import { examinationText } from '../host/examination-text.ts';
import { addTerminalOptions, Terminal, type TerminalOptions } from '../terminal.ts';

interface DoctorOptions extends TerminalOptions {
  readonly libvirt: string;
  readonly instances: string;
}

/** `astrolabe host doctor`: boots canary guests and tries whatever else the agent needs. */
export function hostDoctorCommand(): Command {
  const command = new Command('doctor')
    .description('say what this machine can do as a host of guests, and how to mend what is missing')
    .option('--libvirt <uri>', 'libvirt to ask', 'qemu:///system')
    .option('--instances <folder>', "where guests' disks are kept", '/var/lib/astrolabe/instances')
    .addHelpText('after', help)
    .action((options: DoctorOptions) => examine(options));
  return addTerminalOptions(command);
}

const help = `
Guests are booted to find out, so it takes some seconds. Nothing of them is left. "limited" means that
guests run, with less than there could be. Exit code 1 when something is missing that they need.

Example:
  astrolabe host doctor
  astrolabe host doctor --libvirt 'qemu+unix:///system?socket=/run/libvirt/libvirt-sock' --json
`;

async function examine(options: DoctorOptions): Promise<void> {
  const terminal = new Terminal(options);
  const examination = await examineHost({
    libvirtUri: options.libvirt,
    instancesPath: options.instances,
    canaryFolder: join(tmpdir(), 'astrolabe-canaries'),
  });
  terminal.result(examinationText(examination, terminal.columns), examination);
  if (examination.fit) return;
  const missing = examination.findings.filter(({ state }) => state === 'missing').map(({ check }) => check);
  throw new CommandError(exitCode.checkFailed, `this machine cannot run guests yet; missing: ${missing.join(', ')}`);
}
