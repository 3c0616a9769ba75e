import {
  addInventory,
  checkCapacities,
  completeInventory,
  deleteInventory,
  inventoriesOf,
  setInventories,
  updateInventory,
} from '../../../core/index.ts';
import type { Inventory, Placement } from '../../../core/index.ts';
import { cacheHeaders, jsonAnswer } from '../http/answer.ts';
import { offerJson, requireJson } from '../http/content.ts';
import { errorCodes, HttpError } from '../http/http-error.ts';
import type { PlacementRequest } from '../http/placement-request.ts';
import { answerRefusals } from '../http/refusals.ts';
import type { Refusals } from '../http/refusals.ts';
import { parseBody } from '../http/validate-json.ts';
import { inventoriesSchema, inventorySchema, newInventorySchema } from '../schemas/inventory-schemas.ts';
import { checkGeneration, noContent, pathProvider } from './handler.ts';
import type { Handler } from './handler.ts';

interface InventoryBody {
  readonly resource_provider_generation?: number;
  readonly resource_class?: string;
  readonly total: number;
  readonly reserved?: number;
  readonly min_unit?: number;
  readonly max_unit?: number;
  readonly step_size?: number;
  readonly allocation_ratio?: number;
}

/** Body of the endpoints that set all inventories of a provider. */
export interface InventoriesBody {
  readonly resource_provider_generation: number;
  readonly inventories: Readonly<Record<string, InventoryBody>>;
}

const STALE = 'resource provider generation conflict';

export const listInventories: Handler = (request, placement) => {
  offerJson(request);
  request.authorize('placement:resource_providers:inventories:list');
  return inventoriesAnswer(request, placement, pathProvider(request, placement));
};

export const showInventory: Handler = (request, placement) => {
  offerJson(request);
  request.authorize('placement:resource_providers:inventories:show');
  const { uuid, resource_class: name } = request.params as { uuid: string; resource_class: string };
  const provider = pathProvider(request, placement);
  const classId = placement.state.classes.idOf(name);
  const inventory = classId === undefined ? undefined : placement.state.inventory(provider, classId);
  if (inventory === undefined) throw new HttpError(404, `No inventory of class ${name} for ${uuid}`);
  return inventoryAnswer(request, placement, provider, inventory);
};

export const postInventory: Handler = (request, placement) => {
  requireJson(request);
  request.authorize('placement:resource_providers:inventories:create');
  const provider = pathProvider(request, placement);
  const { uuid } = placement.state.facts(provider);
  const body = parseBody(request.body, newInventorySchema) as InventoryBody;
  const name = body.resource_class!;
  const inventory = readInventory(body);
  const refusals: Refusals = {
    'inventory-exists': (message) => new HttpError(409, `Update conflict: ${message}`, errorCodes.concurrentUpdate),
    'inventory-capacity': unable('create', uuid),
    'resource-class-not-found': unable('create', uuid),
  };
  answerRefusals(() => {
    checkCapacities(uuid, new Map([[name, inventory]]), request.minor >= 26);
    request.write(() => addInventory(placement, provider, name, inventory));
  }, refusals);
  const location = `${request.origin}/resource_providers/${uuid}/inventories/${name}`;
  return inventoryAnswer(request, placement, provider, inventory, 201, { location });
};

export const putInventories: Handler = (request, placement) => {
  requireJson(request);
  request.authorize('placement:resource_providers:inventories:update');
  const provider = pathProvider(request, placement);
  const { uuid } = placement.state.facts(provider);
  const body = parseBody(request.body, inventoriesSchema) as InventoriesBody;
  checkGeneration(placement, provider, body.resource_provider_generation, STALE);
  const wanted = readInventories(body);
  answerRefusals(
    () => {
      checkCapacities(uuid, wanted, request.minor >= 26);
      request.write(() => setInventories(placement, provider, wanted));
    },
    {
      'resource-class-not-found': (message) =>
        new HttpError(400, `Unknown resource class in inventory for resource provider ${uuid}: ${message}`),
      'inventory-in-use': (message) => new HttpError(409, `update conflict: ${message}`, errorCodes.inventoryInUse),
      'inventory-capacity': unable('update', uuid),
    },
  );
  return inventoriesAnswer(request, placement, provider);
};

