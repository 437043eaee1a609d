select m.published, m.already, m.outstanding, refused(case when num_nonnulls(:'draw_id'::uuid, :'plan_id'::uuid) <> 1 then 'inspections_of_what' end) as "!problem"
from inspections_publish(case when :'plan_id'::uuid is null then :'draw_id'::uuid end, case when :'draw_id'::uuid is null then :'plan_id'::uuid end, :'now'::timestamptz) m
