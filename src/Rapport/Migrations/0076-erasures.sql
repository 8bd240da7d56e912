-- What was forgotten, by id alone: until its traces are wiped from the files, and so that a restored backup forgets it again.
CREATE TABLE erasures (
    id $uuid PRIMARY KEY,
    what text NOT NULL,
    subject $uuid NOT NULL,
    customer $uuid NOT NULL,
    asked_at $time NOT NULL,
    wiped_at $time
);
CREATE INDEX erasures_to_wipe ON erasures (asked_at) WHERE wiped_at IS NULL;
