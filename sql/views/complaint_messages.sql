-- What each role meets under the name complaint_messages: same columns for all, with the caller's rights. A firm learns neither who said it under what number
-- and when, nor what was said to the authorities alone: it reads what it has to work by.
set role wuye_owner;

do $$
declare
    role text;
begin
    foreach role in array array['district', 'street', 'community', 'company', 'hotline'] loop
        execute format('drop view if exists as_%s.complaint_messages', role);
        execute format('create view as_%s.complaint_messages with (security_invoker = true) as '
            'select m.district_code, m.complaint_id, m.id, m.kind, %s, m.created_at, m.outcome, m.reached, m.result, m.satisfaction, %s, m.from_state, m.to_state, '
            'c.urges, c.supervisions '
            'from hotline_messages m join complaints c on c.district_code = m.district_code and c.id = m.complaint_id', role,
            case when role = 'company' then 'null::text as message_no, null::timestamptz as sent_at' else 'm.message_no, m.sent_at' end,
            case when role = 'company' then 'case when m.kind in (''supplement'', ''redispatch'') then m.content end as content, case when m.kind = ''callback'' then m.reason end as reason'
                 else 'm.content, m.reason' end);
        execute format('grant select on as_%1$s.complaint_messages to wuye_%1$s', role);
    end loop;
end $$;

reset role;
