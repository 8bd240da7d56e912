-- The messages of a conversation lie side by side, so that opening one reads a handful of pages and not one a message.
-- Attachments point at messages: the check waits until they are back.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE messages_before AS SELECT * FROM messages;
DROP TABLE messages;
CREATE TABLE messages (
    id BLOB NOT NULL UNIQUE,
    conversation_id BLOB NOT NULL REFERENCES conversations (id),
    position integer NOT NULL,
    "from" text NOT NULL,
    person_id BLOB REFERENCES people (id),
    author text NOT NULL,
    body text NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, position)
) WITHOUT ROWID;
INSERT INTO messages (id, conversation_id, position, "from", person_id, author, body, at)
    SELECT id, conversation_id, position, "from", person_id, author, body, at FROM messages_before ORDER BY conversation_id, position;
DROP TABLE messages_before;
