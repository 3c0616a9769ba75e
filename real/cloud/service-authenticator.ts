import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { nobody } from '../policy/credentials.ts';
import type { Credentials } from '../policy/credentials.ts';

export type Authenticate = (headers: IncomingHttpHeaders) => Credentials | undefined | Promise<Credentials | undefined>;

/** Users by their tokens, and the services of the cloud by the one that they have in common. */
export function serviceAuthenticator(serviceToken: string, users: Authenticate): Authenticate {
  const expected = digest(serviceToken);
  return (headers) => {
    const token = headers['x-auth-token'];
    const isService = typeof token === 'string' && timingSafeEqual(digest(token), expected);
    return isService ? serviceCredentials : users(headers);
  };
}

const serviceCredentials: Credentials = {
  ...nobody,
  user_id: 'service',
  project_id: 'service',
  system_scope: null,
  roles: ['admin', 'service', 'member', 'reader'],
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
