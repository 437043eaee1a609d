-- Rows of the ledger of issues as each role meets them: in full to the authorities whose area it is; masked to the firm responsible, to the city platform and to the
-- public, and without the person responsible to those two. Names of divisions and states are those of the lists. All run with the caller's rights: the public, and the hotline, who
-- reads what is public, take the names of estates and firms from what they read of issues (issue_finds, sql/views/issues.sql), and no standard out of contracts.
set role wuye_owner;

do $$
declare
    columns constant text := 'i.district_code, i.id, i.campaign_id, i.ledger, i.ledger_no, i.level, i.project as project_key, i.estate_id, '
        'case when i.estate_id is null then i.responsible_name else %3$s end as project, i.firm_id, %4$s as firm, %5$s as service_grade, %1$s, %2$s as person, '
        'i.due_on, i.community_code, c.name as community, i.street_code, s.name as street, i.state, z.zh as state_zh, i.severity, i.responsible_kind, '
        'i.responsible_firm_id, i.rolled_up, i.found_on, i.open_due, i.updated_at';
    masked constant text := 'i.place_masked as place, i.problem_masked as problem, i.measure_masked as measure, i.progress_masked as progress, i.note_masked as note';
    plain constant text := 'i.place, i.problem, i.measure, i.progress, i.note';
    names constant text := 'left join divisions s on s.code = i.street_code left join divisions c on c.code = i.community_code '
        'left join codes z on z.list_code = ''issue_state'' and z.code = i.state and z.effective_to is null';
    tables constant text := 'issues i left join estates e on e.district_code = i.district_code and e.id = i.estate_id '
        'left join firms f on f.district_code = i.district_code and f.id = i.firm_id left join contracts k on k.district_code = i.district_code and k.id = i.contract_id ';
    role record;
begin
    for role in values ('district', plain, 'i.person'), ('street', plain, 'i.person'), ('community', plain, 'i.person'), ('company', masked, 'i.person'), ('platform', masked, 'null::text'),
        ('hotline', masked, 'null::text'), ('public', masked, 'null::text')
    loop
        execute format('drop view if exists as_%s.issue_ledger', role.column1);
        if role.column1 in ('hotline', 'public') then
            execute format('create view as_%1$s.issue_ledger with (security_invoker = true) as select %2$s from issues i left join as_%1$s.issue_finds n on n.district_code = i.district_code and n.id = i.id %3$s',
                role.column1, format(columns, role.column2, role.column3, 'n.estate_name', 'n.firm_name', 'null::text'), names);
        else
            execute format('create view as_%s.issue_ledger with (security_invoker = true) as select %s from %s%s',
                role.column1, format(columns, role.column2, role.column3, 'e.name', 'f.name', 'k.service_grade'), tables, names);
        end if;
        execute format('grant select on as_%1$s.issue_ledger to wuye_%1$s', role.column1);
    end loop;
end $$;

reset role;
