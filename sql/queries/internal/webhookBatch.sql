-- What comes next in a stream, each row the body of a message.
select u.type, u.at as timestamp, u.id as "data.id", u.type as "data.type", u.at as "data.at", u.source as "data.ticket.source", u.ticket_no as "data.ticket.ticket_no",
       u.round as "data.ticket.round", u.complaint_id as "data.complaint_id", u.state as "data.state", u.note as "data.note", u.result as "data.result",
       u.satisfaction as "data.satisfaction", u.log_position as "!position"
from webhook_streams s
join webhook_endpoints e on e.district_code = s.district_code and e.id = s.endpoint_id
join lateral (
    select *
    from complaint_updates u
    where u.district_code = s.district_code and u.client_id = e.client_id
      and u.log_position < coalesce(s.until_position, (select events_settled())) -- what a replay reads was settled when the live stream passed it
      and u.at >= coalesce(s.range_from, '-infinity') and u.at < coalesce(s.range_before, 'infinity')
      and (u.log_position, u.at, u.id) > (s.log_position, s.at, s.update_id)
    order by u.log_position, u.at, u.id
    limit :'limit'::bigint
) u on true
where s.district_code = :'district' and s.id = :'stream'::uuid
order by u.log_position, u.at, u.id
