import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LinuxBridgeDriver } from '../../../real/network/index.ts';
import {
  arpFrame,
  frame,
  icmpv6Packet,
  ipv4Packet,
  ipv6Packet,
  macBytes,
  udpPayload,
  vlanTagged,
  withoutTags,
} from './frames.ts';
import {
  everythingIn,
  everythingOut,
  Lab,
  network,
  networkAbsence,
  port,
  subnet6,
  subnet6Id,
  subnetId,
} from './lab.ts';
import type { FakeGuest } from './lab.ts';

const absence = networkAbsence();
const [liar, victim] = ['fa:16:3e:00:00:05', 'fa:16:3e:00:00:06'];
const everybody = 'ff:ff:ff:ff:ff:ff';
const allNodes = '33:33:00:00:00:01';
const linkLocal = 'fe80::f816:3eff:fe00:5';
/** The end of a frame that every filter lets through: a question for an address by its owner. */
const marker = 'c0ffee';

const both = network({ subnets: [...network().subnets, subnet6] });
const addresses = (last: number) => [
  { subnetId, ipAddress: `10.1.0.${last}` },
  { subnetId: subnet6Id, ipAddress: `fd00:1::${last}` },
];
const rules = [...everythingIn, ...everythingOut];
const allowedAddressPairs = [
  { ipAddress: '10.1.0.100/30' },
  { ipAddress: 'fd00:1::100/126' },
  { ipAddress: '10.1.0.200', macAddress: 'fa:16:3e:00:02:00' },
];
const bindings = [
  port(5, { network: both, fixedIps: addresses(5), rules, allowedAddressPairs }),
  port(6, { network: both, fixedIps: addresses(6), rules }),
] as const;

describe.skipIf(absence !== '')(`a guest that lies is not heard${absence}`, () => {
  let lab: Lab;
  let driver: LinuxBridgeDriver;
  let guest: FakeGuest;
  let neighbour: FakeGuest;

  beforeAll(async () => {
    lab = await Lab.make();
    driver = new LinuxBridgeDriver({ runFolder: lab.runFolder, networkNamespace: lab.host.path, repairSeconds: 0 });
    await driver.start([]);
    const made = await lab.plugged(driver, bindings);
    [guest, neighbour] = made as [FakeGuest, FakeGuest];
  });

  afterAll(async () => {
    await driver?.stop({ takeDown: true });
    await lab?.remove();
  });

  /** Which of these frames the neighbour heard. */
  async function heard(frames: Readonly<Record<string, string>>): Promise<string[]> {
    const ear = await neighbour.namespace.start('sniff', 'eth0', marker);
    const end = arpFrame({ from: liar, sender: '10.1.0.5', target: '10.1.0.6' }) + '00'.repeat(15) + marker;
    await guest.namespace.act('send', 'eth0', ...Object.values(frames), end);
    const all = (await ear.hearUntil('end')).map(withoutTags);
    return Object.keys(frames).filter((name) => all.some((one) => one.startsWith(withoutTags(frames[name]!))));
  }

  it.each(Object.entries(lies))('%s', async (_about, { frames, heard: truths }) => {
    expect(await heard(frames)).toEqual(truths);
  });

  it('to the host either', async () => {
    await lab.host.start('echo', '4000', 'udp');
    await driver.repair();
    expect(await guest.namespace.act('udp-ask', '10.1.0.1', '4000')).toBe('nothing');
    await guest.address('10.1.0.66/24');
    const from = (source: string) => guest.namespace.succeeds('ping', '-c', '1', '-W', '0.5', '-I', source, '10.1.0.1');
    expect([await from('10.1.0.5'), await from('10.1.0.66')]).toEqual([true, false]);
  });

  it('though each lie would be heard without port security', async () => {
    const open = { network: both, portSecurity: false };
    await driver.update(port(5, { ...bindings[0], ...open }));
    await driver.update(port(6, { ...bindings[1], ...open }));
    for (const { frames } of Object.values(lies)) expect(await heard(frames)).toEqual(Object.keys(frames));
  });
});

const packet = (source: string, destination = '10.1.0.6'): string =>
  ipv4Packet(source, destination, udpPayload(1000, 2000));
const packet6 = (source: string): string => ipv6Packet(source, 'fd00:1::6', udpPayload(1000, 2000));
const advertise = (about: string, source = linkLocal): string =>
  frame(liar, allNodes, 'ip6', icmpv6Packet(source, 'ff02::1', 136, about));
const offer = (source: string): string => ipv4Packet(source, '255.255.255.255', udpPayload(67, 68));

