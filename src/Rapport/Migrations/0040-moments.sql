CREATE TABLE moments (
    id $uuid PRIMARY KEY,
    giver_id $uuid NOT NULL REFERENCES people (id),
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    message_id $uuid REFERENCES messages (id),
    behavior text NOT NULL,
    words text,
    expectation text,
    happened text,
    seconds integer,
    minor bigint,
    currency text,
    at $time NOT NULL,
    shown_at $time
);
CREATE INDEX moments_of_giver ON moments (giver_id, at);
CREATE INDEX moments_of_conversation ON moments (conversation_id);
CREATE INDEX moments_by_time ON moments (at);

CREATE TABLE told_moments (
    id $uuid PRIMARY KEY,
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    words text NOT NULL,
    at $time NOT NULL
);
CREATE INDEX told_moments_of_conversation ON told_moments (conversation_id);

CREATE TABLE corrections (
    message_id $uuid NOT NULL REFERENCES messages (id),
    proposed text NOT NULL,
    meant text,
    at $time NOT NULL,
    PRIMARY KEY (message_id, proposed)
);

-- A count for each day and cause, and no row for one tap: there is nothing that could lead back to a person.
CREATE TABLE lost_openings (
    day $time NOT NULL,
    cause text NOT NULL,
    count integer NOT NULL,
    PRIMARY KEY (day, cause)
);

CREATE INDEX messages_of_person ON messages (person_id, at) WHERE person_id IS NOT NULL;
