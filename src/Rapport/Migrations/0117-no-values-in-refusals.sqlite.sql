-- What somebody typed into a member that has no place was shown to everybody; its name is enough. Refused sentences stay: they are what was refused.
UPDATE refused_rules SET tried = substr(tried, 1, min(instr(tried || ': ', ': '), instr(tried || '=', '=')) - 1)
WHERE tried NOT LIKE '%optional: false' AND (why LIKE '“%” has no place on what may be given%' OR why IN ('It may be given and never has to be.', 'It has no time by which it must be given.',
    'Nobody counts it toward anything.', 'It is not paid for or rewarded: then it would be a duty with a price.', 'Leaving it out has no consequence for anybody.'));
UPDATE log SET data = json_set(data, '$.tried', substr(data ->> 'tried', 1, min(instr((data ->> 'tried') || ': ', ': '), instr((data ->> 'tried') || '=', '=')) - 1))
WHERE kind = 'rule_refused' AND data ->> 'tried' NOT LIKE '%optional: false' AND (data ->> 'why' LIKE '“%” has no place on what may be given%' OR data ->> 'why' IN ('It may be given and never has to be.', 'It has no time by which it must be given.',
    'Nobody counts it toward anything.', 'It is not paid for or rewarded: then it would be a duty with a price.', 'Leaving it out has no consequence for anybody.'));
