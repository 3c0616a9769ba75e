import type { FlavorRow } from '../../objects/catalogue.ts';
import type { ComputeRequest } from '../http/compute-route.ts';

type Asking = Pick<ComputeRequest, 'minor' | 'links'>;

/** A flavor in a list without details. */
export function flavorSummary({ minor, links }: Asking, flavor: FlavorRow): Record<string, unknown> {
  return {
    id: flavor.id,
    name: flavor.name,
    links: links.of('flavors', flavor.id),
    ...(minor >= 55 && { description: flavor.description }),
  };
}

/** `withExtraSpecs`: whether the caller may see them; they are shown from 2.61 on. */
export function flavorJson(
  { minor, links }: Asking,
  flavor: FlavorRow,
  withExtraSpecs: boolean,
): Record<string, unknown> {
  return {
    id: flavor.id,
    name: flavor.name,
    ram: flavor.ramMib,
    disk: flavor.rootGib,
    swap: flavor.swapMib || (minor >= 75 ? 0 : ''),
    'OS-FLV-EXT-DATA:ephemeral': flavor.ephemeralGib,
    'OS-FLV-DISABLED:disabled': flavor.disabled,
    vcpus: flavor.vcpus,
    'os-flavor-access:is_public': flavor.isPublic,
    rxtx_factor: flavor.rxtxFactor || '',
    links: links.of('flavors', flavor.id),
    ...(minor >= 55 && { description: flavor.description }),
    ...(minor >= 61 && withExtraSpecs && { extra_specs: flavor.extraSpecs }),
  };
}
