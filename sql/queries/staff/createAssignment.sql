-- Person and firm are locked first, so that two assignments of a firm follow each other; that an estate has one manager is the exclusion's to say. The
-- manager who is replaced ends on the first day of the next, from today on: the days before stand as they were known.
with person as (
    select s.district_code, s.id, s.firm_id, s.joined_on, s.left_on, coalesce(:'valid_from'::date, :'today'::date) as first_day
    from staff s
    join firms f on f.district_code = s.district_code and f.id = s.firm_id
    where s.district_code = :'district' and s.id = :'id'::uuid
    for update
), before as (
    select r.*, greatest(:'now'::timestamptz, r.known_from + interval '1 microsecond') as moment
    from person p
    join person_roles r on r.district_code = p.district_code and r.firm_id = p.firm_id and r.estate_id = :'estate_id'::uuid
        and r.role = 'project_manager' and :'post' = 'project_manager' and r.valid_from <= p.first_day and coalesce(r.valid_to > p.first_day, true)
    for update of r
), judged as (
    select p.district_code, p.id, p.firm_id, p.first_day, case
        when :'post' = 'quality_director' and :'role' <> 'district' then 'members_reserved'
        when (:'post' = 'firm_manager' and :'estate_id'::uuid is not null) or (:'post' in ('project_manager', 'quality_director') and :'estate_id'::uuid is null)
            then 'assignment_place_misfit'
        when :'valid_to'::date <= p.first_day then 'period_reversed'
        when :'post' = 'quality_director' and :'valid_to'::date is null then 'term_required'
        when p.first_day < :'today'::date and (:'role' <> 'district' or b.id is not null) then 'takes_effect_in_the_past'
        when :'estate_id'::uuid is not null and not exists (
            select from estates e where e.district_code = p.district_code and e.id = :'estate_id'::uuid) then 'estate_unknown'
        when p.joined_on > p.first_day or p.left_on <= p.first_day then 'staff_not_employed'
        when :'post' in ('project_manager', 'staff') and :'estate_id'::uuid is not null and not exists (
            select from contracts c join contract_estates ce on ce.district_code = c.district_code and ce.contract_id = c.id
            where c.district_code = p.district_code and c.firm_id = p.firm_id and ce.estate_id = :'estate_id'::uuid and c.in_force
              and c.service_period @> p.first_day) then 'contract_missing'
        when :'post' = 'quality_director' and (
            not exists (select from person_roles m where m.district_code = p.district_code and m.staff_id = p.id and m.role = 'project_manager'
                        and daterange(m.valid_from, m.valid_to) @> p.first_day)
            or exists (select from person_roles m where m.district_code = p.district_code and m.staff_id = p.id and m.role = 'project_manager'
                       and m.estate_id = :'estate_id'::uuid and daterange(m.valid_from, m.valid_to) && daterange(p.first_day, :'valid_to'::date)))
            then 'quality_director_unfit'
        when b.staff_id = p.id then 'assignment_repeated'
        when b.id is not null and :'reason_masked'::text is null then 'reason_required'
        end as problem
    from person p
    left join before b on true
), kept as (
    insert into person_roles_past (district_code, id, staff_id, firm_id, estate_id, role, valid_from, valid_to, reason, end_reason, assigned_by, ended_by, known_from,
                                   created_at, updated_at, known_to)
    select b.district_code, b.id, b.staff_id, b.firm_id, b.estate_id, b.role, b.valid_from, b.valid_to, b.reason, b.end_reason, b.assigned_by, b.ended_by, b.known_from,
           b.created_at, b.updated_at, b.moment
    from before b, judged j
    where j.problem is null and coalesce(b.valid_to > j.first_day, true)
), ended as (
    update person_roles r set valid_to = j.first_day, end_reason = :'reason_masked', ended_by = :'user_id'::uuid, updated_at = b.moment, known_from = b.moment
    from before b, judged j
    where r.district_code = b.district_code and r.id = b.id and j.problem is null and coalesce(r.valid_to > j.first_day, true)
    returning r.id
), made as (
    insert into person_roles (district_code, id, staff_id, firm_id, estate_id, role, valid_from, valid_to, reason, assigned_by, known_from, created_at, updated_at)
    select j.district_code, :'new_id'::uuid, j.id, j.firm_id, :'estate_id'::uuid, :'post', j.first_day, :'valid_to'::date, :'reason_masked', :'user_id'::uuid,
           :'now'::timestamptz, :'now'::timestamptz, :'now'::timestamptz
    from judged j, (select count(*) from ended) first
    where j.problem is null
    returning *
)
select
    r.id, r.role as post, r.firm_id, r.staff_id, s.name as staff_name, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name",
    r.valid_from, r.valid_to, r.reason, r.end_reason, r.created_at, r.updated_at, refused(j.problem) as "!problem"
from judged j
left join made r on true
left join staff s on s.district_code = r.district_code and s.id = r.staff_id
left join estates e on e.district_code = r.district_code and e.id = r.estate_id
