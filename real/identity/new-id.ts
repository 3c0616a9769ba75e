import { randomUUID } from 'node:crypto';

/** Keystone's ids: a UUID without its dashes. */
export function newId(): string {
  return randomUUID().replaceAll('-', '');
}
