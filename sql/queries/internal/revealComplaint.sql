-- The look and its record are one statement: sealed values come back only beside the row that says who looked and why. The day ends at midnight in Shanghai.
with newest as (
    select p.*
    from complaint_cards c
    join personal.complainants p on p.district_code = :'district' and p.complaint_id = c.id
    where c.id = :'id'::uuid
    order by p.created_at desc, p.ticket_id desc
    limit 1
), day as (
    select (:'now'::timestamptz at time zone 'Asia/Shanghai')::date as day
), bounds as (
    select day.day::timestamp at time zone 'Asia/Shanghai' as first, (day.day + 1)::timestamp at time zone 'Asia/Shanghai' as next,
           (select r.value::integer from rule_at('reveals_per_day', '*', day.day) r) as most
    from day
), judged as (
    select b.most, ceil(extract(epoch from b.next - :'now'::timestamptz))::integer as wait,
           coalesce((select count(*) from personal_access_log l
            where l.district_code = :'district' and l.user_id = :'user_id'::uuid and l.at >= b.first and l.at < b.next) >= b.most, false) as spent
    from bounds b
), looked as (
    insert into personal_access_log (district_code, at, id, user_id, user_name, role, complaint_id, reason, remote, request_id)
    select newest.district_code, greatest(:'now'::timestamptz, audit_open_from(newest.district_code)), :'new_id'::uuid, :'user_id'::uuid, :'name', :'role', newest.complaint_id, :'reason', :'remote', :'request_id'
    from newest cross join judged
    where not judged.spent
)
select n.complaint_id as id, o.ticket_id as sealed_for, o.seal_key as seal_key_id, o.name_sealed, o.phone_sealed, o.address_sealed, o.place_sealed,
       o.title_sealed, o.content_sealed, o.erased_at, refused(case when j.spent then 'reveals_spent' end) as problem, j.most, j.wait
from newest n cross join judged j left join newest o on not j.spent
