import { Command } from 'commander';
import { cloud } from '../../real/index.ts';
import { addCloudOptions, type CloudCommandOptions } from '../cloud/state-option.ts';
import { CommandError, exitCode } from '../exit-code.ts';
import { examinationText } from '../host/examination-text.ts';
import { Terminal } from '../terminal.ts';

/** `astrolabe cloud doctor`: what a cloud with real servers lacks on this machine. */
export function cloudDoctorCommand(): Command {
  const command = new Command('doctor')
    .description('say what this machine lacks for a cloud with real servers, and how to mend it')
    .addHelpText('after', help)
    .action((options: CloudCommandOptions) => examine(options));
  return addCloudOptions(command);
}

const help = `
Guests are booted to find out, so it takes some seconds; nothing of them is left. Exit code 1 when
something is missing. A cloud with --driver fake needs nothing of this.

Example:
  astrolabe cloud doctor
`;

async function examine(options: CloudCommandOptions): Promise<void> {
  const terminal = new Terminal(options);
  const examination = await cloud.examineCloudHost(options.state);
  terminal.result(examinationText(examination, terminal.columns), examination);
  if (examination.fit) return;
  const missing = examination.findings.filter(({ state }) => state === 'missing').map(({ check }) => check);
  throw new CommandError(exitCode.checkFailed, `missing for a cloud with real servers: ${missing.join(', ')}`);
}
