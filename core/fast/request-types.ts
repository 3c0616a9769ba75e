import type { Flavor } from '../model/flavor.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { RequestType } from './request-type.ts';

/** A kind of plain request; without a type when such requests must take the reference way. */
export interface KnownRequest {
  readonly request: RequestSpec;
  type: RequestType | undefined;
}

/** Kinds of plain requests, found again by the flavor object, or else by what they say. */
export class RequestTypes {
  private byFlavor = new WeakMap<Flavor, KnownRequest[]>();
  private byRequest = new WeakMap<RequestSpec, KnownRequest>();
  private byText = new Map<string, KnownRequest>();
  private readonly asks: readonly ('projectId' | 'userId')[];

  constructor(asks: readonly ('projectId' | 'userId')[]) {
    this.asks = asks;
  }

  get size(): number {
    return this.byText.size;
  }

  find(request: RequestSpec): KnownRequest | undefined {
    const list = this.byFlavor.get(request.flavor);
    if (list !== undefined) {
      for (let i = 0; i < list.length; i++) if (this.isSame(list[i]!.request, request)) return list[i];
    }
    const known = this.byText.get(this.text(request));
    if (known !== undefined) this.note(request, known.type);
    return known;
  }

  /** What was kept of this very object. */
  kept(request: RequestSpec): KnownRequest | undefined {
    return this.byRequest.get(request);
  }

  keep(request: RequestSpec, known: KnownRequest): void {
    this.byRequest.set(request, known);
  }

  add(request: RequestSpec, type: RequestType | undefined): KnownRequest {
    const known = this.note(request, type);
    this.byText.set(this.text(request), known);
    return known;
  }

  clear(): void {
    this.byFlavor = new WeakMap();
    this.byRequest = new WeakMap();
    this.byText = new Map();
  }

  private note(request: RequestSpec, type: RequestType | undefined): KnownRequest {
    const known = { request, type };
    const list = this.byFlavor.get(request.flavor);
    if (list === undefined) this.byFlavor.set(request.flavor, [known]);
    else list.push(known);
    return known;
  }

  private isSame(a: RequestSpec, b: RequestSpec): boolean {
    if (a.image !== b.image || a.availabilityZone !== b.availabilityZone) return false;
    if ((a.bootFromVolume === true) !== (b.bootFromVolume === true)) return false;
    for (let i = 0; i < this.asks.length; i++) if (a[this.asks[i]!] !== b[this.asks[i]!]) return false;
    return true;
  }

  private text(request: RequestSpec): string {
    const { flavor, image, availabilityZone, bootFromVolume } = request;
    const owners = this.asks.map((field) => request[field]);
    return JSON.stringify([flavor, image, availabilityZone, bootFromVolume === true, owners]);
  }
}
