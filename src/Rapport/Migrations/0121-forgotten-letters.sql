-- That a letter was forgotten stands with the letter: it may lie in the conversation of somebody who is not erased.
UPDATE letters SET state = 'Forgotten' WHERE conversation_id IN (
    SELECT c.id FROM conversations c JOIN customers u ON u.id = c.customer_id WHERE u.erased_at IS NOT NULL);
