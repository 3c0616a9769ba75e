import { describe, expect, it } from 'vitest';
import { inspectNetworkHost } from '../../../real/network/index.ts';
import { Lab, networkAbsence } from './lab.ts';

const absence = networkAbsence();

describe.skipIf(absence !== '')(`the inspection of a host${absence}`, () => {
  it('says what was tried and leaves nothing', async () => {
    const lab = await Lab.make();
    try {
      const links = await lab.host.run('ip', 'link', 'show');
      const findings = await inspectNetworkHost({ networkNamespace: lab.host.path });
      expect(findings.map(({ name, ok }) => [name, ok])).toEqual([
        ['tools', true],
        ['bridge', true],
        ['tap', true],
        ['nftables', true],
        ['connection tracking on bridges', await lab.host.succeeds('sysctl', 'net.bridge.bridge-nf-call-iptables')],
        ['dhcp', true],
      ]);
      expect(await lab.host.run('ip', 'link', 'show')).toBe(links);
      expect(await lab.host.run('nft', 'list', 'ruleset')).toBe('');
    } finally {
      await lab.remove();
    }
  });

  it('says what the system said where it could not try', async () => {
    const findings = await inspectNetworkHost({ networkNamespace: '/run/netns/astrolabe-none' });
    const tools = findings.find(({ name }) => name === 'tools');
    expect(tools).toMatchObject({ ok: false, found: expect.stringContaining('/run/netns/astrolabe-none') });
  });
});
