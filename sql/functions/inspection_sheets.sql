-- Sheets of inspections: how one is shown, and what is wrong with one. How one is numbered: documents.sql; published and withdrawn: documents_that_hold.sql.
set role wuye_owner;

-- What keeps a sheet from being published. pointer: into the sheet, as JSON pointers count.
create or replace function inspection_sheet_findings(items jsonb) returns table (code text, pointer text, zh text, en text) language sql immutable parallel safe as $$
    select 'item_repeated', format('/items/%s/code', i.n), format('项目代码 %s 重复', i.code), format('item %s stands there more than once', i.code)
    from (
        select t.ordinality - 1 as n, t.value ->> 'code' as code, row_number() over (partition by t.value ->> 'code' order by t.ordinality) as nth
        from jsonb_array_elements(items) with ordinality t (value, ordinality)
    ) i
    where i.nth > 1
$$;

create or replace function inspection_sheet_card(s inspection_sheets, day date)
returns table (id uuid, common boolean, code text, number integer, title_zh text, title_en text, kinds json, items jsonb, state text, source text, effective_from date,
               effective_to date, published_at timestamptz, withdrawn_reason text, findings json, version integer, created_at timestamptz, updated_at timestamptz)
language sql stable parallel safe as $$
    select s.id, s.district_code = '*', s.code, s.number, s.title_zh, s.title_en, to_json(s.kinds), s.items, document_state(s.state, s.effective_to, day), s.source,
        s.effective_from, s.effective_to, s.published_at, s.withdrawn_reason,
        (select coalesce(json_agg(f order by f.pointer, f.code), '[]') from inspection_sheet_findings(s.items) f), s.version, s.created_at, s.updated_at
    where s.id is not null
$$;

grant execute on function inspection_sheet_findings(jsonb), inspection_sheet_card(inspection_sheets, date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
