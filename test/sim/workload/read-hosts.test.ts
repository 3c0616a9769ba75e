import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readHosts } from '../../../sim/workload/read-hosts.ts';
import { hasTraces, tracePath } from './recorded-traces.ts';
import { temporaryFiles } from './temporary-files.ts';

const write = temporaryFiles();

describe('a list of hosts', () => {
  it("reads Alibaba's nodes: kinds by hardware, GPUs as inventory and trait", async () => {
    const file = write('n.gz', gzipSync('sn,cpu_milli,memory_mib,gpu,model\na,32000,262144,0,\nb,96000,393216,8,G2\n'));
    expect(await readHosts(file)).toMatchObject([
      { name: 'a', kind: '32c-256g', vcpus: 32, ramMib: 262144, traits: [], inventories: {} },
      { name: 'b', kind: '96c-384g-8xG2', traits: ['CUSTOM_GPU_G2'], inventories: { CUSTOM_GPU_MILLI: 8000 } },
    ]);
  });

  it('reads plain CSV with what it has', async () => {
    const file = write('h.csv', 'name,vcpus,ram_mib,rack,traits\na,8,1024,r1,CUSTOM_A CUSTOM_B\n');
    expect(await readHosts(file)).toMatchObject([
      { name: 'a', kind: '8c-1g', diskGib: undefined, rack: 'r1', zone: '', traits: ['CUSTOM_A', 'CUSTOM_B'] },
    ]);
  });

  it('refuses a host with no CPU, with file, line and column', async () => {
    const plain = write('zero.csv', 'name,vcpus,ram_mib\na,8,1\nb,0,1\n');
    await expect(readHosts(plain)).rejects.toThrow(`${plain}:3: vcpus: found "0"; accepted: a number from 1`);
    const nodes = write('zero2.csv', 'sn,cpu_milli,memory_mib,gpu,model\na,0,1,0,\n');
    await expect(readHosts(nodes)).rejects.toThrow(`${nodes}:2: cpu_milli: found "0"`);
  });

  it('refuses two hosts of one name, an empty list and a misspelt column', async () => {
    const twice = write('twice.csv', 'name,vcpus,ram_mib\na,8,1\na,8,1\n');
    await expect(readHosts(twice)).rejects.toThrow(`${twice}:3: name: found "a"`);
    await expect(readHosts(write('none.csv', 'name,vcpus,ram_mib\n'))).rejects.toMatchObject({ code: 'trace-empty' });
    await expect(readHosts(write('col.csv', 'name,vcpu,ram_mib\na,1,1\n'))).rejects.toThrow(
      'is "vcpu" meant to be "vcpus"?',
    );
  });

  it.runIf(hasTraces)("reads the 1,523 nodes of Alibaba's cluster", async () => {
    const hosts = await readHosts(tracePath('alibaba-openb_node_list_all_node.csv.gz'));
    expect(hosts.length).toBe(1523);
    expect(hosts.reduce((sum, host) => sum + (host.inventories['CUSTOM_GPU_MILLI'] ?? 0), 0)).toBe(6_212_000);
  });
});
