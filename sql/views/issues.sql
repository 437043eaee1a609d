-- What each role meets under the names issue_finds (to be asked), issue_cards (to be shown), issue_origins (complaints) and issue_event_cards. Same columns for all; what a role must not know is null in its own: a firm learns neither who found
-- it nor from what nor how often it was recorded, the public no person. issue_finds and issue_event_cards run with the owner's rights, because LIKE is not leakproof and under row security its index would
-- not be used; so issue_finds repeats the roles' policies (sql/policies/issues.sql) as its scope, and the other asks it. A test holds both to the same rows. issue_card() is after what
-- the same statement wrote.
set role wuye_owner;

do $$
declare
    ours constant text := 'i.district_code = (select current_district())';
    open constant text := 'not i.withheld and (i.complaint_id is null or not exists (select from complaints k where k.district_code = i.district_code and k.id = i.complaint_id '
        'and (k.secret or k.confidential)))';
    told constant text := 'i.published_at is not null and i.state <> ''withdrawn'' and ' || open;
    -- By whom each is read: d the district, s authorities of an area, f firms, p the city platform, o the public.
    columns constant text[] := array[
        'dsfpo i.district_code', 'dsfpo i.id', 'dsfpo i.campaign_id', 'dsfpo i.ledger', 'dsfpo i.level', 'dsfpo i.estate_id', 'dsfpo e.code as estate_code', 'dsfpo e.name as estate_name',
        'dsfpo i.street_code', 'dsfpo i.community_code', 'dsfpo i.firm_id', 'dsfpo f.name as firm_name', 'ds i.place', 'fpo i.place_masked as place', 'dsfpo i.defect_list', 'dsfpo i.defect_code',
        'ds i.problem', 'fpo i.problem_masked as problem', 'ds i.said_x', 'fpo i.said_masked_x as said_x', 'dsfpo i.complexity', 'dsfpo i.severity', 'dsp i.source',
        'd i.complaint_id', 's (select k.id from complaints k where k.district_code = i.district_code and k.id = i.complaint_id and not k.confidential) as complaint_id', 'ds i.inspection_id', 'ds i.finding_id',
        'f (select v.id from inspections v where v.district_code = i.district_code and v.id = i.inspection_id and v.state = ''published'') as inspection_id',
        'f (select i.finding_id from inspections v where v.district_code = i.district_code and v.id = i.inspection_id and v.state = ''published'') as finding_id', 'dsfpo i.found_on', 'ds i.times_recorded', 'ds i.last_recorded_at', 'ds i.recurrence_of', 'dsfpo i.responsible_kind',
        'dsfpo i.responsible_firm_id', 'dsfpo i.committee_id', 'dsfpo i.department', 'dsfpo i.responsible_name', 'dsf i.person', 'dsfpo i.due_on', 'ds i.measure',
        'fpo i.measure_masked as measure', 'ds i.progress', 'fpo i.progress_masked as progress', 'ds i.note', 'fpo i.note_masked as note', 'dsfpo i.state', 'dsfpo i.round', 'dsfpo i.assigned_at', 'dsfpo i.started_at',
        'dsfpo i.rectified_at', 'dsf i.rectified_role', 'dsfpo i.accepted_at', 'dsfpo i.closed_at', 'dsfpo i.deferred_until', 'ds i.plan', 'fpo i.plan_masked as plan', 'dsp i.reported_up_at', 'ds i.reported_up_to',
        'dsfpo i.refused_at', 'ds i.refused_by', 'ds i.refusal_decision', 'ds i.withheld', 'dsfpo i.rolled_up', 'dsfpo i.published_at', 'dsfpo i.version', 'dsfpo i.created_at', 'dsfpo i.updated_at', 'dsfpo i.open_due'];
    cards constant text := 'c.district_code, c.id, c.state, c.ledger, c.level, c.campaign_id, c.estate_id as "estate.id", c.estate_code as "estate.code", c.estate_name as "estate.name", '
        'c.street_code, c.community_code, c.firm_id as "firm.id", c.firm_name as "firm.name", c.place, c.problem, c.defect_list, c.defect_code, c.complexity, c.severity, c.source, c.complaint_id, c.inspection_id, c.finding_id, c.found_on, c.times_recorded, c.last_recorded_at, c.recurrence_of, '
        'c.responsible_kind, c.responsible_firm_id, c.committee_id, c.department, c.responsible_name, c.person, c.due_on, c.measure, '
        'c.progress, c.note, c.round, c.assigned_at, c.started_at, c.rectified_at, c.rectified_role, c.accepted_at, c.closed_at, c.deferred_until, c.plan, c.reported_up_at, c.reported_up_to, c.refused_at, c.refused_by, c.refusal_decision, c.withheld, c.rolled_up, c.rolled_up_to, c.street_issues, c.published_at, '
        'nullif(c.open_due, ''infinity'') as open_due, c.version, c.created_at, c.updated_at';
    links constant text := '(select json_agg(l.district_issue_id order by l.linked_at, l.district_issue_id) from issue_links l where l.district_code = i.district_code and l.street_issue_id = i.id) as rolled_up_to, '
        '(select json_agg(l.street_issue_id order by l.linked_at, l.street_issue_id) from issue_links l where l.district_code = i.district_code and l.district_issue_id = i.id) as street_issues';
    role record;
    shown text;
    tables constant text := 'issues i left join estates e on e.district_code = i.district_code and e.id = i.estate_id left join firms f on f.district_code = i.district_code and f.id = i.firm_id';
