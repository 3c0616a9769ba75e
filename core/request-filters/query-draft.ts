import type { CandidatesQuery, RequestGroup } from '../placement/candidates-query.ts';

/** One group of a query while it is being put together. */
export class GroupDraft {
  readonly suffix: string;
  readonly resources = new Map<string, number>();
  readonly requiredTraits = new Set<string>();
  /** Of each entry any trait will do. */
  readonly anyTraits: (readonly string[])[] = [];
  readonly forbiddenTraits = new Set<string>();
  readonly memberOf: (readonly string[])[] = [];
  readonly forbiddenAggregates = new Set<string>();
  inTree: string | undefined = undefined;

  constructor(suffix: string) {
    this.suffix = suffix;
  }

  /** True for a group that asks for nothing. Where it must be (`inTree`) is no wish of its own. */
  isEmpty(): boolean {
    return (
      this.resources.size === 0 &&
      this.requiredTraits.size === 0 &&
      this.anyTraits.length === 0 &&
      this.forbiddenTraits.size === 0 &&
      this.memberOf.length === 0 &&
      this.forbiddenAggregates.size === 0
    );
  }

  finish(): RequestGroup {
    return {
      suffix: this.suffix,
      resources: Object.fromEntries(this.resources),
      requiredTraits: [...[...this.requiredTraits].map((trait) => [trait]), ...this.anyTraits],
      forbiddenTraits: [...this.forbiddenTraits],
      memberOf: this.memberOf,
      forbiddenAggregates: [...this.forbiddenAggregates],
      ...(this.inTree === undefined ? {} : { inTree: this.inTree }),
    };
  }
}

/** A query for allocation candidates while request filters and flavor add to it. */
export class QueryDraft {
  readonly groups = new Map<string, GroupDraft>();
  readonly rootRequired = new Set<string>();
  readonly rootForbidden = new Set<string>();
  readonly sameSubtree: (readonly string[])[] = [];
  groupPolicy: 'none' | 'isolate' | undefined = undefined;
  limit: number | undefined = undefined;

  /** The group of this suffix (`''`: the one without), made on first use. */
  group(suffix = ''): GroupDraft {
    let group = this.groups.get(suffix);
    if (group === undefined) this.groups.set(suffix, (group = new GroupDraft(suffix)));
    return group;
  }

  /** What all groups together ask of one resource class; `undefined` when none names it. */
  total(resourceClass: string): number | undefined {
    let sum: number | undefined;
    for (const group of this.groups.values()) {
      const amount = group.resources.get(resourceClass);
      if (amount !== undefined) sum = (sum ?? 0) + amount;
    }
    return sum;
  }

  finish(): CandidatesQuery {
    for (const group of this.groups.values()) {
      for (const [name, amount] of group.resources) if (amount === 0) group.resources.delete(name);
    }
    const groups = [...this.groups.values()].filter((group) => !group.isEmpty() || group.inTree !== undefined);
    return {
      groups: groups.map((group) => group.finish()),
      ...(this.groupPolicy === undefined ? {} : { groupPolicy: this.groupPolicy }),
      sameSubtree: this.sameSubtree,
      rootRequired: [...this.rootRequired],
      rootForbidden: [...this.rootForbidden],
      ...(this.limit === undefined ? {} : { limit: this.limit }),
    };
  }
}
