-- Of an issue that the caller sees; by the members that it names.
select c.*, coalesce(c.open_due < :'today'::date, false) as overdue, refused(m.problem) as "!problem", m.faults as "!faults", case m.problem when 'state_conflict' then m.standing end as "!state"
from (select i.id from issue_finds i where i.id = :'id'::uuid) seen
cross join lateral issue_correct(seen.id, :'if_version'::integer, :'body'::jsonb || jsonb_build_object('place_masked', :'place_masked'::text, 'problem_masked', :'problem_masked'::text),
    :'role'::text, :'client'::text, :'now'::timestamptz) m
left join lateral issue_card(m.id) c on m.problem is null
where m.id is not null
