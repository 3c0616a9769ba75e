/** Who asks: the attributes that policy rules may compare. */
export interface Credentials {
  readonly user_id: string | null;
  readonly user_domain_id: string | null;
  readonly project_id: string | null;
  readonly project_domain_id: string | null;
  readonly domain_id: string | null;
  /** `all` for a token that is for the whole system. */
  readonly system_scope: string | null;
  readonly roles: readonly string[];
  readonly is_admin_project: boolean;
}

export const nobody: Credentials = {
  user_id: null,
  user_domain_id: null,
  project_id: null,
  project_domain_id: null,
  domain_id: null,
  system_scope: null,
  roles: [],
  is_admin_project: true,
};
