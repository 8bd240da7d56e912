CREATE TABLE customers (
    id $uuid PRIMARY KEY,
    name text NOT NULL,
    since $time NOT NULL
);

CREATE TABLE addresses (
    id $uuid PRIMARY KEY,
    customer_id $uuid NOT NULL REFERENCES customers (id),
    kind text NOT NULL,
    value text NOT NULL,
    normal text NOT NULL,
    UNIQUE (kind, normal)
);
CREATE INDEX addresses_of_customer ON addresses (customer_id);

CREATE TABLE contact_types (
    id $uuid PRIMARY KEY,
    key text NOT NULL UNIQUE,
    name text NOT NULL,
    description text NOT NULL
);

CREATE TABLE function_steps (
    id $uuid PRIMARY KEY,
    contact_type_id $uuid NOT NULL REFERENCES contact_types (id),
    key text NOT NULL,
    name text NOT NULL,
    detail text NOT NULL,
    position integer NOT NULL,
    retired boolean NOT NULL,
    UNIQUE (contact_type_id, key)
);

CREATE TABLE conversations (
    id $uuid PRIMARY KEY,
    number bigint NOT NULL UNIQUE,
    channel text NOT NULL,
    subject text NOT NULL,
    customer_id $uuid NOT NULL REFERENCES customers (id),
    contact_type_id $uuid REFERENCES contact_types (id),
    owner_id $uuid REFERENCES people (id),
    status text NOT NULL,
    position integer NOT NULL,
    opened_at $time NOT NULL,
    asked_at $time,
    waiting_since $time,
    updated_at $time NOT NULL,
    preview text NOT NULL,
    read_by_desk integer NOT NULL,
    read_by_customer integer NOT NULL,
    promised_until $time
);
CREATE INDEX conversations_of_owner ON conversations (status, owner_id, waiting_since);
CREATE INDEX conversations_waiting ON conversations (status, waiting_since);
CREATE INDEX conversations_by_update ON conversations (status, updated_at);
CREATE INDEX conversations_of_customer ON conversations (customer_id, updated_at);
CREATE INDEX conversations_promised ON conversations (promised_until) WHERE promised_until IS NOT NULL;

CREATE TABLE messages (
    id $uuid PRIMARY KEY,
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    position integer NOT NULL,
    "from" text NOT NULL,
    person_id $uuid REFERENCES people (id),
    author text NOT NULL,
    body text NOT NULL,
    at $time NOT NULL,
    UNIQUE (conversation_id, position)
);

CREATE TABLE notes (
    id $uuid PRIMARY KEY,
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    position integer NOT NULL,
    person_id $uuid NOT NULL REFERENCES people (id),
    author text NOT NULL,
    body text NOT NULL,
    at $time NOT NULL,
    UNIQUE (conversation_id, position)
);

CREATE TABLE resolutions (
    id $uuid PRIMARY KEY,
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    by_id $uuid NOT NULL REFERENCES people (id),
    at $time NOT NULL,
    reopened_at $time
);
CREATE INDEX resolutions_of_conversation ON resolutions (conversation_id);

CREATE TABLE step_completions (
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    step_id $uuid NOT NULL REFERENCES function_steps (id),
    by_id $uuid NOT NULL REFERENCES people (id),
    at $time NOT NULL,
    skipped_because text,
    PRIMARY KEY (conversation_id, step_id)
);

CREATE TABLE promises (
    id $uuid PRIMARY KEY,
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    by_id $uuid NOT NULL REFERENCES people (id),
    text text NOT NULL,
    due_at $time NOT NULL,
    made_at $time NOT NULL,
    kept_at $time,
    broken_at $time
);
CREATE INDEX promises_of_conversation ON promises (conversation_id);

CREATE TABLE drafts (
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    person_id $uuid NOT NULL REFERENCES people (id),
    kind text NOT NULL,
    body text NOT NULL,
    seen integer NOT NULL,
    returned boolean NOT NULL,
    updated_at $time NOT NULL,
    PRIMARY KEY (conversation_id, person_id, kind)
);

CREATE TABLE held_replies (
    id $uuid PRIMARY KEY,
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    person_id $uuid NOT NULL REFERENCES people (id),
    body text NOT NULL,
    seen integer NOT NULL,
    anyway boolean NOT NULL,
    attachments text NOT NULL,
    send_at $time NOT NULL
);
CREATE INDEX held_replies_of_conversation ON held_replies (conversation_id);

CREATE TABLE attachments (
    id $uuid PRIMARY KEY,
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    message_id $uuid REFERENCES messages (id),
    note_id $uuid REFERENCES notes (id),
    person_id $uuid,
    name text NOT NULL,
    type text NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    at $time NOT NULL
);
CREATE INDEX attachments_of_conversation ON attachments (conversation_id);

CREATE TABLE presences (
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    who text NOT NULL,
    name text NOT NULL,
    seen_at $time NOT NULL,
    typing_until $time,
    PRIMARY KEY (conversation_id, who)
);
