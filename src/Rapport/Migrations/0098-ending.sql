-- Some matters end with the customer's word: they said it is done, or were asked on three days.
ALTER TABLE contact_types ADD COLUMN ends_with_their_word boolean NOT NULL DEFAULT false;
ALTER TABLE conversations ADD COLUMN heard_at $time;
UPDATE conversations SET heard_at = (SELECT MAX(m.at) FROM messages m WHERE m.conversation_id = conversations.id AND m."from" = 'Customer');
CREATE TABLE confirmations (
    conversation_id $uuid PRIMARY KEY REFERENCES conversations (id),
    at $time NOT NULL,
    noted_by_id $uuid REFERENCES people (id),
    words text NOT NULL
);
