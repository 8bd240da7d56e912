-- Who knows whom: counted from what both did, and what either side says of it. A no of either side stays, so that it is not proposed again.
CREATE TABLE bonds (
    id $uuid PRIMARY KEY,
    customer_id $uuid NOT NULL REFERENCES customers (id),
    person_id $uuid NOT NULL REFERENCES people (id),
    since $time NOT NULL,
    last_met_at $time NOT NULL,
    matters integer NOT NULL,
    said_by_person_at $time,
    said_by_customer_at $time,
    no_by_person_at $time,
    no_by_customer_at $time,
    ended_at $time,
    UNIQUE (customer_id, person_id),
    CHECK ((ended_at IS NULL) = (no_by_person_at IS NULL AND no_by_customer_at IS NULL))
);
CREATE INDEX bonds_of_person ON bonds (person_id, last_met_at);

-- Customers who want nothing to be remembered: for them nothing is counted either.
CREATE TABLE no_bonds (
    customer_id $uuid PRIMARY KEY REFERENCES customers (id),
    at $time NOT NULL
);

-- How many customers may wait for somebody at a time, and what may be said of whether they are in. Without a row nothing may.
CREATE TABLE lanes (
    person_id $uuid PRIMARY KEY REFERENCES people (id),
    own_limit integer,
    lead_limit integer,
    says text,
    says_until $time
);

-- A customer asks for their person.
CREATE TABLE lane_asks (
    id $uuid PRIMARY KEY,
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    number bigint NOT NULL,
    customer_id $uuid NOT NULL REFERENCES customers (id),
    person_id $uuid NOT NULL REFERENCES people (id),
    noted_by_id $uuid REFERENCES people (id),
    handover_id $uuid REFERENCES handovers (id),
    asked_at $time NOT NULL,
    answer_by $time NOT NULL,
    ended_at $time,
    ending text,
    CHECK ((ended_at IS NULL) = (ending IS NULL))
);
CREATE UNIQUE INDEX lane_asks_open ON lane_asks (conversation_id) WHERE ended_at IS NULL;
CREATE INDEX lane_asks_of_person ON lane_asks (person_id, asked_at);
CREATE INDEX lane_asks_of_customer ON lane_asks (customer_id);

-- “Is my person in?”, for the one who was asked about to read.
CREATE TABLE in_questions (
    id $uuid PRIMARY KEY,
    customer_id $uuid NOT NULL REFERENCES customers (id),
    person_id $uuid NOT NULL REFERENCES people (id),
    at $time NOT NULL,
    answer text NOT NULL
);
CREATE INDEX in_questions_of_person ON in_questions (person_id, at);
CREATE INDEX in_questions_of_customer ON in_questions (customer_id, at);

-- Whom a customer asked for and waits for, while nobody has it.
ALTER TABLE conversations ADD COLUMN waits_for_id $uuid REFERENCES people (id);
CREATE INDEX conversations_waiting_for ON conversations (waits_for_id) WHERE waits_for_id IS NOT NULL;
