-- When a moment was put into the book, so that what a lead sees can move by many people at once and never by one.
ALTER TABLE moments ADD COLUMN kept_at $time;
UPDATE moments SET kept_at = at;
ALTER TABLE moments ALTER COLUMN kept_at SET NOT NULL;

-- What the lead's page says of some whole weeks: written once they are over and of enough people, and never changed.
CREATE TABLE finished_weeks (
    what text NOT NULL,
    first text NOT NULL,
    until text NOT NULL,
    figures text NOT NULL,
    PRIMARY KEY (what, first)
);
