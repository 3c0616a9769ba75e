import type { Step } from './beside-steps.ts';

const projects: Readonly<Record<string, string>> = {
  admin: '3'.repeat(32),
  member: '1'.repeat(32),
  reader: '1'.repeat(32),
  other: '2'.repeat(32),
};
const roles: Readonly<Record<string, string>> = {
  admin: 'admin,member,reader',
  member: 'member,reader',
  reader: 'reader',
  other: 'member,reader',
};

/** What Neutron shows of extensions that are not offered here. */
const foreign = new Set([
  ...['is_default', 'ipv4_address_scope', 'ipv6_address_scope', 'extra_dhcp_opts', 'service_types', 'stateful'],
  ...['remote_address_group_id', 'standard_attr_id', 'flavor_id', 'distributed', 'ha'],
]);
/** Differ by chance or by the clock; only whether they are there is compared. */
const changing = new Set(['created_at', 'updated_at', 'revision_number', 'message', 'detail', 'mac_address']);

/** One of the two that are compared: it takes requests, and knows what it called things. */
export class Side {
  readonly #url: string;
  readonly #names = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  /** The answer with the ids of this side called by their names. */
  async take({ as, method, path: where, body, saves = {} }: Step): Promise<unknown> {
    const fill = (text: string): string => text.replace(/\$(\w+)/g, (_, name: string) => this.#names.get(name) ?? name);
    const response = await fetch(`${this.#url}/v2.0/${fill(where)}`, {
      method,
      headers: {
        'x-project-id': projects[as]!,
        'x-user-id': 'u',
        'x-roles': roles[as]!,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: fill(JSON.stringify(body)) }),
    });
    const text = await response.text();
    const json: unknown = text.startsWith('{') ? JSON.parse(text) : null;
    for (const [name, place] of Object.entries(saves)) {
      const found = place.split('.').reduce((value, key) => (value as Record<string, unknown>)?.[key], json);
      if (typeof found === 'string') this.#names.set(name, found);
    }
    return { status: response.status, body: this.#comparable(json) };
  }

  #comparable(value: unknown, key = ''): unknown {
    if (changing.has(key)) return 'something';
    if (Array.isArray(value)) {
      const all = value.map((one) => this.#comparable(one));
      return all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    }
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).filter(([name]) => !foreign.has(name));
      if ('security_group_rules' in value) {
        return Object.fromEntries(
          entries
            .filter(([name]) => name !== 'shared')
            .map(([name, one]) => [
              name,
              name === 'security_group_rules' ? (one as unknown[]).length : this.#comparable(one, name),
            ]),
        );
      }
      const others = entries.filter(([name]) => !isForeign(value, name));
      return Object.fromEntries(others.map(([name, one]) => [name, this.#comparable(one, name)]));
    }
    if (typeof value !== 'string') return value;
    const named = [...this.#names].find(([, id]) => id === value)?.[0];
    if (named !== undefined) return `$${named}`;
    return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value) ? 'an id' : value;
  }
}

/** Zones of routers are not offered; descriptions of rules depend on the order in which Neutron loads extensions. */
function isForeign(value: object, name: string): boolean {
  if ('external_gateway_info' in value) return name.startsWith('availability_zone');
  return 'security_group_id' in value && name === 'description';
}
