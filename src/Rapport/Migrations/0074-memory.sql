-- That a customer agreed to be remembered, or asked not to be. Without a row that holds, nothing is kept.
CREATE TABLE memory_consents (
    customer_id $uuid PRIMARY KEY REFERENCES customers (id),
    agreed_at $time,
    noted_by_id $uuid REFERENCES people (id),
    withdrawn_at $time
);

CREATE TABLE remembered (
    id $uuid PRIMARY KEY,
    customer_id $uuid NOT NULL REFERENCES customers (id),
    kind text NOT NULL,
    text text NOT NULL,
    told_by text NOT NULL,
    told_at $time NOT NULL,
    kept_by_id $uuid REFERENCES people (id),
    channel text,
    source_message_id $uuid REFERENCES messages (id),
    purpose text NOT NULL,
    expires_at $time NOT NULL,
    sensitive boolean NOT NULL,
    need text,
    day text,
    asked_at $time,
    "over" text,
    over_at $time
);
-- Who somebody is, is one question to one index.
CREATE INDEX remembered_of_customer ON remembered (customer_id, told_at);
CREATE INDEX remembered_from_message ON remembered (source_message_id) WHERE source_message_id IS NOT NULL;

-- A proposal that was kept, or that somebody did not want, is not made again. What it said is kept only as a hash.
CREATE TABLE declined_proposals (
    message_id $uuid NOT NULL REFERENCES messages (id),
    proposal text NOT NULL,
    PRIMARY KEY (message_id, proposal)
);
