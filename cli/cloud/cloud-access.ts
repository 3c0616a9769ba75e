import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { z } from 'zod';
import { CommandError, exitCode } from '../exit-code.ts';
import { defaultState } from './state-option.ts';

/** Where a cloud is and who asks, as OpenStack's clients take it. */
export interface CloudAccessOptions {
  readonly osCloud?: string;
  readonly osAuthUrl?: string;
  readonly osUsername?: string;
  readonly osPassword?: string;
  readonly osProjectName?: string;
  readonly osUserDomainName?: string;
  readonly osProjectDomainName?: string;
  readonly state: string;
}

/** A user of a project. */
export interface CloudAccess {
  readonly authUrl: string;
  readonly username: string;
  readonly password: string;
  readonly projectName: string;
  readonly userDomainName: string;
  readonly projectDomainName: string;
}

/** Options of every command that speaks to a cloud as a client. */
export function addCloudAccessOptions(command: Command): Command {
  return command
    .option('--os-cloud <name>', 'cloud of clouds.yaml (OS_CLOUD)')
    .option(
      '--os-auth-url <url>',
      'identity service (OS_AUTH_URL); without it, and without a cloud: the one of --state',
    )
    .option('--os-username <name>', 'user (OS_USERNAME)')
    .option('--os-password <password>', 'password (OS_PASSWORD)')
    .option('--os-project-name <name>', 'project (OS_PROJECT_NAME)')
    .option('--os-user-domain-name <name>', "domain of the user (OS_USER_DOMAIN_NAME; else 'Default')")
    .option('--os-project-domain-name <name>', "domain of the project (OS_PROJECT_DOMAIN_NAME; else 'Default')")
    .option('--state <folder>', "folder of this machine's own cloud", defaultState);
}

/**
 * Options before variables before files, as OpenStack's clients do; a cloud of this machine when nothing is said.
 *
 * @throws CommandError that names what is missing
 */
export function cloudAccess(options: CloudAccessOptions, env: NodeJS.ProcessEnv = process.env): CloudAccess {
  const name = options.osCloud ?? env['OS_CLOUD'];
  const authUrl = options.osAuthUrl ?? env['OS_AUTH_URL'];
  const isOwn = name === undefined && authUrl === undefined;
  const file = isOwn ? ownCloud(options.state) : name === undefined ? {} : namedCloud(name, env);
  const need = (given: string | undefined, known: string | undefined, option: string): string => {
    const value = given ?? known;
    if (value !== undefined) return value;
    throw new CommandError(exitCode.usage, `--os-${option} is missing, or the variable ${variable(option)}`);
  };
  return {
    authUrl: need(authUrl, file.auth_url, 'auth-url').replace(/\/+$/, ''),
    username: need(options.osUsername ?? env['OS_USERNAME'], file.username, 'username'),
    password: need(options.osPassword ?? env['OS_PASSWORD'], file.password, 'password'),
    projectName: need(options.osProjectName ?? env['OS_PROJECT_NAME'], file.project_name, 'project-name'),
    userDomainName: options.osUserDomainName ?? env['OS_USER_DOMAIN_NAME'] ?? file.user_domain_name ?? 'Default',
    projectDomainName:
      options.osProjectDomainName ?? env['OS_PROJECT_DOMAIN_NAME'] ?? file.project_domain_name ?? 'Default',
  };
}

const variable = (option: string): string => `OS_${option.toUpperCase().replaceAll('-', '_')}`;

const text = z.string().optional();
const cloudAuth = z.object({
  auth_url: text,
  username: text,
  password: text,
  project_name: text,
  user_domain_name: text,
  project_domain_name: text,
});
const cloudsFile = z.object({ clouds: z.record(z.string(), z.object({ auth: cloudAuth })) });

function ownCloud(state: string): z.infer<typeof cloudAuth> {
  const file = join(state, 'clouds.yaml');
  if (existsSync(file)) return readCloud(file, 'astrolabe');
  const advice = 'name one with --os-cloud or --os-auth-url, or start one with astrolabe cloud up';
  throw new CommandError(exitCode.usage, `no cloud has been in ${state}; ${advice}`);
}

function namedCloud(name: string, env: NodeJS.ProcessEnv): z.infer<typeof cloudAuth> {
  const given = env['OS_CLIENT_CONFIG_FILE'];
  const places = given
    ? [given]
    : ['clouds.yaml', join(homedir(), '.config/openstack/clouds.yaml'), '/etc/openstack/clouds.yaml'];
  const file = places.find((place) => existsSync(place));
  if (file !== undefined) return readCloud(file, name);
  throw new CommandError(exitCode.usage, `the cloud ${name} is not known: none of ${places.join(', ')} is there`);
}

function readCloud(file: string, name: string): z.infer<typeof cloudAuth> {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(exitCode.usage, `${file}: cannot be read: ${(error as Error).message}`);
  }
  const checked = cloudsFile.safeParse(content);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    throw new CommandError(exitCode.usage, `${file}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const found = checked.data.clouds[name];
  if (found) return found.auth;
  const names = Object.keys(checked.data.clouds).join(', ');
  throw new CommandError(exitCode.usage, `${file}: has no cloud ${name}; it has ${names}`);
}
