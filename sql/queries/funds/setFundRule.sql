-- The district's own rule, from today or later; the one that runs then ends there, and one that is planned still comes. What held on a day before is not touched.
with judged as (
    select case when :'effective_from'::date < :'today'::date then 'takes_effect_in_the_past' end as problem
), ended as (
    update fund_rules r set effective_to = :'effective_from'::date
    from judged
    where r.district_code = :'district' and r.fund_kind = :'fund_kind' and r.purpose = :'purpose' and r.recipient_kind = :'recipient_kind'
      and r.effective_from < :'effective_from'::date and coalesce(r.effective_to > :'effective_from'::date, true) and judged.problem is null
    returning r.id
), made as (
    -- After the ended one, so that the days are free.
    insert into fund_rules (district_code, id, fund_kind, purpose, recipient_kind, admitted, pays_to, streets_propose, old_estates_only, needs_project, good_standing, award_class, basis,
                            effective_from, effective_to, created_at)
    select :'district', :'new_id'::uuid, :'fund_kind', :'purpose', :'recipient_kind', coalesce(:'admitted'::boolean, true), :'pays_to', coalesce(:'streets_propose'::boolean, false),
           coalesce(:'old_estates_only'::boolean, false), coalesce(:'needs_project'::boolean, false), coalesce(:'good_standing'::boolean, false), :'award_class'::smallint, :'basis_masked', :'effective_from'::date,
           (select min(n.effective_from) from fund_rules n where n.district_code = :'district' and n.fund_kind = :'fund_kind' and n.purpose = :'purpose'
              and n.recipient_kind = :'recipient_kind' and n.effective_from > :'effective_from'::date),
           :'now'::timestamptz
    from judged cross join (select count(*) from ended) e
    where judged.problem is null
    returning *
)
select m.id, false as common, m.fund_kind, m.purpose, m.recipient_kind, m.admitted, m.pays_to, m.streets_propose, m.old_estates_only, m.needs_project, m.good_standing, m.award_class, m.basis,
    m.effective_from, m.effective_to, m.created_at, refused(judged.problem) as "!problem"
from judged left join made m on true
