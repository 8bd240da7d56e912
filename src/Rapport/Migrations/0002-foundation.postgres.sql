ALTER TABLE search_entries ADD COLUMN vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED;
CREATE INDEX search_words ON search_entries USING gin (vector);

CREATE SEQUENCE conversation_number START 1001;
