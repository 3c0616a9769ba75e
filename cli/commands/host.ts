import { Command } from 'commander';
import { hostDoctorCommand } from './host-doctor.ts';
import { hostConsoleLogCommand, hostDeleteCommand, hostListCommand } from './host-guests.ts';
import { hostSpawnCommand } from './host-spawn.ts';

/** `astrolabe host`: this machine as one that runs guests. */
export function hostCommand(): Command {
  return new Command('host')
    .description('this machine as a host of guests: what it can do, and guests without any service')
    .addCommand(hostDoctorCommand())
    .addCommand(hostSpawnCommand())
    .addCommand(hostListCommand())
    .addCommand(hostConsoleLogCommand())
    .addCommand(hostDeleteCommand());
}
