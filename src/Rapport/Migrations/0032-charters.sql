CREATE TABLE job_roles (
    id $uuid PRIMARY KEY,
    key text NOT NULL UNIQUE,
    name text NOT NULL
);

CREATE TABLE charters (
    id $uuid PRIMARY KEY,
    job_role_id $uuid NOT NULL REFERENCES job_roles (id),
    version integer NOT NULL,
    highest_priority text NOT NULL,
    functions text NOT NULL,
    behaviors text NOT NULL,
    written_at $time NOT NULL,
    written_by_id $uuid NOT NULL REFERENCES people (id),
    effective_from $time,
    published_at $time,
    UNIQUE (job_role_id, version)
);
-- One role has one charter, and so one highest priority, from any moment on.
CREATE UNIQUE INDEX charters_in_force ON charters (job_role_id, effective_from) WHERE published_at IS NOT NULL;
