import { existsSync } from 'node:fs';
import { ArgumentError } from './errors/client-error.ts';
import type { SocketTarget } from './wire/dial.ts';

export interface ParsedUri {
  readonly target: SocketTarget;
  /** What the daemon is asked to open: the URI without the part that says how to get there. */
  readonly driverUri: string;
}

const defaultPort = 16509;
const accepted = 'qemu+unix:///system?socket=PATH, qemu+tcp://HOST:PORT/system, qemu:///system, qemu:///session';
/** Parameters for the client alone, which libvirt's own client keeps to itself too. */
const clientParameters = new Set([
  'socket',
  'name',
  'mode',
  'command',
  'auth',
  'netcat',
  'keyfile',
  'pkipath',
  'proxy',
]);

/**
 * Reads a libvirt connection URI. Unix and TCP sockets are spoken; `tls` and `ssh` are refused with what to use
 * instead. Without `socket=` the usual places are tried: the driver's own daemon first, then libvirtd.
 */
export function parseConnectionUri(uri: string, readOnly = false): ParsedUri {
  const found = /^([a-z][a-z0-9]*)(?:\+([a-z0-9]+))?:\/\/([^/?#]*)(\/[^?#]*)?(?:\?([^#]*))?$/.exec(uri);
  if (!found) throw new ArgumentError('uri', uri, accepted);
  const [, driver = '', transport, authority = '', path = '/', query = ''] = found;
  const parameters = new URLSearchParams(query);
  const kind = transport ?? (authority === '' ? 'unix' : 'tls');
  const driverUri = parameters.get('name') ?? driverUriOf(driver, path, parameters);
  if (kind === 'unix') {
    const socketPath = parameters.get('socket') ?? defaultSocketPath(driver, path, readOnly);
    return { target: { socketPath }, driverUri };
  }
  if (kind === 'tcp') return { target: tcpTarget(uri, authority), driverUri };
  throw new ArgumentError('uri', uri, `${accepted} (no ${kind}; for a remote host use tcp inside a tunnel)`);
}

function driverUriOf(driver: string, path: string, parameters: URLSearchParams): string {
  const kept = new URLSearchParams([...parameters].filter(([name]) => !clientParameters.has(name)));
  return `${driver}://${path}${kept.size > 0 ? `?${kept.toString()}` : ''}`;
}

function tcpTarget(uri: string, authority: string): SocketTarget {
  const found = /^(?:\[([^\]]+)\]|([^:@]+))(?::(\d+))?$/.exec(authority);
  const host = found?.[1] ?? found?.[2];
  if (host === undefined) throw new ArgumentError('uri', uri, 'a host (and a port) after qemu+tcp://');
  return { host, port: found?.[3] === undefined ? defaultPort : Number(found[3]) };
}

function defaultSocketPath(driver: string, path: string, readOnly: boolean): string {
  const session = path === '/session';
  const folder = session ? `${process.env['XDG_RUNTIME_DIR'] ?? '/run'}/libvirt` : '/var/run/libvirt';
  const suffix = readOnly && !session ? '-sock-ro' : '-sock';
  const own = `${folder}/virt${driver}d${suffix}`;
  return existsSync(own) ? own : `${folder}/libvirt${suffix}`;
}
