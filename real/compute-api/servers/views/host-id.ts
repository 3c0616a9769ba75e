import { createHash } from 'node:crypto';

const known = new Map<string, string>();
/** Hosts times projects; far more than a cloud has. */
const knownMax = 100_000;

/** The host as those may know it who must not know its name: the same for servers of one project on one host. */
export function hostIdOf(host: string | null, projectId: string): string {
  if (host === null) return '';
  const key = projectId + host;
  let id = known.get(key);
  if (id === undefined) {
    id = createHash('sha224').update(key).digest('hex');
    if (known.size >= knownMax) known.clear();
    known.set(key, id);
  }
  return id;
}
