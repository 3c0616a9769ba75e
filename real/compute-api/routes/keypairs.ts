import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import type { KeyPairRow } from '../../objects/catalogue.ts';
import type { ComputeParts } from '../compute-parts.ts';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../http/compute-route.ts';
import { cut, nextPage, noMarker, pageOf } from '../http/paging.ts';
import { many, name, pagingQuery } from '../http/schemas.ts';
import { microTime } from '../http/times.ts';
import { newSshKey, sshFingerprint, x509Fingerprint } from './ssh-keys.ts';

const keyName = (safe: RegExp, characters: string) =>
  name.refine(
    (value) => safe.test(value),
    `An invalid 'name' value was provided. The name must be: Only expected characters: [${characters}]`,
  );
const oldName = keyName(/^[-\w ]*$/, '_- 0-9a-zA-Z');
const newName = keyName(/^[-\w@. ]*$/, '@._- 0-9a-zA-Z');
const type = z.enum(['ssh', 'x509']);
const publicKey = z.string();

const v1 = { name: oldName, public_key: publicKey.optional() };
const v2 = { ...v1, type: type.optional() };
const v10 = { ...v2, user_id: z.string().optional() };
const v92 = { ...v10, name: newName, public_key: publicKey };
const bodies = {
  1: z.strictObject({ keypair: z.strictObject(v1) }),
  2: z.strictObject({ keypair: z.strictObject(v2) }),
  10: z.strictObject({ keypair: z.strictObject(v10) }),
  92: z.strictObject({ keypair: z.strictObject(v92) }),
};

const user = { user_id: many() };
const listQuery = {
  10: z.looseObject(user),
  35: z.looseObject({ ...user, ...pagingQuery }),
  75: z.strictObject({ ...user, ...pagingQuery }),
};
const query = { 10: z.looseObject(user), 75: z.strictObject(user) };

/** Keys that users log in to their servers with. */
export function keyPairRoutes({ tables, quotas, now }: ComputeParts): ComputeRoute[] {
  const path = '/os-keypairs';
  const one = `${path}/:name`;
  /** The caller, or from 2.10 on another user, for those who may. */
  const authorized = (request: ComputeRequest, rule: string, given: string | null | undefined): string => {
    const userId = (request.minor >= 10 && given) || (request.credentials.user_id ?? '');
    request.authorize(`os_compute_api:os-keypairs:${rule}`, { user_id: userId });
    return userId;
  };
  const find = (userId: string, request: ComputeRequest): KeyPairRow => {
    const key = tables.keyPairs.get(userId, request.params['name'] ?? '');
    if (!key) throw new ApiError(404, `Keypair ${request.params['name']} not found for user ${userId}`);
    return key;
  };
  return [
    computeRoute({
      method: 'GET',
      path,
      access: 'token',
      query: listQuery,
      handler: (request) => {
        const userId = authorized(request, 'index', request.query.get('user_id'));
        const all = tables.keyPairs.find('byUser', userId).toSorted((a, b) => (a.name < b.name ? -1 : 1));
        const keys = request.minor >= 35 ? cut(all, pageOf(request.query), (key) => key.name, noMarker) : all;
        const names = keys.map((key) => key.name);
        const more = request.minor >= 35 ? nextPage(request, 'os-keypairs', names, 'keypairs_links') : {};
        return { status: 200, body: { keypairs: keys.map((key) => ({ keypair: briefly(request, key) })), ...more } };
      },
    }),
    computeRoute({
      method: 'POST',
      path,
      access: 'token',
      body: bodies,
      handler: async (request) => {
        const asked: Partial<z.infer<(typeof bodies)[10]>['keypair']> = request.body.keypair;
        const userId = authorized(request, 'create', asked.user_id);
        const made = await newKey(asked.type ?? 'ssh', asked.public_key);
        const { privateKey, ...key } = made;
        const row = { ...key, userId, name: request.body.keypair.name, createdAtSeconds: now() };
        await tables.database.write(() => {
          const limit = quotas.limit('key_pairs', userId);
          if (limit >= 0 && tables.keyPairs.find('byUser', userId).length >= limit) {
            throw new ApiError(403, 'Quota exceeded, too many key pairs.');
          }
          if (tables.keyPairs.get(userId, row.name)) {
            throw new ApiError(409, `Key pair '${row.name}' already exists.`);
          }
          tables.keyPairs.put(row);
        });
        const secret = privateKey === undefined ? {} : { private_key: privateKey };
        const body = { keypair: { ...secret, ...briefly(request, row), user_id: userId } };
        return { status: request.minor >= 2 ? 201 : 200, body };
      },
    }),
    computeRoute({
      method: 'GET',
      path: one,
      access: 'token',
      query,
      handler: (request) => {
        const userId = authorized(request, 'show', request.query.get('user_id'));
        const key = find(userId, request);
        return {
          status: 200,
          body: {
            keypair: {
              ...briefly(request, key),
              user_id: userId,
              created_at: microTime(key.createdAtSeconds),
              deleted: false,
              deleted_at: null,
              id: numberOf(key),
              updated_at: null,
            },
          },
        };
      },
    }),
    computeRoute({
      method: 'DELETE',
      path: one,
      access: 'token',
      query,
      handler: async (request) => {
        const userId = authorized(request, 'delete', request.query.get('user_id'));
        await tables.database.write(() => tables.keyPairs.remove(userId, find(userId, request).name));
        return { status: request.minor >= 2 ? 204 : 202 };
      },
    }),
  ];
}

function briefly({ minor }: Pick<ComputeRequest, 'minor'>, key: KeyPairRow): Record<string, unknown> {
  return {
    name: key.name,
    public_key: key.publicKey,
    fingerprint: key.fingerprint,
    ...(minor >= 2 && { type: key.type }),
  };
}

async function newKey(
  keyType: 'ssh' | 'x509',
  given: string | undefined,
): Promise<Pick<KeyPairRow, 'type' | 'publicKey' | 'fingerprint'> & { privateKey?: string }> {
  if (given !== undefined) {
    return {
      type: keyType,
      publicKey: given,
      fingerprint: keyType === 'ssh' ? sshFingerprint(given) : x509Fingerprint(given),
    };
  }
  if (keyType === 'x509') {
    throw new ApiError(400, 'Keypair data is invalid: certificates are not made here; send one as public_key.');
  }
  const { publicKey: text, privateKey } = await newSshKey();
  return { type: 'ssh', publicKey: text, fingerprint: sshFingerprint(text), privateKey };
}

/** Nova's rows are numbered; these are not, but a key's number must not change. */
function numberOf({ fingerprint }: KeyPairRow): number {
  return Number.parseInt(fingerprint.replaceAll(':', '').slice(0, 7), 16);
}
