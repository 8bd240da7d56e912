-- Function or essence? Somebody sorts statements, before and after; it is theirs, and they may throw it away.
CREATE TABLE sittings (
    person_id $uuid NOT NULL REFERENCES people (id),
    part text NOT NULL,
    statements text NOT NULL,
    answers text,
    sorted_at $time,
    PRIMARY KEY (person_id, part)
);
