import type { HostState } from '../model/host-state.ts';

/** Hosts by service host name, of which several nodes may share one. */
export class HostNames {
  private readonly byName = new Map<string, number[]>();
  private readonly byLowerCase = new Map<string, number[]>();

  constructor(hosts: readonly HostState[]) {
    for (const { index, host } of hosts) {
      note(this.byName, host, index);
      note(this.byLowerCase, host.toLowerCase(), index);
    }
  }

  /** Hosts of this very name. */
  called(name: string): readonly number[] {
    return this.byName.get(name) ?? NONE;
  }

  /** Hosts of this name in capital or small letters. */
  ignoringCase(name: string): readonly number[] {
    return this.byLowerCase.get(name.toLowerCase()) ?? NONE;
  }
}

function note(map: Map<string, number[]>, name: string, index: number): void {
  const list = map.get(name);
  if (list === undefined) map.set(name, [index]);
  else list.push(index);
}

const NONE: readonly number[] = [];
