-- Texts that people code: words, a kind and a week, and nobody's name.
CREATE TABLE texts_to_code (
    id $uuid PRIMARY KEY,
    kind text NOT NULL,
    week text NOT NULL,
    words text NOT NULL,
    proposed text NOT NULL
);
CREATE INDEX texts_to_code_by_week ON texts_to_code (kind, week);

CREATE TABLE text_givers (
    kind text NOT NULL,
    week text NOT NULL,
    people integer NOT NULL,
    PRIMARY KEY (kind, week)
);

CREATE TABLE text_codes (
    text_id $uuid NOT NULL REFERENCES texts_to_code (id),
    person_id $uuid NOT NULL REFERENCES people (id),
    first text NOT NULL,
    code text NOT NULL,
    PRIMARY KEY (text_id, person_id)
);

CREATE TABLE coders (
    person_id $uuid PRIMARY KEY REFERENCES people (id),
    asked_by_id $uuid NOT NULL REFERENCES people (id)
);

CREATE TABLE own_lists (
    person_id $uuid NOT NULL REFERENCES people (id),
    kind text NOT NULL,
    words text,
    handed_in text,
    PRIMARY KEY (person_id, kind)
);
