import { Command } from 'commander';
import { cloudAgentCommand } from './cloud-agent.ts';
import { cloudDoctorCommand } from './cloud-doctor.ts';
import { cloudDownCommand, cloudStatusCommand } from './cloud-status.ts';
import { cloudUpCommand } from './cloud-up.ts';

/** `astrolabe cloud`: a small cloud on this machine, for OpenStack's clients. */
export function cloudCommand(): Command {
  return new Command('cloud')
    .description("a small cloud on this machine, for OpenStack's clients")
    .addCommand(cloudUpCommand())
    .addCommand(cloudStatusCommand())
    .addCommand(cloudDownCommand())
    .addCommand(cloudDoctorCommand())
    .addCommand(cloudAgentCommand());
}
