import { shortText, withoutContained } from '../ip-address.ts';
import type { CheckedRule } from '../check-port.ts';
import { icmp, icmpv6 } from '../protocol-numbers.ts';
import { nft } from './nft-text.ts';

/** The packets that a rule is about. The rule must not be about nobody. */
export function ruleMatch(rule: CheckedRule): string {
  const side = rule.direction === 'ingress' ? 'saddr' : 'daddr';
  return [...remoteMatch(rule, side), ...protocolMatch(rule, 'dport')].join(' ');
}

export function remoteMatch(rule: CheckedRule, side: 'saddr' | 'daddr'): string[] {
  const family = rule.version === 4 ? 'ip' : 'ip6';
  // `meta protocol` alone stands for "any address of this version".
  if (!rule.remotes || rule.remotes.some(({ length }) => length === 0)) return [nft`meta protocol ${family}`];
  return [nft`${family} ${side} ${withoutContained(rule.remotes).map(shortText)}`];
}

export function protocolMatch({ protocol, min, max }: CheckedRule, side: 'sport' | 'dport'): string[] {
  if (protocol === undefined) return [];
  if (protocol === icmp || protocol === icmpv6) return icmpMatch(protocol === icmp ? 'icmp' : 'icmpv6', min, max);
  const ports = min === undefined ? [] : [nft`th ${side} ${min === max ? min : `${min}-${max}`}`];
  return [nft`meta l4proto ${protocol}`, ...ports];
}

function icmpMatch(name: 'icmp' | 'icmpv6', type: number | undefined, code: number | undefined): string[] {
  if (type === undefined) return [nft`meta l4proto ${name}`];
  return [nft`${name} type ${type}`, ...(code === undefined ? [] : [nft`${name} code ${code}`])];
}
