-- What a hotline is told of its tickets' complaints, by feed and by push alike: the step, the state that it led to, what was said to the public, and the result that
-- it brought. No internal note, nobody's name; of a confidential matter no words at all. The round is the one that the complaint was in at that time.
set role wuye_owner;

drop view if exists complaint_updates;
create view complaint_updates with (security_invoker = true) as
select e.district_code, c.client_id, e.log_position, e.at, e.id, complaint_update_type(e.action) as type, e.complaint_id,
       coalesce(t.source, c.source) as source, coalesce(t.ticket_no, c.ticket_no) as ticket_no,
       coalesce(t.round, (select max(r.round) from tickets r
                          where r.district_code = e.district_code and r.complaint_id = e.complaint_id and r.created_at <= e.at), 1) as round,
       e.to_state as state,
       case when not c.confidential then e.note_public end as note,
       case when e.action = 'report' and e.at = c.reported_at then c.reported_result when e.action = 'close' and e.at = c.closed_at then c.result end as result,
       case when e.action = 'close' and e.at = c.closed_at then c.satisfaction end as satisfaction
from complaint_events e
join complaints c on c.district_code = e.district_code and c.id = e.complaint_id
left join tickets t on t.district_code = e.district_code and t.id = e.ticket_id;
grant select on complaint_updates to wuye_hotline, wuye_worker;

reset role;
