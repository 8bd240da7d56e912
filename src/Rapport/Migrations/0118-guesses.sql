-- Wrong passwords are counted where they come from, and no longer at whoever they were tried on.
ALTER TABLE people DROP COLUMN failures;
ALTER TABLE people DROP COLUMN locked_until;
