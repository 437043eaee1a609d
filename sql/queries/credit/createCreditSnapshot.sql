with subject as (
    -- A project is no firm's: what counts for it may be of several.
    select :'subject_id'::uuid as id, n.name, case when :'subject_kind' <> 'project' then n.firm_id end as firm_id
    from credit_list_subject(:'subject_kind', :'subject_id'::uuid, :'today'::date) n
), judged as materialized (
    select refused(case when :'as_of'::date > :'today'::date then 'day_not_come' when not exists (select from subject) then 'credit_subject_unknown' end) as problem
), made as (
    insert into credit_snapshots (district_code, id, subject_kind, subject_id, firm_id, name, rulebook_id, as_of, known_at, basic, good, bad, total, has_bad, veto, takes_part, grade,
                                  inputs_hash, created_by, created_at)
    select :'district', :'new_id'::uuid, :'subject_kind', s.id, s.firm_id, s.name, c.rulebook_id, :'as_of'::date, m.known_at, c.basic, c.good, c.bad, c.total, c.has_bad, c.veto, c.takes_part,
           c.grade ->> 'grade', c.inputs_hash, :'user_id'::uuid, :'now'::timestamptz
    from judged j
    cross join subject s
    cross join lateral credit_moment_held(coalesce(:'view', 'now'), :'known_at'::timestamptz, :'as_of'::date, :'now'::timestamptz) m (known_at)
    cross join lateral credit_card(:'subject_kind', s.id, :'as_of'::date, m.known_at) c
    where j.problem is null
    returning *
)
select s.id, s.subject_kind, s.subject_id, s.name, s.rulebook_id, s.as_of, s.known_at, s.basic, s.good, s.bad,
       s.total, s.has_bad, s.veto, s.takes_part, s.grade, s.inputs_hash, s.publication_id, s.created_at, j.problem as "!problem"
from judged j
left join made s on true
