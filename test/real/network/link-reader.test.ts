import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { HostCommands } from '../../../real/network/host/host-commands.ts';
import { LinkReader } from '../../../real/network/host/link-reader.ts';
import { networkAbsence } from './lab.ts';

const absence = networkAbsence();

describe.skipIf(absence !== '')(`devices${absence}`, () => {
  it('are those that Node sees, too', async () => {
    const reader = new LinkReader(HostCommands.in(undefined), true);
    const links = await reader.read();
    for (const [name, addresses] of Object.entries(networkInterfaces())) {
      expect(links.get(name)).toMatchObject({ name, up: true });
      const ipv4 = addresses!.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ cidr }) => cidr);
      expect(links.get(name)!.addresses).toEqual(expect.arrayContaining(ipv4));
    }
  });

  it('are read for a name only when it is taken, in the own namespace', async () => {
    const own = new LinkReader(HostCommands.in(undefined), true);
    expect(await own.named(['tap00000000-00', 'tap00000000-01'])).toEqual(new Map());
    expect((await own.named(['tap00000000-00', 'lo'])).get('lo')).toMatchObject({ mtu: 65_536 });
    const other = new LinkReader(HostCommands.inEmptyNamespace(), false);
    expect([...(await other.named(['tap00000000-00'])).keys()]).toEqual(['lo']);
  });

  it('are read once for all who ask while a read is under way', async () => {
    const reader = new LinkReader(HostCommands.in(undefined), true);
    const first = reader.read();
    await Promise.resolve();
    const [second, third] = [reader.read(), reader.read()];
    expect(await second).toBe(await third);
    expect(await first).not.toBe(await second);
  });
});
