-- Estates, known by their code within the district. The street follows from the community. A new estate has its mode from today; the mode of a known one
-- is changed by its own operation, with its date.
set role wuye_owner;

create or replace function import_check_estates(import uuid, first bigint, last bigint)
returns table (line bigint, "column" text, code text, zh text, en text) language plpgsql as $$
#variable_conflict use_column
declare
    today date := (now() at time zone 'Asia/Shanghai')::date;
begin
    return query
    select i.line, p.name, p.code, p.zh, p.en
    from (select r.line, r.cells, j.street_code, m.mode, e.id,
                 e.id is not null and (e.new_or_old, e.building_type) is distinct from (r.cells ->> 'new_or_old', r.cells ->> 'building_type') as another
          from (select r.*, r.cells ->> 'code' as code, r.cells ->> 'community_code' as community_code from import_rows r
                where r.district_code = (select current_district()) and r.import_id = import and r.line between first and last offset 0) r
          left join lateral (
              select j.street_code from division_jurisdictions j
              where j.district_code = (select current_district()) and j.community_code = r.community_code
                and j.effective_from <= today and coalesce(j.effective_to > today, true) limit 1) j on true
          left join lateral (select e.id, e.new_or_old, e.building_type from estates e
                             where e.district_code = (select current_district()) and e.code = r.code offset 0) e on true
          left join lateral (
              select m.mode from estate_modes m where m.district_code = (select current_district()) and m.estate_id = e.id
                and m.valid_from <= today and coalesce(m.valid_to > today, true) offset 0) m on true
          ) i
    cross join lateral (values
        ('community_code', i.cells ->> 'community_code' is not null and i.street_code is null,
         'unknown_division', format('“%s”不是本区的社区', left(i.cells ->> 'community_code', 100)),
         format('"%s" is not a community of this district', left(i.cells ->> 'community_code', 100))),
        ('street_code', i.street_code <> i.cells ->> 'street_code',
         'unknown_division', format('社区属于街道“%s”', i.street_code), format('the community belongs to street "%s"', i.street_code)),
        ('old_kind', i.cells ->> 'old_kind' is not null and i.cells ->> 'new_or_old' <> 'old',
         'old_kind_misplaced', '只有老旧小区才有老旧小区类型', 'only an old estate has a kind of old estate'),
        ('mode', i.cells ? 'mode' and i.mode is not null and i.cells ->> 'mode' is distinct from i.mode,
         'mode_changes_elsewhere', format('现行管理方式为“%s”,变更须单独办理并注明日期', i.mode),
         format('the mode is "%s"; it is changed by its own operation, with its date', i.mode)),
        -- B12: the rules judge what becomes of another kind, as it is managed and as it is going to be. An estate that is taken in is surveyed as it is, whatever the rules want.
        ('mode', i.another and ((i.mode is null and i.cells ->> 'mode' is not null
                                 and not mode_allowed(i.cells ->> 'new_or_old', i.cells ->> 'building_type', i.cells ->> 'mode', today))
             or exists (select from estate_modes m
                        where m.district_code = (select current_district()) and m.estate_id = i.id and coalesce(m.valid_to > today, true)
                          and not mode_allowed(i.cells ->> 'new_or_old', i.cells ->> 'building_type', m.mode, greatest(m.valid_from, today)))),
         'mode_not_allowed', '规则不允许此类小区采用这种管理方式', 'the rules do not allow this mode for an estate of this kind')
    ) p (name, bad, code, zh, en)
    where p.bad;
end $$;

create or replace function import_resolve_estates(import uuid, first bigint, last bigint, moment timestamptz)
returns table (line bigint, id uuid, cells jsonb, touched boolean) language plpgsql as $$
#variable_conflict use_column
declare
    today date := (moment at time zone 'Asia/Shanghai')::date;
begin
    return query
    select r.line, e.id, r.cells || jsonb_build_object('street_code', j.street_code), false
    from (select r.*, r.cells ->> 'code' as code, r.cells ->> 'community_code' as community_code from import_ready(import, first, last) r offset 0) r
    left join lateral (
        select j.street_code from division_jurisdictions j
        where j.district_code = (select current_district()) and j.community_code = r.community_code
          and j.effective_from <= today and coalesce(j.effective_to > today, true) limit 1) j on true
    left join lateral (select e.id from estates e where e.district_code = (select current_district()) and e.code = r.code offset 0) e on true;
end $$;

create or replace function import_follow_estates(import uuid, first bigint, last bigint, moment timestamptz) returns void language plpgsql as $$
begin
    insert into estate_modes (district_code, estate_id, mode, valid_from, known_from)
    select e.district_code, e.id, r.cells ->> 'mode', (moment at time zone 'Asia/Shanghai')::date, moment
    from (select r.*, r.cells ->> 'code' as code, r.cells ->> 'community_code' as community_code from import_ready(import, first, last) r offset 0) r
    cross join lateral (select e.district_code, e.id from estates e
                        where e.district_code = (select current_district()) and e.code = r.code offset 0) e
    where r.cells ->> 'mode' is not null
      and (select true from estate_modes m where m.district_code = (select current_district()) and m.estate_id = e.id limit 1) is null;
end $$;

grant execute on function import_check_estates(uuid, bigint, bigint), import_resolve_estates(uuid, bigint, bigint, timestamptz),
    import_follow_estates(uuid, bigint, bigint, timestamptz) to wuye_district;

reset role;
