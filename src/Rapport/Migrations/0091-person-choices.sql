-- A customer who was told both ways, their person and whoever is free first, took one of them.
CREATE TABLE person_choices (
    conversation_id $uuid PRIMARY KEY REFERENCES conversations (id),
    person_id $uuid NOT NULL REFERENCES people (id),
    chose_person boolean NOT NULL,
    person_seconds bigint,
    anybody_seconds bigint,
    at $time NOT NULL
);
CREATE INDEX person_choices_by_time ON person_choices (at);
