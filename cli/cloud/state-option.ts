import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { addTerminalOptions, type TerminalOptions } from '../terminal.ts';

export interface CloudCommandOptions extends TerminalOptions {
  readonly state: string;
}

/** Root's guests run as another user, who must be able to reach their disks. */
export const defaultState =
  process.getuid?.() === 0
    ? '/var/lib/astrolabe/cloud'
    : join(process.env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'), 'astrolabe');

/** What every command about a cloud takes. */
export function addCloudOptions(command: Command): Command {
  return addTerminalOptions(command.option('--state <folder>', 'where everything of the cloud is kept', defaultState));
}
