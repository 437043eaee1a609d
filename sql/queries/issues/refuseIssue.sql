-- Of an issue that the caller sees.
select c.*, coalesce(c.open_due < :'today'::date, false) as overdue, refused(m.problem) as "!problem", m.faults as "!faults", case m.problem when 'state_conflict' then m.standing end as "!state"
from (select i.id from issue_finds i where i.id = :'id'::uuid) seen
cross join lateral issue_step(seen.id, 'refuse', jsonb_build_object('decision', :'decision_masked'::text), :'note'::text, :'note_masked'::text, :'role'::text, :'client'::text,
    :'now'::timestamptz, :'today'::date) m
left join lateral issue_card(m.id) c on m.problem is null
where m.id is not null
