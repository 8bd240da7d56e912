CREATE TABLE maps (
    id $uuid PRIMARY KEY,
    key text NOT NULL UNIQUE,
    name text NOT NULL,
    trade text NOT NULL,
    contact_type_id $uuid UNIQUE REFERENCES contact_types (id),
    copied_from text,
    steps text NOT NULL,
    updated_at $time NOT NULL
);
