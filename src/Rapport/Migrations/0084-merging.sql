-- An erased customer is put together with nobody.
ALTER TABLE customers ADD COLUMN erased_at $time;
UPDATE customers SET erased_at = (SELECT max(e.asked_at) FROM erasures e WHERE e.what = 'Everything' AND e.customer = customers.id);

-- Two entries of one person, put together: who did it, when and why; and when it was undone.
CREATE TABLE merges (
    id $uuid PRIMARY KEY,
    into_id $uuid NOT NULL REFERENCES customers (id),
    from_id $uuid NOT NULL REFERENCES customers (id),
    by_id $uuid NOT NULL REFERENCES people (id),
    at $time NOT NULL,
    because text NOT NULL,
    undone_at $time,
    undone_by_id $uuid REFERENCES people (id)
);
-- Nobody goes into two at once.
CREATE UNIQUE INDEX merges_that_stand ON merges (from_id) WHERE undone_at IS NULL;
CREATE INDEX merges_into ON merges (into_id);

-- What pointed at either of them when they were put together, by key. What is on neither list came afterwards.
CREATE TABLE merged_rows (
    merge_id $uuid NOT NULL REFERENCES merges (id),
    side text NOT NULL,
    place text NOT NULL,
    key text NOT NULL,
    PRIMARY KEY (merge_id, side, place, key)
);

-- What somebody who was put together with others had said themselves about being remembered; "there" is false where they had said nothing.
CREATE TABLE own_consents (
    customer_id $uuid PRIMARY KEY REFERENCES customers (id),
    there boolean NOT NULL,
    agreed_at $time,
    noted_by_id $uuid REFERENCES people (id),
    withdrawn_at $time
);
