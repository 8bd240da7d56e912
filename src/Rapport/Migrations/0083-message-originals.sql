CREATE TABLE originals (
    message_id $uuid PRIMARY KEY REFERENCES messages (id),
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    address text,
    subject text,
    html text,
    quoted text
);
CREATE INDEX originals_of_conversation ON originals (conversation_id);
