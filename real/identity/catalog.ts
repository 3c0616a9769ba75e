import type { IdentityTables } from './tables.ts';

interface CatalogEndpoint {
  readonly id: string;
  readonly interface: string;
  readonly region_id: string | null;
  readonly region: string | null;
  readonly url: string;
}

export interface CatalogService {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly endpoints: readonly CatalogEndpoint[];
}

/** The services and where they are, as a token's owner sees them: `$(project_id)s` in an address is filled in. */
export function catalogFor(
  tables: IdentityTables,
  values: { readonly projectId: string | null; readonly userId: string },
): CatalogService[] {
  return [...tables.services.all()]
    .filter(({ enabled }) => enabled)
    .map(({ id, type, name }) => {
      const endpoints = tables.endpoints.find('byService', id).flatMap((endpoint) => {
        const url = endpoint.enabled ? fillIn(endpoint.url, values) : undefined;
        if (url === undefined) return [];
        const { regionId } = endpoint;
        return [{ id: endpoint.id, interface: endpoint.interface, region_id: regionId, region: regionId, url }];
      });
      return { id, type, name, endpoints };
    });
}

/** `undefined` when the address needs what the token does not have. */
function fillIn(
  url: string,
  values: { readonly projectId: string | null; readonly userId: string },
): string | undefined {
  const known: Readonly<Record<string, string | null>> = {
    project_id: values.projectId,
    tenant_id: values.projectId,
    user_id: values.userId,
  };
  let complete = true;
  const filled = url.replace(/[$%]\((\w+)\)s/g, (whole, name: string) => {
    const value = known[name];
    if (typeof value === 'string') return value;
    complete = false;
    return whole;
  });
  return complete ? filled : undefined;
}
