-- Which state of a charter or a map somebody has seen, and whose a map is: nobody writes over words that they have never read.
ALTER TABLE charters ADD COLUMN revision integer NOT NULL DEFAULT 1;
ALTER TABLE maps ADD COLUMN revision integer NOT NULL DEFAULT 1;
ALTER TABLE maps ADD COLUMN drawn_by_id $uuid REFERENCES people (id);

-- What lies on the counter while somebody stands there: gone within the hour.
CREATE TABLE baskets (
    conversation_id $uuid PRIMARY KEY REFERENCES conversations (id),
    items text NOT NULL,
    put_at $time NOT NULL
);

-- What somebody likes themselves, read by nobody else.
CREATE TABLE own_interests (
    person_id $uuid NOT NULL REFERENCES people (id),
    words text NOT NULL,
    PRIMARY KEY (person_id, words)
);

-- Which cause of lost openings a design is the answer to.
ALTER TABLE designs ADD COLUMN answers text;
