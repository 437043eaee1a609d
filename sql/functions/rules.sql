-- Numbers that a government sets (district_rules): the one that holds on a day, and how another is set or withdrawn.
set role wuye_owner;

-- The district's own before the common one, the subject's own before any's; no row where there is none. The planner sees through it, so a statement that asks by row asks an
-- index: hence neither a sub-select in its arguments nor a function around it that answers with one value.
create or replace function rule_at(wanted text, about text, day date, district text default current_district()) returns table (value numeric, unit text)
language sql stable parallel safe rows 1 as $$
    select r.value, r.unit
    from district_rules r
    where r.name = wanted and r.effective_from <= day and coalesce(r.effective_to > day, true)
      and r.district_code in (district, '*') and r.subject in (about, '*')
    order by r.district_code = '*', r.subject = '*'
    limit 1
$$;

-- As it is shown. A whole number has no places.
create or replace function rule_card(r district_rules)
returns table (id uuid, common boolean, domain text, name text, subject text, value numeric, unit text, basis text, effective_from date, effective_to date, created_at timestamptz,
               withdrawn_at timestamptz, withdrawn_because text)
language sql stable parallel safe as $$
    select r.id, r.district_code = '*', r.domain, r.name, nullif(r.subject, '*'), case n.kind when 'decimal' then r.value else trunc(r.value) end, r.unit, r.basis,
        r.effective_from, r.effective_to, r.created_at, r.withdrawn_at, r.withdrawn_because
    from rule_names n
    where n.name = r.name
$$;

-- All that rule_names does not allow of a value, each with its place and with what is allowed; null when nothing.
create or replace function rule_faults(wanted text, about text, said numeric, in_unit text) returns jsonb language sql stable parallel safe as $$
    select jsonb_agg(jsonb_build_object('pointer', f.pointer, 'code', f.code, 'zh', f.zh, 'en', f.en))
    from (select) one
    left join rule_names n on n.name = wanted
    cross join lateral (values
        ('/name', 'unknown', n.name is null, format('没有名为 %s 的规则（可用名称见代码表 rule_name）', wanted), format('no rule is called %s; the code list rule_name has those that there are', wanted)),
        ('/subject', 'unknown', n.by_category and not exists (select from complaint_categories k where k.code = about),
            format('%s 的对象须为诉求类别的代码', wanted), format('the subject of %s is the code of a complaint category', wanted)),
        ('/subject', 'enum', not n.by_category and about <> all (n.subjects),
            case when n.subjects = '{*}' then format('%s 不分对象', wanted)
                 else format('%s 的对象须为 %s', wanted, array_to_string(array_remove(n.subjects, '*'), '、')) || case when '*' = any(n.subjects) then '，或不填' else '' end end,
            case when n.subjects = '{*}' then format('%s has no subject', wanted)
                 else format('the subject of %s is one of %s', wanted, array_to_string(array_remove(n.subjects, '*'), ', ')) || case when '*' = any(n.subjects) then ', or left out' else '' end end),
        ('/unit', 'enum', case when in_unit is null then cardinality(n.units) > 1 else in_unit <> all (n.units) end,
            case when n.units = '{}' then format('%s 没有单位', wanted) else format('%s 的单位须为 %s', wanted, array_to_string(n.units, '、')) end,
            case when n.units = '{}' then format('%s has no unit', wanted) else format('the unit of %s is %s', wanted, array_to_string(n.units, ', ')) end),
        ('/value', 'range', said not between n.lowest and n.highest or n.kind <> 'decimal' and said <> trunc(said),
            case n.kind when 'boolean' then format('%s 须为 0（否）或 1（是）', wanted) when 'integer' then format('%s 须为 %s 至 %s 的整数', wanted, trunc(n.lowest), trunc(n.highest))
                        else format('%s 须在 %s 至 %s 之间', wanted, n.lowest, n.highest) end,
            case n.kind when 'boolean' then format('%s is 0 (no) or 1 (yes)', wanted) when 'integer' then format('%s is a whole number from %s to %s', wanted, trunc(n.lowest), trunc(n.highest))
                        else format('%s lies between %s and %s', wanted, n.lowest, n.highest) end)
    ) f (pointer, code, holds, zh, en)
    where f.holds
$$;

-- Whoever sets or withdraws one of a name and subject waits for whoever does so already, and then sees what that one left.
create or replace function rule_alone(wanted text, about text) returns void language sql volatile as $$
    select pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'rule', current_district(), wanted, about), 0))
$$;

-- The district's own, from today or later; the one that runs then ends there, and one that is planned still comes. What held on a day before is not touched, and what began
-- before keeps the number of its day.
create or replace function rule_set(new_id uuid, wanted text, about text, said numeric, in_unit text, rests_on text, first date, today date, moment timestamptz,
    out made district_rules, out problem text, out faults jsonb)
language plpgsql volatile as $$
begin
    about := coalesce(about, '*');
    faults := rule_faults(wanted, about, said, in_unit);
    problem := case when faults is not null then 'rule_not_allowed' when first < today then 'takes_effect_in_the_past' end;
    if problem is not null then
        return;
    end if;
    perform rule_alone(wanted, about);
    update district_rules r set effective_to = first
    where r.district_code = current_district() and r.name = wanted and r.subject = about
      and r.effective_from < first and coalesce(r.effective_to > first, true);
    insert into district_rules (district_code, id, domain, name, subject, value, unit, basis, effective_from, effective_to, created_at)
    select current_district(), new_id, n.domain, n.name, about, said, coalesce(in_unit, n.units[1]), rests_on, first,
        (select min(r.effective_from) from district_rules r
         where r.district_code = current_district() and r.name = wanted and r.subject = about and r.effective_from > first and r.withdrawn_at is null),
        moment
    from rule_names n where n.name = wanted
    returning * into made;
end $$;

-- One of the district's own that has not begun is as if it had never been: what it had ended goes on, until the next that is planned. No row: there is none.
create or replace function rule_withdraw(rule uuid, why text, today date, moment timestamptz) returns table (gone district_rules, standing text) language plpgsql volatile as $$
declare
    r district_rules;
begin
    select d.* into r from district_rules d where d.district_code = current_district() and d.id = rule;
    if not found then
        return;
    end if;
    perform rule_alone(r.name, r.subject);
    select d.* into r from district_rules d where d.district_code = r.district_code and d.id = rule for update;
    standing := case when r.withdrawn_at is not null then 'withdrawn' when r.effective_to <= today then 'ended' when r.effective_from <= today then 'in_force' end;
    if standing is null then
        update district_rules d set effective_to = d.effective_from, withdrawn_at = moment, withdrawn_because = why
        where d.district_code = r.district_code and d.id = r.id
        returning d.* into gone;
        update district_rules d set effective_to = r.effective_to
        where d.district_code = r.district_code and d.name = r.name and d.subject = r.subject and d.effective_to = r.effective_from and d.withdrawn_at is null;
    end if;
    return next;
end $$;

grant execute on function rule_at(text, text, date, text), rule_card(district_rules) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant execute on function rule_faults(text, text, numeric, text), rule_alone(text, text), rule_set(uuid, text, text, numeric, text, text, date, date, timestamptz),
    rule_withdraw(uuid, text, date, timestamptz) to wuye_district;

reset role;
