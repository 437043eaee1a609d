-- A whistle, and each department that it called. Each thing's card is also asked for by a function, which sees what its own statement wrote.
set role wuye_owner;

drop view if exists whistle_call_cards cascade;
create view whistle_call_cards with (security_invoker = true) as
select c.id, c.whistle_id, c.complaint_id, d.id as "department.id", d.code as "department.code", d.name as "department.name",
    w.street_code, w.community_code, w.urgency, w.matter, w.asked_role, w.asked_by_name, c.state, c.asked_at, c.respond_due, c.responded_at, c.on_site_due, c.on_site_at,
    c.result_due, c.finished_at, c.result,
    coalesce(coalesce(c.responded_at, now()) >= c.respond_due or coalesce(c.on_site_at, now()) >= c.on_site_due or coalesce(c.finished_at, now()) >= c.result_due, false) as overdue,
    c.version, c.updated_at
from whistle_calls c
join whistles w on w.district_code = c.district_code and w.id = c.whistle_id
join departments d on d.district_code = c.district_code and d.id = c.department_id;
grant select on whistle_call_cards to wuye_district, wuye_street, wuye_community;

drop view if exists whistle_cards cascade;
create view whistle_cards with (security_invoker = true) as
select w.id, w.complaint_id, w.street_code, w.community_code, w.urgency, w.matter, w.asked_role, w.asked_by_name, w.asked_at,
    (select json_agg(json_build_object('id', c.id, 'department_id', d.id, 'code', d.code, 'name', d.name, 'state', c.state, 'result', c.result, 'respond_due', c.respond_due,
                                       'on_site_due', c.on_site_due, 'result_due', c.result_due) order by d.code, d.id)
     from whistle_calls c join departments d on d.district_code = c.district_code and d.id = c.department_id
     where c.district_code = w.district_code and c.whistle_id = w.id) as calls
from whistles w;
grant select on whistle_cards to wuye_district, wuye_street, wuye_community;

-- As they are now, what this very statement wrote included.
create function whistle_card(whistle uuid) returns setof whistle_cards language sql volatile as $$
    select w.* from whistle_cards w where w.id = whistle
$$;
create function whistle_call_card(call uuid) returns setof whistle_call_cards language sql volatile as $$
    select c.* from whistle_call_cards c where c.id = call
$$;
grant execute on function whistle_card(uuid), whistle_call_card(uuid) to wuye_district, wuye_street, wuye_community;

reset role;
