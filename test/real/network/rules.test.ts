import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPort } from '../../../real/network/check-port.ts';
import { HostCommands } from '../../../real/network/host/host-commands.ts';
import type { SecurityGroupRule } from '../../../real/network/index.ts';
import { changeNft } from '../../../real/network/rules/change-nft.ts';
import { nft } from '../../../real/network/rules/nft-text.ts';
import { RulesWriter } from '../../../real/network/rules/rules-writer.ts';
import { wholeRuleset } from '../../../real/network/rules/ruleset.ts';
import { protocolNames } from '../../../real/network/protocol-numbers.ts';
import { Lab, networkAbsence, port } from './lab.ts';

const absence = networkAbsence();

const prefixes = {
  IPv4: fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
  IPv6: fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
};
const textOf = ([address, length]: [string, number]): string => `${address}/${length}`;
/** An IPv4 address within an IPv6 one is not accepted. */
const plain = (text: string): boolean => !(text.includes(':') && text.includes('.'));

const ports = fc
  .tuple(fc.integer({ min: 0, max: 65_535 }), fc.integer({ min: 0, max: 65_535 }))
  .map(([one, other]) => ({
    portRangeMin: Math.min(one, other),
    portRangeMax: Math.max(one, other),
  }));
const kind: fc.Arbitrary<Partial<SecurityGroupRule>> = fc.oneof(
  fc.record({ protocol: fc.constantFrom(...protocolNames) }),
  fc.record({ protocol: fc.integer({ min: 0, max: 255 }).map(String) }),
  fc.constant({}),
  fc
    .tuple(fc.constantFrom('tcp', 'udp', 'sctp', 'dccp', 'udplite'), ports)
    .map(([protocol, range]) => ({ protocol, ...range })),
  fc.record({
    protocol: fc.constant('icmp'),
    portRangeMin: fc.integer({ min: 0, max: 255 }),
    portRangeMax: fc.option(fc.integer({ min: 0, max: 255 }), { nil: undefined }),
  }),
);
const rule: fc.Arbitrary<SecurityGroupRule> = fc
  .record({
    direction: fc.constantFrom('ingress' as const, 'egress' as const),
    etherType: fc.constantFrom('IPv4' as const, 'IPv6' as const),
    kind,
  })
  .chain(({ direction, etherType, kind: what }) => {
    const prefix = prefixes[etherType].map(textOf).filter(plain);
    const remote = fc.oneof(
      fc.constant({}),
      fc.record({ remoteIpPrefix: prefix }),
      fc.record({ remoteAddresses: fc.array(prefix, { maxLength: 12 }) }),
    );
    return remote.map((whom) => ({ direction, etherType, ...what, ...whom }));
  });
const pair = fc.record({
  ipAddress: fc.oneof(prefixes.IPv4, prefixes.IPv6).map(textOf).filter(plain),
  macAddress: fc.constantFrom(undefined, 'fa:16:3e:aa:00:01', 'fa:16:3e:aa:00:02'),
});

describe('commands for nft', () => {
  it('have numbers, words and sets of words only, whoever asks', () => {
    expect(nft`tcp dport ${7} ip saddr ${['10.0.0.1', '10.0.0.2']}`).toBe(
      'tcp dport 7 ip saddr { 10.0.0.1, 10.0.0.2 }',
    );
    for (const text of ['', 'a b', 'a;b', 'a\nb', '{', '"', '$x', '#'])
      expect(() => nft`x ${text}`).toThrow(/no word of nftables/);
    expect(() => nft`x ${[]}`).toThrow(/no empty set/);
  });
});

describe.skipIf(absence !== '')(`rules in the kernel${absence}`, () => {
  let lab: Lab;
  let commands: HostCommands;

  beforeAll(async () => {
    lab = await Lab.make();
    commands = HostCommands.in(lab.host.path);
  });
  afterAll(() => lab?.remove());

  it('are taken for any port that is accepted', async () => {
    const anyPort = fc.record({
      rules: fc.array(rule, { maxLength: 15 }),
      allowedAddressPairs: fc.array(pair, { maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(
        anyPort,
        fc.constantFrom('bridge-netfilter' as const, 'stateless' as const),
        async (changes, tracking) => {
          const checked = checkPort(port(5, changes));
          const lines = wholeRuleset([], [{ port: checked, tap: 'tap0' }], { tracking, hostServices: [] });
          await changeNft(commands, lines);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are changed whole or not at all, and one bad change among many fails alone', async () => {
    const table = ['add table bridge astrolabe', 'add chain bridge astrolabe one'];
    const whole: string[] = [...table];
    const writer = new RulesWriter(commands, () => whole);
    await writer.rewrite();
    const change = (name: string, ...more: string[]) => writer.change([`add chain bridge astrolabe ${name}`, ...more]);
    whole.push('nonsense');
    const results = await Promise.allSettled([change('two'), change('three', 'nonsense'), change('four')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({
      reason: { code: 'rules-refused', message: expect.stringContaining('nonsense') },
    });
    const chains = (await lab.host.run('nft', 'list', 'table', 'bridge', 'astrolabe')).match(/chain \w+/g);
    expect(chains).toEqual(expect.arrayContaining(['chain one', 'chain two', 'chain four']));
    expect(chains).not.toContain('chain three');
  });

  it('say who may not change them and what is not installed', async () => {
    const asNobody = HostCommands.in(undefined);
    await expect(asNobody.run('no-such-tool' as 'ip', [])).rejects.toMatchObject({
      code: 'missing-tool',
      message: expect.stringContaining('no-such-tool is not installed'),
    });
    await expect(commands.run('ip', ['link', 'show', 'dev', 'none0'])).rejects.toMatchObject({
      code: 'missing-device',
    });
    await expect(
      commands.run('unshare', ['--map-user=12345', '--user', 'nft', 'list', 'tables']),
    ).rejects.toMatchObject({ code: 'no-permission' });
    await expect(commands.run('ip', ['monitor'], { timeoutSeconds: 0.1 })).rejects.toMatchObject({ code: 'timed-out' });
  });
});
