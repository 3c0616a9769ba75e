import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { PolicyTarget } from '../../http/api-route.ts';
import type { Caller } from './resource.ts';
import { badRequest, invalidInput, policyRefusal } from './network-faults.ts';
import { networkRules } from './network-rules.ts';
import type { AnyResource, Json } from './resource.ts';

type Verb = 'create' | 'update';

/**
 * The attributes of a body, checked, with defaults. `tenant_id` is `project_id` by another name.
 *
 * @throws ApiError as Neutron words it
 */
export function readValues(resource: AnyResource, verb: Verb, given: unknown): Json {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw badRequest('Body contains invalid data');
  }
  const sent = withOneOwner(given as Json);
  const schema = schemaOf(resource, verb);
  refuseStrangers(resource, verb, Object.keys(sent));
  const read = schema.safeParse(sent);
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  const { path, message } = issue;
  const attribute = String(path[0]);
  if (path.length === 1 && !Object.hasOwn(sent, attribute)) {
    throw badRequest(`Failed to parse request. Required attribute '${attribute}' not specified`);
  }
  if (issue.code === 'custom' && issue.params?.['isConversion'] === true) throw invalidInput(message);
  throw badRequest(`Invalid input for ${path.join('.')}. Reason: ${message}.`);
}

/** @throws ApiError 403 that names the rules, Neutron's way */
export function authorizeValues(
  resource: AnyResource,
  { verb, sent, target, caller }: { verb: Verb; sent: Json; target: PolicyTarget; caller: Caller },
): void {
  const base = `${verb}_${resource.name}`;
  const rules = [base, ...attributeRules(resource, verb, sent)];
  const refused = rules.filter((rule) => !caller.allows(rule, target));
  if (refused.length === 0) return;
  throw policyRefusal(rules);
}

/** Attributes have rules of their own when something else than the default is sent; members of members too. */
function attributeRules(resource: AnyResource, verb: Verb, sent: Json): string[] {
  const base = `${verb}_${resource.name}`;
  const shape = schemaOf(resource, verb).shape as Record<string, z.ZodType>;
  const known = (rule: string): boolean => Object.hasOwn(networkRules, rule);
  return Object.entries(sent).flatMap(([attribute, value]) => {
    const fallback = verb === 'create' ? shape[attribute]?.safeParse(undefined).data : undefined;
    if (verb === 'create' && isDeepStrictEqual(value, fallback)) return [];
    const members = [value].flat().flatMap((one) => (typeof one === 'object' && one !== null ? Object.keys(one) : []));
    const rules = [`${base}:${attribute}`, ...new Set(members.map((name) => `${base}:${attribute}:${name}`))];
    return rules.filter(known);
  });
}

function schemaOf(resource: AnyResource, verb: Verb): z.ZodObject {
  const schema = verb === 'create' ? resource.create : resource.update;
  return schema as z.ZodObject;
}

function withOneOwner(given: Json): Json {
  if (!Object.hasOwn(given, 'tenant_id')) return given;
  const { tenant_id: tenant, ...rest } = given;
  if (Object.hasOwn(rest, 'project_id') && rest['project_id'] !== tenant) {
    throw badRequest("'project_id' and 'tenant_id' do not match");
  }
  return { ...rest, project_id: tenant };
}

function refuseStrangers(resource: AnyResource, verb: Verb, names: readonly string[]): void {
  const accepted = schemaOf(resource, verb).shape;
  const others = names.filter((name) => !Object.hasOwn(accepted, name));
  if (others.length === 0) return;
  const other: Json = verb === 'create' ? (resource.update?.shape ?? {}) : resource.create.shape;
  const known = new Set([...readOnly, ...Object.keys(other), ...resource.filters]);
  const first = others.find((name) => known.has(name));
  if (first === undefined) {
    throw badRequest(`Unrecognized attribute(s) '${others.map((name) => name.slice(0, 255)).join(', ')}'`);
  }
  throw badRequest(
    verb === 'create' ? `Attribute '${first}' not allowed in POST` : `Cannot update read-only attribute ${first}`,
  );
}

const readOnly = ['id', 'status', 'tags', 'created_at', 'updated_at', 'revision_number', 'subnets'];
