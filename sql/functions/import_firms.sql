-- Firms, known by their unified social credit code.
set role wuye_owner;

create or replace function import_check_firms(import uuid, first bigint, last bigint)
returns table (line bigint, "column" text, code text, zh text, en text) language plpgsql as $$
#variable_conflict use_column
begin
    return query
    select i.line, p.name, p.code, p.zh, p.en
    from (select r.line, r.cells, r.cells ->> 'uscc' as uscc, r.cells ->> 'registered_division' as division, f.uscc_override_reason as reason,
                 f.id, f.status, f.service_hotline, case when r.cells ? 'status' then coalesce(r.cells ->> 'status', 'active') else f.status end as result_status,
                 case when r.cells ? 'service_hotline' then r.cells ->> 'service_hotline' else f.service_hotline end as result_hotline
          from (select r.*, r.cells ->> 'uscc' as uscc from import_rows r
                where r.district_code = (select current_district()) and r.import_id = import and r.line between first and last offset 0) r
          left join lateral (select f.id, f.uscc_override_reason, f.status, f.service_hotline from firms f
                             where f.district_code = (select current_district()) and f.uscc = r.uscc offset 0) f on true) i
    cross join lateral (values
        ('uscc', not uscc_valid(i.uscc) and not (length(i.uscc) = 18 and case when i.cells ? 'uscc_override_reason'
            then i.cells ->> 'uscc_override_reason' is not null else i.reason is not null end),
         'uscc_invalid', format('“%s”不是有效的统一社会信用代码', left(i.uscc, 100)), format('"%s" is not a valid unified social credit code', left(i.uscc, 100))),
        ('registered_division', i.division is not null and not exists (select from divisions d where d.code = i.division),
         'unknown_division', format('没有代码为“%s”的区划', left(i.division, 100)), format('there is no division "%s"', left(i.division, 100))),
        ('service_hotline', i.id is not null and i.result_status = 'active' and i.result_hotline is null
             and (i.status, i.service_hotline) is distinct from (i.result_status, i.result_hotline),
         'service_hotline_required', '在营企业须有服务热线', 'a firm in business has a service hotline'),
        ('party_org_since', i.cells ? 'party_org' and lower(coalesce(i.cells ->> 'party_org', 'false')) = 'false' and i.cells ->> 'party_org_since' is not null,
         'party_org_missing', '没有党组织,不应有成立日期', 'there is no party organisation to have a beginning')
    ) p (name, bad, code, zh, en)
    where p.bad;
end $$;

-- Who accepts a code that fails the check, and when, is written down with the reason.
create or replace function import_resolve_firms(import uuid, first bigint, last bigint, moment timestamptz)
returns table (line bigint, id uuid, cells jsonb, touched boolean) language plpgsql as $$
#variable_conflict use_column
begin
    return query
    -- What a firm's access to the market is decides its own operation; a new one comes with what it has.
    select r.line, f.id, case when f.id is not null then r.cells - 'market_access' else r.cells end || case
        when not r.cells ? 'uscc_override_reason' or r.cells ->> 'uscc_override_reason' is not distinct from f.uscc_override_reason then '{}'
        when r.cells ->> 'uscc_override_reason' is null then '{"uscc_override_by": null, "uscc_override_at": null}'
        else jsonb_build_object('uscc_override_by', i.user_id, 'uscc_override_at', moment) end, false
    from (select r.*, r.cells ->> 'uscc' as uscc from import_ready(import, first, last) r offset 0) r
    join imports i on i.district_code = (select current_district()) and i.id = import
    left join lateral (select f.id, f.uscc_override_reason from firms f
                       where f.district_code = (select current_district()) and f.uscc = r.uscc offset 0) f on true;
end $$;

-- As the check, of what was changed since.
create or replace function import_follow_firms(import uuid, first bigint, last bigint, moment timestamptz) returns void language plpgsql volatile as $$
begin
    if exists (
        select from firms_past p
        join firms f on f.district_code = p.district_code and f.id = p.id and f.known_from = p.known_to
        where p.district_code = (select current_district()) and p.known_to >= moment and f.status = 'active' and f.service_hotline is null
          and (p.status <> 'active' or p.service_hotline is not null)) then
        raise exception using errcode = 'check_violation', constraint = 'service_hotline_required', message = 'service_hotline_required';
    end if;
end $$;

grant execute on function import_follow_firms(uuid, bigint, bigint, timestamptz) to wuye_district;
grant execute on function import_check_firms(uuid, bigint, bigint), import_resolve_firms(uuid, bigint, bigint, timestamptz) to wuye_district;

reset role;
