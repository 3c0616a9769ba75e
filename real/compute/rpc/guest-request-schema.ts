import { z } from 'zod';
import type { GuestRequest } from '../hypervisor/guest.ts';
import type { GuestRequestJson } from '../hypervisor/guest-request-json.ts';

/** Something that has members; what they are is the sender's word. */
const plainObject = <T>() =>
  z.custom<T>((value) => typeof value === 'object' && value !== null && !Array.isArray(value));

const list = <T>() => z.custom<T>((value) => Array.isArray(value));

const schema = z.object({
  uuid: z.uuid(),
  displayName: z.string(),
  projectId: z.string(),
  userId: z.string(),
  flavor: plainObject<GuestRequest['flavor']>(),
  image: plainObject<NonNullable<GuestRequest['image']>>().nullable(),
  numaTopology: plainObject<NonNullable<GuestRequestJson['numaTopology']>>().optional(),
  pciDevices: list<GuestRequest['pciDevices']>(),
  ports: list<GuestRequest['ports']>(),
  metadata: plainObject<GuestRequestJson['metadata']>(),
  configDrive: z.boolean(),
  ephemeralGibs: list<readonly number[]>().optional(),
});

/**
 * A guest's request in a message. Flavor, image and ports come from the controller's own tables: their inside is not
 * checked again. The cast: JSON leaves out what is undefined.
 */
export const guestRequestSchema = schema as unknown as z.ZodType<GuestRequestJson>;
