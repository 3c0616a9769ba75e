import { FakeHypervisor } from '../../../../real/compute/fake-driver/fake-hypervisor.ts';
import { guestRequest } from '../guest-config/guest-request.ts';
import { describeHypervisor } from '../hypervisor-contract/hypervisor-contract.ts';

describeHypervisor('the fake driver', false, async () => {
  const hypervisor = new FakeHypervisor({ hostname: 'fake-1', vcpus: 8, ramMib: 16_384, diskGib: 100 });
  await hypervisor.start();
  return {
    hypervisor,
    request: guestRequest,
    kill: async (uuid) => hypervisor.letGuestBecome(uuid, 'crashed'),
    stop: () => hypervisor.stop(),
  };
});
