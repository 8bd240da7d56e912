CREATE TABLE told (
    id $uuid PRIMARY KEY,
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    position integer NOT NULL,
    body text NOT NULL,
    at $time NOT NULL,
    question text,
    answer boolean,
    UNIQUE (conversation_id, position)
);

CREATE TABLE lost_lines (
    id $uuid PRIMARY KEY,
    conversation_id $uuid NOT NULL UNIQUE REFERENCES conversations (id),
    at $time NOT NULL
);

CREATE TABLE speakers (
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    person_id $uuid NOT NULL REFERENCES people (id),
    speaks_as text NOT NULL,
    covers_for_id $uuid REFERENCES people (id),
    PRIMARY KEY (conversation_id, person_id)
);
CREATE INDEX speakers_of_person ON speakers (person_id);

CREATE TABLE handovers (
    id $uuid PRIMARY KEY,
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    number bigint NOT NULL,
    sender_id $uuid NOT NULL REFERENCES people (id),
    to_id $uuid REFERENCES people (id),
    receiver_id $uuid REFERENCES people (id),
    reason text NOT NULL,
    missing text,
    introduction text,
    live boolean NOT NULL,
    saw_lines boolean NOT NULL,
    offered_at $time NOT NULL,
    answer_by $time NOT NULL,
    joined_at $time,
    ended_at $time,
    stage text NOT NULL,
    ending text,
    owner text NOT NULL,
    sender_here boolean NOT NULL,
    receiver_here boolean NOT NULL,
    customer_here boolean NOT NULL,
    to_team boolean NOT NULL,
    overridden_because text,
    acknowledged boolean NOT NULL,
    not_now text NOT NULL,
    CHECK (owner IN ('Sender', 'Receiver')),
    CHECK ((stage = 'Over') = (ended_at IS NOT NULL) AND (stage = 'Over') = (ending IS NOT NULL)),
    CHECK (stage <> 'Offered' OR (owner = 'Sender' AND receiver_id IS NULL)),
    CHECK (stage <> 'Joined' OR owner = 'Receiver'),
    CHECK (owner = 'Sender' OR receiver_id IS NOT NULL),
    CHECK (to_id IS NOT NULL OR to_team)
);
CREATE UNIQUE INDEX handovers_open ON handovers (conversation_id) WHERE ended_at IS NULL;
CREATE INDEX handovers_of_conversation ON handovers (conversation_id, id);
CREATE INDEX handovers_by_time ON handovers (offered_at);

CREATE TABLE brief_lines (
    id $uuid PRIMARY KEY,
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    handover_id $uuid NOT NULL REFERENCES handovers (id),
    position integer NOT NULL,
    field text NOT NULL,
    body text NOT NULL,
    by_id $uuid NOT NULL REFERENCES people (id),
    at $time NOT NULL,
    UNIQUE (conversation_id, position)
);

CREATE TABLE assists (
    id $uuid PRIMARY KEY,
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    number bigint NOT NULL,
    owner_id $uuid NOT NULL REFERENCES people (id),
    helper_id $uuid NOT NULL REFERENCES people (id),
    question text NOT NULL,
    reason text NOT NULL,
    missing text,
    may_answer boolean NOT NULL,
    asked_at $time NOT NULL,
    joined_at $time,
    ended_at $time
);
CREATE UNIQUE INDEX assists_open ON assists (conversation_id, helper_id) WHERE ended_at IS NULL;
CREATE INDEX assists_by_time ON assists (asked_at);

CREATE TABLE covers (
    id $uuid PRIMARY KEY,
    person_id $uuid NOT NULL REFERENCES people (id),
    covered_by_id $uuid NOT NULL REFERENCES people (id),
    begun_at $time NOT NULL,
    until $time NOT NULL,
    ended_at $time
);
CREATE UNIQUE INDEX covers_open ON covers (person_id) WHERE ended_at IS NULL;

CREATE TABLE gaps (
    id $uuid PRIMARY KEY,
    reason text NOT NULL,
    missing text NOT NULL,
    owner_id $uuid NOT NULL REFERENCES people (id),
    due_at $time NOT NULL,
    closed_at $time,
    closed_by text
);
CREATE UNIQUE INDEX gaps_open ON gaps (reason, missing) WHERE closed_at IS NULL;
