-- When somebody leaves, those who knew them are introduced to the next; what they told rests until they say that it may be passed on.
CREATE TABLE introductions (
    id $uuid PRIMARY KEY,
    customer_id $uuid NOT NULL REFERENCES customers (id),
    from_id $uuid NOT NULL REFERENCES people (id),
    next_id $uuid REFERENCES people (id),
    made_at $time NOT NULL,
    agreed_at $time,
    told_at $time,
    told_id $uuid REFERENCES told (id),
    facts_move_at $time,
    ended_at $time,
    ending text,
    declined text NOT NULL,
    CHECK ((ended_at IS NULL) = (ending IS NULL))
);
CREATE UNIQUE INDEX introductions_open ON introductions (customer_id, from_id) WHERE ended_at IS NULL;
CREATE INDEX introductions_of_customer ON introductions (customer_id);
