/** Who may come in, and what they may do: Keystone's API v3. */
export { IdentityService } from './identity-service.ts';
export type { IdentityServiceOptions } from './identity-service.ts';
export { identityRules } from './identity-rules.ts';
export type { Administrator, BootstrapOptions, BootstrapService } from './bootstrap.ts';
