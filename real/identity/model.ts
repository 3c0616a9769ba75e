/** Attributes that clients may add to an entity; Keystone keeps them too. */
export type Extra = Readonly<Record<string, unknown>>;

/** A project, or a domain: as in Keystone a domain is the project at the top of a tree. */
export interface Project {
  readonly id: string;
  readonly name: string;
  /** The empty text for a domain. */
  readonly domainId: string;
  readonly parentId: string | null;
  readonly isDomain: boolean;
  readonly enabled: boolean;
  readonly description: string;
  readonly tags: readonly string[];
  readonly extra: Extra;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly domainId: string;
  readonly enabled: boolean;
  readonly defaultProjectId: string | null;
  /** Argon2id in its own text form; null for a user who cannot log in by password. */
  readonly passwordHash: string | null;
  readonly extra: Extra;
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly domainId: string;
  readonly description: string;
  readonly extra: Extra;
}

export interface Membership {
  readonly userId: string;
  readonly groupId: string;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  /** The empty text for a role of the whole cloud. */
  readonly domainId: string;
  readonly description: string | null;
  readonly extra: Extra;
}

/** Who has the prior role has the implied one as well. */
export interface ImpliedRole {
  readonly priorRoleId: string;
  readonly impliedRoleId: string;
}

/** A role of a user or a group on a project, a domain or the system. */
export interface Assignment {
  readonly actorType: 'user' | 'group';
  readonly actorId: string;
  readonly targetType: 'project' | 'domain' | 'system';
  /** `system` for the system. */
  readonly targetId: string;
  readonly roleId: string;
  /** `yes`: it holds on the projects below the target and not on the target itself. Keystone: `inherited_to_projects`. */
  readonly inherited: 'yes' | 'no';
}

export interface Region {
  readonly id: string;
  readonly description: string;
  readonly parentRegionId: string | null;
  readonly extra: Extra;
}

export interface Service {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly description: string;
  readonly extra: Extra;
}

export interface Endpoint {
  readonly id: string;
  readonly serviceId: string;
  readonly interface: 'public' | 'internal' | 'admin';
  readonly regionId: string | null;
  readonly url: string;
  readonly enabled: boolean;
  readonly extra: Extra;
}

export interface ApplicationCredential {
  readonly id: string;
  readonly name: string;
  readonly userId: string;
  readonly projectId: string;
  readonly secretHash: string;
  readonly roleIds: readonly string[];
  /** Seconds since 1970; null: never. */
  readonly expiresAtSeconds: number | null;
  /** May make and delete application credentials. */
  readonly unrestricted: boolean;
  readonly description: string;
}

/** A token as it is kept: only its hash, so that a copy of the database opens nothing. */
export interface Token {
  /** SHA-256, hex. */
  readonly hash: string;
  readonly userId: string;
  readonly methods: readonly string[];
  readonly projectId: string | null;
  readonly domainId: string | null;
  readonly system: boolean;
  readonly applicationCredentialId: string | null;
  /** Its own, and that of the first token of the chain it came from. */
  readonly auditIds: readonly string[];
  readonly issuedAtSeconds: number;
  readonly expiresAtSeconds: number;
}

/** What a token is good for. */
export type Scope =
  | { readonly kind: 'unscoped' }
  | { readonly kind: 'project'; readonly projectId: string }
  | { readonly kind: 'domain'; readonly domainId: string }
  | { readonly kind: 'system' };
