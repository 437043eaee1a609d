-- Of an issue that the caller sees, into one that it sees.
select c.*, coalesce(c.open_due < :'today'::date, false) as overdue, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from (select i.id from issue_finds i where i.id = :'id'::uuid) seen
cross join lateral issue_roll_up(:'new_id'::uuid, seen.id, :'district_issue_id'::uuid, :'district_issue_id'::uuid is null or exists (select from issue_finds d where d.id = :'district_issue_id'::uuid),
    :'role'::text, :'client'::text, :'now'::timestamptz) m
left join lateral issue_card(m.id) c on m.problem is null
where m.id is not null
