CREATE TABLE log (
    id $log,
    at $time NOT NULL,
    kind text NOT NULL,
    conversation $uuid,
    customer $uuid,
    person $uuid,
    actor text NOT NULL,
    data text NOT NULL
);
CREATE INDEX log_by_conversation ON log (conversation, id) WHERE conversation IS NOT NULL;
CREATE INDEX log_by_customer ON log (customer, id) WHERE customer IS NOT NULL;
CREATE INDEX log_by_person ON log (person, id) WHERE person IS NOT NULL;

CREATE TABLE errands (
    id $uuid PRIMARY KEY,
    handler text NOT NULL,
    body text NOT NULL,
    due_at $time NOT NULL,
    claimed_until $time,
    attempts integer NOT NULL,
    last_error text,
    parked_at $time
);
CREATE INDEX errands_due ON errands (due_at) WHERE parked_at IS NULL;

CREATE TABLE first_answers (
    key text PRIMARY KEY,
    request text NOT NULL,
    status integer NOT NULL,
    location text,
    body text,
    at $time NOT NULL
);
CREATE INDEX first_answers_by_age ON first_answers (at);

CREATE TABLE files (sha256 text PRIMARY KEY, bytes $bytes NOT NULL);
CREATE TABLE keys (id text PRIMARY KEY, xml text NOT NULL);

CREATE TABLE search_entries (
    id $serial,
    kind text NOT NULL,
    conversation $uuid,
    customer $uuid,
    message $uuid,
    words text NOT NULL
);
CREATE INDEX search_entries_of_conversation ON search_entries (conversation) WHERE kind = 'conversation';
CREATE INDEX search_entries_of_customer ON search_entries (customer) WHERE kind = 'customer';
