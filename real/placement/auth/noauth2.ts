import { nobody } from '../../policy/credentials.ts';
import type { Credentials } from '../../policy/credentials.ts';
import { headerText } from './authenticate.ts';
import type { Authenticator } from './authenticate.ts';

/**
 * Believes the client: the token is `user` or `user:project`, the roles come from `X-Roles`, and the
 * user `admin` is an admin. For tests and machines that nobody else can reach.
 */
export const noauth2: Authenticator = {
  authenticate(headers): Credentials | undefined {
    const token = headerText(headers, 'x-auth-token');
    if (token === undefined) return undefined;
    const [user = '', ...rest] = token.split(':');
    const project = rest.join(':') || user;
    const systemScope = headerText(headers, 'openstack-system-scope') || null;
    const roles = headerText(headers, 'x-roles')?.split(',') ?? (user === 'admin' ? ['admin'] : []);
    const named = headerText(headers, 'x-project-id') ?? headerText(headers, 'x-tenant-id');
    return {
      ...nobody,
      user_id: user,
      project_id: systemScope === null ? (headerText(headers, 'x-project-id') ?? project) : (named ?? null),
      domain_id: headerText(headers, 'x-domain-id') ?? null,
      system_scope: systemScope,
      roles: roles.map((role) => role.trim()),
    };
  },
};