export const putInventory: Handler = (request, placement) => {
  requireJson(request);
  request.authorize('placement:resource_providers:inventories:update');
  const provider = pathProvider(request, placement);
  const { uuid } = placement.state.facts(provider);
  const name = request.params['resource_class']!;
  const body = parseBody(request.body, inventorySchema) as InventoryBody;
  checkGeneration(placement, provider, body.resource_provider_generation!, STALE);
  const inventory = readInventory(body);
  const missing = (message: string) =>
    new HttpError(400, `No inventory record with resource class for resource provider ${uuid}: ${message}`);
  answerRefusals(
    () => {
      checkCapacities(uuid, new Map([[name, inventory]]), request.minor >= 26);
      request.write(() => updateInventory(placement, provider, name, inventory));
    },
    { 'inventory-not-found': missing, 'inventory-capacity': unable('update', uuid) },
  );
  return inventoryAnswer(request, placement, provider, inventory);
};

export const removeInventories: Handler = (request, placement) => {
  if (request.minor < 5) throw new HttpError(405, 'Inventories can be deleted from microversion 1.5 on.');
  request.authorize('placement:resource_providers:inventories:delete');
  const provider = pathProvider(request, placement);
  answerRefusals(() => request.write(() => setInventories(placement, provider, new Map())), {
    'inventory-in-use': (message) => new HttpError(409, message, errorCodes.inventoryInUse),
  });
  return noContent;
};

export const removeInventory: Handler = (request, placement) => {
  request.authorize('placement:resource_providers:inventories:delete');
  const name = request.params['resource_class']!;
  const provider = pathProvider(request, placement);
  const missing = (message: string) => new HttpError(404, `No inventory of class ${name} found for delete: ${message}`);
  answerRefusals(() => request.write(() => deleteInventory(placement, provider, name)), {
    'inventory-in-use': (message) =>
      new HttpError(409, `Unable to delete inventory of class ${name}: ${message}`, errorCodes.concurrentUpdate),
    'inventory-not-found': missing,
    'resource-class-not-found': missing,
  });
  return noContent;
};

/** The inventories of a body by class, completed with Placement's defaults. */
export function readInventories(body: InventoriesBody): Map<string, Inventory> {
  return new Map(Object.entries(body.inventories).map(([name, each]) => [name, readInventory(each)]));
}

function readInventory(body: InventoryBody): Inventory {
  const defaults = completeInventory({ total: body.total });
  return {
    total: body.total,
    reserved: body.reserved ?? defaults.reserved,
    minUnit: body.min_unit ?? defaults.minUnit,
    maxUnit: body.max_unit ?? defaults.maxUnit,
    stepSize: body.step_size ?? defaults.stepSize,
    allocationRatio: body.allocation_ratio ?? defaults.allocationRatio,
  };
}

function serializeInventory(inventory: Inventory): object {
  return {
    total: inventory.total,
    reserved: inventory.reserved,
    min_unit: inventory.minUnit,
    max_unit: inventory.maxUnit,
    step_size: inventory.stepSize,
    allocation_ratio: inventory.allocationRatio,
  };
}

function inventoryAnswer(
  request: PlacementRequest,
  placement: Placement,
  provider: number,
  inventory: Inventory,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
) {
  const { generation, updatedAtSeconds } = placement.state.facts(provider);
  return jsonAnswer({ ...serializeInventory(inventory), resource_provider_generation: generation }, status, {
    ...headers,
    ...cacheHeaders(request.minor, updatedAtSeconds),
  });
}

function inventoriesAnswer(request: PlacementRequest, placement: Placement, provider: number) {
  const { generation, updatedAtSeconds } = placement.state.facts(provider);
  const inventories = Object.fromEntries(
    [...inventoriesOf(placement, provider)].map(([name, inventory]) => [name, serializeInventory(inventory)]),
  );
  const body = { resource_provider_generation: generation, inventories };
  return jsonAnswer(body, 200, cacheHeaders(request.minor, updatedAtSeconds));
}

function unable(verb: string, uuid: string) {
  return (message: string) =>
    new HttpError(400, `Unable to ${verb} inventory for resource provider ${uuid}: ${message}`);
}
