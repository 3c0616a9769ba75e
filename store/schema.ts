/** "ASTR": marks a SQLite file as ours, in bytes 68 to 71 of its header. */
export const applicationId = 0x41535452;

/**
 * The results file, by version: entry `i` leads from version `i` to `i + 1`. Entries are never
 * changed once released; docs/reference/results.md describes the outcome.
 *
 * Rows of a run live in `*_data` tables, keyed by run first, so that the file's content does not
 * depend on the order in which runs finish. The views of the plain names show finished runs only.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE scenario (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    question TEXT NOT NULL,
    file_name TEXT NOT NULL,
    text TEXT NOT NULL,
    hash TEXT NOT NULL
  );
  CREATE TABLE variant (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    baseline INTEGER NOT NULL CHECK (baseline IN (0, 1))
  );
  CREATE TABLE metric_catalogue (
    id INTEGER PRIMARY KEY,
    metric TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    unit TEXT NOT NULL,
    shape TEXT NOT NULL,
    better TEXT NOT NULL,
    decides INTEGER NOT NULL CHECK (decides IN (0, 1)),
    definition TEXT NOT NULL,
    source TEXT NOT NULL
  );
  CREATE TABLE description (
    hash TEXT PRIMARY KEY,
    json TEXT NOT NULL
  );
  CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    variant_id INTEGER NOT NULL REFERENCES variant (id),
    seed INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('planned', 'running', 'complete', 'failed')),
    description_hash TEXT REFERENCES description (hash),
    demand_hash TEXT,
    lockfile TEXT,
    decisions INTEGER,
    events INTEGER,
    decisions_hash TEXT,
    metrics_hash TEXT,
    error TEXT,
    UNIQUE (variant_id, seed)
  );
  CREATE TABLE run_timing (
    run_id INTEGER PRIMARY KEY REFERENCES run (id),
    started_at TEXT NOT NULL,
    wall_seconds REAL NOT NULL,
    attempts INTEGER NOT NULL
  );
  CREATE TABLE sample_data (
    run_id INTEGER NOT NULL,
    metric_id INTEGER NOT NULL,
    at_seconds REAL NOT NULL,
    value REAL,
    PRIMARY KEY (run_id, metric_id, at_seconds)
  ) WITHOUT ROWID;
  CREATE TABLE host_sample_data (
    run_id INTEGER NOT NULL,
    metric_id INTEGER NOT NULL,
    at_seconds REAL NOT NULL,
    host_values BLOB NOT NULL,
    PRIMARY KEY (run_id, metric_id, at_seconds)
  );
  CREATE TABLE refusal_data (
    run_id INTEGER NOT NULL,
    stage TEXT NOT NULL,
    refused_by TEXT NOT NULL,
    code TEXT NOT NULL,
    requests INTEGER NOT NULL,
    instances INTEGER NOT NULL,
    PRIMARY KEY (run_id, stage, refused_by, code)
  ) WITHOUT ROWID;
  CREATE TABLE histogram_data (
    run_id INTEGER NOT NULL,
    metric_id INTEGER NOT NULL,
    edges BLOB NOT NULL,
    counts BLOB NOT NULL,
    PRIMARY KEY (run_id, metric_id)
  ) WITHOUT ROWID;
  CREATE TABLE metric_data (
    run_id INTEGER NOT NULL,
    metric_id INTEGER NOT NULL,
    value REAL,
    PRIMARY KEY (run_id, metric_id)
  ) WITHOUT ROWID;
  CREATE TABLE decision_data (
    run_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    at_seconds REAL NOT NULL,
    request INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    hosts TEXT NOT NULL,
    stage TEXT,
    refused_by TEXT,
    code TEXT,
    PRIMARY KEY (run_id, sequence)
  ) WITHOUT ROWID;

  CREATE VIEW sample AS
    SELECT d.run_id, m.metric, d.at_seconds, d.value FROM sample_data d
    JOIN metric_catalogue m ON m.id = d.metric_id JOIN run r ON r.id = d.run_id AND r.status = 'complete';
  CREATE VIEW host_sample AS
    SELECT d.run_id, m.metric, d.at_seconds, d.host_values FROM host_sample_data d
    JOIN metric_catalogue m ON m.id = d.metric_id JOIN run r ON r.id = d.run_id AND r.status = 'complete';
  CREATE VIEW refusal AS
    SELECT d.run_id, d.stage, d.refused_by, d.code, d.requests, d.instances FROM refusal_data d
    JOIN run r ON r.id = d.run_id AND r.status = 'complete';
  CREATE VIEW histogram AS
    SELECT d.run_id, m.metric, d.edges, d.counts FROM histogram_data d
    JOIN metric_catalogue m ON m.id = d.metric_id JOIN run r ON r.id = d.run_id AND r.status = 'complete';
  CREATE VIEW metric AS
    SELECT d.run_id, m.metric, d.value FROM metric_data d
    JOIN metric_catalogue m ON m.id = d.metric_id JOIN run r ON r.id = d.run_id AND r.status = 'complete';
  CREATE VIEW decision AS
    SELECT d.run_id, d.sequence, d.at_seconds, d.request, d.outcome, d.hosts, d.stage, d.refused_by, d.code
    FROM decision_data d JOIN run r ON r.id = d.run_id AND r.status = 'complete';
  `,
  `
  CREATE TABLE share (
    number INTEGER NOT NULL,
    of INTEGER NOT NULL,
    PRIMARY KEY (number, of)
  ) WITHOUT ROWID;
  `,
];

/** The version that this build writes and reads. SQLite keeps it in `user_version`. */
export const schemaVersion = migrations.length;

/** Tables that hold the rows of runs: what a run that did not finish leaves behind is here. */
export const dataTables = [
  'sample_data',
  'host_sample_data',
  'refusal_data',
  'histogram_data',
  'metric_data',
  'decision_data',
] as const;
