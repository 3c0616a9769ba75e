import { ApiError } from '../../http/api-error.ts';

/** A refusal with Neutron's name for it, which clients look at. */
export function fault(status: number, type: string, message: string): ApiError {
  return new ApiError(status, message, { kind: type });
}

/** Neutron's `InvalidInput`. */
export const invalidInput = (message: string): ApiError =>
  fault(400, 'InvalidInput', `Invalid input for operation: ${message}.`);

export const badRequest = (message: string): ApiError => fault(400, 'HTTPBadRequest', message);

/** Neutron's `BadRequest`: about a resource and the request for it. */
export const badResource = (resource: string, message: string): ApiError =>
  fault(400, 'BadRequest', `Bad ${resource} request: ${message}.`);

export const policyRefusal = (rules: readonly string[]): ApiError => {
  const text = rules.map((rule) => `rule:${rule}`).join(' and ');
  const all = rules.length > 1 ? `(${text})` : text;
  return fault(403, 'PolicyNotAuthorized', `${all} is disallowed by policy`);
};

export const networkNotFound = (id: string): ApiError =>
  fault(404, 'NetworkNotFound', `Network ${id} could not be found.`);
export const subnetNotFound = (id: string): ApiError =>
  fault(404, 'SubnetNotFound', `Subnet ${id} could not be found.`);
export const portNotFound = (id: string): ApiError => fault(404, 'PortNotFound', `Port ${id} could not be found.`);
export const routerNotFound = (id: string): ApiError => fault(404, 'RouterNotFound', `Router ${id} could not be found`);
export const floatingIpNotFound = (id: string): ApiError =>
  fault(404, 'FloatingIPNotFound', `Floating IP ${id} could not be found`);
export const groupNotFound = (id: string): ApiError =>
  fault(404, 'SecurityGroupNotFound', `Security group ${id} does not exist`);
export const ruleNotFound = (id: string): ApiError =>
  fault(404, 'SecurityGroupRuleNotFound', `Security group rule ${id} does not exist`);

export const addressInUse = (address: string, subnetId: string): ApiError =>
  fault(409, 'IpAddressAlreadyAllocated', `IP address ${address} already allocated in subnet ${subnetId}`);

const types: Readonly<Record<number, string>> = {
  400: 'HTTPBadRequest',
  403: 'PolicyNotAuthorized',
  404: 'HTTPNotFound',
  405: 'HTTPMethodNotAllowed',
  409: 'HTTPConflict',
  412: 'HTTPPreconditionFailed',
  413: 'HTTPRequestEntityTooLarge',
  415: 'HTTPUnsupportedMediaType',
  503: 'HTTPServiceUnavailable',
};

/** Neutron's form of an error; a missing token is refused by Keystone's middleware, in Keystone's form. */
export function renderNetworkError({ status, kind, message }: ApiError): unknown {
  if (status === 401) return { error: { code: 401, title: 'Unauthorized', message } };
  return { NeutronError: { type: kind ?? types[status] ?? 'HTTPInternalServerError', message, detail: '' } };
}
