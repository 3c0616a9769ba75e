import { reshape } from '../../../core/index.ts';
import type { Inventory, Placement } from '../../../core/index.ts';
import { requireJson } from '../http/content.ts';
import { errorCodes, HttpError } from '../http/http-error.ts';
import { answerRefusals } from '../http/refusals.ts';
import { parseBody } from '../http/validate-json.ts';
import { reshaperSchema } from '../schemas/allocation-schemas.ts';
import { allocationRefusals, readAllocations } from './allocations.ts';
import type { AllocationsBody } from './allocations.ts';
import { noContent } from './handler.ts';
import type { Handler } from './handler.ts';
import { readInventories } from './inventories.ts';
import type { InventoriesBody } from './inventories.ts';

interface ReshaperBody {
  readonly inventories: Readonly<Record<string, InventoriesBody>>;
  readonly allocations: Readonly<Record<string, AllocationsBody>>;
}

export const postReshaper: Handler = (request, placement) => {
  if (request.minor < 30) throw new HttpError(404, 'The reshaper is there from microversion 1.30 on.');
  requireJson(request);
  request.authorize('placement:reshaper:reshape');
  const body = parseBody(request.body, reshaperSchema(request.minor)) as ReshaperBody;
  const inventories = new Map<number, Map<string, Inventory>>();
  for (const [uuid, each] of Object.entries(body.inventories)) {
    inventories.set(knownProvider(placement, uuid, each.resource_provider_generation), readInventories(each));
  }
  const allocations = Object.entries(body.allocations).map(([uuid, each]) =>
    readAllocations(uuid, each, request.minor),
  );
  const malformed = (message: string) => new HttpError(400, `malformed reshaper data: ${message}`);
  answerRefusals(() => request.write(() => reshape(placement, inventories, allocations)), {
    ...allocationRefusals('Unable to allocate inventory:'),
    'resource-class-not-found': malformed,
    'inventory-in-use': (message) => new HttpError(409, `update conflict: ${message}`, errorCodes.inventoryInUse),
  });
  return noContent;
};

function knownProvider(placement: Placement, uuid: string, given: number): number {
  const provider = placement.state.providerOf(uuid);
  if (provider === undefined) {
    throw new HttpError(400, `Resource provider ${uuid} in inventories not found`, errorCodes.providerNotFound);
  }
  const actual = placement.state.facts(provider).generation;
  if (actual === given) return provider;
  throw new HttpError(
    409,
    `resource provider generation conflict for provider ${uuid}: actual: ${actual}, given: ${given}`,
    errorCodes.concurrentUpdate,
  );
}
