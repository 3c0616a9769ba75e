import { z } from 'zod';
import { sizeGib, sizeMib } from '../../sim/index.ts';

const text = z.string().min(1).max(255);

const portsAccepted = 'a port or a range of ports, such as 22 or "8000-8080"';
const ports = z
  .union([z.int().min(1).max(65_535), z.string().regex(/^\d{1,5}-\d{1,5}$/)], { error: portsAccepted })
  .transform((value) => {
    const [first, last] = String(value).split('-').map(Number);
    return { first: first!, last: last ?? first! };
  })
  .refine(({ first, last }) => first >= 1 && first <= last && last <= 65_535, { error: portsAccepted });

const rule = z.strictObject({
  direction: z.enum(['ingress', 'egress']).describe('`ingress` is towards the guest'),
  protocol: z.enum(['tcp', 'udp', 'icmp']).optional().describe('Any protocol without it'),
  ports: ports.optional().describe('Of TCP and UDP: `22` or `8000-8080`; all without it'),
  remote: z
    .cidrv4({ error: 'an IPv4 network, such as 10.0.0.0/8' })
    .optional()
    .describe('Network of the other side; anybody without it'),
});

const address = z.ipv4({ error: 'an IPv4 address, such as 10.20.0.5' });
const macAccepted = 'a MAC address in lower case whose first byte is even, such as fa:16:3e:12:34:56';

const network = z.strictObject({
  cidr: z.cidrv4({ error: 'an IPv4 network, such as 10.20.0.0/24' }).describe('Network that the guest is on'),
  gateway: address.optional().describe('Address of the host on it; default the first one'),
  address: address.optional().describe("The guest's; default the first one that no guest here has"),
  mac: z
    .string({ error: macAccepted })
    .regex(/^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/, { error: macAccepted })
    .optional()
    .describe('Default one from `fa:16:3e`'),
  dns: z.array(address).max(3).prefault([]).describe('Name servers that DHCP gives out'),
  mtu: z.int().min(576).max(9216).prefault(1500).describe('Largest packet, bytes'),
  nat: z.boolean().prefault(false).describe('Lets guests reach the outside through the address of the host'),
  portSecurity: z.boolean().prefault(true).describe('Without it nothing is filtered, and the guest may spoof'),
  rules: z
    .array(rule)
    .prefault([])
    .describe('What is let through. Without a rule for egress everything may leave; answers always return'),
});

/** One server, as `astrolabe host spawn` reads it. */
export const guestFileSchema = z.strictObject({
  name: text.describe('Name of the server'),
  hostname: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, { error: 'a host name of letters, digits and inner hyphens' })
    .optional()
    .describe('Host name in the guest; default made from `name`'),
  flavor: z
    .strictObject({
      vcpus: z.int().min(1).max(1024).describe('Virtual CPUs'),
      ram: sizeMib('Memory'),
      disk: sizeGib('Root disk; 0 takes the size of the image').prefault('0 GiB'),
      ephemeral: sizeGib('Further empty disk').prefault('0 GiB'),
      swap: sizeMib('Swap disk').prefault('0 MiB'),
      extraSpecs: z.record(text, z.string()).prefault({}).describe("Nova's extra specs (`hw:cpu_sockets`, ...)"),
    })
    .describe('Size of the server'),
  image: z
    .strictObject({
      file: text.describe('Image file, relative to this file'),
      properties: z
        .record(text, z.union([z.string(), z.number(), z.boolean()]))
        .prefault({})
        .describe("Glance's image properties (`hw_disk_bus`, ...)"),
    })
    .optional()
    .describe('What it boots from'),
  network: network.optional().describe('Without it the server has no network'),
  configDrive: z.boolean().prefault(true).describe('Disk from which cloud-init reads what follows'),
  userData: z.string().optional().describe('Script or cloud-config'),
  adminPassword: z.string().optional().describe('Password of the administrator'),
  keys: z.record(text, z.string()).prefault({}).describe('Public SSH keys by name'),
  metadata: z.record(text, z.string()).prefault({}).describe('Metadata of the server'),
});

export type GuestFile = z.output<typeof guestFileSchema>;
