ALTER TABLE letters ADD COLUMN claimed_by $uuid;
ALTER TABLE outgoing_letters ADD COLUMN claimed_by $uuid;
ALTER TABLE mail_trials ADD COLUMN claimed_by $uuid;

CREATE TABLE mail_nodes (
    id $uuid PRIMARY KEY,
    until $time NOT NULL
);

CREATE INDEX letters_begun ON letters (id) WHERE state = 'Stored' AND attempts > 0;
