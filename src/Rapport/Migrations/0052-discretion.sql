CREATE TABLE gestures (
    id $uuid PRIMARY KEY,
    title text NOT NULL,
    minor bigint NOT NULL,
    currency text NOT NULL,
    retired_at $time
);

CREATE TABLE allowances (
    id $uuid PRIMARY KEY,
    per_person_and_day bigint NOT NULL,
    per_customer bigint NOT NULL,
    days integer NOT NULL,
    currency text NOT NULL,
    gestures text NOT NULL,
    contact_types text NOT NULL,
    set_by_id $uuid NOT NULL REFERENCES people (id),
    since $time NOT NULL
);

-- Append-only: a mistaken spend is taken back by another entry.
CREATE TABLE spends (
    id $uuid PRIMARY KEY,
    person_id $uuid NOT NULL REFERENCES people (id),
    customer_id $uuid NOT NULL REFERENCES customers (id),
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    gesture_id $uuid NOT NULL REFERENCES gestures (id),
    minor bigint NOT NULL,
    currency text NOT NULL,
    day text NOT NULL,
    at $time NOT NULL,
    takes_back $uuid UNIQUE REFERENCES spends (id)
);
CREATE INDEX spends_of_person ON spends (person_id, day);
CREATE INDEX spends_of_customer ON spends (customer_id, at);
CREATE INDEX spends_by_day ON spends (day);

CREATE TABLE spend_reasons (
    id $uuid PRIMARY KEY,
    spend_id $uuid NOT NULL UNIQUE REFERENCES spends (id),
    text text NOT NULL
);
