-- Customers have an index of their own: in a common one, finding the few customers with a word that is in every third message
-- means walking through all those messages.
DROP INDEX search_words;
CREATE INDEX search_words ON search_entries USING gin (vector) WHERE kind <> 'customer';
CREATE INDEX search_customers ON search_entries USING gin (vector) WHERE kind = 'customer';
