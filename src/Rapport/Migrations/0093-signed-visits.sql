-- The mail address for which the shop itself has signed: its visitor is known by it.
ALTER TABLE visits ADD COLUMN signed_as text;