begin
    for role in values
        ('district', 'd', ours),
        ('street', 's', ours || ' and i.street_code = (select current_street())'),
        ('community', 's', ours || ' and i.community_code = (select current_community())'),
        ('company', 'f', ours || ' and i.responsible_firm_id = (select current_firm()) and i.state not in (''found'', ''withdrawn'') and ' || open),
        ('platform', 'p', ours || ' and ' || open),
        ('hotline', 'o', ours || ' and ' || told),
        ('public', 'o', told)
    loop
        -- Null, of the column's own type, where it is not read.
        select string_agg(case
            when strpos(split_part(c.said, ' ', 1), role.column2) > 0 then substr(c.said, strpos(c.said, ' ') + 1)
            else format('(null::issues).%1$s as %1$s', split_part(split_part(c.said, ' ', 2), '.', 2)) end, ', ' order by c.number)
        into shown
        from unnest(columns) with ordinality c (said, number)
        where strpos(split_part(c.said, ' ', 1), role.column2) > 0 or c.said !~ ' as '
          and not exists (select from unnest(columns) o where strpos(split_part(o, ' ', 1), role.column2) > 0 and o ~ (' as ' || split_part(split_part(c.said, ' ', 2), '.', 2) || '$'));
        execute format('drop view if exists as_%1$s.issue_finds cascade; drop view if exists as_%1$s.issue_origins', role.column1);
        execute format('create view as_%s.issue_finds as select %s, %s from %s where %s', role.column1, shown,
            case when role.column2 in ('d', 's') then links else 'null::json as rolled_up_to, null::json as street_issues' end, tables, role.column3);
        execute format('create view as_%1$s.issue_cards with (security_invoker = true) as select %2$s from as_%1$s.issue_finds c', role.column1, cards);
        execute format('create view as_%s.issue_origins with (security_invoker = true) as %s', role.column1, case role.column2
            when 'd' then 'select s.issue_id, s.complaint_id from issue_sightings s where s.district_code = (select current_district())'
            when 's' then 'select s.issue_id, s.complaint_id from issue_sightings s join complaints k on k.district_code = s.district_code and k.id = s.complaint_id '
                          'where s.district_code = (select current_district()) and not k.confidential'
            else 'select null::uuid as issue_id, null::uuid as complaint_id where false' end);
        execute format('create function as_%1$s.issue_card(issue uuid) returns setof as_%1$s.issue_cards language sql volatile as ''select c.* from as_%1$s.issue_cards c where c.id = issue''', role.column1);
        execute format('grant select on as_%1$s.issue_finds, as_%1$s.issue_cards, as_%1$s.issue_origins to wuye_%1$s; grant execute on function as_%1$s.issue_card(uuid) to wuye_%1$s', role.column1);
        continue when role.column2 = 'o';
        execute format('create view as_%1$s.issue_event_cards as select e.issue_id, e.seq, e.action, e.from_state, e.to_state, e.by_role, %2$s from issue_events e '
                       'join as_%1$s.issue_finds i on i.district_code = e.district_code and i.id = e.issue_id where %3$s', role.column1,
            case when role.column2 in ('d', 's') then 'e.by_name, e.note, e.document, e.at' else 'null::text as by_name, e.note_masked as note, null::jsonb as document, e.at' end,
            -- Since the firm was given it: what was done before is of another, or of who found it.
            case role.column2 when 'f' then 'e.action not in (''roll_up'', ''publish'') and e.seq >= (select max(a.seq) from issue_events a where a.district_code = e.district_code '
                                            'and a.issue_id = e.issue_id and a.action = ''assign'')' else 'true' end);
        execute format('grant select on as_%1$s.issue_event_cards to wuye_%1$s', role.column1);
    end loop;
end $$;

reset role;
