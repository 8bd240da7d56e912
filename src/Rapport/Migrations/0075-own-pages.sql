-- Links to a customer's own page. The key is kept as a hash only.
CREATE TABLE own_pages (
    id $uuid PRIMARY KEY,
    customer_id $uuid NOT NULL REFERENCES customers (id),
    token_hash text NOT NULL UNIQUE,
    made_by_id $uuid REFERENCES people (id),
    made_at $time NOT NULL,
    expires_at $time NOT NULL,
    revoked_at $time
);
CREATE INDEX own_pages_of_customer ON own_pages (customer_id);
