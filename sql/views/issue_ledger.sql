-- Rows of the ledger of issues as each role meets them: in full to the authorities whose area it is; masked to the firm responsible, to the city platform and to the
-- public, and without the person responsible to those two. Names of divisions and states are those of the lists.
--
-- All run with the caller's rights but the public's and the hotline's, who reads what is public in its district: they read neither firms nor contracts here, so theirs run with the
-- owner's and repeat the policy of the public (sql/policies/issues.sql).
set role wuye_owner;

do $$
declare
    columns constant text := 'i.district_code, i.id, i.campaign_id, i.ledger, i.ledger_no, i.level, i.project as project_key, i.estate_id, '
        'case when i.estate_id is null then i.responsible_name else e.name end as project, i.firm_id, f.name as firm, k.service_grade, %1$s, %2$s as person, '
        'i.due_on, i.community_code, c.name as community, i.street_code, s.name as street, i.state, z.zh as state_zh, i.severity, i.complexity, i.defect_list, i.defect_code, i.responsible_kind, '
        'i.responsible_firm_id, i.rolled_up, i.found_on, i.open_due, i.closed_at, i.updated_at';
    masked constant text := 'i.place_masked as place, i.problem_masked as problem, i.measure_masked as measure, i.progress_masked as progress, i.note_masked as note';
    plain constant text := 'i.place, i.problem, i.measure, i.progress, i.note';
    tables constant text := 'issues i left join estates e on e.district_code = i.district_code and e.id = i.estate_id '
        'left join firms f on f.district_code = i.district_code and f.id = i.firm_id left join contracts k on k.district_code = i.district_code and k.id = i.contract_id '
        'left join divisions s on s.code = i.street_code left join divisions c on c.code = i.community_code '
        'left join codes z on z.list_code = ''issue_state'' and z.code = i.state and z.effective_to is null';
    role record;
begin
    for role in values ('district', plain, 'i.person'), ('street', plain, 'i.person'), ('community', plain, 'i.person'), ('company', masked, 'i.person'),
        ('platform', masked, 'null::text'), ('hotline', masked, 'null::text'), ('public', masked, 'null::text')
    loop
        execute format('drop view if exists as_%s.issue_ledger', role.column1);
        execute format('create view as_%s.issue_ledger with (security_invoker = %s) as select %s from %s%s', role.column1, role.column1 not in ('public', 'hotline'),
            format(columns, role.column2, role.column3), tables,
            case when role.column1 in ('public', 'hotline') then ' where i.published_at is not null and not i.withheld and i.state <> ''withdrawn''' else '' end
            || case role.column1 when 'hotline' then ' and i.district_code = (select current_district())' else '' end);
        execute format('grant select on as_%1$s.issue_ledger to wuye_%1$s', role.column1);
    end loop;
end $$;

reset role;
