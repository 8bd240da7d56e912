-- By which an address is like another: the last digits of a phone number, the mail address that a visitor gave.
ALTER TABLE addresses ADD COLUMN alike text;
UPDATE addresses SET alike = substr(normal, length(normal) - 7) WHERE kind = 'Phone' AND length(normal) >= 8;
UPDATE addresses SET alike = lower(trim(value)) WHERE kind = 'Visitor';
CREATE INDEX addresses_alike ON addresses (alike) WHERE alike IS NOT NULL;

-- The words of a name, in order; of those who came before, as it was written.
ALTER TABLE customers ADD COLUMN alike text;
UPDATE customers SET alike = lower(trim(name)) WHERE erased_at IS NULL;
CREATE INDEX customers_alike ON customers (alike) WHERE alike IS NOT NULL;

-- Two customers who may be one, with the reason; or about whom somebody said that they are two.
CREATE TABLE likenesses (
    id $uuid PRIMARY KEY,
    one_id $uuid NOT NULL REFERENCES customers (id),
    other_id $uuid NOT NULL REFERENCES customers (id),
    reason text NOT NULL,
    found_at $time NOT NULL,
    two_since $time,
    two_said_by_id $uuid REFERENCES people (id),
    UNIQUE (one_id, other_id)
);
CREATE INDEX likenesses_of_other ON likenesses (other_id);
CREATE INDEX likenesses_open ON likenesses (found_at) WHERE two_since IS NULL;
