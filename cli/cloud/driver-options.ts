import { type Command, InvalidArgumentError, Option } from 'commander';
import type { cloud } from '../../real/index.ts';
import { wholeNumber } from '../option-values.ts';

/** What every command takes that has hosts. */
export interface DriverOptions {
  readonly driver: 'libvirt' | 'fake' | 'mixed' | 'none';
  readonly hosts: number;
  readonly libvirt?: string;
  readonly netns?: string;
  readonly virtType?: 'kvm' | 'qemu';
  readonly cpuMode?: 'host-passthrough' | 'host-model' | 'maximum' | 'none';
  readonly cpuFlag: readonly string[];
  readonly cpuAllocationRatio?: number;
  readonly shutdownTimeout?: number;
}

export function addDriverOptions(command: Command, drivers: readonly DriverOptions['driver'][]): Command {
  const modes = ['host-passthrough', 'host-model', 'maximum', 'none'];
  return command
    .addOption(new Option('--driver <name>', 'what runs servers').choices(drivers).default('libvirt'))
    .option('--hosts <number>', 'how many hosts in memory (with --driver fake or mixed)', wholeNumber(1, 10_000), 1)
    .option('--libvirt <uri>', "libvirt to use; default the machine's, or one of its own where none runs")
    .option('--netns <path>', 'network namespace of guests, such as /run/netns/lab')
    .addOption(new Option('--virt-type <type>', 'how guests run; default what works').choices(['kvm', 'qemu']))
    .addOption(new Option('--cpu-mode <mode>', 'processor of guests').choices(modes))
    .option('--cpu-flag <flag>', 'feature of the processor, with + or - before it (repeatable)', collect, [])
    .option('--cpu-allocation-ratio <number>', 'vCPUs for each processor; at first 4', ratio)
    .option('--shutdown-timeout <seconds>', 'how long a guest may take to shut down; default 60', wholeNumber(0, 3600));
}

export function hypervisorsOf(options: DriverOptions): cloud.CloudOptions['hypervisors'] {
  const { driver, hosts, libvirt, netns, virtType, cpuMode, cpuFlag, cpuAllocationRatio, shutdownTimeout } = options;
  if (driver === 'none') return [];
  const fake = { kind: 'fake', hosts } as const;
  if (driver === 'fake') return [fake];
  const guests = {
    ...(virtType && { virtType }),
    ...(cpuMode && { cpuMode }),
    ...(cpuFlag.length > 0 && { cpuModelExtraFlags: cpuFlag }),
  };
  const real = { kind: 'libvirt', uri: libvirt, networkNamespace: netns, guests } as const;
  const here = { ...real, cpuAllocationRatio, shutdownTimeoutSeconds: shutdownTimeout };
  return driver === 'mixed' ? [here, fake] : [here];
}

function ratio(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 1000) return value;
  throw new InvalidArgumentError(`Found "${text}"; accepted: a number above 0, such as 16.`);
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
