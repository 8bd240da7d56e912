-- A kind of matter whose name has no letter of A to Z had the empty key, and no address leads to that.
UPDATE contact_types SET key = 'type' WHERE key = '' AND NOT EXISTS (SELECT 1 FROM contact_types WHERE key = 'type');
