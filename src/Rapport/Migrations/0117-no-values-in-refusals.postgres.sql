-- What somebody typed into a member that has no place was shown to everybody; its name is enough. Refused sentences stay: they are what was refused.
UPDATE refused_rules SET tried = regexp_replace(tried, '(: |=).*', '')
WHERE tried NOT LIKE '%optional: false' AND (why LIKE '“%” has no place on what may be given%' OR why IN ('It may be given and never has to be.', 'It has no time by which it must be given.',
    'Nobody counts it toward anything.', 'It is not paid for or rewarded: then it would be a duty with a price.', 'Leaving it out has no consequence for anybody.'));
UPDATE log SET data = jsonb_set(data::jsonb, '{tried}', to_jsonb(regexp_replace(data::jsonb ->> 'tried', '(: |=).*', '')))::text
WHERE kind = 'rule_refused' AND data::jsonb ->> 'tried' NOT LIKE '%optional: false' AND (data::jsonb ->> 'why' LIKE '“%” has no place on what may be given%' OR data::jsonb ->> 'why' IN ('It may be given and never has to be.', 'It has no time by which it must be given.',
    'Nobody counts it toward anything.', 'It is not paid for or rewarded: then it would be a duty with a price.', 'Leaving it out has no consequence for anybody.'));
