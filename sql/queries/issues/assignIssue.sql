-- Of an issue that the caller sees.
select c.*, coalesce(c.open_due < :'today'::date, false) as overdue, refused(m.problem) as "!problem", m.faults as "!faults", case m.problem when 'state_conflict' then m.standing end as "!state"
from (select i.id from issue_finds i where i.id = :'id'::uuid) seen
cross join lateral issue_step(seen.id, 'assign', jsonb_build_object('responsible_kind', :'responsible_kind'::text, 'firm_id', :'firm_id'::uuid, 'committee_id', :'committee_id'::uuid, 'department', :'department'::text, 'name', :'name'::text,
        'person', :'person'::text, 'due_on', :'due_on'::date, 'measure', :'measure'::text, 'measure_masked', :'measure_masked'::text, 'note', :'note'::text, 'note_masked', :'note_masked'::text), null, null, :'role'::text, :'client'::text,
    :'now'::timestamptz, :'today'::date) m
left join lateral issue_card(m.id) c on m.problem is null
where m.id is not null
