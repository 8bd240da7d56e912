-- What somebody in copy wrote is also found by where its answers go.
CREATE INDEX letters_by_reply_to ON letters (reply_to);
