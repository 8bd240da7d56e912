-- When a moment was put into the book, so that what a lead sees can move by many people at once and never by one.
ALTER TABLE moments ADD COLUMN kept_at $time;
UPDATE moments SET kept_at = at;
ALTER TABLE moments ALTER COLUMN kept_at SET NOT NULL;

-- What the lead's page shows is made once a day and stays as it is until the next.
CREATE TABLE team_days (
    day text PRIMARY KEY,
    figures text NOT NULL
);
