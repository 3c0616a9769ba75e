import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { NetworkError } from './network-error.ts';

export interface LinuxBridgeOptions {
  readonly logger?: Logger | undefined;
  /**
   * The driver's own folder, which it makes; default `/run/astrolabe/network`. Others must be able to pass through what
   * is above it, because dnsmasq reads its files as `dhcpUser`.
   */
  readonly runFolder?: string | undefined;
  /** Path of the network namespace to work in, such as `/run/netns/lab`; default this process's. QEMU has to run there too. */
  readonly networkNamespace?: string | undefined;
  /** User that may open the taps, which is QEMU's; default root. */
  readonly tapOwnerUid?: number | undefined;
  /** Whom dnsmasq becomes after its start; default `nobody`. */
  readonly dhcpUser?: string | undefined;
  /** Default 86,400, as Neutron's `dhcp_lease_duration`. */
  readonly dhcpLeaseSeconds?: number | undefined;
  /** How often devices, rules and DHCP are compared with what they have to be; default 10, 0 for never. */
  readonly repairSeconds?: number | undefined;
  /** `auto` takes the kernel's connection tracking for bridges where there is one, see `Tracking`. */
  readonly tracking?: 'auto' | 'stateless' | undefined;
  /** What guests may reach on this host besides DHCP and ping; default nothing. */
  readonly hostServices?: readonly { readonly protocol: 'tcp' | 'udp'; readonly port: number }[] | undefined;
}

const absolutePath = z
  .string()
  .regex(/^\/[\w./-]*$/, 'an absolute path of letters, digits and ._-/ is accepted')
  .refine((text) => path.normalize(text) === text, 'a path without .., // and a slash at its end is accepted');

const optionsSchema = z.object({
  runFolder: absolutePath.default('/run/astrolabe/network'),
  networkNamespace: absolutePath.optional(),
  tapOwnerUid: z.int().min(0).max(0xffff_fffe).optional(),
  dhcpUser: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/, 'the name of a user is accepted')
    .default('nobody'),
  dhcpLeaseSeconds: z.int().min(120).max(0x7fff_ffff).default(86_400),
  repairSeconds: z.number().min(0).max(86_400).default(10),
  tracking: z.enum(['auto', 'stateless']).default('auto'),
  hostServices: z
    .array(z.object({ protocol: z.enum(['tcp', 'udp']), port: z.int().min(1).max(65_535) }))
    .max(64)
    .default([]),
});

export type CheckedOptions = z.infer<typeof optionsSchema>;

/** @throws NetworkError `bad-configuration` */
export function checkOptions({ logger: _logger, ...options }: LinuxBridgeOptions): CheckedOptions {
  const read = optionsSchema.safeParse(options);
  if (read.success) return read.data;
  const { path: where, message } = read.error.issues[0]!;
  throw new NetworkError('bad-configuration', `network driver, ${where.join('.')}: ${message}`);
}

/** @throws NetworkError `bad-configuration` when others cannot pass through a folder above */
export async function checkReachable(folder: string): Promise<void> {
  for (let above = path.dirname(folder); ; above = path.dirname(above)) {
    const found = await stat(above).catch(() => undefined);
    if (found && (found.mode & 0o001) === 0) {
      throw new NetworkError(
        'bad-configuration',
        `network driver, runFolder ${folder}: dnsmasq cannot pass through ${above}; to mend it: chmod o+x ${above}`,
      );
    }
    if (above === path.dirname(above)) return;
  }
}
