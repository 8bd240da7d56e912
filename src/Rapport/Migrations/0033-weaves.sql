CREATE TABLE designs (
    id $uuid PRIMARY KEY,
    kind text NOT NULL,
    what text NOT NULL,
    starts_at $time NOT NULL,
    owner_id $uuid NOT NULL REFERENCES people (id),
    written_at $time NOT NULL,
    ended_at $time
);
CREATE INDEX designs_by_start ON designs (starts_at);

CREATE TABLE weaves (
    id $uuid PRIMARY KEY,
    design_id $uuid NOT NULL REFERENCES designs (id),
    contact_type_id $uuid REFERENCES contact_types (id),
    map_key text,
    step_key text NOT NULL,
    kind text NOT NULL,
    opening text NOT NULL,
    reason text NOT NULL,
    evidence text NOT NULL,
    owner_id $uuid NOT NULL REFERENCES people (id),
    version integer NOT NULL,
    written_at $time NOT NULL
);
CREATE INDEX weaves_of_contact_type ON weaves (contact_type_id);
