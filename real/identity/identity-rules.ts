import type { DefaultRules } from '../policy/policy-engine.ts';

const admin = 'rule:admin_required';
const read = `${admin} or rule:system_reader`;

function domainReader(target: string): string {
  return `${read} or (role:reader and domain_id:%(target.${target}domain_id)s)`;
}

/**
 * Keystone's rules by name with its present defaults: the admin role may do everything, readers of the system or of a
 * domain may look there, and everybody may look at themselves.
 */
export const identityRules: DefaultRules = {
  admin_required: { check: 'role:admin or is_admin:1' },
  service_role: { check: 'role:service' },
  system_reader: { check: 'role:reader and system_scope:all' },
  owner: { check: 'user_id:%(target.user.id)s' },

  'identity:validate_token': { check: `${read} or rule:service_role or rule:owner` },
  'identity:revoke_token': { check: `${admin} or rule:owner` },

  'identity:list_domains': { check: read },
  'identity:get_domain': {
    check: `${read} or project_domain_id:%(target.domain.id)s or user_domain_id:%(target.domain.id)s`,
  },
  'identity:create_domain': { check: admin },
  'identity:update_domain': { check: admin },
  'identity:delete_domain': { check: admin },

  'identity:list_projects': { check: domainReader('') },
  'identity:get_project': {
    check: `${domainReader('project.')} or (role:reader and project_id:%(target.project.id)s)`,
  },
  'identity:create_project': { check: admin },
  'identity:update_project': { check: admin },
  'identity:delete_project': { check: admin },
  'identity:list_user_projects': { check: `${read} or rule:owner` },

  'identity:list_users': { check: domainReader('') },
  'identity:get_user': { check: `${domainReader('user.')} or rule:owner` },
  'identity:create_user': { check: admin },
  'identity:update_user': { check: admin },
  'identity:delete_user': { check: admin },
  'identity:change_password': { check: `${admin} or rule:owner` },

  'identity:list_groups': { check: domainReader('') },
  'identity:get_group': { check: domainReader('group.') },
  'identity:create_group': { check: admin },
  'identity:update_group': { check: admin },
  'identity:delete_group': { check: admin },
  'identity:list_groups_for_user': { check: `${read} or rule:owner` },
  'identity:list_users_in_group': { check: domainReader('group.') },
  'identity:check_user_in_group': { check: domainReader('group.') },
  'identity:add_user_to_group': { check: admin },
  'identity:remove_user_from_group': { check: admin },

  'identity:list_roles': { check: `${read} or role:reader` },
  'identity:get_role': { check: `${read} or role:reader` },
  'identity:create_role': { check: admin },
  'identity:update_role': { check: admin },
  'identity:delete_role': { check: admin },
  'identity:list_implied_roles': { check: read },
  'identity:get_implied_role': { check: read },
  'identity:create_implied_role': { check: admin },
  'identity:delete_implied_role': { check: admin },
  'identity:list_role_inference_rules': { check: read },

  'identity:list_role_assignments': { check: domainReader('') },
  'identity:list_grants': { check: read },
  'identity:check_grant': { check: read },
  'identity:create_grant': { check: admin },
  'identity:revoke_grant': { check: admin },

  'identity:list_services': { check: read },
  'identity:get_service': { check: read },
  'identity:create_service': { check: admin },
  'identity:update_service': { check: admin },
  'identity:delete_service': { check: admin },
  'identity:list_endpoints': { check: read },
  'identity:get_endpoint': { check: read },
  'identity:create_endpoint': { check: admin },
  'identity:update_endpoint': { check: admin },
  'identity:delete_endpoint': { check: admin },
  'identity:list_regions': { check: '@' },
  'identity:get_region': { check: '@' },
  'identity:create_region': { check: admin },
  'identity:update_region': { check: admin },
  'identity:delete_region': { check: admin },

  'identity:list_application_credentials': { check: `${read} or rule:owner` },
  'identity:get_application_credential': { check: `${read} or rule:owner` },
  'identity:create_application_credential': { check: 'rule:owner' },
  'identity:delete_application_credential': { check: `${admin} or rule:owner` },
};
