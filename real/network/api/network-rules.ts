import type { DefaultRules } from '../../policy/policy-engine.ts';

const admin = 'rule:admin_only';
const member = 'role:member and project_id:%(project_id)s';
const reader = 'role:reader and project_id:%(project_id)s';
const adminOrMember = `${admin} or (${member})`;
const adminOrReader = `${admin} or (${reader})`;
/** The network's own project, which may do more with ports on it than their owners may. */
const networkOwner = 'role:member and rule:network_owner';
const adminOrNetworkOwner = `${admin} or (${networkOwner})`;
const memberOrNetworkOwner = `${adminOrMember} or (${networkOwner})`;

/**
 * Neutron's rules by name, with the defaults that need roles (oslo.policy's `enforce_new_defaults`). `rule:shared` and
 * `rule:external` look at the network in question.
 */
export const networkRules: DefaultRules = {
  context_is_admin: { check: 'role:admin' },
  admin_only: { check: 'rule:context_is_admin' },
  network_owner: { check: 'project_id:%(network:project_id)s' },
  sg_owner: { check: 'project_id:%(security_group:project_id)s' },
  shared: { check: 'True:%(shared)s' },
  external: { check: 'True:%(router:external)s' },
  network_device: { check: 'True:%(is_network_device)s' },
  default: { check: adminOrMember },

  create_network: { check: adminOrMember },
  'create_network:shared': { check: admin },
  'create_network:router:external': { check: admin },
  'create_network:port_security_enabled': { check: adminOrMember },
  'create_network:provider:network_type': { check: admin },
  'create_network:provider:physical_network': { check: admin },
  'create_network:provider:segmentation_id': { check: admin },
  get_network: { check: `${adminOrReader} or rule:shared or rule:external` },
  'get_network:provider:network_type': { check: admin },
  'get_network:provider:physical_network': { check: admin },
  'get_network:provider:segmentation_id': { check: admin },
  update_network: { check: adminOrMember },
  'update_network:shared': { check: admin },
  'update_network:router:external': { check: admin },
  'update_network:port_security_enabled': { check: adminOrMember },
  'update_network:provider:network_type': { check: admin },
  'update_network:provider:physical_network': { check: admin },
  'update_network:provider:segmentation_id': { check: admin },
  delete_network: { check: adminOrMember },
  get_network_ip_availability: { check: admin },

  create_subnet: { check: adminOrNetworkOwner },
  get_subnet: { check: `${adminOrReader} or rule:shared or (role:reader and rule:network_owner)` },
  update_subnet: { check: memberOrNetworkOwner },
  delete_subnet: { check: memberOrNetworkOwner },

  create_port: { check: adminOrMember },
  'create_port:device_owner': { check: `not rule:network_device or ${adminOrNetworkOwner}` },
  'create_port:mac_address': { check: adminOrNetworkOwner },
  'create_port:fixed_ips': { check: `${adminOrNetworkOwner} or rule:shared` },
  'create_port:fixed_ips:ip_address': { check: adminOrNetworkOwner },
  'create_port:fixed_ips:subnet_id': { check: `${adminOrNetworkOwner} or rule:shared` },
  'create_port:port_security_enabled': { check: adminOrNetworkOwner },
  'create_port:binding:host_id': { check: admin },
  'create_port:binding:profile': { check: admin },
  'create_port:binding:vnic_type': { check: adminOrMember },
  'create_port:allowed_address_pairs': { check: adminOrNetworkOwner },
  get_port: { check: `${adminOrReader} or (role:reader and rule:network_owner)` },
  'get_port:binding:vif_type': { check: admin },
  'get_port:binding:vif_details': { check: admin },
  'get_port:binding:host_id': { check: admin },
  'get_port:binding:profile': { check: admin },
  update_port: { check: adminOrMember },
  'update_port:device_owner': { check: `not rule:network_device or ${adminOrNetworkOwner}` },
  'update_port:mac_address': { check: admin },
  'update_port:fixed_ips': { check: adminOrNetworkOwner },
  'update_port:fixed_ips:ip_address': { check: adminOrNetworkOwner },
  'update_port:fixed_ips:subnet_id': { check: `${adminOrNetworkOwner} or rule:shared` },
  'update_port:port_security_enabled': { check: adminOrNetworkOwner },
  'update_port:binding:host_id': { check: admin },
  'update_port:binding:profile': { check: admin },
  'update_port:binding:vnic_type': { check: adminOrMember },
  'update_port:allowed_address_pairs': { check: adminOrNetworkOwner },
  delete_port: { check: memberOrNetworkOwner },

  create_security_group: { check: adminOrMember },
  get_security_group: { check: adminOrReader },
  update_security_group: { check: adminOrMember },
  delete_security_group: { check: adminOrMember },
  create_security_group_rule: { check: `${adminOrMember} or (role:member and rule:sg_owner)` },
  get_security_group_rule: { check: `${adminOrReader} or (role:reader and rule:sg_owner)` },
  delete_security_group_rule: { check: adminOrMember },

  create_router: { check: adminOrMember },
  'create_router:external_gateway_info:enable_snat': { check: admin },
  'create_router:external_gateway_info:external_fixed_ips': { check: admin },
  get_router: { check: adminOrReader },
  update_router: { check: adminOrMember },
  'update_router:external_gateway_info:enable_snat': { check: admin },
  'update_router:external_gateway_info:external_fixed_ips': { check: admin },
  delete_router: { check: adminOrMember },
  add_router_interface: { check: adminOrMember },
  remove_router_interface: { check: adminOrMember },

  create_floatingip: { check: adminOrMember },
  'create_floatingip:floating_ip_address': { check: admin },
  get_floatingip: { check: adminOrReader },
  update_floatingip: { check: adminOrMember },
  delete_floatingip: { check: adminOrMember },

  get_agent: { check: admin },
  get_availability_zone: { check: 'role:reader' },
  get_quota: { check: admin },
  update_quota: { check: admin },
  delete_quota: { check: admin },
};