interface Lies {
  readonly frames: Readonly<Record<string, string>>;
  readonly heard: readonly string[];
}

const lies: Readonly<Record<string, Lies>> = {
  'about its MAC address': {
    frames: {
      own: frame(liar, victim, 'ip', packet('10.1.0.5')),
      other: frame('fa:16:3e:00:00:99', victim, 'ip', packet('10.1.0.5')),
      'with the first bit of the own': frame('fa:16:3e:00:00:04', victim, 'ip', packet('10.1.0.5')),
    },
    heard: ['own'],
  },
  'about its addresses, of which allowed pairs are some': {
    frames: {
      own: frame(liar, victim, 'ip', packet('10.1.0.5')),
      other: frame(liar, victim, 'ip', packet('10.1.0.7')),
      'a pair': frame(liar, victim, 'ip', packet('10.1.0.103')),
      'beside the pair': frame(liar, victim, 'ip', packet('10.1.0.104')),
      'a pair with its MAC': frame('fa:16:3e:00:02:00', victim, 'ip', packet('10.1.0.200')),
      'a pair with the own MAC': frame(liar, victim, 'ip', packet('10.1.0.200')),
      'the own address with the MAC of the pair': frame('fa:16:3e:00:02:00', victim, 'ip', packet('10.1.0.5')),
      'none yet': frame(liar, victim, 'ip', packet('0.0.0.0')),
      'own 6': frame(liar, victim, 'ip6', packet6('fd00:1::5')),
      'link-local': frame(liar, victim, 'ip6', packet6(linkLocal)),
      'other 6': frame(liar, victim, 'ip6', packet6('fd00:1::7')),
      'other link-local': frame(liar, victim, 'ip6', packet6('fe80::1')),
      'a pair 6': frame(liar, victim, 'ip6', packet6('fd00:1::103')),
      'beside the pair 6': frame(liar, victim, 'ip6', packet6('fd00:1::104')),
    },
    heard: ['own', 'a pair', 'a pair with its MAC', 'own 6', 'link-local', 'a pair 6'],
  },
  'in ARP': {
    frames: {
      own: arpFrame({ from: liar, sender: '10.1.0.5', target: '10.1.0.6' }),
      probe: arpFrame({ from: liar, sender: '0.0.0.0', target: '10.1.0.5' }),
      "the gateway's address": arpFrame({ from: liar, sender: '10.1.0.1', target: '10.1.0.6', operation: 2 }),
      'another MAC inside': arpFrame({
        from: liar,
        inside: 'fa:16:3e:00:00:99',
        sender: '10.1.0.5',
        target: '10.1.0.6',
      }),
      'another operation': arpFrame({ from: liar, sender: '10.1.0.5', target: '10.1.0.6', operation: 3 }),
    },
    heard: ['own', 'probe'],
  },
  'in neighbour discovery': {
    frames: {
      own: advertise('fd00:1::5'),
      'a pair': advertise('fd00:1::101'),
      "the gateway's": advertise('fd00:1::1'),
      "the neighbour's": advertise('fd00:1::6', 'fd00:1::5'),
      'from another': advertise('fd00:1::5', 'fd00:1::6'),
    },
    heard: ['own', 'a pair'],
  },
  'when it plays the DHCP server or the router': {
    frames: {
      'a DHCP answer': frame(liar, everybody, 'ip', offer('10.1.0.5')),
      'one in the name of the host': frame(liar, everybody, 'ip', offer('10.1.0.1')),
      'a DHCPv6 answer': frame(liar, victim, 'ip6', ipv6Packet(linkLocal, 'fe80::6', udpPayload(547, 546))),
      'a router advertisement': frame(liar, allNodes, 'ip6', icmpv6Packet(linkLocal, 'ff02::1', 134, '::')),
      'a redirect': frame(liar, allNodes, 'ip6', icmpv6Packet(linkLocal, 'ff02::1', 137, '::')),
    },
    heard: [],
  },
  'in frames that hide what they hold': {
    frames: {
      'with a VLAN tag': vlanTagged(frame(liar, victim, 'ip', packet('10.1.0.7'))),
      'with a service tag': vlanTagged(frame(liar, victim, 'ip', packet('10.1.0.8')), '88a8'),
      'with two tags': vlanTagged(vlanTagged(frame(liar, victim, 'ip', packet('10.1.0.9')))),
      'without a type (802.3)': `${macBytes(victim)}${macBytes(liar)}0026aaaa030000000800${packet('10.1.0.7')}`,
      'of an unknown type': frame(liar, victim, '88cc', packet('10.1.0.7')),
    },
    heard: [],
  },
};
