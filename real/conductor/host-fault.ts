import type { InstanceFault } from '../compute/agent/conductor-port.ts';
import { ServerFault } from './server-fault.ts';

/** Nova's numbers of the same failures. */
const codes: Readonly<Record<string, number>> = {
  'guest-not-found': 404,
  'image-missing': 404,
  'wrong-state': 409,
  'guest-exists': 409,
  'bad-request': 400,
  'image-refused': 400,
  unsupported: 400,
};

/** Failures that another host would meet as well. */
const hopeless: ReadonlySet<string> = new Set([
  'image-missing',
  'image-corrupt',
  'image-refused',
  'bad-request',
  'guest-exists',
]);

/** What a host said of a failure, as the server's owner is told. */
export function hostFault({ code, step, message }: InstanceFault): ServerFault {
  return new ServerFault(codes[code] ?? 500, message, `${code} while ${step}: ${message}`);
}

/** Whether another host is worth trying. */
export function isWorthRetrying({ code }: InstanceFault): boolean {
  return !hopeless.has(code);
}
