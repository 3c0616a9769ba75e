import { ApiError } from '../../http/api-error.ts';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRoute } from '../http/compute-route.ts';

/** Alias, name, and what it is: of before there were microversions, kept for clients that look. */
const extensions = (
  [
    ['OS-DCF', 'DiskConfig', 'How the disk of a server is partitioned.'],
    ['OS-EXT-AZ', 'ExtendedAvailabilityZone', 'The availability zone of a server.'],
    ['OS-EXT-IPS', 'ExtendedIps', 'Kinds of addresses.'],
    ['OS-EXT-IPS-MAC', 'ExtendedIpsMac', 'MAC addresses beside addresses.'],
    ['OS-EXT-SRV-ATTR', 'ExtendedServerAttributes', 'Where a server is, for admins.'],
    ['OS-EXT-STS', 'ExtendedStatus', 'States of a server.'],
    ['OS-FLV-DISABLED', 'FlavorDisabled', 'Whether a flavor is disabled.'],
    ['OS-FLV-EXT-DATA', 'FlavorExtraData', 'Ephemeral disks of flavors.'],
    ['OS-SCH-HNT', 'SchedulerHints', 'Hints for the scheduler.'],
    ['OS-SRV-USG', 'ServerUsage', 'When a server was launched and ended.'],
    ['os-access-ips', 'AccessIPs', 'Addresses to reach a server at.'],
    ['os-admin-actions', 'AdminActions', 'Actions for admins.'],
    ['os-admin-password', 'AdminPassword', 'Passwords of servers.'],
    ['os-aggregates', 'Aggregates', 'Host aggregates.'],
    ['os-attach-interfaces', 'AttachInterfaces', 'Interfaces of servers.'],
    ['os-availability-zone', 'AvailabilityZone', 'Availability zones.'],
    ['os-config-drive', 'ConfigDrive', 'Drives with data for a guest.'],
    ['os-console-output', 'ConsoleOutput', 'What a guest writes on its console.'],
    ['os-create-backup', 'CreateBackup', 'Backups of servers.'],
    ['os-deferred-delete', 'DeferredDelete', 'Deletion of servers that were deleted softly.'],
    ['os-evacuate', 'Evacuate', 'Servers of hosts that are lost.'],
    ['os-extended-status', 'ExtendedStatus', 'States of a server.'],
    ['os-flavor-access', 'FlavorAccess', 'Flavors for some projects.'],
    ['os-flavor-extra-specs', 'FlavorExtraSpecs', 'Extra specs of flavors.'],
    ['os-flavor-manage', 'FlavorManage', 'Making and deleting flavors.'],
    ['os-flavor-rxtx', 'FlavorRxtx', 'The rxtx factor of flavors.'],
    ['os-hypervisors', 'Hypervisors', 'Hosts of servers.'],
    ['os-instance-actions', 'InstanceActions', 'What was done to a server.'],
    ['os-keypairs', 'Keypairs', 'Keys to log in with.'],
    ['os-lock-server', 'LockServer', 'Locks of servers.'],
    ['os-migrate-server', 'MigrateServer', 'Migration of servers.'],
    ['os-migrations', 'Migrations', 'Migrations of servers.'],
    ['os-multiple-create', 'MultipleCreate', 'Several servers at once.'],
    ['os-pause-server', 'PauseServer', 'Pausing servers.'],
    ['os-quota-class-sets', 'QuotaClasses', 'Limits of classes.'],
    ['os-quota-sets', 'Quotas', 'Limits of projects.'],
    ['os-remote-consoles', 'Consoles', 'Consoles of servers.'],
    ['os-rescue', 'Rescue', 'Rescuing servers.'],
    ['os-security-groups', 'SecurityGroups', 'Security groups of servers.'],
    ['os-server-diagnostics', 'ServerDiagnostics', 'What a server uses.'],
    ['os-server-groups', 'ServerGroups', 'Servers that belong together or apart.'],
    ['os-server-password', 'ServerPassword', 'Passwords that guests made.'],
    ['os-server-start-stop', 'ServerStartStop', 'Starting and stopping servers.'],
    ['os-services', 'Services', 'Parts of the compute service.'],
    ['os-shelve', 'Shelve', 'Shelving servers.'],
    ['os-simple-tenant-usage', 'SimpleTenantUsage', 'What projects used.'],
    ['os-suspend-server', 'SuspendServer', 'Suspending servers.'],
    ['os-used-limits', 'UsedLimits', 'What of the limits is used.'],
    ['os-user-data', 'UserData', 'Data for a guest.'],
    ['os-user-quotas', 'UserQuotas', 'Limits of users.'],
  ] as const
).map(([alias, name, description]) => ({
  alias,
  description,
  links: [],
  name,
  namespace: 'http://docs.openstack.org/compute/ext/fake_xml',
  updated: '2014-12-03T00:00:00Z',
}));

export function extensionRoutes(): ComputeRoute[] {
  const access = { rule: 'os_compute_api:extensions' };
  return [
    computeRoute({
      method: 'GET',
      path: '/extensions',
      access,
      handler: () => ({ status: 200, body: { extensions } }),
    }),
    computeRoute({
      method: 'GET',
      path: '/extensions/:alias',
      access,
      handler: ({ params }) => {
        const extension = extensions.find(({ alias }) => alias === params['alias']);
        if (!extension) throw new ApiError(404, 'The resource could not be found.');
        return { status: 200, body: { extension } };
      },
    }),
  ];
}
