-- Customers who belong together: a household, a company.
CREATE TABLE customer_groups (
    id $uuid PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL,
    made_by_id $uuid NOT NULL REFERENCES people (id),
    made_at $time NOT NULL
);
CREATE TABLE group_members (
    group_id $uuid NOT NULL REFERENCES customer_groups (id),
    customer_id $uuid NOT NULL REFERENCES customers (id),
    since $time NOT NULL,
    added_by_id $uuid NOT NULL REFERENCES people (id),
    PRIMARY KEY (group_id, customer_id)
);
CREATE INDEX group_members_of_customer ON group_members (customer_id);
