CREATE TABLE visits (
    id $uuid PRIMARY KEY,
    conversation_id $uuid UNIQUE REFERENCES conversations (id),
    name text,
    email text,
    begun_at $time NOT NULL
);
