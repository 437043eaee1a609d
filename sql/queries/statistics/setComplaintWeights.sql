-- The district's own weights, from today or later; those that run then end there, and what is planned still comes. What held on a day before is not touched.
with judged as (
    select case when :'effective_from'::date < :'today'::date then 'takes_effect_in_the_past' end as problem
), ended as (
    update complaint_weights w set effective_to = :'effective_from'::date
    from judged
    where w.district_code = :'district' and w.effective_from < :'effective_from'::date and coalesce(w.effective_to > :'effective_from'::date, true) and judged.problem is null
    returning w.id
), made as (
    -- After the ended one, so that the days are free.
    insert into complaint_weights (district_code, id, name, response, solved, satisfied, basis, effective_from, effective_to, created_at)
    select :'district', :'new_id'::uuid, :'name_masked', :'response'::numeric, :'solved'::numeric, :'satisfied'::numeric, :'basis_masked', :'effective_from'::date,
           (select min(n.effective_from) from complaint_weights n where n.district_code = :'district' and n.effective_from > :'effective_from'::date), :'now'::timestamptz
    from judged cross join (select count(*) from ended) e
    where judged.problem is null
    returning *
)
select m.id, false as common, m.name, m.response, m.solved, m.satisfied, m.basis, m.effective_from, m.effective_to, m.created_at, refused(judged.problem) as "!problem"
from judged left join made m on true
