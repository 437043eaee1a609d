-- It came to nothing: for good, because of `trouble`; or it is to be begun again after a pause, which counts as no try when the worker itself was stopped.
update exports e set state = case when :'trouble'::text is null then 'queued' else 'failed' end, trouble = :'trouble',
    finished_at = case when :'trouble'::text is not null then clock_timestamp() end,
    tries = e.tries - (:'stopped'::boolean)::integer, lease = null,
    leased_until = case when :'trouble'::text is null and not :'stopped'::boolean then clock_timestamp() + interval '5 seconds' end, updated_at = clock_timestamp()
where e.district_code = :'district' and e.id = :'id'::uuid and e.lease = :'lease'::uuid and e.state = 'running'
returning e.id
