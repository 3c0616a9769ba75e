import { canonicalArchitecture, canonicalHypervisorType, canonicalVmMode } from '../model/canonical-names.ts';
import type { HostState, SupportedInstance } from '../model/host-state.ts';
import { imageProperties } from '../model/image-properties.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import { type ResolvedOptions, versionGrammar } from '../options/resolve-options.ts';
import {
  parseVersionPredicate,
  type VersionGrammar,
  type VersionPredicate,
  versionText,
} from '../python/version-predicate.ts';
import { defineFilter, type Rejection } from './define-filter.ts';
import { physicalAddressBits } from './host-attributes.ts';
import { listNames } from './list-names.ts';

/** Passes hosts that can run the image: architecture, hypervisor type, VM mode, version. Nova: same name. */
export const imagePropertiesFilter = defineFilter({
  name: 'ImagePropertiesFilter',
  summary:
    'Passes hosts that support the architecture, hypervisor type and VM mode of the image, at a version that it accepts.',
  nova: { source: 'nova/scheduler/filters/image_props_filter.py' },
  options: ['[filter_scheduler] image_properties_default_architecture'],
  codes: ['no-supported-instances', 'unsupported-image', 'hypervisor-version', 'too-few-address-bits'],
  reads: ['supportedInstances', 'hypervisorVersion', 'cpuInfo'],
  oncePerRequest: true,
  runOnRebuild: true,
  bind(request, { options }) {
    const wish = wishOf(request, options);
    if (wish === undefined) return undefined;
    return { passes: (host) => isSupported(host, wish), explain: (host) => explain(host, wish) };
  },
});

interface Wish {
  /** Since 29: physical address bits that the guest must see. */
  readonly addressBits: number | undefined;
  readonly grammar: VersionGrammar;
  /** Architecture, hypervisor type and VM mode that were asked for. */
  readonly names: readonly string[];
  /** Read when the first host comes so far that its version counts: only then may it be malformed. */
  readonly version: string | undefined;
  predicate?: VersionPredicate;
}

function wishOf({ image }: RequestSpec, options: ResolvedOptions): Wish | undefined {
  const properties = image === null ? undefined : imageProperties(image);
  const text = (name: string) => properties?.get(name) as string | undefined;
  const names = [
    canonicalArchitecture(text('hw_architecture') ?? options.filterScheduler.image_properties_default_architecture),
    canonicalHypervisorType(text('img_hv_type')),
    canonicalVmMode(text('hw_vm_mode')),
  ].filter((name) => name !== undefined);
  const bits = options.nova === '26' ? undefined : (properties?.get('hw_maxphysaddr_bits') as number | undefined);
  if (names.length === 0 && bits === undefined) return undefined;
  const version = text('img_hv_requested_version');
  return { names, version, addressBits: bits, grammar: versionGrammar(options.nova) };
}

function isSupported(host: HostState, wish: Wish): boolean {
  if (!bitsFit(host, wish)) return false;
  if (wish.names.length === 0) return true;
  return isOffered(host, wish) && versionFits(host, wish);
}

function bitsFit(host: HostState, { addressBits }: Wish): boolean {
  return addressBits === undefined || (physicalAddressBits(host) ?? 0) >= addressBits;
}

/** Nova looks for each name anywhere in a triple, not in its own place. */
function isOffered({ supportedInstances }: HostState, wish: Wish): boolean {
  for (const supported of supportedInstances) if (offers(supported, wish)) return true;
  return false;
}

function offers(supported: SupportedInstance, { names }: Wish): boolean {
  for (const name of names) if (!supported.includes(name)) return false;
  return true;
}

/** A host that reports no version, and a request that wants none, fit. */
function versionFits({ hypervisorVersion }: HostState, wish: Wish): boolean {
  if (!hypervisorVersion || !wish.version) return true;
  wish.predicate ??= parseVersionPredicate(wish.version, wish.grammar);
  return wish.predicate(versionText(hypervisorVersion));
}

function explain(host: HostState, wish: Wish): Rejection {
  if (!bitsFit(host, wish)) {
    const had = `${physicalAddressBits(host) ?? 'unknown'} bits`;
    return { code: 'too-few-address-bits', needed: `${wish.addressBits} physical address bits`, had };
  }
  const needed = wish.names.join(', ');
  if (host.supportedInstances.length === 0) {
    return { code: 'no-supported-instances', needed, had: 'no supported instances reported' };
  }
  if (!isOffered(host, wish)) {
    const had = listNames(host.supportedInstances.map((supported) => supported.join('/')));
    return { code: 'unsupported-image', needed, had };
  }
  return {
    code: 'hypervisor-version',
    needed: `hypervisor version ${wish.version}`,
    had: `version ${versionText(host.hypervisorVersion ?? 0)}`,
  };
}
