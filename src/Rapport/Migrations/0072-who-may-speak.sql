-- Who may speak to a customer is read from who owns, hands over, helps and covers, each time it is asked; nobody keeps a list.
DROP TABLE speakers;
CREATE VIEW speakers AS
SELECT c.id AS conversation_id, p.id AS person_id, 'Owner' AS why, p.persona AS speaks_as, CAST(NULL AS $time) AS until
FROM conversations c JOIN people p ON p.id = c.owner_id
WHERE p.active
UNION ALL
SELECT h.conversation_id, p.id, 'Sender', p.persona, CAST(NULL AS $time)
FROM handovers h JOIN people p ON p.id = h.sender_id
WHERE h.ended_at IS NULL AND p.active
UNION ALL
SELECT a.conversation_id, p.id, 'Helper', p.persona, CAST(NULL AS $time)
FROM assists a JOIN people p ON p.id = a.helper_id
WHERE a.ended_at IS NULL AND a.joined_at IS NOT NULL AND a.may_answer AND p.active
UNION ALL
SELECT c.id, p.id, 'Cover', p.persona || ' for ' || o.persona, v.until
FROM conversations c JOIN covers v ON v.person_id = c.owner_id JOIN people p ON p.id = v.covered_by_id JOIN people o ON o.id = c.owner_id
WHERE v.ended_at IS NULL AND p.active;

CREATE INDEX assists_of_conversation ON assists (conversation_id);

ALTER TABLE lost_lines ADD COLUMN written_back_at $time;

CREATE TABLE read_gaps (
    gap_id $uuid NOT NULL REFERENCES gaps (id),
    person_id $uuid NOT NULL REFERENCES people (id),
    at $time NOT NULL,
    PRIMARY KEY (gap_id, person_id)
);
