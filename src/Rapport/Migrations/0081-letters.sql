CREATE TABLE letters (
    id $uuid PRIMARY KEY,
    sha256 text NOT NULL UNIQUE,
    size bigint NOT NULL,
    came_by text NOT NULL,
    mailbox_id $uuid REFERENCES mailboxes (id),
    envelope_from text,
    envelope_to text NOT NULL,
    received_at $time NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL,
    claimed_until $time,
    why text,
    internet_id text,
    sender text NOT NULL,
    sender_name text NOT NULL,
    reply_to text NOT NULL,
    recipients text NOT NULL,
    copies text NOT NULL,
    links text NOT NULL,
    subject text NOT NULL,
    sent_at $time,
    automatic text,
    protection text,
    conversation_id $uuid REFERENCES conversations (id),
    message_id $uuid REFERENCES messages (id)
);
CREATE INDEX letters_to_read ON letters (id) WHERE state = 'Stored';
CREATE INDEX letters_by_internet_id ON letters (internet_id) WHERE internet_id IS NOT NULL;
CREATE INDEX letters_of_conversation ON letters (conversation_id, id);
CREATE INDEX letters_of_sender ON letters (sender, received_at);

CREATE TABLE letter_sightings (
    mailbox_id $uuid NOT NULL REFERENCES mailboxes (id),
    folder text NOT NULL,
    uid_validity bigint NOT NULL,
    uid bigint NOT NULL,
    letter_id $uuid NOT NULL REFERENCES letters (id),
    at $time NOT NULL,
    PRIMARY KEY (mailbox_id, folder, uid_validity, uid)
);
CREATE INDEX sightings_of_letter ON letter_sightings (letter_id);

CREATE TABLE letter_parts (
    letter_id $uuid NOT NULL REFERENCES letters (id),
    n integer NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    content_id text,
    inline boolean NOT NULL,
    kind text NOT NULL,
    attachment_id $uuid,
    PRIMARY KEY (letter_id, n)
);
CREATE INDEX letter_parts_by_attachment ON letter_parts (attachment_id);

CREATE TABLE mail_participants (
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    address text NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (conversation_id, address)
);
