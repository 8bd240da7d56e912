-- Somebody asks whether they may look on; after a yes they write one note, which belongs to whoever was observed.
CREATE TABLE observation_asks (
    id $uuid PRIMARY KEY,
    observer_id $uuid NOT NULL REFERENCES people (id),
    observed_id $uuid NOT NULL REFERENCES people (id),
    contact_type_id $uuid REFERENCES contact_types (id),
    asked_at $time NOT NULL,
    yes_at $time,
    set_aside boolean NOT NULL,
    used boolean NOT NULL
);
CREATE INDEX observation_asks_by_observed ON observation_asks (observed_id);
CREATE INDEX observation_asks_by_observer ON observation_asks (observer_id);

CREATE TABLE observations (
    id $uuid PRIMARY KEY,
    observer_id $uuid NOT NULL REFERENCES people (id),
    observed_id $uuid NOT NULL REFERENCES people (id),
    conversation_id $uuid REFERENCES conversations (id),
    steps text NOT NULL,
    behaviors text NOT NULL,
    thanked text,
    words text,
    added text,
    written_at $time NOT NULL,
    shown_at $time
);
CREATE INDEX observations_by_observed ON observations (observed_id, written_at);
CREATE INDEX observations_by_time ON observations (written_at);
