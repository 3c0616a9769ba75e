import type { CheckedRule } from '../check-port.ts';
import { icmp, icmpv6, tcp, udp } from '../protocol-numbers.ts';
import { protocolMatch, remoteMatch } from './rule-match.ts';

/**
 * Packets in a direction that look like answers to what rules of the opposite direction allow. See `Tracking`,
 * `stateless`.
 */
export function replyMatches(rules: readonly CheckedRule[], direction: CheckedRule['direction']): string[] {
  const opposite = rules.filter((rule) => rule.direction !== direction && rule.remotes?.length !== 0);
  const side = direction === 'ingress' ? 'saddr' : 'daddr';
  const matches = opposite.flatMap((rule) =>
    protocolsOf(rule).flatMap((protocol) =>
      answers({ ...rule, protocol }).map((answer) => [...remoteMatch(rule, side), ...answer].join(' ')),
    ),
  );
  return [...new Set([...anyway, ...matches])];
}

/** Errors about packets that were sent, and the later pieces of packets, which have no ports to look at. */
const anyway = [
  'icmp type { destination-unreachable, time-exceeded, parameter-problem }',
  'icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem }',
  'ip frag-off and 0x1fff != 0',
];

const protocolsOf = (rule: CheckedRule): number[] =>
  rule.protocol === undefined ? [tcp, udp, rule.version === 4 ? icmp : icmpv6] : [rule.protocol];

function answers(rule: CheckedRule): string[][] {
  switch (rule.protocol) {
    case tcp:
      return [[...protocolMatch(rule, 'sport'), 'tcp flags and (syn | ack) != syn']];
    case udp:
      return rule.min === undefined
        ? [['udp sport { 53, 123 } udp dport 1024-65535']]
        : [[...protocolMatch(rule, 'sport'), 'udp dport 1024-65535']];
    case icmp:
      return [['icmp type echo-reply']];
    case icmpv6:
      return [['icmpv6 type echo-reply']];
    default:
      return [protocolMatch(rule, 'sport')];
  }
}
