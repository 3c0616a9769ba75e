import { z } from 'zod';
import type { InstanceTopologyJson } from '../../core/index.ts';
import { defineMethod } from '../bus/index.ts';

export const schedulerTopic = 'scheduler';

const uuid = z.uuid();
const hostAndNode = z.tuple([z.string(), z.string()]);
const topology = z.custom<InstanceTopologyJson>((value) => typeof value === 'object' && value !== null).nullable();

/**
 * Chooses hosts for servers whose rows exist, and claims the best ones in Placement: see `Claims.kept`. The decision
 * is written down. `purpose` `resize` asks for the new
 * flavor on the server's own host. Nova: `select_destinations`.
 */
export const selectDestinations = defineMethod({
  name: 'select_destinations',
  version: 1,
  args: z.object({
    uuids: z.array(uuid).min(1),
    purpose: z.enum(['build', 'unshelve', 'resize']),
    /** Service host names. */
    ignoreHosts: z.array(z.string()),
    /** `resize`: who holds the resources of the flavor before. */
    migrationUuid: uuid.nullable(),
  }),
  result: z.object({
    /** In the order of `uuids`; empty when no host was found for one of them. */
    destinations: z.array(
      z.object({
        uuid,
        /** The claimed one, then the alternates. */
        hosts: z.array(hostAndNode).min(1),
        /** Its cells on the claimed host. */
        numaTopology: topology,
      }),
    ),
    /** For the fault; null when all have a host. */
    refusal: z.string().nullable(),
  }),
});

/** Claims one host for a server whose build failed on another. False: there is no room any more. */
export const claimAlternate = defineMethod({
  name: 'claim_alternate',
  version: 1,
  args: z.object({ uuid, host: z.string() }),
  result: z.object({ claimed: z.boolean(), numaTopology: topology }),
});

/** A build ended on a host. Sent as a cast. */
export const buildEnded = defineMethod({
  name: 'build_ended',
  version: 1,
  args: z.object({ host: z.string(), failed: z.boolean() }),
  result: z.null(),
});

/** What was decided for these servers is not going to come about. Sent as a cast. */
export const cancelDestinations = defineMethod({
  name: 'cancel_destinations',
  version: 1,
  args: z.object({ uuids: z.array(uuid) }),
  result: z.null(),
});
