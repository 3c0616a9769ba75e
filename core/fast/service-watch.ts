import { computeFilter } from '../filters/compute.ts';
import type { HostCheck } from '../filters/define-filter.ts';
import type { HostState } from '../model/host-state.ts';
import type { ResolvedOptions } from '../options/resolve-options.ts';
import { emptyRequest } from './empty-request.ts';

/** The ComputeFilter as time goes by: its verdicts change without anybody touching a host. */
export class ServiceWatch {
  /** Asks the filter at the present of the last `advance`. */
  readonly check: HostCheck;
  private readonly options: ResolvedOptions;
  /** Hosts whose heartbeats have an end: only they can fall silent. */
  private readonly mortal = new Set<HostState>();
  private readonly up: Uint8Array;
  private nowSeconds = 0;
  private boundSeconds = 0;
  private bound: HostCheck;

  constructor(options: ResolvedOptions, hosts: number) {
    this.options = options;
    this.up = new Uint8Array(hosts);
    this.bound = this.bind();
    this.check = { passes: (host) => this.present().passes(host), explain: (host) => this.present().explain(host) };
  }

  /** Goes to a time, and reports each host that fell silent or was heard again by then. */
  advance(nowSeconds: number, report: (hostIndex: number) => void): void {
    if (nowSeconds === this.nowSeconds) return;
    this.nowSeconds = nowSeconds;
    if (this.mortal.size === 0) return;
    const present = this.present();
    for (const host of this.mortal) if (Number(present.passes(host)) !== this.up[host.index]) report(host.index);
  }

  /** Takes note of a host whose service may have changed. */
  note(host: HostState): void {
    this.up[host.index] = Number(this.present().passes(host));
    if (host.service.lastSeenSeconds === Number.POSITIVE_INFINITY) this.mortal.delete(host);
    else this.mortal.add(host);
  }

  private present(): HostCheck {
    if (this.boundSeconds !== this.nowSeconds) {
      this.boundSeconds = this.nowSeconds;
      this.bound = this.bind();
    }
    return this.bound;
  }

  private bind(): HostCheck {
    const { options, nowSeconds } = this;
    return computeFilter.bind(emptyRequest, { options, nowSeconds, instanceUuid: '' })!;
  }
}
