-- The files of an unfinished answer are kept with its words; and whoever has begun to write somewhere sees it in the list.
ALTER TABLE drafts ADD COLUMN attachments text NOT NULL DEFAULT '';
CREATE INDEX drafts_of_person ON drafts (person_id);

-- "Answer, then resolve": the wish waits with the answer, and goes with it when it is taken back.
ALTER TABLE held_replies ADD COLUMN resolves boolean NOT NULL DEFAULT false;
