-- Sheets of inspections: how one is shown, what is wrong with one, how it is numbered, published and withdrawn.
set role wuye_owner;

create or replace function inspection_sheet_state(stored text, effective_to date, day date) returns text language sql immutable parallel safe as $$
    select case when stored = 'published' and effective_to <= day then 'superseded' else stored end
$$;

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
    select s.id, s.district_code = '*', s.code, s.number, s.title_zh, s.title_en, to_json(s.kinds), s.items, inspection_sheet_state(s.state, s.effective_to, day), s.source,
        s.effective_from, s.effective_to, s.published_at, s.withdrawn_reason,
        (select coalesce(json_agg(f order by f.pointer, f.code), '[]') from inspection_sheet_findings(s.items) f), s.version, s.created_at, s.updated_at
    where s.id is not null
$$;

-- The next number of a code. Whoever drafts the same one waits here, and then sees the number that was taken; two first ones meet in the unique key.
create or replace function inspection_sheet_number(name text) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    perform from inspection_sheets s where s.district_code = current_district() and s.code = name order by s.id for no key update;
    return (select coalesce(max(s.number), 0) + 1 from inspection_sheets s where s.district_code = current_district() and s.code = name);
end $$;

-- The sheet, with all of its code locked in the order of their ids, so that each who publishes or withdraws sees what the one before left.
create or replace function inspection_sheet_locked(sheet uuid) returns inspection_sheets language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    found_one inspection_sheets;
begin
    perform from inspection_sheets s
    where s.district_code = current_district() and s.code = (select o.code from inspection_sheets o where o.district_code = current_district() and o.id = sheet)
    order by s.id for no key update;
    select s.* into found_one from inspection_sheets s where s.district_code = current_district() and s.id = sheet;
    return found_one;
end $$;

-- What is published is beyond the reach of every role: row security lets a role change drafts alone, and these two functions are the owner's. The first number of a code may hold
-- from a day of the past: sheets were in use on paper before they were recorded, and nothing was inspected by another. A later number takes effect today or later.
create or replace function inspection_sheet_publish(sheet uuid, seen integer, first_day date, at timestamptz, day date, out moved inspection_sheets, out standing text, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    before constant inspection_sheets := inspection_sheet_locked(sheet);
    begins constant date := coalesce(first_day, before.effective_from);
begin
    problem := case
        when before.id is null then 'not_found'
        when before.state <> 'draft' then 'state_conflict'
        when before.version <> seen then 'inspection_sheet_changed'
        when current_user_id() = any (before.written_by) then 'separation_of_duties'
        when begins is null then 'inspection_sheet_day_missing'
        when begins < day and exists (select from inspection_sheets s where s.district_code = before.district_code and s.code = before.code and s.published_at is not null and s.effective_from <= day)
            then 'takes_effect_in_the_past'
        when exists (select from inspection_sheets s where s.district_code = before.district_code and s.code = before.code and s.state = 'published' and s.effective_from = begins)
            then 'inspection_sheet_day_taken'
        when exists (select from inspection_sheet_findings(before.items)) then 'inspection_sheet_has_faults'
        end;
    if problem is not null then
        standing := case when problem = 'state_conflict' then inspection_sheet_state(before.state, before.effective_to, day) end;
        return;
    end if;
    update inspection_sheets s set effective_to = begins, version = s.version + 1, updated_at = greatest(at, s.updated_at + interval '1 microsecond')
    where s.district_code = before.district_code and s.code = before.code and s.state = 'published' and s.effective_from < begins and coalesce(s.effective_to > begins, true);
    update inspection_sheets s set state = 'published', effective_from = begins, published_by = current_user_id(), published_at = at, version = s.version + 1,
        updated_at = greatest(at, s.updated_at + interval '1 microsecond'),
        effective_to = (select min(n.effective_from) from inspection_sheets n
                        where n.district_code = before.district_code and n.code = before.code and n.state = 'published' and n.effective_from > begins)
    where s.district_code = before.district_code and s.id = sheet
    returning s.* into moved;
end $$;

-- Nothing more is inspected by it; what was stays. Of one whose first day has not come, the number that would have ended for it goes on.
create or replace function inspection_sheet_withdraw(sheet uuid, reason text, at timestamptz, day date, out moved inspection_sheets, out standing text, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    before constant inspection_sheets := inspection_sheet_locked(sheet);
    was constant text := inspection_sheet_state(before.state, before.effective_to, day);
begin
    problem := case when before.id is null then 'not_found' when was not in ('draft', 'published') then 'state_conflict' end;
    if problem is not null then
        standing := case when problem = 'state_conflict' then was end;
        return;
    end if;
    update inspection_sheets s set state = 'withdrawn', withdrawn_reason = reason, version = s.version + 1, updated_at = greatest(at, s.updated_at + interval '1 microsecond')
    where s.district_code = before.district_code and s.id = sheet
    returning s.* into moved;
    if was = 'published' and before.effective_from > day then
        update inspection_sheets s set effective_to = before.effective_to, version = s.version + 1, updated_at = greatest(at, s.updated_at + interval '1 microsecond')
        where s.district_code = before.district_code and s.code = before.code and s.state = 'published' and s.effective_to = before.effective_from;
    end if;
end $$;

revoke all on function inspection_sheet_number(text), inspection_sheet_locked(uuid), inspection_sheet_publish(uuid, integer, date, timestamptz, date),
    inspection_sheet_withdraw(uuid, text, timestamptz, date) from public;
grant execute on function inspection_sheet_state(text, date, date), inspection_sheet_findings(jsonb), inspection_sheet_card(inspection_sheets, date)
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant execute on function inspection_sheet_number(text), inspection_sheet_publish(uuid, integer, date, timestamptz, date), inspection_sheet_withdraw(uuid, text, timestamptz, date) to wuye_district;

reset role;
