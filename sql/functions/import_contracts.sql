-- Contracts, known by their registration number; one that has none yet, by its id. Estates stand as codes parted by ';' and are added, never taken away:
-- a contract that loses one is ended and signed anew. `offset 0` keeps each look-up one of its whole key, whatever a planner without statistics thinks of
-- tables that were empty a moment ago; a value is taken out of its cells beforehand, since ->> is not leakproof and so would keep row security from the
-- index.
set role wuye_owner;

create or replace function import_codes(value text) returns text[] language sql immutable parallel safe as $$
    select coalesce(array_agg(trim(c)), '{}') from unnest(string_to_array(value, ';')) c where trim(c) <> '' $$;

create or replace function import_contract(cells jsonb) returns uuid language plpgsql stable as $$
begin
    if cells ->> 'registration_no' is not null then
        return (select c.id from contracts c where c.district_code = (select current_district()) and c.registration_no = cells ->> 'registration_no');
    elsif cells ->> 'id' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then
        return (select c.id from contracts c where c.district_code = (select current_district()) and c.id = (cells ->> 'id')::uuid);
    end if;
    return null;
end $$;

-- What the calendar makes of a filed contract is no change of it: contract_state().
create or replace function import_same_state(stored text, told text) returns boolean language sql immutable parallel safe as $$
    select coalesce(stored = told or (stored = any (calendar) and told = any (calendar)), true)
    from (values (array['filed', 'active', 'expiring', 'expired', 'terminated'])) v (calendar)
$$;

-- Whether a row says anything of a contract that the register does not say already; asked of rows whose cells can be read.
create or replace function import_says_other(stored contracts, cells jsonb) returns boolean language sql stable as $$
    select to_jsonb(jsonb_populate_record(stored, cells - '{district_code,id,state,version,created_at,updated_at,known_from}'::text[])) <> to_jsonb(stored)
        or exists (select from unnest(import_codes(cells ->> 'estates')) u (code)
                   where not exists (select from contract_estates m join estates e on e.district_code = m.district_code and e.id = m.estate_id
                                     where m.district_code = stored.district_code and m.contract_id = stored.id and e.code = u.code))
$$;

