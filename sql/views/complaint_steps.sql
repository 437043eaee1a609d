-- What each role meets under the names complaint_history and complaint_hands: same columns for all, with the caller's rights. A firm learns neither names of
-- officials nor what they told one another, and whose hands a complaint was in only when they were its own.
set role wuye_owner;

do $$
declare
    role text;
    firm boolean;
begin
    foreach role in array array['district', 'street', 'community', 'company', 'hotline'] loop
        firm := role = 'company';
        execute format('drop view if exists as_%s.complaint_history', role);
        execute format('create view as_%s.complaint_history with (security_invoker = true) as '
            'select e.district_code, e.complaint_id, e.id, e.at, e.action, e.from_state, e.to_state, e.actor_role, %s as actor_name, e.note_public as note, '
            '%s as internal_note from complaint_events e', role,
            case when firm then 'null::text' else 'e.actor_name' end, case when role in ('company', 'hotline') then 'null::text' else 'e.note_internal' end);
        execute format('grant select on as_%1$s.complaint_history to wuye_%1$s', role);
        continue when role = 'hotline';
        execute format('drop view if exists as_%s.complaint_hands', role);
        execute format('create view as_%s.complaint_hands with (security_invoker = true) as '
            'select a.district_code, a.complaint_id, a.id, a.assigned_at, a.unit_kind, a.firm_id, %s, a.receiver, a.handler, %s, a.designated, %s '
            'from complaint_assignments a', role,
            case when firm then 'null::text as street_code, null::text as community_code, null::text as department' else 'a.street_code, a.community_code, a.department' end,
            case when firm then 'null::text as watcher' else 'a.watcher' end,
            case when firm then 'null::text as note, null::text as assigned_by_name' else 'a.note, a.assigned_by_name' end);
        execute format('grant select on as_%1$s.complaint_hands to wuye_%1$s', role);
    end loop;
end $$;

reset role;
