CREATE TABLE people (
    id $uuid PRIMARY KEY,
    name text NOT NULL,
    persona text NOT NULL,
    email text NOT NULL UNIQUE,
    role text NOT NULL,
    password_hash text,
    stamp text NOT NULL,
    failures integer NOT NULL,
    locked_until $time,
    active boolean NOT NULL,
    joined_at $time NOT NULL
);

CREATE TABLE invitations (
    id $uuid PRIMARY KEY,
    token_hash text NOT NULL UNIQUE,
    email text NOT NULL,
    role text NOT NULL,
    invited_by $uuid NOT NULL,
    expires_at $time NOT NULL,
    accepted_at $time
);

CREATE TABLE api_tokens (
    id $uuid PRIMARY KEY,
    token_hash text NOT NULL UNIQUE,
    name text NOT NULL,
    person_id $uuid NOT NULL REFERENCES people (id),
    scopes text NOT NULL,
    created_at $time NOT NULL,
    revoked_at $time
);

CREATE TABLE visitor_tokens (
    token_hash text PRIMARY KEY,
    customer $uuid NOT NULL,
    created_at $time NOT NULL
);
CREATE INDEX visitor_tokens_of_customer ON visitor_tokens (customer);
