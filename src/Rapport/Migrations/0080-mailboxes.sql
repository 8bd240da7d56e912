CREATE TABLE mailboxes (
    id $uuid PRIMARY KEY,
    address text NOT NULL,
    name text NOT NULL,
    receiving_text text,
    sending_text text,
    secrets text NOT NULL,
    plus boolean NOT NULL,
    acknowledgment text,
    made_at $time NOT NULL,
    removed_at $time,
    in_ok_at $time,
    in_failing_since $time,
    in_words text,
    out_ok_at $time,
    out_failing_since $time,
    out_words text,
    unread bigint,
    oldest_unread $time,
    seen_on_server bigint,
    seen_at $time
);
CREATE UNIQUE INDEX mailboxes_by_address ON mailboxes (address) WHERE removed_at IS NULL;

CREATE TABLE mailbox_folders (
    mailbox_id $uuid NOT NULL REFERENCES mailboxes (id),
    folder text NOT NULL,
    uid_validity bigint NOT NULL,
    uid bigint NOT NULL,
    PRIMARY KEY (mailbox_id, folder)
);

CREATE TABLE mail_trials (
    id $uuid PRIMARY KEY,
    kind text NOT NULL,
    address text NOT NULL,
    name text NOT NULL,
    mailbox_id $uuid REFERENCES mailboxes (id),
    secret text,
    asked_by_id $uuid NOT NULL REFERENCES people (id),
    asked_at $time NOT NULL,
    claimed_until $time,
    attempts integer NOT NULL,
    done_at $time,
    steps_text text
);

CREATE TABLE mail_watches (
    id integer PRIMARY KEY,
    node $uuid NOT NULL,
    until $time NOT NULL
);

CREATE TABLE mail_seals (
    id integer PRIMARY KEY,
    secret text NOT NULL
);
