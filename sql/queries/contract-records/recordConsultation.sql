with s as (
    insert into consultations (district_code, id, estate_id, kind, held_on, convened_by, participants, matter, outcome, recorded_by, recorded_at)
    select e.district_code, :'new_id'::uuid, e.id, :'kind', :'held_on'::date, :'convened_by_masked',
           array(select jsonb_array_elements_text(:'participants'::jsonb)), :'matter_masked', :'outcome_masked', current_user_id(), :'now'::timestamptz
    from estates e
    where e.district_code = :'district' and e.id = :'id'::uuid and :'held_on'::date <= :'today'::date
    returning *
)
select s.id, s.estate_id, s.kind, s.held_on, s.convened_by, to_json(s.participants) as participants, s.matter, s.outcome, s.recorded_at,
    refused(case when s.id is null then 'day_in_the_future' end) as "!problem"
from estates e
left join s on true
where e.district_code = :'district' and e.id = :'id'::uuid
