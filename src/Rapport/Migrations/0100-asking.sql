-- Whether customers are asked how it was. One row, and none while nobody has ever said.
CREATE TABLE surveys (
    id integer PRIMARY KEY CHECK (id = 1),
    one_in integer NOT NULL,
    rest_days integer NOT NULL,
    recall_one_in integer NOT NULL,
    on_since $time
);

-- Who was drawn when a matter ended, and with what chance; whether they answered is a row of its own.
CREATE TABLE asks (
    id $uuid PRIMARY KEY,
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    customer_id $uuid NOT NULL REFERENCES customers (id),
    channel text NOT NULL,
    returning_customer boolean NOT NULL,
    question text NOT NULL,
    one_in integer NOT NULL,
    recall_days integer,
    asked_at $time NOT NULL,
    declined_at $time,
    withdrawn_at $time
);
CREATE INDEX asks_of_customer ON asks (customer_id, asked_at);
CREATE INDEX asks_of_conversation ON asks (conversation_id);
CREATE INDEX asks_by_time ON asks (asked_at);

CREATE TABLE customer_answers (
    ask_id $uuid PRIMARY KEY REFERENCES asks (id),
    at $time NOT NULL,
    memorable boolean,
    impression boolean,
    connection boolean,
    frequency text,
    picked_up text,
    recommend integer CHECK (recommend BETWEEN 0 AND 10)
);

-- Words of an answer stand apart, each under an id that says nothing of when or whose: so they can be given to whoever sorts words.
CREATE TABLE said_words (
    id $uuid PRIMARY KEY,
    ask_id $uuid NOT NULL REFERENCES asks (id),
    kind text NOT NULL,
    words text NOT NULL,
    UNIQUE (ask_id, kind)
);

-- Who answered and was drawn to be asked once more, and when that was.
CREATE TABLE recalls (
    ask_id $uuid PRIMARY KEY REFERENCES asks (id),
    days integer NOT NULL,
    asked_at $time,
    remembered boolean,
    answered_at $time
);

-- Customers who do not want to be asked.
CREATE TABLE no_asking (
    customer_id $uuid PRIMARY KEY REFERENCES customers (id),
    at $time NOT NULL
);

-- “We connected”, as whoever served says it to themselves. Nobody else reads it.
CREATE TABLE said_connections (
    person_id $uuid NOT NULL REFERENCES people (id),
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    at $time NOT NULL,
    PRIMARY KEY (person_id, conversation_id)
);
CREATE INDEX said_connections_of_conversation ON said_connections (conversation_id);

-- Beside whether the customer had to say something again: whether they were confused. The one says nothing of the other.
ALTER TABLE told ADD COLUMN confused boolean;
