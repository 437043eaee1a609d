-- The look and its record are one statement: sealed values come back only beside the row that says who looked and why.
with newest as (
    select p.*
    from complaint_cards c
    join personal.complainants p on p.district_code = :'district' and p.complaint_id = c.id
    where c.id = :'id'::uuid
    order by p.created_at desc, p.ticket_id desc
    limit 1
), looked as (
    insert into personal_access_log (district_code, at, id, user_id, user_name, role, complaint_id, reason, remote, request_id)
    select newest.district_code, :'now'::timestamptz, :'new_id'::uuid, :'user_id'::uuid, :'name', :'role', newest.complaint_id, :'reason', :'remote', :'request_id'
    from newest
)
select n.complaint_id as id, n.ticket_id as sealed_for, n.seal_key as seal_key_id, n.name_sealed, n.phone_sealed, n.address_sealed, n.place_sealed,
       n.title_sealed, n.content_sealed
from newest n
