import { z } from 'zod';
import { NetworkError } from '../network-error.ts';
import type { HostCommands } from './host-commands.ts';

/** A network device as the kernel has it. */
export interface Link {
  readonly name: string;
  readonly alias: string | undefined;
  readonly kind: string | undefined;
  readonly mac: string;
  readonly mtu: number;
  readonly up: boolean;
  /** Name of the bridge that it is a port of. */
  readonly master: string | undefined;
  /** Addresses as `10.0.0.1/24`, without those that the kernel gives itself. */
  readonly addresses: readonly string[];
  /** Whether bridged packets pass the IP hooks of netfilter. */
  readonly callsIptables: boolean;
  readonly multiQueue: boolean;
}

/** Every device of the namespace, by its name. */
export async function readLinks(commands: HostCommands): Promise<Map<string, Link>> {
  const said = await commands.run('ip', ['-details', '-json', 'address', 'show']);
  const links = z.array(linkSchema).parse(JSON.parse(said)).map(linkOf);
  return new Map(links.map((link) => [link.name, link]));
}

/** Runs commands of `ip` in one process, in order, until one fails. */
export async function changeLinks(commands: HostCommands, lines: readonly string[]): Promise<void> {
  if (lines.length > 0) await commands.run('ip', ['-batch', '-'], { input: `${lines.join('\n')}\n` });
}

const linkSchema = z.object({
  ifname: z.string(),
  ifalias: z.string().optional(),
  address: z.string().default(''),
  mtu: z.number(),
  flags: z.array(z.string()),
  master: z.string().optional(),
  linkinfo: z
    .object({
      info_kind: z.string().optional(),
      info_data: z
        .object({ nf_call_iptables: z.number().optional(), multi_queue: z.boolean().optional() })
        .optional()
        .catch(undefined),
    })
    .optional(),
  addr_info: z.array(z.object({ local: z.string().optional(), prefixlen: z.number(), scope: z.string() })).default([]),
});

function linkOf(read: z.infer<typeof linkSchema>): Link {
  const data = read.linkinfo?.info_data;
  return {
    name: read.ifname,
    alias: read.ifalias,
    kind: read.linkinfo?.info_kind,
    mac: read.address,
    mtu: read.mtu,
    up: read.flags.includes('UP'),
    master: read.master,
    addresses: read.addr_info
      .filter(({ local, scope }) => local !== undefined && scope !== 'link')
      .map(({ local, prefixlen }) => `${local}/${prefixlen}`),
    callsIptables: data?.nf_call_iptables === 1,
    multiQueue: data?.multi_queue === true,
  };
}

/** Also when there is none. */
export async function deleteLink(commands: HostCommands, name: string): Promise<void> {
  try {
    await commands.run('ip', ['link', 'delete', 'dev', name]);
  } catch (error) {
    if (!(error instanceof NetworkError) || error.code !== 'missing-device') throw error;
  }
}
