import type { DefaultRule, DefaultRules } from '../policy/policy-engine.ts';

const admin: DefaultRule = { check: 'rule:system_admin_api', scopes: ['system'] };
const reader: DefaultRule = { check: 'rule:system_reader_api', scopes: ['system'] };

/** Placement's rules and their defaults, by name. */
export const placementRules: DefaultRules = {
  admin_api: { check: 'role:admin', scopes: ['system'] },
  system_admin_api: { check: 'role:admin and system_scope:all', deprecatedCheck: 'role:admin' },
  system_reader_api: { check: 'role:reader and system_scope:all', deprecatedCheck: 'role:admin' },
  project_reader_api: { check: 'role:reader and project_id:%(project_id)s', deprecatedCheck: 'role:admin' },
  system_or_project_reader: {
    check: 'rule:system_reader_api or rule:project_reader_api',
    deprecatedCheck: 'role:admin',
  },
  'placement:resource_providers:list': reader,
  'placement:resource_providers:create': admin,
  'placement:resource_providers:show': reader,
  'placement:resource_providers:update': admin,
  'placement:resource_providers:delete': admin,
  'placement:resource_classes:list': reader,
  'placement:resource_classes:create': admin,
  'placement:resource_classes:show': reader,
  'placement:resource_classes:update': admin,
  'placement:resource_classes:delete': admin,
  'placement:resource_providers:inventories:list': reader,
  'placement:resource_providers:inventories:create': admin,
  'placement:resource_providers:inventories:show': reader,
  'placement:resource_providers:inventories:update': admin,
  'placement:resource_providers:inventories:delete': admin,
  'placement:resource_providers:aggregates:list': reader,
  'placement:resource_providers:aggregates:update': admin,
  'placement:resource_providers:usages': reader,
  'placement:usages': { check: 'rule:system_or_project_reader', scopes: ['system', 'project'] },
  'placement:traits:list': reader,
  'placement:traits:show': reader,
  'placement:traits:update': admin,
  'placement:traits:delete': admin,
  'placement:resource_providers:traits:list': reader,
  'placement:resource_providers:traits:update': admin,
  'placement:resource_providers:traits:delete': admin,
  'placement:allocations:manage': admin,
  'placement:allocations:list': reader,
  'placement:allocations:update': admin,
  'placement:allocations:delete': admin,
  'placement:resource_providers:allocations:list': reader,
  'placement:allocation_candidates:list': reader,
  'placement:reshaper:reshape': admin,
};
