-- One person's looks come one after the other, so that each is counted by the next: two at once do not both take the last of the day.
select pg_advisory_xact_lock(hashtextextended('reveal ' || :'district'::text || ' ' || :'user_id'::text, 0)) is null as mine
