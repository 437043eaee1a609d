-- F27 (一公开): what anybody reads of an inspection: where and when it was, of whose work, what each item gave, and problems as far as they tell of nobody. No person stands in it.
set role wuye_owner;

drop view if exists published_inspections;
create view published_inspections as
select i.id, i.district_code, i.kind, i.level, i.draw_id, i.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", i.firm_id as "firm.id", f.name as "firm.name",
    i.street_code, i.visited_on, i.summary_masked as summary, s.title_zh, s.title_en,
    (select coalesce(json_agg(json_build_object('code', t.value ->> 'code', 'title_zh', t.value ->> 'title_zh', 'title_en', t.value ->> 'title_en', 'passed', n.passed, 'problems', n.problems)
                              order by t.ordinality), '[]')
     from jsonb_array_elements(s.items) with ordinality t (value, ordinality)
     cross join lateral (
        select count(*) filter (where k.result = 'passed') as passed, count(*) filter (where k.result = 'problem') as problems
        from findings k
        where k.district_code = i.district_code and k.inspection_id = i.id and not k.withdrawn and k.item_code = t.value ->> 'code'
     ) n) as items,
    (select coalesce(json_agg(json_build_object('item_code', k.item_code, 'ledger', k.ledger, 'severity', k.severity, 'place', k.place_masked, 'problem', k.problem_masked,
                                                'measure', k.measure_masked) order by k.id), '[]')
     from findings k
     where k.district_code = i.district_code and k.inspection_id = i.id and not k.withdrawn and k.result = 'problem') as problems,
    i.published_at
from inspections i
left join estates e on e.district_code = i.district_code and e.id = i.estate_id
left join firms f on f.district_code = i.district_code and f.id = i.firm_id
left join inspection_sheets s on s.district_code in (i.district_code, '*') and s.id = i.sheet_id
where i.state = 'published' and (current_district() is null or i.district_code = current_district());

revoke all on published_inspections from public;
grant select on published_inspections to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

reset role;
