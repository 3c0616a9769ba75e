import type { CorsOptions } from './http/cors.ts';
import { placementRules } from './placement-rules.ts';
import { PolicyEngine } from '../policy/policy-engine.ts';

/** Settings that OpenStack's own API tests ask for by name. */
export interface TestingProfile {
  readonly policy: PolicyEngine;
  readonly cors: CorsOptions | undefined;
}

/** The settings of a profile; nothing for a name that is none. */
export function testingProfile(name: string): TestingProfile | undefined {
  switch (name) {
    case 'default':
      return { policy: new PolicyEngine(placementRules), cors: undefined };
    case 'cors':
      return {
        policy: new PolicyEngine(placementRules),
        cors: { allowedOrigins: ['http://valid.example.com'], allowHeaders: ['openstack-api-version'] },
      };
    case 'open_policy': {
      const rules = Object.fromEntries(
        Object.keys(placementRules)
          .filter((rule) => rule !== 'admin_api')
          .map((rule) => [rule, '@']),
      );
      return { policy: new PolicyEngine(placementRules, { rules }), cors: undefined };
    }
    case 'secure_rbac':
      return {
        policy: new PolicyEngine(placementRules, { enforceScope: true, enforceNewDefaults: true }),
        cors: undefined,
      };
    default:
      return undefined;
  }
}
