-- Customers have an index of their own: in a common one, finding the few customers with a word that is in every third message
-- means walking through all those messages. Beginnings of one to four letters are kept too, so that typing finds at once.
DROP TRIGGER search_entry_added;
DROP TRIGGER search_entry_removed;
DROP TRIGGER search_entry_changed;
DROP TABLE search_words;

CREATE VIEW search_said AS SELECT id, words FROM search_entries WHERE kind <> 'customer';
CREATE VIRTUAL TABLE search_words USING fts5 (words, content='search_said', content_rowid='id', tokenize="unicode61 remove_diacritics 0", prefix='1 2 3 4', detail='none', columnsize=0);
CREATE TRIGGER search_words_added AFTER INSERT ON search_entries WHEN new.kind <> 'customer' BEGIN
    INSERT INTO search_words (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER search_words_removed AFTER DELETE ON search_entries WHEN old.kind <> 'customer' BEGIN
    INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', old.id, old.words);
END;
CREATE TRIGGER search_words_changed AFTER UPDATE OF words ON search_entries WHEN new.kind <> 'customer' BEGIN
    INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO search_words (rowid, words) VALUES (new.id, new.words);
END;
INSERT INTO search_words (search_words) VALUES ('rebuild');

CREATE VIEW search_met AS SELECT id, words FROM search_entries WHERE kind = 'customer';
CREATE VIRTUAL TABLE search_customers USING fts5 (words, content='search_met', content_rowid='id', tokenize="unicode61 remove_diacritics 0", prefix='1 2 3 4', detail='none', columnsize=0);
CREATE TRIGGER search_customers_added AFTER INSERT ON search_entries WHEN new.kind = 'customer' BEGIN
    INSERT INTO search_customers (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER search_customers_removed AFTER DELETE ON search_entries WHEN old.kind = 'customer' BEGIN
    INSERT INTO search_customers (search_customers, rowid, words) VALUES ('delete', old.id, old.words);
END;
CREATE TRIGGER search_customers_changed AFTER UPDATE OF words ON search_entries WHEN new.kind = 'customer' BEGIN
    INSERT INTO search_customers (search_customers, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO search_customers (rowid, words) VALUES (new.id, new.words);
END;
INSERT INTO search_customers (search_customers) VALUES ('rebuild');
