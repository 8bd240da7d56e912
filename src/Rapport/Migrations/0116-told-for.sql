-- Whose book it came into, as it was when it was told: a conversation may change hands afterwards.
CREATE TABLE told_for (
    told_id $uuid NOT NULL REFERENCES told_moments (id),
    person_id $uuid NOT NULL REFERENCES people (id),
    PRIMARY KEY (told_id, person_id)
);
CREATE INDEX told_for_person ON told_for (person_id);

INSERT INTO told_for (told_id, person_id)
SELECT DISTINCT t.id, m.person_id FROM told_moments t JOIN messages m ON m.conversation_id = t.conversation_id
WHERE m."from" = 'Agent' AND m.person_id IS NOT NULL;

INSERT INTO told_for (told_id, person_id)
SELECT t.id, c.owner_id FROM told_moments t JOIN conversations c ON c.id = t.conversation_id
WHERE c.owner_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM told_for f WHERE f.told_id = t.id);
