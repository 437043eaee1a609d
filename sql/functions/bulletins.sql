-- The bulletin (月通报) of a month, a quarter or a year: what was counted when its months were frozen, put together, and nothing else. With the caller's rights: a street reads its own parts.
set role wuye_owner;

create or replace function bulletin_months(period text) returns text[] language sql immutable strict parallel safe as $$
    select case length(period)
        when 7 then case when substr(period, 6, 1) = 'Q' then array(select substr(period, 1, 5) || to_char(substr(period, 7, 1)::integer * 3 - 3 + m, 'FM00') from generate_series(1, 3) m order by m)
                    else array[period] end
        else array(select period || '-' || to_char(m, 'FM00') from generate_series(1, 12) m order by m)
    end
$$;

-- The period that lies so many months before one, which is as long.
create or replace function bulletin_before(period text, months integer) returns text language sql immutable strict parallel safe as $$
    select case when length(period) = 4 then to_char(d.day, 'YYYY') when substr(period, 6, 1) = 'Q' then to_char(d.day, 'YYYY"-Q"Q') else to_char(d.day, 'YYYY-MM') end
    from (select to_date((bulletin_months(period))[1] || '-01', 'YYYY-MM-DD') - bulletin_before.months * interval '1 month' as day) d
$$;

-- What is frozen of the caller's district, of these months: whoever reads figures may know of which package they are. The one in force, or the version that is asked for.
create or replace function bulletin_packages(months text[], asked integer) returns table (n bigint, month text, id uuid, version integer, frozen_at timestamptz, sha256 text)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.n, m.month, p.id, p.version, p.frozen_at, p.sha256
    from unnest(months) with ordinality m (month, n)
    join exchange_packages p on p.district_code = current_district() and p.month = m.month
    where case when asked is null then p.state = 'frozen' else p.state in ('frozen', 'superseded') and p.version = asked end
$$;

create or replace function bulletin_figures(packages uuid[]) returns table (place integer, figure text, dimension text, key text, value numeric, numerator numeric, denominator numeric)
language sql stable as $$
    select k.place, f.figure, f.dimension, f.key,
        case k.kind
            when 'count' then sum(f.value)
            when 'rate' then exact_share(sum(f.numerator) * 100, sum(f.denominator), 2)
            when 'average' then exact_share(sum(f.numerator), sum(f.denominator), 2)
            else max(f.value) filter (where p.n = cardinality(packages))
        end,
        case when k.kind in ('rate', 'average') then sum(f.numerator) else max(f.numerator) filter (where p.n = cardinality(packages)) end,
        case when k.kind in ('rate', 'average') then sum(f.denominator) else max(f.denominator) filter (where p.n = cardinality(packages)) end
    from unnest(packages) with ordinality p (id, n)
    join exchange_figures f on f.district_code = (select current_district()) and f.package_id = p.id
    join exchange_figure_kinds() k on k.figure = f.figure
    where k.kind <> 'alone' or cardinality(packages) = 1
    group by k.place, k.kind, f.figure, f.dimension, f.key
    having k.kind in ('count', 'rate', 'average') or bool_or(p.n = cardinality(packages))
$$;

-- What a key is called today. Codes are called as they last were. Things are found by their key, not by what it reads like: a bulletin asks for each estate and firm.
create or replace function bulletin_name(of_dimension text, of_key text, out zh text, out en text) language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    thing constant uuid := case when of_key ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then of_key::uuid end;
begin
    case of_dimension
        when 'street', 'district' then select d.name into zh from divisions d where d.code = of_key;
        when 'firm' then select f.name into zh from firms f where f.district_code = current_district() and f.id = thing;
        when 'estate' then select e.name into zh from estates e where e.district_code = current_district() and e.id = thing;
        when 'department' then select d.name into zh from departments d where d.district_code = current_district() and d.id = thing;
        when 'scheme' then select s.title_zh, s.title_en into zh, en from target_schemes s where s.district_code in (current_district(), '*') and s.code = of_key order by s.number desc limit 1;
        when 'category' then select c.zh, c.en into zh, en from complaint_categories c where c.code = of_key order by c.effective_from desc limit 1;
        when 'grade_change' then zh := replace(of_key, '>', ' → ');
        when 'grade' then zh := of_key;
        when '' then null;
        else
            select c.zh, c.en into zh, en from codes c
            where c.list_code = case of_dimension when 'source' then 'complaint_source' when 'state' then 'complaint_state' when 'ledger' then 'ledger_kind' else of_dimension end and c.code = of_key
            order by c.effective_from desc limit 1;
    end case;
    if of_key = 'none' then
        zh := '未定';
        en := 'None';
    end if;
end $$;

revoke all on function bulletin_months(text), bulletin_before(text, integer), bulletin_packages(text[], integer), bulletin_figures(uuid[]), bulletin_name(text, text) from public;
grant execute on function bulletin_months(text), bulletin_before(text, integer), bulletin_packages(text[], integer), bulletin_figures(uuid[]), bulletin_name(text, text)
    to wuye_district, wuye_street, wuye_platform;

reset role;