create or replace function import_check_contracts(import uuid, first bigint, last bigint)
returns table (line bigint, "column" text, code text, zh text, en text) language plpgsql as $$
#variable_conflict use_column
begin
    return query
    with i as materialized (
        select r.line, r.cells, c.id, s.was, (s.was).state as stored, import_day(r.cells ->> 'service_start') as service_start, import_day(r.cells ->> 'end_date') as end_date,
               import_day(r.cells ->> 'terminated_on') as terminated_on, import_day(r.cells ->> 'fee_start') as fee_start,
               r.cells ->> 'firm.uscc' as uscc, r.cells ->> 'kind' as kind, import_codes(r.cells ->> 'estates') as codes
        from import_rows r
        cross join lateral (select import_contract(r.cells) as id offset 0) c
        left join lateral (select s as was from contracts s where s.district_code = (select current_district()) and s.id = c.id offset 0) s on true
        where r.district_code = (select current_district()) and r.import_id = import and r.line between first and last
    )
    select i.line, p.name, p.code, p.zh, p.en
    from i cross join lateral (values
        ('registration_no', i.cells ->> 'registration_no' is null and i.id is null, 'required', '必填', 'is required'),
        ('firm.uscc', i.uscc is not null and not exists (select from firms f where f.district_code = (select current_district()) and f.uscc = i.uscc),
         'unknown_firm', format('没有统一社会信用代码为“%s”的企业', left(i.uscc, 100)), format('there is no firm "%s"', left(i.uscc, 100))),
        ('state', not import_same_state(i.stored, i.cells ->> 'state'), 'state_changes_elsewhere',
         format('合同现处“%s”，变更须单独办理', i.stored), format('the contract is "%s"; it is moved by its own operations', i.stored)),
        -- What was looked at and decided stays as it was looked at: a draft is changed and handed in, a filed contract is ended, by their own operations.
        ('state', case when i.stored in ('draft', 'entry_review') and not exists (
                      select from import_problems x where x.district_code = (select current_district()) and x.import_id = import and x.line = i.line)
                  then (i.uscc is distinct from (select f.uscc from firms f where f.district_code = (i.was).district_code and f.id = (i.was).firm_id))
                       or import_says_other(i.was, i.cells) end,
         'state_changes_elsewhere', format('合同现处“%s”，变更须单独办理', i.stored), format('the contract is "%s"; it is changed by its own operations', i.stored)),
        ('firm.uscc', (i.was).in_force and i.uscc <> (select f.uscc from firms f where f.district_code = (i.was).district_code and f.id = (i.was).firm_id),
         'state_changes_elsewhere', '合同已备案，企业不能更改', 'the contract is filed; its firm is not changed'),
        ('kind', (i.was).in_force and i.kind <> (i.was).kind, 'state_changes_elsewhere', '合同已备案，类型不能更改', 'the contract is filed; its kind is not changed'),
        ('award_method', (i.was).in_force and i.cells ->> 'award_method' <> (i.was).award_method, 'state_changes_elsewhere',
         '合同已备案，选聘方式不能更改', 'the contract is filed; how the firm was chosen is not changed'),
        ('award_trigger', (i.was).in_force and i.cells ? 'award_trigger' and i.cells ->> 'award_trigger' is distinct from (i.was).award_trigger,
         'state_changes_elsewhere', '合同已备案，选聘原因不能更改', 'the contract is filed; why the firm was chosen is not changed'),
        ('terminated_on', (i.was).in_force and i.cells ? 'terminated_on' and i.terminated_on is distinct from (i.was).terminated_on,
         'state_changes_elsewhere', '合同已备案，终止须单独办理', 'the contract is filed; it is ended by its own operation'),
        ('end_date', i.end_date < i.service_start, 'period', '结束日期早于开始日期', 'the end is before the beginning'),
        ('terminated_on', i.terminated_on < i.service_start, 'period', '结束日期早于开始日期', 'the end is before the beginning'),
        ('fee_start', i.fee_start < i.service_start, 'fee_before_service', '收费日期早于服务日期', 'the fee starts before the service')
    ) p (name, bad, code, zh, en)
    where p.bad
    union all
    select i.line, 'estates', 'unknown_estate', format('没有代码为“%s”的小区', left(u.code, 100)), format('there is no estate "%s"', left(u.code, 100))
    from i cross join lateral unnest(i.codes) u (code)
    where not exists (select from estates e where e.district_code = (select current_district()) and e.code = u.code)
    union all
    select i.line, 'estates', 'estate_removed', format('合同已含小区“%s”,不能去掉', e.code), format('the contract covers estate "%s", which cannot be taken away', e.code)
    from i
    cross join lateral (
        select ce.estate_id from contract_estates ce where ce.district_code = (select current_district()) and ce.contract_id = i.id offset 0) ce
    cross join lateral (select e.code from estates e where e.district_code = (select current_district()) and e.id = ce.estate_id offset 0) e
    where i.cells ? 'estates' and e.code <> all (i.codes)
    union all
    select distinct on (i.line) i.line, 'estates', 'overlap', format('小区%s在此期间已有同类合同%s', e.code, coalesce(o.registration_no, '')),
        format('estate %s has contract %s of this kind in the period', e.code, coalesce(o.registration_no, ''))
    from i
    cross join lateral unnest(i.codes) u (code)
    cross join lateral (select e.id, e.code from estates e where e.district_code = (select current_district()) and e.code = u.code offset 0) e
    cross join lateral (
        select ce.contract_id from contract_estates ce
        where ce.district_code = (select current_district()) and ce.estate_id = e.id and ce.in_force and ce.kind = i.kind
          and ce.contract_id is distinct from i.id
          and case when coalesce(i.service_start <= least(i.end_date, i.terminated_on), true)
              then ce.service_period && daterange(i.service_start, least(i.end_date, i.terminated_on), '[]') end
        offset 0) ce
    cross join lateral (
        select o.registration_no from contracts o where o.district_code = (select current_district()) and o.id = ce.contract_id offset 0) o
    where i.cells ->> 'state' not in ('draft', 'entry_review')
      and (select r.line from import_rows r where r.district_code = (select current_district()) and r.import_id = import
           and r.natural_key = o.registration_no limit 1) is null;
