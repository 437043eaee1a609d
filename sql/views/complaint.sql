-- What each role meets under the names complaint_cards and complaint_search. Same columns for all; what a role must not know is null in its
-- own: a firm learns neither the hotline's number, nor the place within the estate, nor how the matter reached us; the city platform reads no text. Which
-- complaint another was merged into is named to those who may see that one.
--
-- complaint_cards runs with the caller's rights: row security decides. complaint_search runs with the owner's, because LIKE is not
-- leakproof and under row security its index would not be used; so it repeats the role's policy (sql/policies/complaints.sql) as its scope.
-- complaint_contents holds the masked text, apart so that lists do not fetch it.
-- Callers cannot put functions of their own into our statements, so the view needs no barrier. A test holds both to the same rows.
set role wuye_owner;

do $$
declare
    columns constant text := 'c.id, c.source, %1$s as ticket_no, c.round, c.request_type, c.category, %2$s as external_category, c.urgency, c.state, '
        '%3$s as title, %4$s as place, %5$s as leader_instruction, %6$s as group_petition, %7$s as opinion_event, c.secret, '
        '%8$s as anonymous, c.confidential, c.occurred_at, c.received_at, c.due_at, c.result, c.satisfaction, c.street_code, c.community_code, '
        'c.estate_id, e.code as estate_code, e.name as estate_name, c.firm_id, f.name as firm_name, c.version, c.created_at, c.updated_at, '
        'c.assigned_to, c.returns, c.signed_at, c.contacted_at, c.reported_at, c.reported_result, c.closed_at, c.validity, '
        'c.complex, c.designated, c.first_signed_at, %10$s as dispatched_at, c.clock_at, c.due_provisional, c.warn_at, c.alarm_at, c.stopped_at, c.asked_due_at, '
        'c.handle_by, c.in_hands_of, '
        '(select m.id from complaints m where m.district_code = c.district_code and m.id = c.master_id%9$s) as master_id';
    tables constant text := 'complaints c left join estate_names e on e.district_code = c.district_code and e.id = c.estate_id '
        'left join firm_names f on f.district_code = c.district_code and f.id = c.firm_id';
    ours constant text := 'c.district_code = (select current_district())';
    role record;
    shown text;
begin
    for role in values
        ('district', ours),
        ('street', ours || ' and c.street_code = (select current_street()) and not c.confidential'),
        ('community', ours || ' and c.community_code = (select current_community()) and not c.confidential'),
        ('company', ours || ' and c.firm_id = (select current_firm()) and not c.secret and not c.confidential and c.category is not null'),
        ('hotline', ours || ' and c.client_id = (select current_user_id())'),
        ('platform', ours || ' and not c.confidential')
    loop
        shown := case role.column1
            when 'company' then format(columns, 'null::text', 'null::text', 'c.title', 'null::text', 'null::boolean', 'null::boolean', 'null::boolean', 'null::boolean', '%s', 'null::timestamptz')
            when 'platform' then format(columns, 'c.ticket_no', 'c.external_category', 'null::text', 'null::text', 'c.leader_instruction', 'c.group_petition', 'c.opinion_event', 'c.anonymous', '%s', 'c.dispatched_at')
            else format(columns, 'c.ticket_no', 'c.external_category', 'c.title', 'c.place', 'c.leader_instruction', 'c.group_petition', 'c.opinion_event', 'c.anonymous', '%s', 'c.dispatched_at')
        end;
        execute format('drop view if exists as_%1$s.complaint_cards; drop view if exists as_%1$s.complaint_search', role.column1);
        execute format('create view as_%s.complaint_cards with (security_invoker = true) as select %s from %s', role.column1, format(shown, ''), tables);
        -- The platform may not ask about text either: an answer to "does it say …" is text.
        execute format('create view as_%s.complaint_search as select %s, %s as body_x from %s %s where %s',
            role.column1, format(shown, ' and ' || replace(role.column2, 'c.', 'm.')),
            case role.column1 when 'platform' then 'null::text' else 't.body_x' end, tables,
            case role.column1 when 'platform' then '' else 'join complaint_texts t on t.district_code = c.district_code and t.complaint_id = c.id' end,
            role.column2);
        execute format('drop view if exists as_%s.complaint_contents', role.column1);
        execute format('create view as_%s.complaint_contents with (security_invoker = true) as %s', role.column1,
            case role.column1
                when 'platform' then 'select null::uuid as complaint_id, null::text as content where false'
                else 'select t.complaint_id, t.content from complaint_texts t where t.district_code = (select current_district())'
            end);
        execute format('grant select on as_%1$s.complaint_cards, as_%1$s.complaint_search, as_%1$s.complaint_contents to wuye_%1$s', role.column1);
    end loop;
end $$;

reset role;
