CREATE TABLE mail_providers (
    key text PRIMARY KEY,
    name text NOT NULL,
    authorize_url text NOT NULL,
    token_url text NOT NULL,
    scopes text NOT NULL,
    extra text NOT NULL,
    receiving_text text NOT NULL,
    sending_text text NOT NULL,
    help text NOT NULL,
    client_id text,
    client_secret text
);
INSERT INTO mail_providers (key, name, authorize_url, token_url, scopes, extra, receiving_text, sending_text, help) VALUES
('google', 'Google', 'https://accounts.google.com/o/oauth2/v2/auth', 'https://oauth2.googleapis.com/token', 'https://mail.google.com/', 'access_type=offline&prompt=consent',
 '{"host":"imap.gmail.com","port":993,"secure":"tls"}', '{"host":"smtp.gmail.com","port":465,"secure":"tls"}',
 'Open console.cloud.google.com and make a project. Under “APIs & Services”, switch on the Gmail API. Under “OAuth consent screen”, choose Internal if the mailbox belongs to your Google Workspace, and add the scope https://mail.google.com/. Under “Credentials”, create an OAuth client ID of the type “Web application” and give it the address below as an authorized redirect URI. Copy the client ID and the client secret here.'),
('microsoft', 'Microsoft 365', 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize', 'https://login.microsoftonline.com/common/oauth2/v2.0/token', 'offline_access https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send', '',
 '{"host":"outlook.office365.com","port":993,"secure":"tls"}', '{"host":"smtp.office365.com","port":587,"secure":"starttls"}',
 'Open entra.microsoft.com, go to “App registrations” and register an app. As its redirect URI, of the type “Web”, give the address below. Under “API permissions”, add the delegated permissions IMAP.AccessAsUser.All and SMTP.Send of Office 365 Exchange Online, and grant them for your organization. Under “Certificates & secrets”, make a client secret. Copy the application (client) ID and the secret’s value here. In the Exchange admin center, “Authenticated SMTP” and IMAP must be on for the mailbox.');

CREATE TABLE mail_sign_ins (
    id $uuid PRIMARY KEY,
    provider text NOT NULL REFERENCES mail_providers (key),
    address text NOT NULL,
    name text NOT NULL,
    state_hash text NOT NULL UNIQUE,
    verifier text NOT NULL,
    back_to text NOT NULL,
    begun_by_id $uuid NOT NULL REFERENCES people (id),
    begun_at $time NOT NULL,
    used_at $time
);

ALTER TABLE mailboxes ADD COLUMN provider text;
ALTER TABLE mailboxes ADD COLUMN renew_at $time;
ALTER TABLE mailboxes ADD COLUMN renewed_at $time;
CREATE INDEX mailboxes_to_renew ON mailboxes (renew_at) WHERE renew_at IS NOT NULL;
