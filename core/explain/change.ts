import type { Flavor } from '../model/flavor.ts';

/** The amounts of a flavor that a change may lower. */
export type FlavorAmount = keyof Pick<Flavor, 'vcpus' | 'ramMib' | 'rootGib' | 'ephemeralGib' | 'swapMib'>;

/** The allocation ratios of a host that a change may raise. */
export type RatioResource = 'cpu' | 'ram' | 'disk';

/** Parts of a request, besides flavor and image, that a change may drop. */
export type DroppableField =
  | 'availabilityZone'
  | 'serverGroup'
  | 'ignoreHosts'
  | 'forceHosts'
  | 'forceNodes'
  | 'requestedDestination'
  | 'retryHosts';

/** One change to a request or to a cloud, as data: `applyChange` makes it, `describeChange` says it. */
export type Change =
  | { readonly kind: 'flavor'; readonly field: FlavorAmount; readonly from: number; readonly to: number }
  | { readonly kind: 'extra-spec'; readonly key: string; readonly from: string; readonly to: string | null }
  | { readonly kind: 'image-property'; readonly key: string; readonly from: string }
  | { readonly kind: 'instances'; readonly from: number; readonly to: number }
  | { readonly kind: 'zone'; readonly from: string; readonly to: string }
  | { readonly kind: 'group-size'; readonly from: number; readonly to: number }
  | { readonly kind: 'hint'; readonly name: string; readonly from: string }
  | { readonly kind: 'drop'; readonly field: DroppableField; readonly from: string }
  | {
      readonly kind: 'ratio';
      readonly hostIndex: number;
      readonly host: string;
      readonly resource: RatioResource;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'enable'; readonly hostIndex: number; readonly host: string; readonly from: string }
  | {
      readonly kind: 'trait';
      readonly hostIndex: number;
      readonly host: string;
      readonly trait: string;
      /** Given to the host, or taken from it. */
      readonly present: boolean;
    };

/**
 * How large a change is, to name the smallest: the relative difference of a number (4 to 5 is 0.25),
 * and a half for a change that is made or not made. A convention, not a price.
 */
export function changeSize(change: Change): number {
  switch (change.kind) {
    case 'flavor':
    case 'instances':
    case 'group-size':
    case 'ratio':
      return Math.abs(change.to - change.from) / Math.max(Math.abs(change.from), Number.MIN_VALUE);
    case 'extra-spec':
      return change.to === null ? WHOLE_CHANGE : relativeDifference(Number(change.from), Number(change.to));
    default:
      return WHOLE_CHANGE;
  }
}

const WHOLE_CHANGE = 0.5;

function relativeDifference(from: number, to: number): number {
  const difference = Math.abs(to - from) / Math.abs(from);
  return Number.isFinite(difference) ? difference : WHOLE_CHANGE;
}
