-- A thread shows a few kinds of what happened; without the kind in the index every message's entry was read to find them.
CREATE INDEX log_by_conversation_and_kind ON log (conversation, kind, id) WHERE conversation IS NOT NULL;
DROP INDEX log_by_conversation;
