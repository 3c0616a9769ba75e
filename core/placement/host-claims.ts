import { invariant } from '../invariant.ts';
import type { CandidatesQuery } from './candidates-query.ts';
import { ClaimShape } from './claim-shape.ts';
import { FlatQuery } from './flat-query.ts';
import type { InventoryColumn } from './inventory-column.ts';
import type { PlacementState } from './placement-state.ts';

/**
 * Claims for an owner that knows itself who holds what: no consumer, no row for each class, nothing
 * kept of a claim. Its number says on which host it is and of which shape.
 */
export class HostClaims {
  private readonly state: PlacementState;
  private readonly hosts: number;
  private readonly shapes: ClaimShape[] = [];
  private readonly shapeByText = new Map<string, ClaimShape>();
  private readonly shapeByQuery = new WeakMap<CandidatesQuery, ClaimShape>();
  private lastQuery: CandidatesQuery | undefined;
  private lastShape: ClaimShape | undefined;

  constructor(state: PlacementState) {
    this.state = state;
    this.hosts = state.providers.length;
  }

  /** Number of the claim, -1 when the host has no room. */
  take(host: number, query: CandidatesQuery): number {
    const shape = this.shapeOf(query);
    if (shape === undefined || !shape.fits(host)) return -1;
    shape.take(host);
    this.state.usageChanged(host);
    return shape.number * this.hosts + host;
  }

  giveBack(claim: number): void {
    const host = claim % this.hosts;
    const shape = this.shapes[(claim - host) / this.hosts];
    invariant(shape !== undefined, 'what is given back was claimed');
    shape.giveBack(host);
    this.state.usageChanged(host);
  }

  /** `undefined`: no host can hold it. */
  private shapeOf(query: CandidatesQuery): ClaimShape | undefined {
    if (query === this.lastQuery) return this.lastShape;
    const shape = this.shapeByQuery.get(query) ?? this.learn(query);
    if (shape === undefined) return undefined;
    this.lastQuery = query;
    this.lastShape = shape;
    return shape;
  }

  private learn(query: CandidatesQuery): ClaimShape | undefined {
    const flat = new FlatQuery();
    flat.read(query, this.state);
    if (flat.impossible) return undefined;
    const shape = this.shapeByText.get(textOf(flat)) ?? this.makeShape(flat);
    if (shape !== undefined) this.shapeByQuery.set(query, shape);
    return shape;
  }

  private makeShape(flat: FlatQuery): ClaimShape | undefined {
    const columns: InventoryColumn[] = [];
    for (const classId of flat.classIds) {
      const column = this.state.column(classId);
      if (column === undefined) return undefined;
      columns.push(column);
    }
    const shape = new ClaimShape(this.shapes.length, columns, flat.amounts);
    this.shapes.push(shape);
    this.shapeByText.set(textOf(flat), shape);
    return shape;
  }
}

function textOf({ classIds, amounts }: FlatQuery): string {
  return `${classIds.join()} ${amounts.join()}`;
}
