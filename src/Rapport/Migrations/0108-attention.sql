-- Where what may be given is spoken of: texts that a lead chose, and since when notes are counted.
CREATE TABLE attention_sources (
    id $uuid PRIMARY KEY,
    kind text NOT NULL,
    month text NOT NULL,
    title text NOT NULL,
    words text NOT NULL,
    added_by_id $uuid NOT NULL REFERENCES people (id),
    added_at $time NOT NULL
);
CREATE INDEX attention_sources_by_month ON attention_sources (month);

CREATE TABLE notes_counted (
    id $uuid PRIMARY KEY,
    since $time
);
