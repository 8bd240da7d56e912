CREATE TABLE tidbits (
    id $uuid PRIMARY KEY,
    text text NOT NULL,
    about text NOT NULL,
    season text NOT NULL,
    source text NOT NULL,
    shared_by text NOT NULL,
    shared_by_id $uuid NOT NULL REFERENCES people (id),
    shared_at $time NOT NULL,
    until $time,
    retired_at $time
);

-- Which tidbit a customer has heard. Nothing says who told it.
CREATE TABLE told_tidbits (
    customer_id $uuid NOT NULL REFERENCES customers (id),
    tidbit_id $uuid NOT NULL REFERENCES tidbits (id),
    PRIMARY KEY (customer_id, tidbit_id)
);

CREATE TABLE choice_reasons (
    id $uuid PRIMARY KEY,
    product text NOT NULL,
    fact text NOT NULL,
    source text NOT NULL,
    suits text NOT NULL,
    shared_by text NOT NULL,
    shared_by_id $uuid NOT NULL REFERENCES people (id),
    shared_at $time NOT NULL,
    retired_at $time
);

CREATE TABLE questions (
    id $uuid PRIMARY KEY,
    about text NOT NULL,
    text text NOT NULL,
    asked_by_id $uuid NOT NULL REFERENCES people (id),
    own boolean NOT NULL,
    retired_at $time
);
CREATE INDEX questions_of_person ON questions (asked_by_id);
