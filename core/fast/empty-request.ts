import type { RequestSpec } from '../model/request-spec.ts';

/** Asks for nothing: what filters and weighers that do not look at the request are bound with. */
export const emptyRequest: RequestSpec = {
  instanceUuids: [''],
  projectId: '',
  userId: '',
  flavor: { id: '', name: '', vcpus: 0, ramMib: 0, rootGib: 0, ephemeralGib: 0, swapMib: 0, extraSpecs: {} },
  image: null,
};