end $$;

create or replace function import_resolve_contracts(import uuid, first bigint, last bigint, moment timestamptz)
returns table (line bigint, id uuid, cells jsonb, touched boolean) language plpgsql as $$
#variable_conflict use_column
begin
    return query
    select r.line, c.id, case when c.id is not null then r.cells - 'state' else r.cells end || jsonb_build_object('firm_id', f.id),
           exists (select from unnest(import_codes(r.cells ->> 'estates')) u (code)
                   cross join lateral (select e.id from estates e where e.district_code = (select current_district()) and e.code = u.code offset 0) e
                   where (select true from contract_estates ce
                          where ce.district_code = (select current_district()) and ce.contract_id = c.id and ce.estate_id = e.id) is null)
    from (select r.*, r.cells ->> 'firm.uscc' as uscc from import_ready(import, first, last) r offset 0) r
    left join lateral (select f.id from firms f where f.district_code = (select current_district()) and f.uscc = r.uscc offset 0) f on true
    cross join lateral (select import_contract(r.cells) as id offset 0) c;
end $$;

-- contract_estates repeats what its contract says; those that end first make room for those that begin.
create or replace function import_follow_contracts(import uuid, first bigint, last bigint, moment timestamptz) returns void language plpgsql as $$
declare
    expiring constant integer := (select r.value::integer from rule_at('expiring_days', '*', moment::date) r);
begin
    update contract_estates m set kind = c.kind, service_period = c.service_period, in_force = c.in_force
    from contracts c
    where c.district_code = (select current_district()) and (m.district_code, m.contract_id) = (c.district_code, c.id)
      and c.id = any (array(select import_contract(r.cells) from import_ready(import, first, last) r))
      and (m.kind, m.service_period, m.in_force) is distinct from (c.kind, c.service_period, c.in_force);
    insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force, known_from)
    select c.district_code, c.id, e.id, c.kind, c.service_period, c.in_force, c.known_from
    from import_ready(import, first, last) r
    cross join lateral (select import_contract(r.cells) as id offset 0) k
    cross join lateral (select c.* from contracts c where c.district_code = (select current_district()) and c.id = k.id offset 0) c
    cross join lateral unnest(import_codes(r.cells ->> 'estates')) u (code)
    cross join lateral (select e.id from estates e where e.district_code = (select current_district()) and e.code = u.code offset 0) e
    on conflict (district_code, contract_id, estate_id) do nothing;
    set constraints contract_estates_contract immediate;
    -- What an import made of a contract is a move of it. One that somebody else moved meanwhile has that one's.
    insert into contract_events (district_code, contract_id, at, actor_id, actor_role, action, from_state, to_state)
    select distinct on (c.id) c.district_code, c.id, c.known_from, current_user_id(), substr(current_user::text, 6), 'import', p.state,
           contract_state(c.state, c.service_start, c.end_date, c.terminated_on, moment::date, expiring)
    from import_ready(import, first, last) r
    cross join lateral (select import_contract(r.cells) as id offset 0) k
    cross join lateral (select c.* from contracts c where c.district_code = (select current_district()) and c.id = k.id offset 0) c
    left join lateral (
        select contract_state(p.state, p.service_start, p.end_date, p.terminated_on, moment::date, expiring) as state
        from contracts_past p
        where p.district_code = (select current_district()) and p.id = k.id and p.known_to = c.known_from offset 0) p on true
    where c.known_from >= moment
      and not exists (select from contract_events v where v.district_code = c.district_code and v.contract_id = c.id and v.at = c.known_from);
end $$;

grant execute on function import_codes(text), import_contract(jsonb), import_same_state(text, text), import_says_other(contracts, jsonb), import_check_contracts(uuid, bigint, bigint), import_resolve_contracts(uuid, bigint, bigint, timestamptz),
    import_follow_contracts(uuid, bigint, bigint, timestamptz) to wuye_district;

reset role;
