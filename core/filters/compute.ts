import type { HostState } from '../model/host-state.ts';
import { defineFilter, type Rejection } from './define-filter.ts';

/** Passes hosts whose compute service is enabled and was heard of lately. Nova: `ComputeFilter`. */
export const computeFilter = defineFilter({
  name: 'ComputeFilter',
  summary: 'Passes hosts whose compute service is enabled and was heard of within `service_down_time`.',
  nova: { source: 'nova/scheduler/filters/compute_filter.py' },
  options: ['[DEFAULT] service_down_time'],
  codes: ['service-disabled', 'service-forced-down', 'service-down'],
  reads: ['service'],
  oncePerRequest: true,
  bind(_request, { options, nowSeconds }) {
    const downSeconds = options.topLevel.service_down_time;
    const passes = ({ service }: HostState) =>
      !service.disabled && !service.forcedDown && !isSilent(service.lastSeenSeconds, nowSeconds, downSeconds);
    return { passes, explain: (host) => explain(host, nowSeconds, downSeconds) };
  },
});

/** A heartbeat from the future counts as far as one from the past, as in Nova. */
function isSilent(lastSeenSeconds: number, nowSeconds: number, downSeconds: number): boolean {
  return lastSeenSeconds !== Number.POSITIVE_INFINITY && Math.abs(nowSeconds - lastSeenSeconds) > downSeconds;
}

function explain({ service }: HostState, nowSeconds: number, downSeconds: number): Rejection {
  if (service.disabled) {
    const reason = service.disabledReason === null ? '' : `: ${service.disabledReason}`;
    return { code: 'service-disabled', needed: 'an enabled compute service', had: `disabled${reason}` };
  }
  if (service.forcedDown) {
    return { code: 'service-forced-down', needed: 'a compute service that is up', had: 'forced down' };
  }
  const silentSeconds = Math.abs(nowSeconds - service.lastSeenSeconds);
  return {
    code: 'service-down',
    needed: `a heartbeat within ${downSeconds} s`,
    had: `last heartbeat ${silentSeconds} s away`,
  };
}
