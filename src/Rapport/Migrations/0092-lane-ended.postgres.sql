-- Who would rather not come this time is nobody's business, so the log does not tell it of earlier times either.
UPDATE log SET data = (data::jsonb - 'person' - 'ending')::text WHERE kind = 'lane_ended';
