-- Ids of the log are made of the transaction and a count, so that all entries of an older transaction come before those of a newer
-- one: whoever reads below the oldest running transaction has read everything there will ever be below. The offset keeps ids rising
-- when the data is restored into a younger server, whose transactions count from the beginning again.
CREATE TABLE counters (name text PRIMARY KEY, value bigint NOT NULL);
INSERT INTO counters (name, value) VALUES ('log_offset', 0);
CREATE SEQUENCE log_count;
CREATE FUNCTION next_log_id() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT ((pg_current_xact_id()::text::bigint + (SELECT value FROM counters WHERE name = 'log_offset')) << 20) | (nextval('log_count') & 1048575)
$$;
CREATE FUNCTION log_horizon() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (SELECT value FROM counters WHERE name = 'log_offset')) << 20
$$;
