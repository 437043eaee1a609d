-- The caller's own, behind a position and below what is settled: whatever will stand there stands there now. One row at least, which says how far one may begin next time.
with horizon as materialized (
    select s.position, events_certain(s.position) as certain
    from (select events_settled() as position offset 0) s
)
select u.id, u.type, u.at, u.source as "ticket.source", u.ticket_no as "ticket.ticket_no", u.round as "ticket.round", u.complaint_id, u.state, u.note, u.result,
       u.satisfaction, u.log_position as "!position", h.certain as "!horizon"
from horizon h
left join lateral (
    select *
    from complaint_updates u
    where u.district_code = :'district' and u.client_id = :'user_id'::uuid and u.log_position < h.position
      and (u.log_position, u.at, u.id) > (:'position'::bigint, :'at'::timestamptz, :'id'::uuid)
    order by u.log_position, u.at, u.id
    limit :'limit'::bigint
) u on true
order by u.log_position, u.at, u.id
