import type { Schema } from '../../database/index.ts';

/**
 * The tables. The service holds everything in memory and is the only one to write, so that there is
 * no index but the keys; `number` keeps the order in which providers were made.
 */
const createTables = `
CREATE TABLE resource_class (name TEXT PRIMARY KEY, created_at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE trait (name TEXT PRIMARY KEY, created_at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE resource_provider (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  generation INTEGER NOT NULL,
  parent_provider_uuid TEXT,
  updated_at REAL NOT NULL
);
CREATE TABLE inventory (
  resource_provider_uuid TEXT NOT NULL,
  resource_class TEXT NOT NULL,
  total INTEGER NOT NULL,
  reserved INTEGER NOT NULL,
  min_unit INTEGER NOT NULL,
  max_unit INTEGER NOT NULL,
  step_size INTEGER NOT NULL,
  allocation_ratio REAL NOT NULL,
  PRIMARY KEY (resource_provider_uuid, resource_class)
) WITHOUT ROWID;
CREATE TABLE resource_provider_trait (
  resource_provider_uuid TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (resource_provider_uuid, name)
) WITHOUT ROWID;
CREATE TABLE resource_provider_aggregate (
  resource_provider_uuid TEXT NOT NULL,
  aggregate_uuid TEXT NOT NULL,
  PRIMARY KEY (resource_provider_uuid, aggregate_uuid)
) WITHOUT ROWID;
CREATE TABLE consumer (
  uuid TEXT PRIMARY KEY,
  project_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  consumer_type TEXT,
  generation INTEGER NOT NULL,
  updated_at REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE allocation (
  consumer_uuid TEXT NOT NULL,
  resource_provider_uuid TEXT NOT NULL,
  resource_class TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (consumer_uuid, resource_provider_uuid, resource_class)
) WITHOUT ROWID;
`;

/** Writes that are durable and not in the tables yet: JSON of `TableWrite[]`, oldest first. */
const createPendingWrite = `
CREATE TABLE pending_write (
  number INTEGER PRIMARY KEY,
  writes TEXT NOT NULL
);
`;

/** The application id is "AsPl" in ASCII. */
export const placementSchema: Schema = {
  applicationId: 0x41_73_50_6c,
  migrations: [createTables, createPendingWrite],
};
