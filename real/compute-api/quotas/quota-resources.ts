/** What has a limit, with Nova's default: sorted by name, as Nova shows them. -1: no limit. */
export const quotaDefaults = {
  cores: 20,
  fixed_ips: -1,
  floating_ips: -1,
  injected_file_content_bytes: 10_240,
  injected_file_path_bytes: 255,
  injected_files: 5,
  instances: 10,
  key_pairs: 100,
  metadata_items: 128,
  ram: 51_200,
  security_group_rules: -1,
  security_groups: -1,
  server_group_members: 10,
  server_groups: 10,
} as const;

export type QuotaResource = keyof typeof quotaDefaults;

export const quotaResources = Object.keys(quotaDefaults) as readonly QuotaResource[];

/** Resources that a project's things are counted for; the others limit one thing at a time, or each user. */
export interface QuotaUsage {
  readonly instances: number;
  readonly cores: number;
  readonly ram: number;
  readonly server_groups: number;
}
