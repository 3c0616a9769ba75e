import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { PortBinding } from '../../../real/network/index.ts';
import type { Lab } from './lab.ts';

/** What the network of a host consists of, as `ip`, `nft` and the processes say it. */
interface Found {
  readonly taps: readonly string[];
  readonly bridges: readonly string[];
  /** The port of each chain that a tap goes through, and the direction. */
  readonly chains: readonly string[];
  readonly dhcp: readonly string[];
}

export const bridgeOf = ({ network: { id } }: PortBinding): string => `brq${id.slice(0, 11)}`;

export function wantedOf(ports: readonly PortBinding[]): Found {
  return {
    taps: ports.map((one) => `tap${one.id.slice(0, 11)} ${bridgeOf(one)} up`).sort(),
    bridges: [...new Set(ports.map(bridgeOf))].sort(),
    chains: ports.flatMap(({ id }) => [`from-${id}`, `to-${id}`]).sort(),
    dhcp: [...new Set(ports.map((one) => one.network.id))].sort(),
  };
}

/** What `ip`, `nft` and the processes say. */
export async function found(lab: Lab): Promise<Found> {
  const links = JSON.parse(await lab.host.run('ip', '-details', '-json', 'link', 'show')) as {
    ifname: string;
    master?: string;
    flags: string[];
    linkinfo?: { info_kind?: string };
  }[];
  const kind = (wanted: string) => links.filter(({ linkinfo }) => linkinfo?.info_kind === wanted);
  const rules = await lab.host.run('nft', 'list', 'ruleset');
  const chains = [...rules.matchAll(/^\tchain ((?:from|to)-[0-9a-f]{8}-.*) \{/gm)].map(([, name]) => name!);
  const elements = [...rules.matchAll(/"tap[^"]*" : goto ([a-z0-9-]+)/g)].map(([, name]) => name!);
  expect(elements.toSorted()).toEqual(chains.toSorted());
  return {
    taps: kind('tun')
      .map(({ ifname, master, flags }) => `${ifname} ${master} ${flags.includes('UP') ? 'up' : 'down'}`)
      .sort(),
    bridges: kind('bridge')
      .map(({ ifname }) => ifname)
      .sort(),
    chains: chains.sort(),
    dhcp: dnsmasqs(lab)
      .map(({ network: id }) => id)
      .sort(),
  };
}

export function dnsmasqs(lab: Lab): { readonly pid: number; readonly network: string }[] {
  const pattern = new RegExp(`^dnsmasq\0--conf-file=${lab.runFolder}/dhcp/(.*)/dnsmasq.conf`);
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    let words = '';
    try {
      words = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
    } catch {
      // It has ended meanwhile.
    }
    const id = pattern.exec(words)?.[1];
    return id === undefined ? [] : [{ pid: Number(entry), network: id }];
  });
}

export const linkNames = async (lab: Lab): Promise<string[]> =>
  (JSON.parse(await lab.host.run('ip', '-json', 'link', 'show')) as { ifname: string }[])
    .map(({ ifname }) => ifname)
    .sort();
