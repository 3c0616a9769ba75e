import type { Credentials } from './credentials.ts';
import { parseRule, referredRules } from './rule-language.ts';
import type { Rule } from './rule-language.ts';
import { PolicyError } from './policy-error.ts';

/** A rule that the service asks, or that other rules refer to. */
export interface DefaultRule {
  readonly check: string;
  /** What also admits while the new defaults are not enforced. */
  readonly deprecatedCheck?: string;
  /** Scopes of a token that the rule may be asked with; empty: any. */
  readonly scopes?: readonly ('system' | 'domain' | 'project')[];
}

export type DefaultRules = Readonly<Record<string, DefaultRule>>;

export interface PolicyOptions {
  /** Refuse a token of a scope that a rule is not meant for. oslo.policy: `enforce_scope`; default false. */
  readonly enforceScope?: boolean | undefined;
  /** Without the deprecated defaults, under which every admin may do everything. Default false. */
  readonly enforceNewDefaults?: boolean | undefined;
  /** The operator's own rules by name: the content of a policy file. */
  readonly rules?: Readonly<Record<string, unknown>> | undefined;
}

/** Decides who may do what, by oslo.policy's rules. */
export class PolicyEngine {
  private readonly rules = new Map<string, Rule>();
  private readonly defaults: DefaultRules;
  private readonly enforceScope: boolean;

  /** Throws a `PolicyError` for a rule that cannot be read, refers to none, or to itself. */
  constructor(
    defaults: DefaultRules,
    { enforceScope = false, enforceNewDefaults = false, rules = {} }: PolicyOptions = {},
  ) {
    this.defaults = defaults;
    this.enforceScope = enforceScope;
    const sources = new Map<string, unknown>();
    for (const [name, { check, deprecatedCheck }] of Object.entries(defaults)) {
      const both = deprecatedCheck === undefined || enforceNewDefaults ? check : `(${check}) or (${deprecatedCheck})`;
      sources.set(name, both);
    }
    for (const [name, source] of Object.entries(rules)) sources.set(name, source);
    for (const [name, source] of sources) {
      try {
        this.rules.set(name, parseRule(source));
      } catch (error) {
        throw new PolicyError(`policy rule "${name}": ${(error as Error).message}`, { cause: error });
      }
    }
    refuseCycles(sources);
  }

  /** Whether the credentials may do the action (`placement:traits:list`) to the target. */
  allows(action: string, credentials: Credentials, target: Readonly<Record<string, string | null>>): boolean {
    const rule = this.rules.get(action);
    if (rule === undefined || !this.scopeFits(action, credentials)) return false;
    return rule({ credentials, target, rule: (name) => this.rules.get(name) });
  }

  private scopeFits(action: string, credentials: Credentials): boolean {
    const scopes: readonly string[] | undefined = this.defaults[action]?.scopes;
    if (!this.enforceScope || scopes === undefined) return true;
    return scopes.includes(scopeOf(credentials));
  }
}

function scopeOf({ system_scope, domain_id }: Credentials): string {
  if (system_scope) return 'system';
  return domain_id ? 'domain' : 'project';
}

function refuseCycles(sources: ReadonlyMap<string, unknown>): void {
  const visit = (name: string, above: readonly string[]): void => {
    if (above.includes(name))
      throw new PolicyError(`policy rule "${name}" refers to itself: ${[...above, name].join(' > ')}`);
    if (!sources.has(name))
      throw new PolicyError(`policy rule "${above.at(-1)}" refers to "${name}", which does not exist`);
    for (const next of referredRules(sources.get(name))) visit(next, [...above, name]);
  };
  for (const name of sources.keys()) visit(name, []);
}
