import type { Link } from './host/links.ts';
import { NetworkError } from './network-error.ts';

interface NameSearch {
  readonly alias: string;
  /** What the kernel has; empty when it has not been asked. */
  readonly links: ReadonlyMap<string, Link>;
  /** Names that other ports and networks of ours have. */
  readonly taken: ReadonlySet<string>;
  /** The name that was written down for this one: its device is ours though it may have no alias yet. */
  readonly recorded: string | undefined;
}

/** The first name that is free, or has our device already. @throws NetworkError `name-taken` */
export function chooseName(names: readonly string[], search: NameSearch): string {
  const { alias, links, taken, recorded } = search;
  const ours = names.find((name) => links.get(name)?.alias === alias);
  const usable = (name: string): boolean => {
    const link = links.get(name);
    return !taken.has(name) && (!link || (name === recorded && link.alias === undefined));
  };
  const name = ours ?? names.find(usable);
  if (name !== undefined) return name;
  throw new NetworkError('name-taken', `every name for ${alias} is taken: ${names.join(', ')}`);
}
