import { basename, dirname, resolve } from 'node:path';
import { Command } from 'commander';
import type { GuestRequest, LocalHost } from '../../real/index.ts';
import { CommandError, exitCode } from '../exit-code.ts';
import { addHostOptions, type HostOptions, withHost } from '../host/host-options.ts';
import { guestRequestFrom } from '../host/guest-request-from.ts';
import { readGuestFile } from '../host/read-guest-file.ts';
import { aborted, interruptible } from '../interruption.ts';
import { addTerminalOptions, Terminal } from '../terminal.ts';

interface SpawnOptions extends HostOptions {
  readonly keep: boolean;
}

/** `astrolabe host spawn FILE`: one server from a description, without any service. */
export function hostSpawnCommand(): Command {
  const command = new Command('spawn')
    .description('run one server from a description, without any service')
    .argument('<file>', 'description of the server, YAML')
    .option('--keep', 'return when it runs and leave it; else it is deleted with Ctrl-C', false)
    .addHelpText('after', help)
    .action((file: string, options: SpawnOptions) => spawn(file, options));
  return addTerminalOptions(addHostOptions(command));
}

const help = `
The description:
  name: web
  flavor: { vcpus: 1, ram: 512 MiB, disk: 5 GiB }
  image: { file: debian-12.qcow2 }
  network:
    cidr: 10.20.0.0/24
    rules: [{ direction: ingress, protocol: tcp, ports: 22 }]
  keys: { mine: ssh-ed25519 AAAA... }

Examples:
  astrolabe host spawn web.yaml
  astrolabe host spawn web.yaml --keep --virt-type qemu
`;

async function spawn(path: string, options: SpawnOptions): Promise<void> {
  const file = await readGuestFile(path);
  const terminal = new Terminal(options);
  const imageFile = file.image === undefined ? undefined : resolve(dirname(path), file.image.file);
  await withHost(options, { startsGuests: true, imageFile }, async (host) => {
    if (!(await host.hypervisor.describeHost()).canaryBooted) throw guestsDoNotRun(options);
    const image = imageFile === undefined ? null : await host.images.find(basename(imageFile));
    const request = guestRequestFrom(file, image, await host.requests());
    await interruptible(async (signal) => {
      await build(host, request, signal);
      await tell(host, request, terminal, options);
      if (options.keep) return;
      terminal.remark('Ctrl-C deletes it.');
      await aborted(signal);
      await host.agent.delete(request.uuid);
    });
  });
}

/** Ctrl-C takes back what has been made. */
async function build(host: LocalHost, request: GuestRequest, signal: AbortSignal): Promise<void> {
  let takenBack: Promise<void> | undefined;
  const giveUp = (): void => {
    takenBack = host.agent.delete(request.uuid);
    // Its failure is heard below.
    takenBack.catch(() => {});
  };
  signal.addEventListener('abort', giveUp);
  try {
    await host.agent.build(request);
  } catch (error) {
    if (takenBack === undefined) throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
  if (takenBack === undefined) return;
  await takenBack;
  throw new CommandError(exitCode.interrupted, 'given up; nothing of the server is left');
}

function guestsDoNotRun({ virtType }: SpawnOptions): CommandError {
  const other = virtType === 'kvm' ? 'Try --virt-type qemu, or other values of --cpu-mode and --cpu-flag. ' : '';
  return new CommandError(
    exitCode.usage,
    `guests of type ${virtType} do not run here. ${other}astrolabe host doctor says what works.`,
  );
}

async function tell(host: LocalHost, request: GuestRequest, terminal: Terminal, options: SpawnOptions): Promise<void> {
  const { uuid } = request;
  const timings = host.conductor.timings.find((each) => each.uuid === uuid && each.operation === 'build')!;
  const addresses = request.ports.flatMap(({ fixedIps }) => fixedIps.map(({ ipAddress }) => ipAddress));
  const consoles = {
    vnc: (await host.hypervisor.consoleEndpoint(uuid, 'vnc')).socketPath,
    serial: (await host.hypervisor.consoleEndpoint(uuid, 'serial')).socketPath,
  };
  const lines = [
    `${request.displayName} runs: ${uuid}`,
    ...addresses.map((address) => `address   ${address}`),
    `VNC       ${consoles.vnc}`,
    `serial    ${consoles.serial}`,
    `took      ${timings.steps.map(({ step, ms }) => `${step} ${ms.toFixed(0)} ms`).join(', ')}`,
    `console   astrolabe host console-log ${uuid}${options.state === '/var/lib/astrolabe' ? '' : ` --state ${options.state}`}`,
  ];
  const { totalMs, steps } = timings;
  terminal.result(lines.join('\n'), { uuid, addresses, consoles, totalMs, steps });
}
