-- The caller's own, behind a position and below what is settled: whatever will stand there stands there now. One row at least, which says how far that is.
with horizon as materialized (
    select events_settled() as position
)
select u.id, u.type, u.at, u.source as "ticket.source", u.ticket_no as "ticket.ticket_no", u.round as "ticket.round", u.complaint_id, u.state, u.note, u.result,
       u.satisfaction, u.log_position as "!position", h.position as "!horizon"
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
