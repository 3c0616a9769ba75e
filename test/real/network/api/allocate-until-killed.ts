import { NetworkService } from '../../../../real/network/api/index.ts';

/** Gives servers networks and takes them away from many callers at once, and says what is safe. */
const [, , file = '', networkId = '', round = ''] = process.argv;
const service = await NetworkService.open({ database: file, authenticate: () => undefined, quotas: { port: -1 } });
const nic = { networkId, portId: null, fixedIp: null, tag: null };
let next = 0;

async function keepAllocating(): Promise<void> {
  for (;;) {
    next += 1;
    const instanceUuid = `${round.padStart(8, '0')}-0000-4000-8000-${String(next).padStart(12, '0')}`;
    const place = { instanceUuid, projectId: 'p', host: 'h', availabilityZone: 'nova', hostname: 'x' };
    const vifs = await service.servers.allocate({ ...place, nics: [nic, nic], securityGroups: [] });
    const addresses = vifs.map(({ fixedIps }) => fixedIps[0]!.ipAddress);
    process.stdout.write(`+ ${instanceUuid} ${addresses.join(' ')}\n`);
    if (next % 3 !== 0) continue;
    process.stdout.write(`? ${instanceUuid}\n`);
    await service.servers.deallocate(instanceUuid);
    process.stdout.write(`- ${instanceUuid}\n`);
  }
}

for (let caller = 0; caller < 8; caller += 1) void keepAllocating();
