-- What function costs, of the house as a whole: nothing here is of a person. Rows are added and never changed.
CREATE TABLE paid_hours (
    id $uuid PRIMARY KEY,
    from_week text NOT NULL,
    minutes_a_week integer NOT NULL,
    hour_minor bigint NOT NULL,
    currency text NOT NULL,
    set_by_id $uuid NOT NULL REFERENCES people (id),
    set_at $time NOT NULL
);
