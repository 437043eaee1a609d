-- The district's own rule, from today or later; the one that runs then ends there, and one that is planned still comes. What held on a day before is not touched.
with judged as (
    select case when :'effective_from'::date < :'today'::date then 'takes_effect_in_the_past'
                when known.position is null then 'eligibility_reason_unknown' end as problem, known.position
    from (select min(c.position)::integer as position from codes c where c.list_code = 'eligibility_reason' and c.code = :'reason'::text) known
), ended as (
    update eligibility_rules r set effective_to = :'effective_from'::date
    from judged
    where r.district_code = :'district' and r.purpose = :'for' and r.reason = :'reason'
      and r.effective_from < :'effective_from'::date and coalesce(r.effective_to > :'effective_from'::date, true) and judged.problem is null
    returning r.id
), made as (
    -- After the ended one, so that the days are free.
    insert into eligibility_rules (district_code, id, purpose, reason, bars, position, basis, effective_from, effective_to, created_at)
    select :'district', :'new_id'::uuid, :'for', :'reason', :'bars'::boolean, judged.position, :'basis_masked', :'effective_from'::date,
           (select min(n.effective_from) from eligibility_rules n where n.district_code = :'district' and n.purpose = :'for' and n.reason = :'reason' and n.effective_from > :'effective_from'::date),
           :'now'::timestamptz
    from judged cross join (select count(*) from ended) e
    where judged.problem is null
    returning *
)
select m.id, false as common, m.purpose as "for", m.reason, c.zh, c.en, m.bars, m.position, m.basis, m.effective_from, m.effective_to, m.created_at, refused(judged.problem) as "!problem"
from judged
left join made m on true
left join codes c on c.list_code = 'eligibility_reason' and c.code = m.reason and c.effective_from <= :'today'::date and coalesce(c.effective_to > :'today'::date, true)
