-- What the budget of an hour needs, and nothing beyond: rows go when their hour is over.
CREATE TABLE shown_cues (
    person_id $uuid NOT NULL REFERENCES people (id),
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    cue text NOT NULL,
    at $time NOT NULL,
    PRIMARY KEY (person_id, conversation_id, cue)
);

-- A cue that was closed does not come back in that conversation. Nobody is named.
CREATE TABLE closed_cues (
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    cue text NOT NULL,
    PRIMARY KEY (conversation_id, cue)
);

CREATE TABLE cue_mutes (
    person_id $uuid NOT NULL REFERENCES people (id),
    kind text NOT NULL,
    until $time,
    PRIMARY KEY (person_id, kind)
);

CREATE TABLE cue_budgets (
    id $uuid PRIMARY KEY,
    per_hour integer NOT NULL
);

CREATE TABLE denied_words (
    id $uuid PRIMARY KEY,
    words text NOT NULL UNIQUE,
    added_by_id $uuid NOT NULL REFERENCES people (id),
    added_at $time NOT NULL
);
