import { z } from 'zod';
import * as types from './parameter-types.ts';

const changes = {
  name: types.name,
  'OS-DCF:diskConfig': types.diskConfig,
  accessIPv4: types.ipv4,
  accessIPv6: types.ipv6,
  description: types.description,
  hostname: types.fqdn,
};

const update = z.strictObject(changes).partial();
export type ServerUpdate = z.infer<typeof update>;

/** `PUT /servers/{id}` at 2.`minor`. */
export function updateServerBody(minor: number): z.ZodType<{ server: ServerUpdate }> {
  return z.strictObject({ server: at(minor, update, {}) });
}

const rebuild = z
  .strictObject({
    ...changes,
    imageRef: types.uuid,
    adminPass: z.string(),
    metadata: types.metadata,
    preserve_ephemeral: types.boolean,
    personality: types.personality,
    key_name: types.nameOrNull,
    user_data: types.userData.nullable(),
    trusted_image_certificates: types.trustedCertificates,
  })
  .partial()
  .required({ imageRef: true });
export type Rebuild = z.infer<typeof rebuild>;

export function rebuildBody(minor: number): z.ZodType<Rebuild> {
  return at(minor, rebuild, { key_name: 54, user_data: 57, trusted_image_certificates: 63 }, { personality: 57 });
}

/** The members that 2.`minor` knows: since the minor, or until (not with) the other. */
function at<Body>(
  minor: number,
  whole: z.ZodObject & z.ZodType<Body>,
  since: Readonly<Record<string, number>>,
  until: Readonly<Record<string, number>> = {},
): z.ZodType<Body> {
  const starts: Readonly<Record<string, number>> = { description: 19, hostname: 90, ...since };
  const shape = Object.fromEntries(
    Object.entries(whole.shape).filter(([key]) => {
      return minor >= (starts[key] ?? 0) && minor < (until[key] ?? Number.POSITIVE_INFINITY);
    }),
  );
  const hostname = minor >= 90 && minor < 94 ? { hostname: types.hostname.optional() } : {};
  return z.strictObject({ ...shape, ...hostname }) as unknown as z.ZodType<Body>;
}
