/** The door of the placement service. */
export { PlacementService } from './placement-service.ts';
export type { PlacementServiceOptions } from './placement-service.ts';
export type { WriteFigures } from './write-counters.ts';
export { DatabaseError } from '../database/database-error.ts';
export type { Authenticator } from './auth/authenticate.ts';
export { noauth2 } from './auth/noauth2.ts';
export { TokenAuth } from './auth/token-auth.ts';
export type { CorsOptions } from './http/cors.ts';
export { placementRules } from './placement-rules.ts';
export { PolicyEngine } from '../policy/policy-engine.ts';
export { readPolicyFile } from '../policy/policy-file.ts';
export { auditPlacement, healPlacement } from './audit/audit-placement.ts';
export type { AuditReport, ExpectedConsumer, HealReport } from './audit/audit-placement.ts';
export { PlacementClient, PlacementClientError } from './audit/placement-client.ts';
export { ExpectedConsumersError, readExpectedConsumers } from './audit/read-expected-consumers.ts';
export { PolicyError } from '../policy/policy-error.ts';
