import { createHash } from 'node:crypto';

/** Linux allows 15 characters. As Neutron names them: a prefix and the first 11 characters of the id. */
const idCharacters = 11;

/** Names for the tap device of a port, the usual one first; the others are for when it is taken. */
export const tapNames = (portId: string): readonly string[] => names('tap', portId);

/** Names for the bridge of a network, the usual one first. */
export const bridgeNames = (networkId: string): readonly string[] => names('brq', networkId);

const names = (prefix: string, id: string): string[] => [
  prefix + id.slice(0, idCharacters),
  ...Array.from({ length: 7 }, (_, index) => prefix + digest(`${id} ${index}`).slice(0, idCharacters)),
];

/**
 * The bridge's own address: always the same for a network, so that guests keep a valid ARP entry of their gateway when
 * the bridge had to be made anew. Locally administered, one station.
 */
export function bridgeMac(networkId: string): string {
  return `02:${digest(networkId).slice(0, 10).match(/../g)!.join(':')}`;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Written on our devices for people, and as a proof that a device is ours. No white space: `ip -batch` splits there. */
export const deviceAlias = (kind: 'port' | 'network', id: string): string => `astrolabe:${kind}:${id}`;
