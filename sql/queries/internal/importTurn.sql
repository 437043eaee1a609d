-- Imports of one register take turns, so that two never wait for one another's rows.
select pg_try_advisory_xact_lock(hashtextextended('import ' || :'register' || ' ' || :'district', 0)) as mine
