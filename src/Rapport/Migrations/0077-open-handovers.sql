CREATE INDEX handovers_offered ON handovers (offered_at) WHERE ended_at IS NULL;
CREATE INDEX assists_asked ON assists (helper_id, asked_at) WHERE ended_at IS NULL;
CREATE INDEX lost_lines_open ON lost_lines (at) WHERE written_back_at IS NULL;
