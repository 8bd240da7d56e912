-- A word that leaves the index leaves its file, too.
INSERT INTO search_words (search_words, rank) VALUES ('secure-delete', 1);
INSERT INTO search_customers (search_customers, rank) VALUES ('secure-delete', 1);
