CREATE TABLE refused_rules (
    id $serial,
    at $time NOT NULL,
    by_id $uuid NOT NULL REFERENCES people (id),
    door text NOT NULL,
    tried text NOT NULL,
    why text NOT NULL
);
