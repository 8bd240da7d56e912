-- What was added and never sent is looked for every hour.
CREATE INDEX attachments_unsent ON attachments (at) WHERE message_id IS NULL AND note_id IS NULL;
