import { stringify } from 'yaml';

export interface CloudAccess {
  readonly identityUrl: string;
  readonly password: string;
}

/** What OpenStack's clients read: the cloud `astrolabe`, its admin. */
export function cloudsYaml({ identityUrl, password }: CloudAccess): string {
  return stringify({
    clouds: {
      astrolabe: {
        auth: {
          auth_url: identityUrl,
          username: 'admin',
          password,
          project_name: 'admin',
          user_domain_name: 'Default',
          project_domain_name: 'Default',
        },
        region_name: 'RegionOne',
        identity_api_version: 3,
        interface: 'public',
      },
    },
  });
}
