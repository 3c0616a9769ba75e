import { numaConstraints } from '../hardware/constraints/numa-constraints.ts';
import { pciRequestsOf } from '../hardware/pci/pci-json.ts';
import type { InstanceTopology } from '../hardware/topology/instance-topology.ts';
import { instanceTopology, networkMetadata } from '../hardware/topology/topology-json.ts';
import type { Flavor } from '../model/flavor.ts';
import type { Image } from '../model/image.ts';
import { imageProperties } from '../model/image-properties.ts';
import type { RequestedDestination, RequestSpec } from '../model/request-spec.ts';
import type { ServerGroup, ServerGroupPolicy } from '../model/server-group.ts';
import { type NovaLevel, versionGrammar } from '../options/resolve-options.ts';
import { parseIntegerText } from '../python/number.ts';
import { pythonText } from '../python/text.ts';
import type { PythonValue } from '../python/value.ts';
import { parseVersionPredicate } from '../python/version-predicate.ts';
import { RequestError } from '../scheduler/request-error.ts';
import type { CaseRequest } from './case-schema.ts';

/**
 * The request of a case. Throws RequestError or HardwareError where Nova's API would refuse it:
 * image properties, NUMA constraints.
 */
export function buildCaseRequest(given: CaseRequest, nova: NovaLevel): RequestSpec {
  const flavor = buildFlavor(given.flavor ?? {});
  const image = buildImage(given.image, nova);
  return {
    instanceUuids: given.instance_uuids?.length ? given.instance_uuids : [given.instance_uuid!],
    projectId: given.project_id ?? 'p0',
    userId: given.user_id ?? 'u0',
    flavor,
    image,
    availabilityZone: given.availability_zone ?? undefined,
    numaTopology: buildTopology(given, flavor, image),
    pciRequests:
      given.pci_requests === undefined || given.pci_requests === null ? null : pciRequestsOf(given.pci_requests),
    networkMetadata: given.network_metadata ? networkMetadata(given.network_metadata) : undefined,
    serverGroup: buildGroup(given.instance_group),
    schedulerHints: buildHints(given.scheduler_hints),
    ignoreHosts: given.ignore_hosts ?? undefined,
    forceHosts: given.force_hosts ?? undefined,
    forceNodes: given.force_nodes ?? undefined,
    requestedDestination: buildDestination(given.requested_destination),
  };
}

function buildFlavor(given: NonNullable<CaseRequest['flavor']>): Flavor {
  return {
    id: String(given.flavorid ?? '1'),
    name: given.name ?? 'm1.small',
    vcpus: given.vcpus ?? 1,
    ramMib: given.memory_mb ?? 512,
    rootGib: given.root_gb ?? 1,
    ephemeralGib: given.ephemeral_gb ?? 0,
    swapMib: given.swap ?? 0,
    extraSpecs: textValues(given.extra_specs),
  };
}

/** null is no image at all; an absent one is an image without properties. */
function buildImage(given: CaseRequest['image'], nova: NovaLevel): Image | null {
  if (given === null) return null;
  const { id, name, disk_format: diskFormat, size: sizeBytes, properties = {} } = given ?? {};
  const image: Image = {
    id: id ?? undefined,
    name: name ?? undefined,
    diskFormat: diskFormat ?? undefined,
    sizeBytes: sizeBytes ?? undefined,
    properties,
  };
  const version = imageProperties(image).get('img_hv_requested_version');
  if (typeof version === 'string') parseVersionPredicate(version, versionGrammar(nova));
  return image;
}

function buildTopology(given: CaseRequest, flavor: Flavor, image: Image | null): InstanceTopology | null {
  const { numa_topology: asked } = given;
  if (asked === 'from_flavor') return numaConstraints(flavor, image ?? { properties: {} });
  return asked?.cells.length ? instanceTopology(asked) : null;
}

function buildGroup(given: CaseRequest['instance_group']): ServerGroup | undefined {
  if (given === null || given === undefined) return undefined;
  return {
    uuid: given.uuid ?? 'group',
    policy: given.policy as ServerGroupPolicy,
    maxServerPerHost: mostPerHost(given.rules?.max_server_per_host),
    members: given.members ?? [],
    hosts: given.hosts ?? [],
  };
}

function mostPerHost(rule: number | string | undefined): number | undefined {
  if (typeof rule !== 'string') return rule;
  const most = parseIntegerText(rule);
  if (most !== undefined) return most;
  throw new RequestError('ValueError', `max_server_per_host is "${rule}", which is no whole number`);
}

function buildHints(given: CaseRequest['scheduler_hints']): RequestSpec['schedulerHints'] {
  if (given === null || given === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const values = (Array.isArray(value) ? value : [value]) as PythonValue[];
      return [name, values.map(pythonText)];
    }),
  );
}

function buildDestination(given: CaseRequest['requested_destination']): RequestedDestination | undefined {
  if (given === null || given === undefined || Object.keys(given).length === 0) return undefined;
  return {
    host: given.host,
    node: given.host === undefined ? undefined : (given.node ?? undefined),
    cellUuid: given.cell_uuid || undefined,
    allowCrossCellMove: given.allow_cross_cell_move ?? false,
  };
}

function textValues(values: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([key, value]) => [key, pythonText(value as PythonValue)]),
  );
}
