CREATE TABLE outgoing_letters (
    id $uuid PRIMARY KEY,
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    message_id $uuid REFERENCES messages (id),
    revision integer NOT NULL,
    person_id $uuid REFERENCES people (id),
    mailbox_id $uuid REFERENCES mailboxes (id),
    internet_id text NOT NULL UNIQUE,
    recipient text NOT NULL,
    sheet_text text NOT NULL,
    state text NOT NULL,
    queued_at $time NOT NULL,
    due_at $time NOT NULL,
    claimed_until $time,
    attempts integer NOT NULL,
    code text,
    words text,
    settled_at $time,
    seen_at $time,
    UNIQUE (message_id, revision)
);
CREATE INDEX outgoing_due ON outgoing_letters (due_at) WHERE state IN ('Queued', 'Later');
CREATE INDEX outgoing_of_conversation ON outgoing_letters (conversation_id);
CREATE INDEX outgoing_by_recipient ON outgoing_letters (recipient, queued_at);
CREATE INDEX outgoing_in_trouble ON outgoing_letters (person_id) WHERE state IN ('Refused', 'Bounced') AND seen_at IS NULL;
