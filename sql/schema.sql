
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA as_community;

ALTER SCHEMA as_community OWNER TO wuye_owner;

CREATE SCHEMA as_company;

ALTER SCHEMA as_company OWNER TO wuye_owner;

CREATE SCHEMA as_district;

ALTER SCHEMA as_district OWNER TO wuye_owner;

CREATE SCHEMA as_hotline;

ALTER SCHEMA as_hotline OWNER TO wuye_owner;

CREATE SCHEMA as_platform;

ALTER SCHEMA as_platform OWNER TO wuye_owner;

CREATE SCHEMA as_public;

ALTER SCHEMA as_public OWNER TO wuye_owner;

CREATE SCHEMA as_street;

ALTER SCHEMA as_street OWNER TO wuye_owner;

CREATE SCHEMA personal;

ALTER SCHEMA personal OWNER TO wuye_owner;

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';

CREATE FUNCTION public.add_calendar_days(day date, days integer, OUT due date, OUT provisional boolean) RETURNS record
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    select day + days, false where days between 0 and 36600
$$;

ALTER FUNCTION public.add_calendar_days(day date, days integer, OUT due date, OUT provisional boolean) OWNER TO wuye_owner;

CREATE FUNCTION public.add_working_days(day date, days integer, OUT due date, OUT provisional boolean) RETURNS record
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS $$
    with counted as (
        select d.date, w.date is null as unknown,
               count(*) filter (where coalesce(w.is_workday, extract(isodow from d.date) < 6)) over (order by d.date) as nth
        from generate_series(1, days * 2 + 30) i
        cross join lateral (select day + i) as d (date)
        left join workdays w on w.date = d.date
    ), found as (
        select case when days > 0 then min(c.date) filter (where c.nth = days) else day end as due from counted c
    )
    select found.due, exists (select from counted c where c.unknown and c.date <= found.due)
    from found
    where days between 0 and 3660
$$;

ALTER FUNCTION public.add_working_days(day date, days integer, OUT due date, OUT provisional boolean) OWNER TO wuye_owner;

SET default_table_access_method = heap;

CREATE TABLE public.contracts (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    firm_id uuid NOT NULL,
    registration_no text COLLATE pg_catalog."C",
    kind text NOT NULL,
    award_method text NOT NULL,
    service_grade text,
    fee_m2_month numeric(10,4),
    annual_fee numeric(16,2),
    service_start date NOT NULL,
    fee_start date,
    end_date date,
    terminated_on date,
    fee_cadence text,
    fee_relief boolean DEFAULT false NOT NULL,
    filed_at date,
    review text,
    state text DEFAULT 'draft'::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    service_period daterange GENERATED ALWAYS AS (daterange(service_start, LEAST(end_date, terminated_on), '[]'::text)) STORED NOT NULL,
    in_force boolean GENERATED ALWAYS AS ((state <> ALL (ARRAY['draft'::text, 'entry_review'::text]))) STORED NOT NULL,
    known_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT contracts_award_method_known CHECK ((award_method = ANY (ARRAY['open_tender'::text, 'invited_tender'::text, 'bundled_tender'::text, 'agreement'::text, 'assignment'::text]))),
    CONSTRAINT contracts_fee_cadence_known CHECK ((fee_cadence = ANY (ARRAY['monthly'::text, 'quarterly'::text, 'half_yearly'::text, 'yearly'::text]))),
    CONSTRAINT contracts_fee_start_after_service CHECK ((fee_start >= service_start)),
    CONSTRAINT contracts_fees_positive CHECK (((fee_m2_month >= (0)::numeric) AND (annual_fee >= (0)::numeric))),
    CONSTRAINT contracts_filed_has_number CHECK (((state = ANY (ARRAY['draft'::text, 'entry_review'::text])) OR (registration_no IS NOT NULL))),
    CONSTRAINT contracts_kind_known CHECK ((kind = ANY (ARRAY['preliminary'::text, 'regular'::text]))),
    CONSTRAINT contracts_period CHECK (((end_date >= service_start) AND COALESCE((terminated_on >= service_start), true))),
    CONSTRAINT contracts_review_known CHECK ((review = ANY (ARRAY['ok'::text, 'expired'::text, 'irregular'::text]))),
    CONSTRAINT contracts_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'entry_review'::text, 'filed'::text, 'active'::text, 'expiring'::text, 'expired'::text, 'terminated'::text, 'handover'::text, 'closed'::text])))
);

ALTER TABLE public.contracts OWNER TO wuye_owner;

CREATE FUNCTION public.contracts_at(day date) RETURNS SETOF public.contracts
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select t.*
    from contracts t
    where t.known_from < (day + 1)::timestamptz
    union all
    select p.district_code, p.id, p.firm_id, p.registration_no, p.kind, p.award_method, p.service_grade, p.fee_m2_month, p.annual_fee,
            p.service_start, p.fee_start, p.end_date, p.terminated_on, p.fee_cadence, p.fee_relief, p.filed_at, p.review, p.state, p.version,
            p.created_at, p.updated_at, p.service_period, p.in_force, p.known_from
    from contracts_past p
    where p.known_from < (day + 1)::timestamptz and p.known_to >= (day + 1)::timestamptz
$$;

ALTER FUNCTION public.contracts_at(day date) OWNER TO wuye_owner;

CREATE FUNCTION public.current_community() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select nullif(current_setting('wuye.community', true), '') $$;

ALTER FUNCTION public.current_community() OWNER TO wuye_owner;

CREATE FUNCTION public.current_district() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select nullif(current_setting('wuye.district', true), '') $$;

ALTER FUNCTION public.current_district() OWNER TO wuye_owner;

CREATE FUNCTION public.current_firm() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select nullif(current_setting('wuye.firm', true), '')::uuid $$;

ALTER FUNCTION public.current_firm() OWNER TO wuye_owner;

CREATE FUNCTION public.current_street() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select nullif(current_setting('wuye.street', true), '') $$;

ALTER FUNCTION public.current_street() OWNER TO wuye_owner;

CREATE FUNCTION public.current_user_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select nullif(current_setting('wuye.user', true), '')::uuid $$;

ALTER FUNCTION public.current_user_id() OWNER TO wuye_owner;

CREATE TABLE public.estate_modes (
    district_code text NOT NULL COLLATE pg_catalog."C",
    estate_id uuid NOT NULL,
    mode text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    known_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT estate_modes_mode_known CHECK ((mode = ANY (ARRAY['market'::text, 'quasi'::text, 'basic_cleaning'::text, 'self'::text, 'state_firm'::text, 'public_welfare'::text, 'fallback'::text]))),
    CONSTRAINT estate_modes_period CHECK ((valid_to > valid_from))
);

ALTER TABLE public.estate_modes OWNER TO wuye_owner;

CREATE FUNCTION public.estate_modes_at(day date) RETURNS SETOF public.estate_modes
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select t.*
    from estate_modes t
    where t.known_from < (day + 1)::timestamptz
    union all
    select p.district_code, p.estate_id, p.mode, p.valid_from, p.valid_to, p.known_from
    from estate_modes_past p
    where p.known_from < (day + 1)::timestamptz and p.known_to >= (day + 1)::timestamptz
$$;

ALTER FUNCTION public.estate_modes_at(day date) OWNER TO wuye_owner;

CREATE FUNCTION public.name_key(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    select lower(regexp_replace(normalize(name, NFKC), '[[:space:]·•.,、。()-]', '', 'g'))
$$;

ALTER FUNCTION public.name_key(name text) OWNER TO wuye_owner;

CREATE FUNCTION public.zh_separate(body text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    select 'a' || regexp_replace(lower(normalize(body, NFKC)), '(.)', '\1a', 'g')
$$;

ALTER FUNCTION public.zh_separate(body text) OWNER TO wuye_owner;

CREATE TABLE public.estates (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    street_code text NOT NULL COLLATE pg_catalog."C",
    community_code text NOT NULL COLLATE pg_catalog."C",
    area_m2 numeric(14,2) NOT NULL,
    households integer,
    building_type text NOT NULL,
    old_kind text,
    new_or_old text NOT NULL,
    is_key boolean DEFAULT false NOT NULL,
    party_org boolean DEFAULT false NOT NULL,
    service_room_use text,
    service_room_m2 numeric(14,2),
    public_revenue numeric(16,2),
    grids integer,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    name_key text GENERATED ALWAYS AS (public.name_key(name)) STORED NOT NULL COLLATE pg_catalog."C",
    name_x text GENERATED ALWAYS AS (public.zh_separate(((name || ' '::text) || code))) STORED NOT NULL,
    known_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT estates_area_positive CHECK ((area_m2 >= (0)::numeric)),
    CONSTRAINT estates_building_type_known CHECK ((building_type = ANY (ARRAY['multi'::text, 'high'::text, 'single'::text, 'mixed'::text]))),
    CONSTRAINT estates_households_positive CHECK ((households >= 0)),
    CONSTRAINT estates_name_given CHECK ((name <> ''::text)),
    CONSTRAINT estates_new_or_old_known CHECK ((new_or_old = ANY (ARRAY['new'::text, 'old'::text, 'ordinary'::text]))),
    CONSTRAINT estates_old_kind_fits CHECK (((old_kind IS NULL) OR (new_or_old = 'old'::text))),
    CONSTRAINT estates_old_kind_known CHECK ((old_kind = ANY (ARRAY['single_building'::text, 'unenclosed'::text, 'enclosed'::text])))
);

ALTER TABLE public.estates OWNER TO wuye_owner;

CREATE FUNCTION public.estates_at(day date) RETURNS SETOF public.estates
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select t.*
    from estates t
    where t.known_from < (day + 1)::timestamptz
    union all
    select p.district_code, p.id, p.code, p.name, p.street_code, p.community_code, p.area_m2, p.households, p.building_type, p.old_kind,
            p.new_or_old, p.is_key, p.party_org, p.service_room_use, p.service_room_m2, p.public_revenue, p.grids, p.version, p.created_at,
            p.updated_at, p.name_key, p.name_x, p.known_from
    from estates_past p
    where p.known_from < (day + 1)::timestamptz and p.known_to >= (day + 1)::timestamptz
$$;

ALTER FUNCTION public.estates_at(day date) OWNER TO wuye_owner;

CREATE FUNCTION public.estates_of_firm() RETURNS uuid[]
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    select array_agg(e.estate_id)
    from contracts c
    join contract_estates e on e.district_code = c.district_code and e.contract_id = c.id
    where c.district_code = (select current_district()) and c.firm_id = (select current_firm())
$$;

ALTER FUNCTION public.estates_of_firm() OWNER TO wuye_owner;

CREATE FUNCTION public.firm_in_force(district text, estate uuid, day date) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    select c.firm_id
    from contract_estates e
    join contracts c on c.district_code = e.district_code and c.id = e.contract_id
    where e.district_code = district and e.estate_id = estate and e.in_force and e.service_period @> day
      and district = (select current_district())
    order by c.kind = 'regular' desc
    limit 1
$$;

ALTER FUNCTION public.firm_in_force(district text, estate uuid, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.uscc_valid(code text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $_$
    select code ~ '^[0-9][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$' and (
        select (31 - sum((strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, i, 1)) - 1)
                         * (array[1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28])[i]) % 31) % 31
        from generate_series(1, 17) i
    ) = strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 18, 1)) - 1
$_$;

ALTER FUNCTION public.uscc_valid(code text) OWNER TO wuye_owner;

CREATE TABLE public.firms (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    uscc text NOT NULL COLLATE pg_catalog."C",
    uscc_override_reason text,
    uscc_override_by text,
    uscc_override_at timestamp with time zone,
    name text NOT NULL,
    locality text NOT NULL,
    registered_division text COLLATE pg_catalog."C",
    service_hotline text,
    party_org boolean DEFAULT false NOT NULL,
    party_org_since date,
    market_access text DEFAULT 'normal'::text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    name_x text GENERATED ALWAYS AS (public.zh_separate(((name || ' '::text) || uscc))) STORED NOT NULL,
    known_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT firms_locality_known CHECK ((locality = ANY (ARRAY['in_district'::text, 'out_of_district'::text]))),
    CONSTRAINT firms_market_access_known CHECK ((market_access = ANY (ARRAY['normal'::text, 'restricted'::text, 'suspended'::text, 'exited'::text]))),
    CONSTRAINT firms_name_given CHECK ((name <> ''::text)),
    CONSTRAINT firms_party_org_since_fits CHECK ((party_org OR (party_org_since IS NULL))),
    CONSTRAINT firms_status_known CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'deregistered'::text]))),
    CONSTRAINT firms_uscc_override CHECK ((num_nulls(uscc_override_reason, uscc_override_by, uscc_override_at) = ANY (ARRAY[0, 3]))),
    CONSTRAINT firms_uscc_valid CHECK ((public.uscc_valid(uscc) OR ((length(uscc) = 18) AND (uscc_override_reason IS NOT NULL))))
);

ALTER TABLE public.firms OWNER TO wuye_owner;

CREATE FUNCTION public.firms_at(day date) RETURNS SETOF public.firms
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select t.*
    from firms t
    where t.known_from < (day + 1)::timestamptz
    union all
    select p.district_code, p.id, p.uscc, p.uscc_override_reason, p.uscc_override_by, p.uscc_override_at, p.name, p.locality, p.registered_division,
            p.service_hotline, p.party_org, p.party_org_since, p.market_access, p.status, p.version, p.created_at, p.updated_at, p.name_x,
            p.known_from
    from firms_past p
    where p.known_from < (day + 1)::timestamptz and p.known_to >= (day + 1)::timestamptz
$$;

ALTER FUNCTION public.firms_at(day date) OWNER TO wuye_owner;

CREATE FUNCTION public.must_exist(there boolean) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
begin
    if not there then
        raise exception using errcode = 'WU001', message = 'not_found';
    end if;
    return true;
end $$;

ALTER FUNCTION public.must_exist(there boolean) OWNER TO wuye_owner;

CREATE TABLE public.org_units (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    level text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    division_code text COLLATE pg_catalog."C",
    street_code text COLLATE pg_catalog."C",
    community_code text COLLATE pg_catalog."C",
    estate_id uuid,
    supervises boolean DEFAULT false NOT NULL,
    budgeted boolean DEFAULT false NOT NULL,
    venue_kind text,
    venue_address text,
    venue_area_m2 numeric(14,2),
    established_on date NOT NULL,
    ended_on date,
    end_reason text,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    known_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    place text GENERATED ALWAYS AS (COALESCE((estate_id)::text, division_code)) STORED NOT NULL COLLATE pg_catalog."C",
    name_x text GENERATED ALWAYS AS (public.zh_separate(name)) STORED NOT NULL,
    CONSTRAINT org_units_end_has_reason CHECK (((ended_on IS NULL) = (end_reason IS NULL))),
    CONSTRAINT org_units_kind_known CHECK ((kind = ANY (ARRAY['management_office'::text, 'management_body'::text, 'owners_committee_team'::text, 'other'::text]))),
    CONSTRAINT org_units_level_known CHECK ((level = ANY (ARRAY['district'::text, 'street'::text, 'community'::text, 'estate'::text]))),
    CONSTRAINT org_units_name_given CHECK ((name <> ''::text)),
    CONSTRAINT org_units_period CHECK ((ended_on >= established_on)),
    CONSTRAINT org_units_place_fits CHECK (
CASE level
    WHEN 'district'::text THEN ((division_code = district_code) AND (num_nonnulls(street_code, community_code, estate_id) = 0))
    WHEN 'street'::text THEN ((division_code = street_code) AND (num_nonnulls(community_code, estate_id) = 0))
    WHEN 'community'::text THEN ((division_code = community_code) AND (street_code IS NOT NULL) AND (estate_id IS NULL))
    ELSE ((estate_id IS NOT NULL) AND (num_nonnulls(division_code, street_code, community_code) = 0))
END),
    CONSTRAINT org_units_venue_area CHECK ((venue_area_m2 >= (0)::numeric)),
    CONSTRAINT org_units_venue_known CHECK ((venue_kind = ANY (ARRAY['own'::text, 'borrowed'::text]))),
    CONSTRAINT org_units_venue_whole CHECK (((venue_kind IS NOT NULL) OR (num_nonnulls(venue_address, venue_area_m2) = 0)))
);

ALTER TABLE public.org_units OWNER TO wuye_owner;

CREATE FUNCTION public.org_units_at(day date) RETURNS SETOF public.org_units
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select t.*
    from org_units t
    where t.known_from < (day + 1)::timestamptz
    union all
    select p.district_code, p.id, p.level, p.kind, p.name, p.division_code, p.street_code, p.community_code, p.estate_id, p.supervises, p.budgeted,
           p.venue_kind, p.venue_address, p.venue_area_m2, p.established_on, p.ended_on, p.end_reason, p.version, p.created_at, p.updated_at,
           p.known_from, p.place, p.name_x
    from org_units_past p
    where p.known_from < (day + 1)::timestamptz and p.known_to >= (day + 1)::timestamptz
$$;

ALTER FUNCTION public.org_units_at(day date) OWNER TO wuye_owner;

CREATE TABLE public.owners_committees (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    estate_id uuid NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    established_on date NOT NULL,
    term_from date,
    term_to date,
    dissolved_on date,
    member_count integer,
    party_member_count integer,
    no_oc_reason text,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    known_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT owners_committees_dissolved CHECK (((status = 'dissolved'::text) = (dissolved_on IS NOT NULL))),
    CONSTRAINT owners_committees_kind_known CHECK ((kind = ANY (ARRAY['owners_committee'::text, 'environment_property_committee'::text, 'property_management_committee'::text]))),
    CONSTRAINT owners_committees_members CHECK (((party_member_count >= 0) AND (party_member_count <= member_count))),
    CONSTRAINT owners_committees_status_known CHECK ((status = ANY (ARRAY['normal'::text, 'rectifying'::text, 'substituted'::text, 're_election'::text, 'term_expired'::text, 'dissolved'::text]))),
    CONSTRAINT owners_committees_term CHECK ((term_to > term_from))
);

ALTER TABLE public.owners_committees OWNER TO wuye_owner;

CREATE FUNCTION public.owners_committees_at(day date) RETURNS SETOF public.owners_committees
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select t.*
    from owners_committees t
    where t.known_from < (day + 1)::timestamptz
    union all
    select p.district_code, p.id, p.estate_id, p.kind, p.status, p.established_on, p.term_from, p.term_to, p.dissolved_on, p.member_count,
            p.party_member_count, p.no_oc_reason, p.version, p.created_at, p.updated_at, p.known_from
    from owners_committees_past p
    where p.known_from < (day + 1)::timestamptz and p.known_to >= (day + 1)::timestamptz
$$;

ALTER FUNCTION public.owners_committees_at(day date) OWNER TO wuye_owner;

CREATE FUNCTION public.partition_make(parent regclass, month date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    parent_name text := (select relname from pg_class where oid = parent);
    name text := parent_name || to_char(month, '"_"YYYY"_"MM');
    first timestamptz := month::timestamp at time zone 'Asia/Shanghai';
    next timestamptz := (month + interval '1 month') at time zone 'Asia/Shanghai';
begin
    if to_regclass('public.' || name) is not null then
        return;
    end if;
    execute format('create table public.%I (like %s including all)', name, parent);
    execute format('alter table public.%I enable row level security', name);
    execute format('with moved as (delete from public.%I where at >= %L and at < %L returning *) insert into public.%I select * from moved',
                   parent_name || '_default', first, next, name);
    execute format('alter table %s attach partition public.%I for values from (%L) to (%L)', parent, name, first, next);
end $$;

ALTER FUNCTION public.partition_make(parent regclass, month date) OWNER TO wuye_owner;

CREATE FUNCTION public.partitions_ahead(months integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    today date := (now() at time zone 'Asia/Shanghai')::date;
begin
    -- Two at once would both find the month missing.
    perform pg_advisory_xact_lock(hashtext('partitions_ahead'));
    perform partition_make(parent, (date_trunc('month', today) + i * interval '1 month')::date)
    from unnest(array['audit_log', 'personal_access_log', 'complaint_events']::regclass[]) as parent, generate_series(0, months) as i;
end $$;

ALTER FUNCTION public.partitions_ahead(months integer) OWNER TO wuye_owner;

CREATE FUNCTION public.staffing_at(day date) RETURNS TABLE(rule text, level text, division_code text, division_name text, street_code text, bodies integer, supervising integer, budgeted integer, with_office integer, minimum integer, actual integer, gap integer)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    with rules as (
        select distinct on (m.rule, m.level) m.rule, m.level, m.specialists_only, m.minimum
        from staffing_minimums m
        where m.district_code in ('*', (select current_district()))
          and m.effective_from <= day and coalesce(m.effective_to > day, true)
        order by m.rule, m.level, m.district_code = '*'
    ), places as (
        select 'district' as level, (select current_district()) as code, null::text as street_code
        where (select current_street()) is null
        union all
        select case when j.community_code is null then 'street' else 'community' end, j.code, j.street_code
        from division_jurisdictions j
        where j.district_code = (select current_district()) and j.effective_from <= day and coalesce(j.effective_to > day, true)
          and coalesce(j.street_code = (select current_street()), (select current_street()) is null)
          and coalesce(coalesce(j.community_code, (select current_community())) = (select current_community()), (select current_community()) is null)
    ), standing as (
        select u.id, u.division_code, u.supervises, u.budgeted, u.venue_kind
        from org_units_at(day) u
        where u.district_code = (select current_district()) and u.division_code is not null
          and u.established_on <= day and coalesce(u.ended_on > day, true)
    ), bodies as (
        select s.division_code, count(*)::integer as number, (count(*) filter (where s.supervises))::integer as supervising,
               (count(*) filter (where s.budgeted))::integer as budgeted, count(s.venue_kind)::integer as with_office
        from standing s
        group by s.division_code
    ), people as (
        select s.division_code, count(*)::integer as number, (count(*) filter (where p.specialist))::integer as specialists
        from standing s
        join org_staff p on p.district_code = (select current_district()) and p.org_unit_id = s.id
        where p.full_time and p.known_from < (day + 1)::timestamptz and p.valid_from <= day and coalesce(p.valid_to > day, true)
        group by s.division_code
    )
    select r.rule, r.level, l.code, d.name, l.street_code, coalesce(b.number, 0), coalesce(b.supervising, 0), coalesce(b.budgeted, 0),
           coalesce(b.with_office, 0), r.minimum, a.actual, greatest(0, r.minimum - a.actual)
    from places l
    join rules r using (level)
    join divisions d on d.code = l.code
    left join bodies b on b.division_code = l.code
    left join people p on p.division_code = l.code
    cross join lateral (select coalesce(case when r.specialists_only then p.specialists else p.number end, 0) as actual) a
$$;

ALTER FUNCTION public.staffing_at(day date) OWNER TO wuye_owner;

CREATE FUNCTION public.working_days_between(first date, last date, OUT days integer, OUT provisional boolean) RETURNS record
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS $$
    select count(*) filter (where coalesce(w.is_workday, extract(isodow from d.date) < 6))::integer, coalesce(bool_or(w.date is null), false)
    from generate_series(1, last - first) i
    cross join lateral (select first + i) as d (date)
    left join workdays w on w.date = d.date
$$;

ALTER FUNCTION public.working_days_between(first date, last date, OUT days integer, OUT provisional boolean) OWNER TO wuye_owner;

CREATE FUNCTION public.zh_like(term text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    select '%a' || coalesce(string_agg(case when c in ('%', '_', '\') then '\' || c else c end || 'a', '' order by position), '') || '%'
    from unnest(string_to_array(lower(normalize(term, NFKC)), null)) with ordinality as u (c, position)
$$;

ALTER FUNCTION public.zh_like(term text) OWNER TO wuye_owner;

CREATE TABLE public.complaints (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    ticket_no text NOT NULL COLLATE pg_catalog."C",
    round integer NOT NULL,
    client_id uuid NOT NULL,
    request_type text NOT NULL,
    category text COLLATE pg_catalog."C",
    external_category text COLLATE pg_catalog."C",
    urgency text NOT NULL,
    title text,
    place text,
    leader_instruction boolean DEFAULT false NOT NULL,
    group_petition boolean DEFAULT false NOT NULL,
    opinion_event boolean DEFAULT false NOT NULL,
    secret boolean DEFAULT false NOT NULL,
    anonymous boolean DEFAULT false NOT NULL,
    repeated boolean DEFAULT false NOT NULL,
    confidential boolean DEFAULT false NOT NULL,
    occurred_at timestamp with time zone,
    received_at timestamp with time zone NOT NULL,
    street_code text COLLATE pg_catalog."C",
    community_code text COLLATE pg_catalog."C",
    estate_id uuid,
    firm_id uuid,
    validity text DEFAULT 'undetermined'::text NOT NULL,
    due_at timestamp with time zone,
    state text DEFAULT 'received'::text NOT NULL COLLATE pg_catalog."C",
    result text,
    satisfaction text,
    master_id uuid,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT complaints_community_needs_street CHECK (((community_code IS NULL) OR (street_code IS NOT NULL))),
    CONSTRAINT complaints_merged_has_master CHECK (((state = 'merged'::text) = (master_id IS NOT NULL))),
    CONSTRAINT complaints_not_its_own_master CHECK ((master_id <> id)),
    CONSTRAINT complaints_request_type_known CHECK ((request_type = ANY (ARRAY['consultation'::text, 'help'::text, 'complaint'::text, 'report'::text, 'suggestion'::text, 'praise'::text]))),
    CONSTRAINT complaints_result_known CHECK ((result = ANY (ARRAY['solved'::text, 'partly'::text, 'unsolved'::text, 'returned'::text]))),
    CONSTRAINT complaints_satisfaction_known CHECK ((satisfaction = ANY (ARRAY['dissatisfied'::text, 'understanding'::text, 'satisfied'::text, 'very_satisfied'::text]))),
    CONSTRAINT complaints_source_known CHECK ((source = ANY (ARRAY['hotline12345'::text, 'petition'::text, 'street'::text, 'firm'::text, 'web'::text, 'solicitation'::text]))),
    CONSTRAINT complaints_state_known CHECK ((state = ANY (ARRAY['received'::text, 'needs_info'::text, 'dispatched'::text, 'signed'::text, 'contacted'::text, 'processing'::text, 'extension_requested'::text, 'suspended'::text, 'resolved_reported'::text, 'callback'::text, 'rework'::text, 'returned'::text, 'designated'::text, 'merged'::text, 'rejected'::text, 'closed'::text, 'reopened'::text]))),
    CONSTRAINT complaints_urgency_known CHECK ((urgency = ANY (ARRAY['ordinary'::text, 'urgent'::text, 'emergency'::text]))),
    CONSTRAINT complaints_validity_known CHECK ((validity = ANY (ARRAY['valid'::text, 'invalid'::text, 'undetermined'::text, 'out_of_duty'::text])))
);

ALTER TABLE public.complaints OWNER TO wuye_owner;

CREATE VIEW as_community.complaint_cards WITH (security_invoker='true') AS
 SELECT c.id,
    c.source,
    c.ticket_no,
    c.round,
    c.request_type,
    c.category,
    c.external_category,
    c.urgency,
    c.state,
    c.title,
    c.place,
    c.leader_instruction,
    c.group_petition,
    c.opinion_event,
    c.secret,
    c.anonymous,
    c.confidential,
    c.occurred_at,
    c.received_at,
    c.due_at,
    c.result,
    c.satisfaction,
    c.street_code,
    c.community_code,
    c.estate_id,
    e.code AS estate_code,
    e.name AS estate_name,
    c.firm_id,
    f.name AS firm_name,
    c.version,
    c.created_at,
    c.updated_at
   FROM ((public.complaints c
     LEFT JOIN public.estates e ON (((e.district_code = c.district_code) AND (e.id = c.estate_id))))
     LEFT JOIN public.firms f ON (((f.district_code = c.district_code) AND (f.id = c.firm_id))));

ALTER TABLE as_community.complaint_cards OWNER TO wuye_owner;

CREATE TABLE public.complaint_texts (
    district_code text NOT NULL COLLATE pg_catalog."C",
    complaint_id uuid NOT NULL,
    title text,
    content text NOT NULL,
    body_x text GENERATED ALWAYS AS (public.zh_separate((COALESCE((title || ' '::text), ''::text) || content))) STORED NOT NULL
);
ALTER TABLE ONLY public.complaint_texts ALTER COLUMN body_x SET STATISTICS 1000;

ALTER TABLE public.complaint_texts OWNER TO wuye_owner;

CREATE VIEW as_community.complaint_contents WITH (security_invoker='true') AS
 SELECT t.complaint_id,
    t.content
   FROM public.complaint_texts t
  WHERE (t.district_code = ( SELECT public.current_district() AS current_district));

ALTER TABLE as_community.complaint_contents OWNER TO wuye_owner;

CREATE VIEW as_community.complaint_search AS
 SELECT c.id,
    c.source,
    c.ticket_no,
    c.round,
    c.request_type,
    c.category,
    c.external_category,
    c.urgency,
    c.state,
    c.title,
    c.place,
    c.leader_instruction,
    c.group_petition,
    c.opinion_event,
    c.secret,
    c.anonymous,
    c.confidential,
    c.occurred_at,
    c.received_at,
    c.due_at,
    c.result,
    c.satisfaction,
    c.street_code,
    c.community_code,
    c.estate_id,
    e.code AS estate_code,
    e.name AS estate_name,
    c.firm_id,
    f.name AS firm_name,
    c.version,
    c.created_at,
    c.updated_at,
    t.body_x
   FROM (((public.complaints c
     LEFT JOIN public.estates e ON (((e.district_code = c.district_code) AND (e.id = c.estate_id))))
     LEFT JOIN public.firms f ON (((f.district_code = c.district_code) AND (f.id = c.firm_id))))
     JOIN public.complaint_texts t ON (((t.district_code = c.district_code) AND (t.complaint_id = c.id))))
  WHERE ((c.district_code = ( SELECT public.current_district() AS current_district)) AND (c.community_code = ( SELECT public.current_community() AS current_community)) AND (NOT c.confidential));

ALTER TABLE as_community.complaint_search OWNER TO wuye_owner;

CREATE VIEW as_company.complaint_cards WITH (security_invoker='true') AS
 SELECT c.id,
    c.source,
    NULL::text AS ticket_no,
    c.round,
    c.request_type,
    c.category,
    NULL::text AS external_category,
    c.urgency,
    c.state,
    c.title,
    NULL::text AS place,
    NULL::boolean AS leader_instruction,
    NULL::boolean AS group_petition,
    NULL::boolean AS opinion_event,
    c.secret,
    NULL::boolean AS anonymous,
    c.confidential,
    c.occurred_at,
    c.received_at,
    c.due_at,
    c.result,
    c.satisfaction,
    c.street_code,
    c.community_code,
    c.estate_id,
    e.code AS estate_code,
    e.name AS estate_name,
    c.firm_id,
    f.name AS firm_name,
    c.version,
    c.created_at,
    c.updated_at
   FROM ((public.complaints c
     LEFT JOIN public.estates e ON (((e.district_code = c.district_code) AND (e.id = c.estate_id))))
     LEFT JOIN public.firms f ON (((f.district_code = c.district_code) AND (f.id = c.firm_id))));

ALTER TABLE as_company.complaint_cards OWNER TO wuye_owner;

CREATE VIEW as_company.complaint_contents WITH (security_invoker='true') AS
 SELECT t.complaint_id,
    t.content
   FROM public.complaint_texts t
  WHERE (t.district_code = ( SELECT public.current_district() AS current_district));

ALTER TABLE as_company.complaint_contents OWNER TO wuye_owner;

CREATE VIEW as_company.complaint_search AS
 SELECT c.id,
    c.source,
    NULL::text AS ticket_no,
    c.round,
    c.request_type,
    c.category,
    NULL::text AS external_category,
    c.urgency,
    c.state,
    c.title,
    NULL::text AS place,
    NULL::boolean AS leader_instruction,
    NULL::boolean AS group_petition,
    NULL::boolean AS opinion_event,
    c.secret,
    NULL::boolean AS anonymous,
    c.confidential,
    c.occurred_at,
    c.received_at,
    c.due_at,
    c.result,
    c.satisfaction,
    c.street_code,
    c.community_code,
    c.estate_id,
    e.code AS estate_code,
    e.name AS estate_name,
    c.firm_id,
    f.name AS firm_name,
    c.version,
    c.created_at,
    c.updated_at,
    t.body_x
   FROM (((public.complaints c
     LEFT JOIN public.estates e ON (((e.district_code = c.district_code) AND (e.id = c.estate_id))))
     LEFT JOIN public.firms f ON (((f.district_code = c.district_code) AND (f.id = c.firm_id))))
     JOIN public.complaint_texts t ON (((t.district_code = c.district_code) AND (t.complaint_id = c.id))))
  WHERE ((c.district_code = ( SELECT public.current_district() AS current_district)) AND (c.firm_id = ( SELECT public.current_firm() AS current_firm)) AND (NOT c.secret) AND (NOT c.confidential) AND (c.category IS NOT NULL));

ALTER TABLE as_company.complaint_search OWNER TO wuye_owner;

CREATE VIEW as_district.complaint_cards WITH (security_invoker='true') AS
 SELECT c.id,
    c.source,
    c.ticket_no,
    c.round,
    c.request_type,
    c.category,
    c.external_category,
    c.urgency,
    c.state,
    c.title,
    c.place,
    c.leader_instruction,
    c.group_petition,
    c.opinion_event,
    c.secret,
    c.anonymous,
    c.confidential,
    c.occurred_at,
    c.received_at,
    c.due_at,
    c.result,
    c.satisfaction,
    c.street_code,
    c.community_code,
    c.estate_id,
    e.code AS estate_code,
    e.name AS estate_name,
    c.firm_id,
    f.name AS firm_name,
    c.version,
    c.created_at,
    c.updated_at
   FROM ((public.complaints c
     LEFT JOIN public.estates e ON (((e.district_code = c.district_code) AND (e.id = c.estate_id))))
     LEFT JOIN public.firms f ON (((f.district_code = c.district_code) AND (f.id = c.firm_id))));

ALTER TABLE as_district.complaint_cards OWNER TO wuye_owner;

CREATE VIEW as_district.complaint_contents WITH (security_invoker='true') AS
 SELECT t.complaint_id,
    t.content
   FROM public.complaint_texts t
  WHERE (t.district_code = ( SELECT public.current_district() AS current_district));

ALTER TABLE as_district.complaint_contents OWNER TO wuye_owner;

CREATE VIEW as_district.complaint_search AS
 SELECT c.id,
    c.source,
    c.ticket_no,
    c.round,
    c.request_type,
    c.category,
    c.external_category,
    c.urgency,
    c.state,
    c.title,
    c.place,
    c.leader_instruction,
    c.group_petition,
    c.opinion_event,
    c.secret,
    c.anonymous,
    c.confidential,
    c.occurred_at,
    c.received_at,
    c.due_at,
    c.result,
    c.satisfaction,
    c.street_code,
    c.community_code,
    c.estate_id,
    e.code AS estate_code,
    e.name AS estate_name,
    c.firm_id,
    f.name AS firm_name,
    c.version,
    c.created_at,
    c.updated_at,
    t.body_x
   FROM (((public.complaints c
     LEFT JOIN public.estates e ON (((e.district_code = c.district_code) AND (e.id = c.estate_id))))
     LEFT JOIN public.firms f ON (((f.district_code = c.district_code) AND (f.id = c.firm_id))))
     JOIN public.complaint_texts t ON (((t.district_code = c.district_code) AND (t.complaint_id = c.id))))
  WHERE (c.district_code = ( SELECT public.current_district() AS current_district));

ALTER TABLE as_district.complaint_search OWNER TO wuye_owner;

CREATE VIEW as_hotline.complaint_cards WITH (security_invoker='true') AS
 SELECT c.id,
    c.source,
    c.ticket_no,
    c.round,
    c.request_type,
    c.category,
    c.external_category,
    c.urgency,
    c.state,
    c.title,
    c.place,
    c.leader_instruction,
    c.group_petition,
    c.opinion_event,
    c.secret,
    c.anonymous,
    c.confidential,
    c.occurred_at,
    c.received_at,
    c.due_at,
    c.result,
    c.satisfaction,
    c.street_code,
    c.community_code,
    c.estate_id,
    e.code AS estate_code,
    e.name AS estate_name,
    c.firm_id,
    f.name AS firm_name,
    c.version,
    c.created_at,
    c.updated_at
   FROM ((public.complaints c
     LEFT JOIN public.estates e ON (((e.district_code = c.district_code) AND (e.id = c.estate_id))))
     LEFT JOIN public.firms f ON (((f.district_code = c.district_code) AND (f.id = c.firm_id))));

ALTER TABLE as_hotline.complaint_cards OWNER TO wuye_owner;

CREATE VIEW as_hotline.complaint_contents WITH (security_invoker='true') AS
 SELECT t.complaint_id,
    t.content
   FROM public.complaint_texts t
  WHERE (t.district_code = ( SELECT public.current_district() AS current_district));

ALTER TABLE as_hotline.complaint_contents OWNER TO wuye_owner;

CREATE VIEW as_hotline.complaint_search AS
 SELECT c.id,
    c.source,
    c.ticket_no,
    c.round,
    c.request_type,
    c.category,
    c.external_category,
    c.urgency,
    c.state,
    c.title,
    c.place,
    c.leader_instruction,
    c.group_petition,
    c.opinion_event,
    c.secret,
    c.anonymous,
    c.confidential,
    c.occurred_at,
    c.received_at,
    c.due_at,
    c.result,
    c.satisfaction,
    c.street_code,
    c.community_code,
    c.estate_id,
    e.code AS estate_code,
    e.name AS estate_name,
    c.firm_id,
    f.name AS firm_name,
    c.version,
    c.created_at,
    c.updated_at,
    t.body_x
   FROM (((public.complaints c
     LEFT JOIN public.estates e ON (((e.district_code = c.district_code) AND (e.id = c.estate_id))))
     LEFT JOIN public.firms f ON (((f.district_code = c.district_code) AND (f.id = c.firm_id))))
     JOIN public.complaint_texts t ON (((t.district_code = c.district_code) AND (t.complaint_id = c.id))))
  WHERE ((c.district_code = ( SELECT public.current_district() AS current_district)) AND (c.client_id = ( SELECT public.current_user_id() AS current_user_id)));

ALTER TABLE as_hotline.complaint_search OWNER TO wuye_owner;

CREATE VIEW as_platform.complaint_cards WITH (security_invoker='true') AS
 SELECT c.id,
    c.source,
    c.ticket_no,
    c.round,
    c.request_type,
    c.category,
    c.external_category,
    c.urgency,
    c.state,
    NULL::text AS title,
    NULL::text AS place,
    c.leader_instruction,
    c.group_petition,
    c.opinion_event,
    c.secret,
    c.anonymous,
    c.confidential,
    c.occurred_at,
    c.received_at,
    c.due_at,
    c.result,
    c.satisfaction,
    c.street_code,
    c.community_code,
    c.estate_id,
    e.code AS estate_code,
    e.name AS estate_name,
    c.firm_id,
    f.name AS firm_name,
    c.version,
    c.created_at,
    c.updated_at
   FROM ((public.complaints c
     LEFT JOIN public.estates e ON (((e.district_code = c.district_code) AND (e.id = c.estate_id))))
     LEFT JOIN public.firms f ON (((f.district_code = c.district_code) AND (f.id = c.firm_id))));

ALTER TABLE as_platform.complaint_cards OWNER TO wuye_owner;

CREATE VIEW as_platform.complaint_contents WITH (security_invoker='true') AS
 SELECT NULL::uuid AS complaint_id,
    NULL::text AS content
  WHERE false;

ALTER TABLE as_platform.complaint_contents OWNER TO wuye_owner;

CREATE VIEW as_platform.complaint_search AS
 SELECT c.id,
    c.source,
    c.ticket_no,
    c.round,
    c.request_type,
    c.category,
    c.external_category,
    c.urgency,
    c.state,
    NULL::text AS title,
    NULL::text AS place,
    c.leader_instruction,
    c.group_petition,
    c.opinion_event,
    c.secret,
    c.anonymous,
    c.confidential,
    c.occurred_at,
    c.received_at,
    c.due_at,
    c.result,
    c.satisfaction,
    c.street_code,
    c.community_code,
    c.estate_id,
    e.code AS estate_code,
    e.name AS estate_name,
    c.firm_id,
    f.name AS firm_name,
    c.version,
    c.created_at,
    c.updated_at,
    NULL::text AS body_x
   FROM ((public.complaints c
     LEFT JOIN public.estates e ON (((e.district_code = c.district_code) AND (e.id = c.estate_id))))
     LEFT JOIN public.firms f ON (((f.district_code = c.district_code) AND (f.id = c.firm_id))))
  WHERE ((c.district_code = ( SELECT public.current_district() AS current_district)) AND (NOT c.confidential));

ALTER TABLE as_platform.complaint_search OWNER TO wuye_owner;

CREATE VIEW as_street.complaint_cards WITH (security_invoker='true') AS
 SELECT c.id,
    c.source,
    c.ticket_no,
    c.round,
    c.request_type,
    c.category,
    c.external_category,
    c.urgency,
    c.state,
    c.title,
    c.place,
    c.leader_instruction,
    c.group_petition,
    c.opinion_event,
    c.secret,
    c.anonymous,
    c.confidential,
    c.occurred_at,
    c.received_at,
    c.due_at,
    c.result,
    c.satisfaction,
    c.street_code,
    c.community_code,
    c.estate_id,
    e.code AS estate_code,
    e.name AS estate_name,
    c.firm_id,
    f.name AS firm_name,
    c.version,
    c.created_at,
    c.updated_at
   FROM ((public.complaints c
     LEFT JOIN public.estates e ON (((e.district_code = c.district_code) AND (e.id = c.estate_id))))
     LEFT JOIN public.firms f ON (((f.district_code = c.district_code) AND (f.id = c.firm_id))));

ALTER TABLE as_street.complaint_cards OWNER TO wuye_owner;

CREATE VIEW as_street.complaint_contents WITH (security_invoker='true') AS
 SELECT t.complaint_id,
    t.content
   FROM public.complaint_texts t
  WHERE (t.district_code = ( SELECT public.current_district() AS current_district));

ALTER TABLE as_street.complaint_contents OWNER TO wuye_owner;

CREATE VIEW as_street.complaint_search AS
 SELECT c.id,
    c.source,
    c.ticket_no,
    c.round,
    c.request_type,
    c.category,
    c.external_category,
    c.urgency,
    c.state,
    c.title,
    c.place,
    c.leader_instruction,
    c.group_petition,
    c.opinion_event,
    c.secret,
    c.anonymous,
    c.confidential,
    c.occurred_at,
    c.received_at,
    c.due_at,
    c.result,
    c.satisfaction,
    c.street_code,
    c.community_code,
    c.estate_id,
    e.code AS estate_code,
    e.name AS estate_name,
    c.firm_id,
    f.name AS firm_name,
    c.version,
    c.created_at,
    c.updated_at,
    t.body_x
   FROM (((public.complaints c
     LEFT JOIN public.estates e ON (((e.district_code = c.district_code) AND (e.id = c.estate_id))))
     LEFT JOIN public.firms f ON (((f.district_code = c.district_code) AND (f.id = c.firm_id))))
     JOIN public.complaint_texts t ON (((t.district_code = c.district_code) AND (t.complaint_id = c.id))))
  WHERE ((c.district_code = ( SELECT public.current_district() AS current_district)) AND (c.street_code = ( SELECT public.current_street() AS current_street)) AND (NOT c.confidential));

ALTER TABLE as_street.complaint_search OWNER TO wuye_owner;

CREATE TABLE personal.complainants (
    district_code text NOT NULL COLLATE pg_catalog."C",
    ticket_id uuid NOT NULL,
    complaint_id uuid NOT NULL,
    seal_key text NOT NULL,
    name_sealed bytea,
    phone_sealed bytea,
    phone_hash text COLLATE pg_catalog."C",
    address_sealed bytea,
    place_sealed bytea,
    title_sealed bytea,
    content_sealed bytea,
    created_at timestamp with time zone NOT NULL,
    erase_after timestamp with time zone,
    erased_at timestamp with time zone
);

ALTER TABLE personal.complainants OWNER TO wuye_owner;

CREATE TABLE public.audit_log (
    district_code text NOT NULL COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid,
    user_name text,
    role text NOT NULL,
    operation text NOT NULL,
    target text,
    reason text,
    remote text,
    request_id text,
    detail jsonb
)
PARTITION BY RANGE (at);

ALTER TABLE public.audit_log OWNER TO wuye_owner;

CREATE TABLE public.audit_log_default (
    district_code text NOT NULL COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid,
    user_name text,
    role text NOT NULL,
    operation text NOT NULL,
    target text,
    reason text,
    remote text,
    request_id text,
    detail jsonb
);

ALTER TABLE public.audit_log_default OWNER TO wuye_owner;

CREATE TABLE public.auth_limits (
    effective_from date NOT NULL,
    effective_to date,
    window_seconds integer NOT NULL,
    name_failures integer NOT NULL,
    address_failures integer NOT NULL,
    lock_seconds integer NOT NULL,
    CONSTRAINT auth_limits_address_failures CHECK ((address_failures > 0)),
    CONSTRAINT auth_limits_lock CHECK ((lock_seconds > 0)),
    CONSTRAINT auth_limits_name_failures CHECK ((name_failures > 0)),
    CONSTRAINT auth_limits_period CHECK ((effective_to > effective_from)),
    CONSTRAINT auth_limits_window CHECK ((window_seconds > 0))
);

ALTER TABLE public.auth_limits OWNER TO wuye_owner;

CREATE TABLE public.category_mappings (
    district_code text DEFAULT '*'::text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    external_code text NOT NULL COLLATE pg_catalog."C",
    external_zh text,
    category_code text NOT NULL COLLATE pg_catalog."C",
    effective_from date NOT NULL,
    effective_to date,
    CONSTRAINT category_mappings_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.category_mappings OWNER TO wuye_owner;

CREATE TABLE public.checklist_items (
    checklist_code text NOT NULL COLLATE pg_catalog."C",
    item_code text NOT NULL COLLATE pg_catalog."C",
    group_code text NOT NULL COLLATE pg_catalog."C",
    "position" integer NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    CONSTRAINT checklist_items_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.checklist_items OWNER TO wuye_owner;

CREATE TABLE public.checklist_reports (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    checklist_code text NOT NULL COLLATE pg_catalog."C",
    item_code text NOT NULL COLLATE pg_catalog."C",
    street_code text NOT NULL COLLATE pg_catalog."C",
    done boolean NOT NULL,
    done_on date,
    note text,
    by_role text NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    CONSTRAINT checklist_reports_day_of_done CHECK ((done = (done_on IS NOT NULL))),
    CONSTRAINT checklist_reports_role_known CHECK ((by_role = ANY (ARRAY['district'::text, 'street'::text])))
);

ALTER TABLE public.checklist_reports OWNER TO wuye_owner;

CREATE TABLE public.checklists (
    code text NOT NULL COLLATE pg_catalog."C",
    zh text NOT NULL,
    en text NOT NULL,
    source text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    CONSTRAINT checklists_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.checklists OWNER TO wuye_owner;

CREATE TABLE public.clients (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL,
    secret_digest text,
    secret_digest_2 text,
    webhook_secret bytea,
    webhook_secret_key text,
    webhook_secret_2 bytea,
    webhook_secret_2_key text,
    state text DEFAULT 'active'::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    token_epoch integer DEFAULT 1 NOT NULL,
    CONSTRAINT clients_name_fits CHECK ((name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text)),
    CONSTRAINT clients_role_known CHECK ((role = ANY (ARRAY['hotline'::text, 'platform'::text]))),
    CONSTRAINT clients_state_known CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text]))),
    CONSTRAINT clients_webhook_key_given CHECK ((((webhook_secret IS NULL) = (webhook_secret_key IS NULL)) AND ((webhook_secret_2 IS NULL) = (webhook_secret_2_key IS NULL))))
);

ALTER TABLE public.clients OWNER TO wuye_owner;

CREATE TABLE public.code_lists (
    code text NOT NULL COLLATE pg_catalog."C",
    zh text NOT NULL,
    en text NOT NULL,
    source text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    CONSTRAINT code_lists_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.code_lists OWNER TO wuye_owner;

CREATE TABLE public.codes (
    list_code text NOT NULL COLLATE pg_catalog."C",
    code text NOT NULL COLLATE pg_catalog."C",
    "position" integer NOT NULL,
    zh text NOT NULL,
    en text NOT NULL,
    text_zh text,
    text_en text,
    parent_code text COLLATE pg_catalog."C",
    source text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    CONSTRAINT codes_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.codes OWNER TO wuye_owner;

CREATE TABLE public.complaint_categories (
    code text NOT NULL COLLATE pg_catalog."C",
    zh text NOT NULL,
    en text NOT NULL,
    confidential boolean DEFAULT false NOT NULL,
    expedited boolean DEFAULT false NOT NULL,
    delegated boolean DEFAULT false NOT NULL,
    department text,
    violation_code text,
    source text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    CONSTRAINT complaint_categories_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.complaint_categories OWNER TO wuye_owner;

CREATE TABLE public.complaint_events (
    district_code text NOT NULL COLLATE pg_catalog."C",
    complaint_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    action text NOT NULL,
    from_state text,
    to_state text NOT NULL,
    actor_id uuid,
    actor_name text,
    actor_role text NOT NULL,
    ticket_id uuid,
    note_public text,
    note_internal text
)
PARTITION BY RANGE (at);

ALTER TABLE public.complaint_events OWNER TO wuye_owner;

CREATE TABLE public.complaint_events_default (
    district_code text NOT NULL COLLATE pg_catalog."C",
    complaint_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    action text NOT NULL,
    from_state text,
    to_state text NOT NULL,
    actor_id uuid,
    actor_name text,
    actor_role text NOT NULL,
    ticket_id uuid,
    note_public text,
    note_internal text
);

ALTER TABLE public.complaint_events_default OWNER TO wuye_owner;

CREATE TABLE public.contract_estates (
    district_code text NOT NULL COLLATE pg_catalog."C",
    contract_id uuid NOT NULL,
    estate_id uuid NOT NULL,
    kind text NOT NULL,
    service_period daterange NOT NULL,
    in_force boolean NOT NULL
);

ALTER TABLE public.contract_estates OWNER TO wuye_owner;

CREATE TABLE public.contracts_past (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    firm_id uuid NOT NULL,
    registration_no text COLLATE pg_catalog."C",
    kind text NOT NULL,
    award_method text NOT NULL,
    service_grade text,
    fee_m2_month numeric(10,4),
    annual_fee numeric(16,2),
    service_start date NOT NULL,
    fee_start date,
    end_date date,
    terminated_on date,
    fee_cadence text,
    fee_relief boolean NOT NULL,
    filed_at date,
    review text,
    state text NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    service_period daterange GENERATED ALWAYS AS (daterange(service_start, LEAST(end_date, terminated_on), '[]'::text)) STORED NOT NULL,
    in_force boolean GENERATED ALWAYS AS ((state <> ALL (ARRAY['draft'::text, 'entry_review'::text]))) STORED NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL,
    CONSTRAINT contracts_past_period CHECK ((known_to > known_from))
);

ALTER TABLE public.contracts_past OWNER TO wuye_owner;

CREATE TABLE public.department_contacts (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    department_id uuid NOT NULL,
    name text NOT NULL,
    post text,
    phone text,
    valid_from date NOT NULL,
    valid_to date,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    known_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT department_contacts_name_given CHECK ((name <> ''::text)),
    CONSTRAINT department_contacts_period CHECK ((valid_to >= valid_from))
);

ALTER TABLE public.department_contacts OWNER TO wuye_owner;

CREATE TABLE public.department_roster (
    code text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    CONSTRAINT department_roster_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.department_roster OWNER TO wuye_owner;

CREATE TABLE public.departments (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    street_code text COLLATE pg_catalog."C",
    valid_from date NOT NULL,
    valid_to date,
    end_reason text,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    known_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    name_key text GENERATED ALWAYS AS (public.name_key(name)) STORED NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT departments_end_has_reason CHECK (((valid_to IS NULL) = (end_reason IS NULL))),
    CONSTRAINT departments_name_given CHECK ((name <> ''::text)),
    CONSTRAINT departments_period CHECK ((valid_to >= valid_from))
);

ALTER TABLE public.departments OWNER TO wuye_owner;

CREATE TABLE public.districts (
    district_code text NOT NULL COLLATE pg_catalog."C",
    served_from date DEFAULT '2020-01-01'::date NOT NULL,
    served_to date,
    CONSTRAINT districts_code_fits CHECK ((length(district_code) = 6)),
    CONSTRAINT districts_period CHECK ((served_to > served_from))
);

ALTER TABLE public.districts OWNER TO wuye_owner;

CREATE TABLE public.division_jurisdictions (
    district_code text NOT NULL COLLATE pg_catalog."C",
    code text NOT NULL COLLATE pg_catalog."C",
    street_code text NOT NULL COLLATE pg_catalog."C",
    community_code text COLLATE pg_catalog."C",
    effective_from date NOT NULL,
    effective_to date,
    CONSTRAINT division_jurisdictions_is_itself CHECK ((code = COALESCE(community_code, street_code))),
    CONSTRAINT division_jurisdictions_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.division_jurisdictions OWNER TO wuye_owner;

CREATE TABLE public.divisions (
    code text NOT NULL COLLATE pg_catalog."C",
    parent_code text COLLATE pg_catalog."C",
    level smallint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    pinyin text DEFAULT ''::text NOT NULL,
    initials text DEFAULT ''::text NOT NULL,
    effective_from date DEFAULT '2020-01-01'::date NOT NULL,
    effective_to date,
    name_x text GENERATED ALWAYS AS (public.zh_separate(((((((((name || ' '::text) || pinyin) || ' '::text) || replace(pinyin, ' '::text, ''::text)) || ' '::text) || initials) || ' '::text) || code))) STORED NOT NULL,
    CONSTRAINT divisions_code_digits CHECK ((code ~ '^[0-9]+$'::text)),
    CONSTRAINT divisions_level_fits CHECK ((length(code) =
CASE level
    WHEN 1 THEN 2
    WHEN 2 THEN 4
    WHEN 3 THEN 6
    WHEN 4 THEN 9
    WHEN 5 THEN 12
    ELSE NULL::integer
END)),
    CONSTRAINT divisions_period CHECK ((effective_to > effective_from)),
    CONSTRAINT divisions_root CHECK (((level = 1) = (parent_code IS NULL)))
);

ALTER TABLE public.divisions OWNER TO wuye_owner;

CREATE TABLE public.estate_aliases (
    district_code text NOT NULL COLLATE pg_catalog."C",
    estate_id uuid NOT NULL,
    alias text NOT NULL,
    alias_key text GENERATED ALWAYS AS (public.name_key(alias)) STORED NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE public.estate_aliases OWNER TO wuye_owner;

CREATE TABLE public.estate_modes_past (
    district_code text NOT NULL COLLATE pg_catalog."C",
    estate_id uuid NOT NULL,
    mode text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL,
    CONSTRAINT estate_modes_past_period CHECK ((known_to > known_from))
);

ALTER TABLE public.estate_modes_past OWNER TO wuye_owner;

CREATE TABLE public.estates_past (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    street_code text NOT NULL COLLATE pg_catalog."C",
    community_code text NOT NULL COLLATE pg_catalog."C",
    area_m2 numeric(14,2) NOT NULL,
    households integer,
    building_type text NOT NULL,
    old_kind text,
    new_or_old text NOT NULL,
    is_key boolean NOT NULL,
    party_org boolean NOT NULL,
    service_room_use text,
    service_room_m2 numeric(14,2),
    public_revenue numeric(16,2),
    grids integer,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    name_key text GENERATED ALWAYS AS (public.name_key(name)) STORED NOT NULL COLLATE pg_catalog."C",
    name_x text GENERATED ALWAYS AS (public.zh_separate(((name || ' '::text) || code))) STORED NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL,
    CONSTRAINT estates_past_period CHECK ((known_to > known_from))
);

ALTER TABLE public.estates_past OWNER TO wuye_owner;

CREATE TABLE public.firms_past (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    uscc text NOT NULL COLLATE pg_catalog."C",
    uscc_override_reason text,
    uscc_override_by text,
    uscc_override_at timestamp with time zone,
    name text NOT NULL,
    locality text NOT NULL,
    registered_division text COLLATE pg_catalog."C",
    service_hotline text,
    party_org boolean NOT NULL,
    party_org_since date,
    market_access text NOT NULL,
    status text NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    name_x text GENERATED ALWAYS AS (public.zh_separate(((name || ' '::text) || uscc))) STORED NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL,
    CONSTRAINT firms_past_period CHECK ((known_to > known_from))
);

ALTER TABLE public.firms_past OWNER TO wuye_owner;

CREATE TABLE public.idempotency_keys (
    district_code text NOT NULL COLLATE pg_catalog."C",
    principal_id uuid NOT NULL,
    operation text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    body_hash text NOT NULL,
    tries integer DEFAULT 1 NOT NULL,
    status integer,
    answer text,
    location text,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE public.idempotency_keys OWNER TO wuye_owner;

CREATE TABLE public.liaisons (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    campaign text NOT NULL COLLATE pg_catalog."C",
    street_code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    post text,
    phone text,
    valid_from date NOT NULL,
    valid_to date,
    end_reason text,
    replaced_by uuid,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT liaisons_end_has_reason CHECK (((valid_to IS NULL) = (end_reason IS NULL))),
    CONSTRAINT liaisons_name_given CHECK ((name <> ''::text)),
    CONSTRAINT liaisons_period CHECK ((valid_to >= valid_from))
);

ALTER TABLE public.liaisons OWNER TO wuye_owner;

CREATE TABLE public.login_failures (
    district_code text NOT NULL COLLATE pg_catalog."C",
    subject_kind text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    failures integer NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    locked_until timestamp with time zone,
    CONSTRAINT login_failures_kind_known CHECK ((subject_kind = ANY (ARRAY['name'::text, 'address'::text])))
);

ALTER TABLE public.login_failures OWNER TO wuye_owner;

CREATE TABLE public.org_staff (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    org_unit_id uuid NOT NULL,
    name text NOT NULL,
    post text,
    specialist boolean DEFAULT false NOT NULL,
    full_time boolean NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    known_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT org_staff_name_given CHECK ((name <> ''::text)),
    CONSTRAINT org_staff_period CHECK ((valid_to >= valid_from))
);

ALTER TABLE public.org_staff OWNER TO wuye_owner;

CREATE TABLE public.org_units_past (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    level text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    division_code text COLLATE pg_catalog."C",
    street_code text COLLATE pg_catalog."C",
    community_code text COLLATE pg_catalog."C",
    estate_id uuid,
    supervises boolean NOT NULL,
    budgeted boolean NOT NULL,
    venue_kind text,
    venue_address text,
    venue_area_m2 numeric(14,2),
    established_on date NOT NULL,
    ended_on date,
    end_reason text,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    known_from timestamp with time zone NOT NULL,
    place text GENERATED ALWAYS AS (COALESCE((estate_id)::text, division_code)) STORED NOT NULL COLLATE pg_catalog."C",
    name_x text GENERATED ALWAYS AS (public.zh_separate(name)) STORED NOT NULL,
    known_to timestamp with time zone NOT NULL,
    CONSTRAINT org_units_past_period CHECK ((known_to > known_from))
);

ALTER TABLE public.org_units_past OWNER TO wuye_owner;

CREATE TABLE public.owners_committees_past (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    estate_id uuid NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    established_on date NOT NULL,
    term_from date,
    term_to date,
    dissolved_on date,
    member_count integer,
    party_member_count integer,
    no_oc_reason text,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL,
    CONSTRAINT owners_committees_past_period CHECK ((known_to > known_from))
);

ALTER TABLE public.owners_committees_past OWNER TO wuye_owner;

CREATE TABLE public.person_roles (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    staff_id uuid NOT NULL,
    firm_id uuid NOT NULL,
    estate_id uuid,
    role text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    CONSTRAINT person_roles_period CHECK ((valid_to > valid_from)),
    CONSTRAINT person_roles_role_known CHECK ((role = ANY (ARRAY['firm_manager'::text, 'project_manager'::text, 'staff'::text, 'quality_director'::text])))
);

ALTER TABLE public.person_roles OWNER TO wuye_owner;

CREATE TABLE public.personal_access_log (
    district_code text NOT NULL COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    user_name text,
    role text NOT NULL,
    complaint_id uuid NOT NULL,
    reason text NOT NULL,
    remote text,
    request_id text,
    CONSTRAINT personal_access_log_reason_given CHECK ((reason ~ '\S.*\S'::text))
)
PARTITION BY RANGE (at);

ALTER TABLE public.personal_access_log OWNER TO wuye_owner;

CREATE TABLE public.personal_access_log_default (
    district_code text NOT NULL COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    user_name text,
    role text NOT NULL,
    complaint_id uuid NOT NULL,
    reason text NOT NULL,
    remote text,
    request_id text,
    CONSTRAINT personal_access_log_reason_given CHECK ((reason ~ '\S.*\S'::text))
);

ALTER TABLE public.personal_access_log_default OWNER TO wuye_owner;

CREATE TABLE public.project_syncs (
    district_code text NOT NULL COLLATE pg_catalog."C",
    estate_id uuid,
    contract_id uuid,
    id uuid GENERATED ALWAYS AS (COALESCE(estate_id, contract_id)) STORED NOT NULL,
    state text NOT NULL,
    project_version integer NOT NULL,
    acknowledged_at timestamp with time zone NOT NULL,
    last_sent_at timestamp with time zone,
    reference_no text,
    message text,
    tries integer DEFAULT 0 NOT NULL,
    acknowledgements integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT project_syncs_accepted_has_number CHECK (((state <> 'accepted'::text) OR (reference_no IS NOT NULL))),
    CONSTRAINT project_syncs_one_project CHECK ((num_nonnulls(estate_id, contract_id) = 1)),
    CONSTRAINT project_syncs_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'sent'::text, 'accepted'::text, 'rejected'::text])))
);

ALTER TABLE public.project_syncs OWNER TO wuye_owner;

CREATE TABLE public.refresh_families (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    reuse_detected boolean DEFAULT false NOT NULL
);

ALTER TABLE public.refresh_families OWNER TO wuye_owner;

CREATE TABLE public.refresh_tokens (
    district_code text NOT NULL COLLATE pg_catalog."C",
    digest text NOT NULL COLLATE pg_catalog."C",
    family_id uuid NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

ALTER TABLE public.refresh_tokens OWNER TO wuye_owner;

CREATE TABLE public.signing_keys (
    kid text NOT NULL COLLATE pg_catalog."C",
    algorithm text NOT NULL,
    public_jwk text NOT NULL,
    private_sealed bytea NOT NULL,
    seal_key text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    signs_until timestamp with time zone NOT NULL,
    trusted_until timestamp with time zone NOT NULL,
    CONSTRAINT signing_keys_period CHECK (((created_at < signs_until) AND (signs_until <= trusted_until)))
);

ALTER TABLE public.signing_keys OWNER TO wuye_owner;

CREATE TABLE public.staff (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    firm_id uuid NOT NULL,
    name text NOT NULL,
    certificate_no text,
    party_member boolean DEFAULT false NOT NULL,
    joined_on date,
    left_on date,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT staff_period CHECK ((left_on > joined_on))
);

ALTER TABLE public.staff OWNER TO wuye_owner;

CREATE TABLE public.staffing_minimums (
    district_code text DEFAULT '*'::text NOT NULL COLLATE pg_catalog."C",
    rule text NOT NULL COLLATE pg_catalog."C",
    level text NOT NULL,
    specialists_only boolean DEFAULT false NOT NULL,
    minimum integer NOT NULL,
    source text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    CONSTRAINT staffing_minimums_level_known CHECK ((level = ANY (ARRAY['district'::text, 'street'::text, 'community'::text]))),
    CONSTRAINT staffing_minimums_number CHECK ((minimum >= 0)),
    CONSTRAINT staffing_minimums_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.staffing_minimums OWNER TO wuye_owner;

CREATE TABLE public.tickets (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    ticket_no text NOT NULL COLLATE pg_catalog."C",
    round integer NOT NULL,
    client_id uuid NOT NULL,
    body_hash text NOT NULL,
    tries integer DEFAULT 1 NOT NULL,
    last_try_at timestamp with time zone NOT NULL,
    complaint_id uuid NOT NULL,
    category text COLLATE pg_catalog."C",
    external_category text COLLATE pg_catalog."C",
    told_estate_code text,
    told_estate_name text,
    told_division_code text,
    estate_id uuid,
    street_code text COLLATE pg_catalog."C",
    community_code text COLLATE pg_catalog."C",
    received_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT tickets_not_of_the_future CHECK ((received_at <= (created_at + '1 day'::interval))),
    CONSTRAINT tickets_round_positive CHECK (((round >= 1) AND (round <= 99)))
);

ALTER TABLE public.tickets OWNER TO wuye_owner;

CREATE TABLE public.users (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    display_name text,
    role text NOT NULL,
    street_code text COLLATE pg_catalog."C",
    community_code text COLLATE pg_catalog."C",
    firm_id uuid,
    password_digest text,
    state text DEFAULT 'active'::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    token_epoch integer DEFAULT 1 NOT NULL,
    issuer text COLLATE pg_catalog."C",
    subject text COLLATE pg_catalog."C",
    CONSTRAINT users_name_fits CHECK ((name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text)),
    CONSTRAINT users_one_way_in CHECK (((issuer IS NULL) OR (password_digest IS NULL))),
    CONSTRAINT users_scope_fits CHECK (
CASE role
    WHEN 'district'::text THEN (num_nonnulls(street_code, community_code, firm_id) = 0)
    WHEN 'street'::text THEN ((street_code IS NOT NULL) AND (num_nonnulls(community_code, firm_id) = 0))
    WHEN 'community'::text THEN ((num_nulls(street_code, community_code) = 0) AND (firm_id IS NULL))
    WHEN 'company'::text THEN ((firm_id IS NOT NULL) AND (num_nonnulls(street_code, community_code) = 0))
    ELSE false
END),
    CONSTRAINT users_state_known CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text]))),
    CONSTRAINT users_subject_whole CHECK (((issuer IS NULL) = (subject IS NULL)))
);

ALTER TABLE public.users OWNER TO wuye_owner;

CREATE TABLE public.workdays (
    date date NOT NULL,
    is_workday boolean NOT NULL,
    name text
);

ALTER TABLE public.workdays OWNER TO wuye_owner;

ALTER TABLE ONLY public.audit_log ATTACH PARTITION public.audit_log_default DEFAULT;

ALTER TABLE ONLY public.complaint_events ATTACH PARTITION public.complaint_events_default DEFAULT;

ALTER TABLE ONLY public.personal_access_log ATTACH PARTITION public.personal_access_log_default DEFAULT;

ALTER TABLE ONLY personal.complainants
    ADD CONSTRAINT complainants_key PRIMARY KEY (district_code, ticket_id);

ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_key PRIMARY KEY (district_code, at, id);

ALTER TABLE ONLY public.audit_log_default
    ADD CONSTRAINT audit_log_default_pkey PRIMARY KEY (district_code, at, id);

ALTER TABLE ONLY public.auth_limits
    ADD CONSTRAINT auth_limits_key PRIMARY KEY (effective_from);

ALTER TABLE ONLY public.category_mappings
    ADD CONSTRAINT category_mappings_key PRIMARY KEY (district_code, source, external_code, effective_from);

ALTER TABLE ONLY public.category_mappings
    ADD CONSTRAINT category_mappings_one EXCLUDE USING gist (district_code WITH =, source WITH =, external_code WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.checklist_items
    ADD CONSTRAINT checklist_items_key PRIMARY KEY (checklist_code, item_code, effective_from);

ALTER TABLE ONLY public.checklist_items
    ADD CONSTRAINT checklist_items_one EXCLUDE USING gist (checklist_code WITH =, item_code WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.checklist_reports
    ADD CONSTRAINT checklist_reports_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.checklists
    ADD CONSTRAINT checklists_key PRIMARY KEY (code);

ALTER TABLE ONLY public.clients
    ADD CONSTRAINT clients_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.clients
    ADD CONSTRAINT clients_name_unique UNIQUE (district_code, name);

ALTER TABLE ONLY public.code_lists
    ADD CONSTRAINT code_lists_key PRIMARY KEY (code);

ALTER TABLE ONLY public.codes
    ADD CONSTRAINT codes_key PRIMARY KEY (list_code, code, effective_from);

ALTER TABLE ONLY public.codes
    ADD CONSTRAINT codes_one EXCLUDE USING gist (list_code WITH =, code WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.complaint_categories
    ADD CONSTRAINT complaint_categories_key PRIMARY KEY (code, effective_from);

ALTER TABLE ONLY public.complaint_categories
    ADD CONSTRAINT complaint_categories_one EXCLUDE USING gist (code WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.complaint_events
    ADD CONSTRAINT complaint_events_key PRIMARY KEY (district_code, complaint_id, at, id);

ALTER TABLE ONLY public.complaint_events_default
    ADD CONSTRAINT complaint_events_default_pkey PRIMARY KEY (district_code, complaint_id, at, id);

ALTER TABLE ONLY public.complaint_texts
    ADD CONSTRAINT complaint_texts_key PRIMARY KEY (district_code, complaint_id);

ALTER TABLE ONLY public.complaints
    ADD CONSTRAINT complaints_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.complaints
    ADD CONSTRAINT complaints_ticket_unique UNIQUE (district_code, source, ticket_no);

ALTER TABLE ONLY public.contract_estates
    ADD CONSTRAINT contract_estates_key PRIMARY KEY (district_code, contract_id, estate_id);

ALTER TABLE ONLY public.contract_estates
    ADD CONSTRAINT contract_estates_one_at_a_time EXCLUDE USING gist (district_code WITH =, estate_id WITH =, kind WITH =, service_period WITH &&) WHERE (in_force);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_copy UNIQUE (district_code, id, kind, service_period, in_force);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.contracts_past
    ADD CONSTRAINT contracts_past_key PRIMARY KEY (district_code, id, known_from, known_to);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_registration_unique UNIQUE (district_code, registration_no);

ALTER TABLE ONLY public.department_contacts
    ADD CONSTRAINT department_contacts_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.department_roster
    ADD CONSTRAINT department_roster_key PRIMARY KEY (code, effective_from);

ALTER TABLE ONLY public.department_roster
    ADD CONSTRAINT department_roster_one EXCLUDE USING gist (code WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.departments
    ADD CONSTRAINT departments_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.departments
    ADD CONSTRAINT departments_one EXCLUDE USING gist (district_code WITH =, code WITH =, name_key WITH =, daterange(valid_from, valid_to) WITH &&);

ALTER TABLE ONLY public.districts
    ADD CONSTRAINT districts_key PRIMARY KEY (district_code);

ALTER TABLE ONLY public.division_jurisdictions
    ADD CONSTRAINT division_jurisdictions_key PRIMARY KEY (district_code, code, effective_from);

ALTER TABLE ONLY public.division_jurisdictions
    ADD CONSTRAINT division_jurisdictions_one EXCLUDE USING gist (code WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.divisions
    ADD CONSTRAINT divisions_key PRIMARY KEY (code);

ALTER TABLE ONLY public.estate_aliases
    ADD CONSTRAINT estate_aliases_key PRIMARY KEY (district_code, alias_key, estate_id);

ALTER TABLE ONLY public.estate_modes
    ADD CONSTRAINT estate_modes_key PRIMARY KEY (district_code, estate_id, valid_from);

ALTER TABLE ONLY public.estate_modes
    ADD CONSTRAINT estate_modes_one EXCLUDE USING gist (district_code WITH =, estate_id WITH =, daterange(valid_from, valid_to) WITH &&);

ALTER TABLE ONLY public.estate_modes_past
    ADD CONSTRAINT estate_modes_past_key PRIMARY KEY (district_code, estate_id, valid_from, known_from, known_to);

ALTER TABLE ONLY public.estates
    ADD CONSTRAINT estates_code_unique UNIQUE (district_code, code);

ALTER TABLE ONLY public.estates
    ADD CONSTRAINT estates_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.estates_past
    ADD CONSTRAINT estates_past_key PRIMARY KEY (district_code, id, known_from, known_to);

ALTER TABLE ONLY public.firms
    ADD CONSTRAINT firms_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.firms_past
    ADD CONSTRAINT firms_past_key PRIMARY KEY (district_code, id, known_from, known_to);

ALTER TABLE ONLY public.firms
    ADD CONSTRAINT firms_uscc_unique UNIQUE (district_code, uscc);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (district_code, principal_id, operation, key);

ALTER TABLE ONLY public.liaisons
    ADD CONSTRAINT liaisons_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.liaisons
    ADD CONSTRAINT liaisons_one EXCLUDE USING gist (district_code WITH =, campaign WITH =, street_code WITH =, daterange(valid_from, valid_to) WITH &&);

ALTER TABLE ONLY public.login_failures
    ADD CONSTRAINT login_failures_key PRIMARY KEY (district_code, subject_kind, subject);

ALTER TABLE ONLY public.org_staff
    ADD CONSTRAINT org_staff_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.org_units
    ADD CONSTRAINT org_units_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.org_units
    ADD CONSTRAINT org_units_one EXCLUDE USING gist (district_code WITH =, place WITH =, kind WITH =, daterange(established_on, ended_on) WITH &&);

ALTER TABLE ONLY public.org_units_past
    ADD CONSTRAINT org_units_past_key PRIMARY KEY (district_code, id, known_from, known_to);

ALTER TABLE ONLY public.owners_committees
    ADD CONSTRAINT owners_committees_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.owners_committees
    ADD CONSTRAINT owners_committees_one EXCLUDE USING gist (district_code WITH =, estate_id WITH =, kind WITH =, daterange(established_on, dissolved_on) WITH &&);

ALTER TABLE ONLY public.owners_committees_past
    ADD CONSTRAINT owners_committees_past_key PRIMARY KEY (district_code, id, known_from, known_to);

ALTER TABLE ONLY public.person_roles
    ADD CONSTRAINT person_roles_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.personal_access_log
    ADD CONSTRAINT personal_access_log_key PRIMARY KEY (district_code, at, id);

ALTER TABLE ONLY public.personal_access_log_default
    ADD CONSTRAINT personal_access_log_default_pkey PRIMARY KEY (district_code, at, id);

ALTER TABLE ONLY public.project_syncs
    ADD CONSTRAINT project_syncs_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.refresh_families
    ADD CONSTRAINT refresh_families_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.refresh_tokens
    ADD CONSTRAINT refresh_tokens_key PRIMARY KEY (district_code, digest);

ALTER TABLE ONLY public.signing_keys
    ADD CONSTRAINT signing_keys_key PRIMARY KEY (kid);

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.staffing_minimums
    ADD CONSTRAINT staffing_minimums_key PRIMARY KEY (district_code, rule, level, effective_from);

ALTER TABLE ONLY public.staffing_minimums
    ADD CONSTRAINT staffing_minimums_one EXCLUDE USING gist (district_code WITH =, rule WITH =, level WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_unique UNIQUE (district_code, source, ticket_no, round);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_name_unique UNIQUE (district_code, name);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_subject_unique UNIQUE (district_code, issuer, subject);

ALTER TABLE ONLY public.workdays
    ADD CONSTRAINT workdays_key PRIMARY KEY (date);

CREATE INDEX complainants_by_phone ON personal.complainants USING btree (district_code, phone_hash) WHERE (phone_hash IS NOT NULL);

CREATE INDEX complainants_due ON personal.complainants USING btree (erase_after) WHERE (erased_at IS NULL);

CREATE INDEX complainants_of_complaint ON personal.complainants USING btree (district_code, complaint_id);

CREATE INDEX audit_log_of_user ON ONLY public.audit_log USING btree (district_code, user_id, at DESC, id DESC);

CREATE INDEX audit_log_default_district_code_user_id_at_id_idx ON public.audit_log_default USING btree (district_code, user_id, at DESC, id DESC);

CREATE INDEX checklist_reports_last ON public.checklist_reports USING btree (district_code, checklist_code, street_code, item_code, reported_at);

CREATE INDEX complaint_texts_search ON public.complaint_texts USING gin (body_x public.gin_trgm_ops);

CREATE INDEX complaints_by_state ON public.complaints USING btree (district_code, state, category);

CREATE INDEX complaints_by_state_of_community ON public.complaints USING btree (district_code, community_code, state, category);

CREATE INDEX complaints_by_state_of_firm ON public.complaints USING btree (district_code, firm_id, state, category) WHERE ((NOT secret) AND (NOT confidential) AND (category IS NOT NULL));

CREATE INDEX complaints_by_state_of_street ON public.complaints USING btree (district_code, street_code, state, category);

CREATE INDEX complaints_changed ON public.complaints USING btree (district_code, updated_at);

CREATE INDEX complaints_newest ON public.complaints USING btree (district_code, received_at DESC, id DESC);

CREATE INDEX complaints_newest_of_community ON public.complaints USING btree (district_code, community_code, received_at DESC, id DESC);

CREATE INDEX complaints_newest_of_firm ON public.complaints USING btree (district_code, firm_id, received_at DESC, id DESC) WHERE ((NOT secret) AND (NOT confidential) AND (category IS NOT NULL));

CREATE INDEX complaints_newest_of_street ON public.complaints USING btree (district_code, street_code, received_at DESC, id DESC);

CREATE INDEX complaints_of_estate ON public.complaints USING btree (district_code, estate_id, received_at DESC, id DESC);

CREATE INDEX contract_estates_of_estate ON public.contract_estates USING btree (district_code, estate_id);

CREATE INDEX contracts_of_firm ON public.contracts USING btree (district_code, firm_id, service_start);

CREATE INDEX contracts_past_until ON public.contracts_past USING btree (district_code, known_to);

CREATE INDEX department_contacts_of ON public.department_contacts USING btree (district_code, department_id, id);

CREATE INDEX division_jurisdictions_of_street ON public.division_jurisdictions USING btree (district_code, street_code, code);

CREATE INDEX divisions_children ON public.divisions USING btree (parent_code, code);

CREATE INDEX divisions_search ON public.divisions USING gin (name_x public.gin_trgm_ops);

CREATE INDEX estate_modes_past_until ON public.estate_modes_past USING btree (district_code, known_to);

CREATE INDEX estates_by_name ON public.estates USING btree (district_code, name_key);

CREATE INDEX estates_of_community ON public.estates USING btree (district_code, community_code, code);

CREATE INDEX estates_of_street ON public.estates USING btree (district_code, street_code, code);

CREATE INDEX estates_past_until ON public.estates_past USING btree (district_code, known_to);

CREATE INDEX estates_search ON public.estates USING gin (name_x public.gin_trgm_ops);

CREATE INDEX firms_by_name ON public.firms USING btree (district_code, name, id);

CREATE INDEX firms_past_until ON public.firms_past USING btree (district_code, known_to);

CREATE INDEX firms_search ON public.firms USING gin (name_x public.gin_trgm_ops);

CREATE INDEX idempotency_keys_expiry ON public.idempotency_keys USING btree (expires_at);

CREATE INDEX org_staff_of_unit ON public.org_staff USING btree (district_code, org_unit_id, id);

CREATE INDEX org_units_of_division ON public.org_units USING btree (district_code, division_code) WHERE (division_code IS NOT NULL);

CREATE INDEX org_units_of_estate ON public.org_units USING btree (district_code, estate_id);

CREATE INDEX org_units_of_street ON public.org_units USING btree (district_code, street_code, id);

CREATE INDEX org_units_past_of_division ON public.org_units_past USING btree (district_code, division_code) WHERE (division_code IS NOT NULL);

CREATE INDEX org_units_past_until ON public.org_units_past USING btree (district_code, known_to);

CREATE INDEX owners_committees_past_until ON public.owners_committees_past USING btree (district_code, known_to);

CREATE INDEX person_roles_of_estate ON public.person_roles USING btree (district_code, estate_id, role, valid_from);

CREATE INDEX person_roles_of_firm ON public.person_roles USING btree (district_code, firm_id, role, valid_from);

CREATE INDEX personal_access_log_of_complaint ON ONLY public.personal_access_log USING btree (district_code, complaint_id, at);

CREATE INDEX personal_access_log_default_district_code_complaint_id_at_idx ON public.personal_access_log_default USING btree (district_code, complaint_id, at);

CREATE INDEX personal_access_log_of_user ON ONLY public.personal_access_log USING btree (district_code, user_id, at);

CREATE INDEX personal_access_log_default_district_code_user_id_at_idx ON public.personal_access_log_default USING btree (district_code, user_id, at);

CREATE INDEX project_syncs_by_state ON public.project_syncs USING btree (district_code, state, id);

CREATE INDEX refresh_tokens_by_digest ON public.refresh_tokens USING btree (digest);

CREATE INDEX refresh_tokens_expiry ON public.refresh_tokens USING btree (expires_at);

CREATE INDEX refresh_tokens_of_family ON public.refresh_tokens USING btree (district_code, family_id);

CREATE INDEX staff_of_firm ON public.staff USING btree (district_code, firm_id, id);

CREATE INDEX tickets_newest ON public.tickets USING btree (district_code, created_at DESC, id DESC);

CREATE INDEX tickets_newest_of_client ON public.tickets USING btree (district_code, client_id, created_at DESC, id DESC);

CREATE INDEX tickets_of_complaint ON public.tickets USING btree (district_code, complaint_id, round);

ALTER INDEX public.audit_log_of_user ATTACH PARTITION public.audit_log_default_district_code_user_id_at_id_idx;

ALTER INDEX public.audit_log_key ATTACH PARTITION public.audit_log_default_pkey;

ALTER INDEX public.complaint_events_key ATTACH PARTITION public.complaint_events_default_pkey;

ALTER INDEX public.personal_access_log_of_complaint ATTACH PARTITION public.personal_access_log_default_district_code_complaint_id_at_idx;

ALTER INDEX public.personal_access_log_of_user ATTACH PARTITION public.personal_access_log_default_district_code_user_id_at_idx;

ALTER INDEX public.personal_access_log_key ATTACH PARTITION public.personal_access_log_default_pkey;

ALTER TABLE ONLY personal.complainants
    ADD CONSTRAINT complainants_complaint FOREIGN KEY (district_code, complaint_id) REFERENCES public.complaints(district_code, id);

ALTER TABLE ONLY personal.complainants
    ADD CONSTRAINT complainants_ticket FOREIGN KEY (district_code, ticket_id) REFERENCES public.tickets(district_code, id);

ALTER TABLE ONLY public.checklist_items
    ADD CONSTRAINT checklist_items_checklist FOREIGN KEY (checklist_code) REFERENCES public.checklists(code);

ALTER TABLE ONLY public.checklist_reports
    ADD CONSTRAINT checklist_reports_checklist FOREIGN KEY (checklist_code) REFERENCES public.checklists(code);

ALTER TABLE ONLY public.checklist_reports
    ADD CONSTRAINT checklist_reports_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.checklist_reports
    ADD CONSTRAINT checklist_reports_street FOREIGN KEY (street_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.clients
    ADD CONSTRAINT clients_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.codes
    ADD CONSTRAINT codes_list FOREIGN KEY (list_code) REFERENCES public.code_lists(code);

ALTER TABLE public.complaint_events
    ADD CONSTRAINT complaint_events_complaint FOREIGN KEY (district_code, complaint_id) REFERENCES public.complaints(district_code, id);

ALTER TABLE ONLY public.complaint_texts
    ADD CONSTRAINT complaint_texts_complaint FOREIGN KEY (district_code, complaint_id) REFERENCES public.complaints(district_code, id);

ALTER TABLE ONLY public.complaints
    ADD CONSTRAINT complaints_community FOREIGN KEY (community_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.complaints
    ADD CONSTRAINT complaints_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.complaints
    ADD CONSTRAINT complaints_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.complaints
    ADD CONSTRAINT complaints_firm FOREIGN KEY (district_code, firm_id) REFERENCES public.firms(district_code, id);

ALTER TABLE ONLY public.complaints
    ADD CONSTRAINT complaints_master FOREIGN KEY (district_code, master_id) REFERENCES public.complaints(district_code, id);

ALTER TABLE ONLY public.complaints
    ADD CONSTRAINT complaints_street FOREIGN KEY (street_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.contract_estates
    ADD CONSTRAINT contract_estates_contract FOREIGN KEY (district_code, contract_id, kind, service_period, in_force) REFERENCES public.contracts(district_code, id, kind, service_period, in_force) DEFERRABLE;

ALTER TABLE ONLY public.contract_estates
    ADD CONSTRAINT contract_estates_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_firm FOREIGN KEY (district_code, firm_id) REFERENCES public.firms(district_code, id);

ALTER TABLE ONLY public.department_contacts
    ADD CONSTRAINT department_contacts_department FOREIGN KEY (district_code, department_id) REFERENCES public.departments(district_code, id);

ALTER TABLE ONLY public.departments
    ADD CONSTRAINT departments_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.departments
    ADD CONSTRAINT departments_street FOREIGN KEY (street_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.districts
    ADD CONSTRAINT districts_division FOREIGN KEY (district_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.division_jurisdictions
    ADD CONSTRAINT division_jurisdictions_community FOREIGN KEY (community_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.division_jurisdictions
    ADD CONSTRAINT division_jurisdictions_district FOREIGN KEY (district_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.division_jurisdictions
    ADD CONSTRAINT division_jurisdictions_division FOREIGN KEY (code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.division_jurisdictions
    ADD CONSTRAINT division_jurisdictions_street FOREIGN KEY (street_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.divisions
    ADD CONSTRAINT divisions_parent FOREIGN KEY (parent_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.estate_aliases
    ADD CONSTRAINT estate_aliases_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.estate_modes
    ADD CONSTRAINT estate_modes_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.estates
    ADD CONSTRAINT estates_community FOREIGN KEY (community_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.estates
    ADD CONSTRAINT estates_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.estates
    ADD CONSTRAINT estates_street FOREIGN KEY (street_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.firms
    ADD CONSTRAINT firms_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.firms
    ADD CONSTRAINT firms_registered FOREIGN KEY (registered_division) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.liaisons
    ADD CONSTRAINT liaisons_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.liaisons
    ADD CONSTRAINT liaisons_replaced_by FOREIGN KEY (district_code, replaced_by) REFERENCES public.liaisons(district_code, id);

ALTER TABLE ONLY public.liaisons
    ADD CONSTRAINT liaisons_street FOREIGN KEY (street_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.org_staff
    ADD CONSTRAINT org_staff_unit FOREIGN KEY (district_code, org_unit_id) REFERENCES public.org_units(district_code, id);

ALTER TABLE ONLY public.org_units
    ADD CONSTRAINT org_units_community FOREIGN KEY (community_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.org_units
    ADD CONSTRAINT org_units_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.org_units
    ADD CONSTRAINT org_units_division FOREIGN KEY (division_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.org_units
    ADD CONSTRAINT org_units_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.org_units
    ADD CONSTRAINT org_units_street FOREIGN KEY (street_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.owners_committees
    ADD CONSTRAINT owners_committees_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.person_roles
    ADD CONSTRAINT person_roles_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.person_roles
    ADD CONSTRAINT person_roles_firm FOREIGN KEY (district_code, firm_id) REFERENCES public.firms(district_code, id);

ALTER TABLE ONLY public.person_roles
    ADD CONSTRAINT person_roles_staff FOREIGN KEY (district_code, staff_id) REFERENCES public.staff(district_code, id);

ALTER TABLE ONLY public.project_syncs
    ADD CONSTRAINT project_syncs_contract FOREIGN KEY (district_code, contract_id) REFERENCES public.contracts(district_code, id);

ALTER TABLE ONLY public.project_syncs
    ADD CONSTRAINT project_syncs_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.project_syncs
    ADD CONSTRAINT project_syncs_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.refresh_families
    ADD CONSTRAINT refresh_families_user FOREIGN KEY (district_code, user_id) REFERENCES public.users(district_code, id);

ALTER TABLE ONLY public.refresh_tokens
    ADD CONSTRAINT refresh_tokens_family FOREIGN KEY (district_code, family_id) REFERENCES public.refresh_families(district_code, id);

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_firm FOREIGN KEY (district_code, firm_id) REFERENCES public.firms(district_code, id);

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_complaint FOREIGN KEY (district_code, complaint_id) REFERENCES public.complaints(district_code, id);

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_community FOREIGN KEY (community_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_firm FOREIGN KEY (district_code, firm_id) REFERENCES public.firms(district_code, id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_street FOREIGN KEY (street_code) REFERENCES public.divisions(code);

ALTER TABLE personal.complainants ENABLE ROW LEVEL SECURITY;

CREATE POLICY complainants_hotline ON personal.complainants FOR INSERT TO wuye_hotline WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY complainants_seen ON personal.complainants FOR SELECT TO wuye_district, wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = complainants.district_code) AND (c.id = complainants.complaint_id))))));

ALTER TABLE public.audit_log ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.audit_log_default ENABLE ROW LEVEL SECURITY;

CREATE POLICY audit_log_district ON public.audit_log FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY audit_log_own ON public.audit_log FOR INSERT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (user_id = ( SELECT public.current_user_id() AS current_user_id))));

ALTER TABLE public.auth_limits ENABLE ROW LEVEL SECURITY;

CREATE POLICY auth_limits_auth ON public.auth_limits FOR SELECT TO wuye_auth USING (true);

ALTER TABLE public.category_mappings ENABLE ROW LEVEL SECURITY;

CREATE POLICY category_mappings_read ON public.category_mappings FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.checklist_items ENABLE ROW LEVEL SECURITY;

CREATE POLICY checklist_items_read ON public.checklist_items FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_platform USING (true);

ALTER TABLE public.checklist_reports ENABLE ROW LEVEL SECURITY;

CREATE POLICY checklist_reports_district ON public.checklist_reports FOR SELECT TO wuye_district, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY checklist_reports_made ON public.checklist_reports FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY checklist_reports_made_own ON public.checklist_reports FOR INSERT TO wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street))));

CREATE POLICY checklist_reports_street ON public.checklist_reports FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street))));

ALTER TABLE public.checklists ENABLE ROW LEVEL SECURITY;

CREATE POLICY checklists_read ON public.checklists FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_platform USING (true);

ALTER TABLE public.clients ENABLE ROW LEVEL SECURITY;

CREATE POLICY clients_auth ON public.clients FOR SELECT TO wuye_auth USING (true);

CREATE POLICY clients_district ON public.clients FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.code_lists ENABLE ROW LEVEL SECURITY;

CREATE POLICY code_lists_read ON public.code_lists FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.codes ENABLE ROW LEVEL SECURITY;

CREATE POLICY codes_read ON public.codes FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.complaint_categories ENABLE ROW LEVEL SECURITY;

CREATE POLICY complaint_categories_read ON public.complaint_categories FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.complaint_events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.complaint_events_default ENABLE ROW LEVEL SECURITY;

CREATE POLICY complaint_events_hotline ON public.complaint_events FOR INSERT TO wuye_hotline WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (actor_id = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY complaint_events_seen ON public.complaint_events FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = complaint_events.district_code) AND (c.id = complaint_events.complaint_id))))));

ALTER TABLE public.complaint_texts ENABLE ROW LEVEL SECURITY;

CREATE POLICY complaint_texts_hotline ON public.complaint_texts FOR INSERT TO wuye_hotline WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY complaint_texts_seen ON public.complaint_texts FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = complaint_texts.district_code) AND (c.id = complaint_texts.complaint_id))))));

ALTER TABLE public.complaints ENABLE ROW LEVEL SECURITY;

CREATE POLICY complaints_community ON public.complaints FOR SELECT TO wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (community_code = ( SELECT public.current_community() AS current_community)) AND (NOT confidential)));

CREATE POLICY complaints_company ON public.complaints FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm)) AND (NOT secret) AND (NOT confidential) AND (category IS NOT NULL)));

CREATE POLICY complaints_district ON public.complaints FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY complaints_hotline ON public.complaints TO wuye_hotline USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (client_id = ( SELECT public.current_user_id() AS current_user_id)))) WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (client_id = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY complaints_platform ON public.complaints FOR SELECT TO wuye_platform USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (NOT confidential)));

CREATE POLICY complaints_street ON public.complaints FOR SELECT TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street)) AND (NOT confidential)));

ALTER TABLE public.contract_estates ENABLE ROW LEVEL SECURITY;

CREATE POLICY contract_estates_area ON public.contract_estates FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (estate_id IN ( SELECT e.id
   FROM public.estates e))));

CREATE POLICY contract_estates_company ON public.contract_estates FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (contract_id IN ( SELECT c.id
   FROM public.contracts c))));

CREATE POLICY contract_estates_district ON public.contract_estates FOR SELECT TO wuye_district, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.contracts ENABLE ROW LEVEL SECURITY;

CREATE POLICY contracts_area ON public.contracts FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (id IN ( SELECT ce.contract_id
   FROM public.contract_estates ce))));

CREATE POLICY contracts_company ON public.contracts FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY contracts_district ON public.contracts FOR SELECT TO wuye_district, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.contracts_past ENABLE ROW LEVEL SECURITY;

CREATE POLICY contracts_past_area ON public.contracts_past FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (id IN ( SELECT ce.contract_id
   FROM public.contract_estates ce))));

CREATE POLICY contracts_past_company ON public.contracts_past FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY contracts_past_district ON public.contracts_past FOR SELECT TO wuye_district, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY contracts_past_kept ON public.contracts_past FOR INSERT TO wuye_district, wuye_street, wuye_company WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.department_contacts ENABLE ROW LEVEL SECURITY;

CREATE POLICY department_contacts_changes ON public.department_contacts FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY department_contacts_read ON public.department_contacts FOR SELECT TO wuye_district, wuye_street, wuye_community USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY department_contacts_registers ON public.department_contacts FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.department_roster ENABLE ROW LEVEL SECURITY;

CREATE POLICY department_roster_read ON public.department_roster FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_platform USING (true);

ALTER TABLE public.departments ENABLE ROW LEVEL SECURITY;

CREATE POLICY departments_changes ON public.departments FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY departments_read ON public.departments FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY departments_registers ON public.departments FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.districts ENABLE ROW LEVEL SECURITY;

CREATE POLICY districts_read ON public.districts FOR SELECT TO wuye_member, wuye_auth, wuye_worker USING (true);

ALTER TABLE public.division_jurisdictions ENABLE ROW LEVEL SECURITY;

CREATE POLICY division_jurisdictions_read ON public.division_jurisdictions FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.divisions ENABLE ROW LEVEL SECURITY;

CREATE POLICY divisions_read ON public.divisions FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.estate_aliases ENABLE ROW LEVEL SECURITY;

CREATE POLICY estate_aliases_area ON public.estate_aliases FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (estate_id IN ( SELECT e.id
   FROM public.estates e))));

CREATE POLICY estate_aliases_district ON public.estate_aliases FOR SELECT TO wuye_district, wuye_hotline USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.estate_modes ENABLE ROW LEVEL SECURITY;

CREATE POLICY estate_modes_area ON public.estate_modes FOR SELECT TO wuye_street, wuye_community, wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (estate_id IN ( SELECT e.id
   FROM public.estates e))));

CREATE POLICY estate_modes_changes ON public.estate_modes FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY estate_modes_district ON public.estate_modes FOR SELECT TO wuye_district, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.estate_modes_past ENABLE ROW LEVEL SECURITY;

CREATE POLICY estate_modes_past_area ON public.estate_modes_past FOR SELECT TO wuye_street, wuye_community, wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (estate_id IN ( SELECT e.id
   FROM public.estates e))));

CREATE POLICY estate_modes_past_district ON public.estate_modes_past FOR SELECT TO wuye_district, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY estate_modes_past_kept ON public.estate_modes_past FOR INSERT TO wuye_district, wuye_street WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY estate_modes_registers ON public.estate_modes FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.estates ENABLE ROW LEVEL SECURITY;

CREATE POLICY estates_changes ON public.estates FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY estates_changes_own ON public.estates FOR UPDATE TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street))));

CREATE POLICY estates_community ON public.estates FOR SELECT TO wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (community_code = ( SELECT public.current_community() AS current_community))));

CREATE POLICY estates_company ON public.estates FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (id = ANY (( SELECT public.estates_of_firm() AS estates_of_firm)::uuid[]))));

CREATE POLICY estates_district ON public.estates FOR SELECT TO wuye_district, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.estates_past ENABLE ROW LEVEL SECURITY;

CREATE POLICY estates_past_community ON public.estates_past FOR SELECT TO wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (community_code = ( SELECT public.current_community() AS current_community))));

CREATE POLICY estates_past_company ON public.estates_past FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (id = ANY (( SELECT public.estates_of_firm() AS estates_of_firm)::uuid[]))));

CREATE POLICY estates_past_district ON public.estates_past FOR SELECT TO wuye_district, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY estates_past_kept ON public.estates_past FOR INSERT TO wuye_district, wuye_street WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY estates_past_street ON public.estates_past FOR SELECT TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street))));

CREATE POLICY estates_registers ON public.estates FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY estates_street ON public.estates FOR SELECT TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street))));

ALTER TABLE public.firms ENABLE ROW LEVEL SECURITY;

CREATE POLICY firms_company ON public.firms FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY firms_district ON public.firms FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.firms_past ENABLE ROW LEVEL SECURITY;

CREATE POLICY firms_past_company ON public.firms_past FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY firms_past_district ON public.firms_past FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY firms_past_kept ON public.firms_past FOR INSERT TO wuye_district, wuye_street, wuye_company WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.idempotency_keys ENABLE ROW LEVEL SECURITY;

CREATE POLICY idempotency_keys_own ON public.idempotency_keys TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (principal_id = ( SELECT public.current_user_id() AS current_user_id)))) WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (principal_id = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY idempotency_keys_worker ON public.idempotency_keys TO wuye_worker USING (true) WITH CHECK (true);

ALTER TABLE public.liaisons ENABLE ROW LEVEL SECURITY;

CREATE POLICY liaisons_appoints ON public.liaisons FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY liaisons_appoints_own ON public.liaisons FOR INSERT TO wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street))));

CREATE POLICY liaisons_changes ON public.liaisons FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY liaisons_changes_own ON public.liaisons FOR UPDATE TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street))));

CREATE POLICY liaisons_district ON public.liaisons FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY liaisons_street ON public.liaisons FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street))));

ALTER TABLE public.login_failures ENABLE ROW LEVEL SECURITY;

CREATE POLICY login_failures_auth ON public.login_failures TO wuye_auth USING (true) WITH CHECK (true);

CREATE POLICY login_failures_worker ON public.login_failures TO wuye_worker USING (true) WITH CHECK (true);

ALTER TABLE public.org_staff ENABLE ROW LEVEL SECURITY;

CREATE POLICY org_staff_area ON public.org_staff FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.org_units u
  WHERE ((u.district_code = org_staff.district_code) AND (u.id = org_staff.org_unit_id))))));

CREATE POLICY org_staff_changes ON public.org_staff FOR UPDATE TO wuye_district, wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.org_units u
  WHERE ((u.district_code = org_staff.district_code) AND (u.id = org_staff.org_unit_id))))));

CREATE POLICY org_staff_district ON public.org_staff FOR SELECT TO wuye_district, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY org_staff_registers ON public.org_staff FOR INSERT TO wuye_district, wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.org_units u
  WHERE ((u.district_code = org_staff.district_code) AND (u.id = org_staff.org_unit_id))))));

ALTER TABLE public.org_units ENABLE ROW LEVEL SECURITY;

CREATE POLICY org_units_changes ON public.org_units FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY org_units_changes_own ON public.org_units FOR UPDATE TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND ((street_code = ( SELECT public.current_street() AS current_street)) OR (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = org_units.district_code) AND (e.id = org_units.estate_id)))))));

CREATE POLICY org_units_community ON public.org_units FOR SELECT TO wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND ((community_code = ( SELECT public.current_community() AS current_community)) OR ((level = 'street'::text) AND (street_code = ( SELECT public.current_street() AS current_street))) OR (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = org_units.district_code) AND (e.id = org_units.estate_id)))))));

CREATE POLICY org_units_district ON public.org_units FOR SELECT TO wuye_district, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.org_units_past ENABLE ROW LEVEL SECURITY;

CREATE POLICY org_units_past_community ON public.org_units_past FOR SELECT TO wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND ((community_code = ( SELECT public.current_community() AS current_community)) OR ((level = 'street'::text) AND (street_code = ( SELECT public.current_street() AS current_street))) OR (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = org_units_past.district_code) AND (e.id = org_units_past.estate_id)))))));

CREATE POLICY org_units_past_district ON public.org_units_past FOR SELECT TO wuye_district, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY org_units_past_kept ON public.org_units_past FOR INSERT TO wuye_district, wuye_street WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY org_units_past_street ON public.org_units_past FOR SELECT TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND ((street_code = ( SELECT public.current_street() AS current_street)) OR (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = org_units_past.district_code) AND (e.id = org_units_past.estate_id)))))));

CREATE POLICY org_units_registers ON public.org_units FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY org_units_registers_own ON public.org_units FOR INSERT TO wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND ((street_code = ( SELECT public.current_street() AS current_street)) OR (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = org_units.district_code) AND (e.id = org_units.estate_id)))))));

CREATE POLICY org_units_street ON public.org_units FOR SELECT TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND ((street_code = ( SELECT public.current_street() AS current_street)) OR (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = org_units.district_code) AND (e.id = org_units.estate_id)))))));

ALTER TABLE public.owners_committees ENABLE ROW LEVEL SECURITY;

CREATE POLICY owners_committees_area ON public.owners_committees FOR SELECT TO wuye_street, wuye_community, wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (estate_id IN ( SELECT e.id
   FROM public.estates e))));

CREATE POLICY owners_committees_district ON public.owners_committees FOR SELECT TO wuye_district, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.owners_committees_past ENABLE ROW LEVEL SECURITY;

CREATE POLICY owners_committees_past_area ON public.owners_committees_past FOR SELECT TO wuye_street, wuye_community, wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (estate_id IN ( SELECT e.id
   FROM public.estates e))));

CREATE POLICY owners_committees_past_district ON public.owners_committees_past FOR SELECT TO wuye_district, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY owners_committees_past_kept ON public.owners_committees_past FOR INSERT TO wuye_district, wuye_street WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.person_roles ENABLE ROW LEVEL SECURITY;

CREATE POLICY person_roles_company ON public.person_roles FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY person_roles_district ON public.person_roles FOR SELECT TO wuye_district, wuye_street, wuye_community USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.personal_access_log ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.personal_access_log_default ENABLE ROW LEVEL SECURITY;

CREATE POLICY personal_access_log_district ON public.personal_access_log FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY personal_access_log_own ON public.personal_access_log FOR INSERT TO wuye_district, wuye_street, wuye_community WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (user_id = ( SELECT public.current_user_id() AS current_user_id))));

ALTER TABLE public.project_syncs ENABLE ROW LEVEL SECURITY;

CREATE POLICY project_syncs_begins ON public.project_syncs FOR INSERT TO wuye_district, wuye_platform WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY project_syncs_changes ON public.project_syncs FOR UPDATE TO wuye_district, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY project_syncs_read ON public.project_syncs FOR SELECT TO wuye_district, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.refresh_families ENABLE ROW LEVEL SECURITY;

CREATE POLICY refresh_families_auth ON public.refresh_families TO wuye_auth USING (true) WITH CHECK (true);

CREATE POLICY refresh_families_worker ON public.refresh_families TO wuye_worker USING (true) WITH CHECK (true);

ALTER TABLE public.refresh_tokens ENABLE ROW LEVEL SECURITY;

CREATE POLICY refresh_tokens_auth ON public.refresh_tokens TO wuye_auth USING (true) WITH CHECK (true);

CREATE POLICY refresh_tokens_worker ON public.refresh_tokens TO wuye_worker USING (true) WITH CHECK (true);

ALTER TABLE public.signing_keys ENABLE ROW LEVEL SECURITY;

CREATE POLICY signing_keys_auth ON public.signing_keys FOR SELECT TO wuye_auth USING (true);

ALTER TABLE public.staff ENABLE ROW LEVEL SECURITY;

CREATE POLICY staff_company ON public.staff FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY staff_district ON public.staff FOR SELECT TO wuye_district, wuye_street, wuye_community USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.staffing_minimums ENABLE ROW LEVEL SECURITY;

CREATE POLICY staffing_minimums_ends ON public.staffing_minimums FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY staffing_minimums_read ON public.staffing_minimums FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_platform USING ((district_code = ANY (ARRAY['*'::text, ( SELECT public.current_district() AS current_district)])));

CREATE POLICY staffing_minimums_sets ON public.staffing_minimums FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.tickets ENABLE ROW LEVEL SECURITY;

CREATE POLICY tickets_district ON public.tickets FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY tickets_hotline ON public.tickets TO wuye_hotline USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (client_id = ( SELECT public.current_user_id() AS current_user_id)))) WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (client_id = ( SELECT public.current_user_id() AS current_user_id))));

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

CREATE POLICY users_auth ON public.users FOR SELECT TO wuye_auth USING (true);

CREATE POLICY users_district ON public.users FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.workdays ENABLE ROW LEVEL SECURITY;

CREATE POLICY workdays_read ON public.workdays FOR SELECT TO wuye_member, wuye_worker USING (true);

GRANT USAGE ON SCHEMA as_community TO wuye_community;

GRANT USAGE ON SCHEMA as_company TO wuye_company;

GRANT USAGE ON SCHEMA as_district TO wuye_district;

GRANT USAGE ON SCHEMA as_hotline TO wuye_hotline;

GRANT USAGE ON SCHEMA as_platform TO wuye_platform;

GRANT USAGE ON SCHEMA as_public TO wuye_public;

GRANT USAGE ON SCHEMA as_street TO wuye_street;

GRANT USAGE ON SCHEMA personal TO wuye_district;
GRANT USAGE ON SCHEMA personal TO wuye_street;
GRANT USAGE ON SCHEMA personal TO wuye_community;
GRANT USAGE ON SCHEMA personal TO wuye_hotline;
GRANT USAGE ON SCHEMA personal TO wuye_worker;

GRANT ALL ON SCHEMA public TO wuye_owner;
GRANT USAGE ON SCHEMA public TO wuye_member;
GRANT USAGE ON SCHEMA public TO wuye_auth;
GRANT USAGE ON SCHEMA public TO wuye_worker;

REVOKE ALL ON FUNCTION public.add_calendar_days(day date, days integer, OUT due date, OUT provisional boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.add_calendar_days(day date, days integer, OUT due date, OUT provisional boolean) TO wuye_member;
GRANT ALL ON FUNCTION public.add_calendar_days(day date, days integer, OUT due date, OUT provisional boolean) TO wuye_worker;

REVOKE ALL ON FUNCTION public.add_working_days(day date, days integer, OUT due date, OUT provisional boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.add_working_days(day date, days integer, OUT due date, OUT provisional boolean) TO wuye_member;
GRANT ALL ON FUNCTION public.add_working_days(day date, days integer, OUT due date, OUT provisional boolean) TO wuye_worker;

GRANT SELECT ON TABLE public.contracts TO wuye_district;
GRANT SELECT ON TABLE public.contracts TO wuye_street;
GRANT SELECT ON TABLE public.contracts TO wuye_community;
GRANT SELECT ON TABLE public.contracts TO wuye_company;
GRANT SELECT ON TABLE public.contracts TO wuye_platform;

REVOKE ALL ON FUNCTION public.contracts_at(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contracts_at(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.contracts_at(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.contracts_at(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.contracts_at(day date) TO wuye_company;
GRANT ALL ON FUNCTION public.contracts_at(day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.current_community() FROM PUBLIC;
GRANT ALL ON FUNCTION public.current_community() TO wuye_member;
GRANT ALL ON FUNCTION public.current_community() TO wuye_auth;
GRANT ALL ON FUNCTION public.current_community() TO wuye_worker;

REVOKE ALL ON FUNCTION public.current_district() FROM PUBLIC;
GRANT ALL ON FUNCTION public.current_district() TO wuye_member;
GRANT ALL ON FUNCTION public.current_district() TO wuye_auth;
GRANT ALL ON FUNCTION public.current_district() TO wuye_worker;

REVOKE ALL ON FUNCTION public.current_firm() FROM PUBLIC;
GRANT ALL ON FUNCTION public.current_firm() TO wuye_member;
GRANT ALL ON FUNCTION public.current_firm() TO wuye_auth;
GRANT ALL ON FUNCTION public.current_firm() TO wuye_worker;

REVOKE ALL ON FUNCTION public.current_street() FROM PUBLIC;
GRANT ALL ON FUNCTION public.current_street() TO wuye_member;
GRANT ALL ON FUNCTION public.current_street() TO wuye_auth;
GRANT ALL ON FUNCTION public.current_street() TO wuye_worker;

REVOKE ALL ON FUNCTION public.current_user_id() FROM PUBLIC;
GRANT ALL ON FUNCTION public.current_user_id() TO wuye_member;
GRANT ALL ON FUNCTION public.current_user_id() TO wuye_auth;
GRANT ALL ON FUNCTION public.current_user_id() TO wuye_worker;

GRANT SELECT,INSERT,UPDATE ON TABLE public.estate_modes TO wuye_district;
GRANT SELECT ON TABLE public.estate_modes TO wuye_street;
GRANT SELECT ON TABLE public.estate_modes TO wuye_community;
GRANT SELECT ON TABLE public.estate_modes TO wuye_company;
GRANT SELECT ON TABLE public.estate_modes TO wuye_hotline;
GRANT SELECT ON TABLE public.estate_modes TO wuye_platform;

REVOKE ALL ON FUNCTION public.estate_modes_at(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.estate_modes_at(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.estate_modes_at(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.estate_modes_at(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.estate_modes_at(day date) TO wuye_company;
GRANT ALL ON FUNCTION public.estate_modes_at(day date) TO wuye_hotline;
GRANT ALL ON FUNCTION public.estate_modes_at(day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.name_key(name text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.name_key(name text) TO wuye_member;
GRANT ALL ON FUNCTION public.name_key(name text) TO wuye_auth;
GRANT ALL ON FUNCTION public.name_key(name text) TO wuye_worker;

REVOKE ALL ON FUNCTION public.zh_separate(body text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.zh_separate(body text) TO wuye_member;
GRANT ALL ON FUNCTION public.zh_separate(body text) TO wuye_auth;
GRANT ALL ON FUNCTION public.zh_separate(body text) TO wuye_worker;

GRANT SELECT,INSERT,UPDATE ON TABLE public.estates TO wuye_district;
GRANT SELECT,UPDATE ON TABLE public.estates TO wuye_street;
GRANT SELECT ON TABLE public.estates TO wuye_community;
GRANT SELECT ON TABLE public.estates TO wuye_company;
GRANT SELECT ON TABLE public.estates TO wuye_hotline;
GRANT SELECT ON TABLE public.estates TO wuye_platform;

REVOKE ALL ON FUNCTION public.estates_at(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.estates_at(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.estates_at(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.estates_at(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.estates_at(day date) TO wuye_company;
GRANT ALL ON FUNCTION public.estates_at(day date) TO wuye_hotline;
GRANT ALL ON FUNCTION public.estates_at(day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.estates_of_firm() FROM PUBLIC;
GRANT ALL ON FUNCTION public.estates_of_firm() TO wuye_company;

REVOKE ALL ON FUNCTION public.firm_in_force(district text, estate uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.firm_in_force(district text, estate uuid, day date) TO wuye_hotline;
GRANT ALL ON FUNCTION public.firm_in_force(district text, estate uuid, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.firm_in_force(district text, estate uuid, day date) TO wuye_street;
GRANT ALL ON FUNCTION public.firm_in_force(district text, estate uuid, day date) TO wuye_community;

REVOKE ALL ON FUNCTION public.uscc_valid(code text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.uscc_valid(code text) TO wuye_member;
GRANT ALL ON FUNCTION public.uscc_valid(code text) TO wuye_auth;
GRANT ALL ON FUNCTION public.uscc_valid(code text) TO wuye_worker;

GRANT SELECT ON TABLE public.firms TO wuye_district;
GRANT SELECT ON TABLE public.firms TO wuye_street;
GRANT SELECT ON TABLE public.firms TO wuye_community;
GRANT SELECT ON TABLE public.firms TO wuye_company;
GRANT SELECT ON TABLE public.firms TO wuye_hotline;
GRANT SELECT ON TABLE public.firms TO wuye_platform;

REVOKE ALL ON FUNCTION public.firms_at(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.firms_at(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.firms_at(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.firms_at(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.firms_at(day date) TO wuye_company;
GRANT ALL ON FUNCTION public.firms_at(day date) TO wuye_hotline;
GRANT ALL ON FUNCTION public.firms_at(day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.must_exist(there boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.must_exist(there boolean) TO wuye_member;

GRANT SELECT,INSERT,UPDATE ON TABLE public.org_units TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.org_units TO wuye_street;
GRANT SELECT ON TABLE public.org_units TO wuye_community;
GRANT SELECT ON TABLE public.org_units TO wuye_platform;

REVOKE ALL ON FUNCTION public.org_units_at(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.org_units_at(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.org_units_at(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.org_units_at(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.org_units_at(day date) TO wuye_platform;

GRANT SELECT ON TABLE public.owners_committees TO wuye_district;
GRANT SELECT ON TABLE public.owners_committees TO wuye_street;
GRANT SELECT ON TABLE public.owners_committees TO wuye_community;
GRANT SELECT ON TABLE public.owners_committees TO wuye_company;
GRANT SELECT ON TABLE public.owners_committees TO wuye_hotline;
GRANT SELECT ON TABLE public.owners_committees TO wuye_platform;

REVOKE ALL ON FUNCTION public.owners_committees_at(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.owners_committees_at(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.owners_committees_at(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.owners_committees_at(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.owners_committees_at(day date) TO wuye_company;
GRANT ALL ON FUNCTION public.owners_committees_at(day date) TO wuye_hotline;
GRANT ALL ON FUNCTION public.owners_committees_at(day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.partition_make(parent regclass, month date) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.partitions_ahead(months integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.partitions_ahead(months integer) TO wuye_worker;

REVOKE ALL ON FUNCTION public.staffing_at(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.staffing_at(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.staffing_at(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.staffing_at(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.staffing_at(day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.working_days_between(first date, last date, OUT days integer, OUT provisional boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.working_days_between(first date, last date, OUT days integer, OUT provisional boolean) TO wuye_member;
GRANT ALL ON FUNCTION public.working_days_between(first date, last date, OUT days integer, OUT provisional boolean) TO wuye_worker;

REVOKE ALL ON FUNCTION public.zh_like(term text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.zh_like(term text) TO wuye_member;

GRANT SELECT ON TABLE public.complaints TO wuye_district;
GRANT SELECT ON TABLE public.complaints TO wuye_street;
GRANT SELECT ON TABLE public.complaints TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(district_code) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(district_code) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(id) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(id) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(source) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(source) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(ticket_no) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(round) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(round) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(round) ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(request_type) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(request_type) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(category) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(category) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(external_category) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(urgency) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(urgency) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(title) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(leader_instruction) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(leader_instruction) ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(group_petition) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(group_petition) ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(opinion_event) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(opinion_event) ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(secret) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(secret) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(secret) ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(anonymous) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(repeated) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(repeated) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(confidential) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(confidential) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(confidential) ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(occurred_at) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(occurred_at) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(received_at) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(received_at) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(street_code) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(street_code) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(community_code) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(community_code) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(estate_id) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(estate_id) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(firm_id) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(firm_id) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(validity) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(validity) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(due_at) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(due_at) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(state) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(state) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(state) ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(result) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(result) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(satisfaction) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(satisfaction) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(master_id) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(master_id) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(version) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(version) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(version) ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(created_at) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(created_at) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(updated_at) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(updated_at) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(updated_at) ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT ON TABLE as_community.complaint_cards TO wuye_community;

GRANT SELECT ON TABLE public.complaint_texts TO wuye_district;
GRANT SELECT ON TABLE public.complaint_texts TO wuye_street;
GRANT SELECT ON TABLE public.complaint_texts TO wuye_community;
GRANT SELECT ON TABLE public.complaint_texts TO wuye_company;
GRANT SELECT,INSERT ON TABLE public.complaint_texts TO wuye_hotline;

GRANT SELECT ON TABLE as_community.complaint_contents TO wuye_community;

GRANT SELECT ON TABLE as_community.complaint_search TO wuye_community;

GRANT SELECT ON TABLE as_company.complaint_cards TO wuye_company;

GRANT SELECT ON TABLE as_company.complaint_contents TO wuye_company;

GRANT SELECT ON TABLE as_company.complaint_search TO wuye_company;

GRANT SELECT ON TABLE as_district.complaint_cards TO wuye_district;

GRANT SELECT ON TABLE as_district.complaint_contents TO wuye_district;

GRANT SELECT ON TABLE as_district.complaint_search TO wuye_district;

GRANT SELECT ON TABLE as_hotline.complaint_cards TO wuye_hotline;

GRANT SELECT ON TABLE as_hotline.complaint_contents TO wuye_hotline;

GRANT SELECT ON TABLE as_hotline.complaint_search TO wuye_hotline;

GRANT SELECT ON TABLE as_platform.complaint_cards TO wuye_platform;

GRANT SELECT ON TABLE as_platform.complaint_contents TO wuye_platform;

GRANT SELECT ON TABLE as_platform.complaint_search TO wuye_platform;

GRANT SELECT ON TABLE as_street.complaint_cards TO wuye_street;

GRANT SELECT ON TABLE as_street.complaint_contents TO wuye_street;

GRANT SELECT ON TABLE as_street.complaint_search TO wuye_street;

GRANT SELECT ON TABLE personal.complainants TO wuye_district;
GRANT SELECT ON TABLE personal.complainants TO wuye_street;
GRANT SELECT ON TABLE personal.complainants TO wuye_community;
GRANT INSERT ON TABLE personal.complainants TO wuye_hotline;

GRANT SELECT,INSERT ON TABLE public.audit_log TO wuye_district;
GRANT INSERT ON TABLE public.audit_log TO wuye_street;
GRANT INSERT ON TABLE public.audit_log TO wuye_community;
GRANT INSERT ON TABLE public.audit_log TO wuye_company;
GRANT INSERT ON TABLE public.audit_log TO wuye_hotline;
GRANT INSERT ON TABLE public.audit_log TO wuye_platform;

GRANT SELECT ON TABLE public.auth_limits TO wuye_auth;

GRANT SELECT ON TABLE public.category_mappings TO wuye_member;
GRANT SELECT ON TABLE public.category_mappings TO wuye_worker;

GRANT SELECT ON TABLE public.checklist_items TO wuye_district;
GRANT SELECT ON TABLE public.checklist_items TO wuye_street;
GRANT SELECT ON TABLE public.checklist_items TO wuye_community;
GRANT SELECT ON TABLE public.checklist_items TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.checklist_reports TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.checklist_reports TO wuye_street;
GRANT SELECT ON TABLE public.checklist_reports TO wuye_community;

GRANT SELECT(district_code) ON TABLE public.checklist_reports TO wuye_platform;

GRANT SELECT(id) ON TABLE public.checklist_reports TO wuye_platform;

GRANT SELECT(checklist_code) ON TABLE public.checklist_reports TO wuye_platform;

GRANT SELECT(item_code) ON TABLE public.checklist_reports TO wuye_platform;

GRANT SELECT(street_code) ON TABLE public.checklist_reports TO wuye_platform;

GRANT SELECT(done) ON TABLE public.checklist_reports TO wuye_platform;

GRANT SELECT(done_on) ON TABLE public.checklist_reports TO wuye_platform;

GRANT SELECT(by_role) ON TABLE public.checklist_reports TO wuye_platform;

GRANT SELECT(reported_at) ON TABLE public.checklist_reports TO wuye_platform;

GRANT SELECT ON TABLE public.checklists TO wuye_district;
GRANT SELECT ON TABLE public.checklists TO wuye_street;
GRANT SELECT ON TABLE public.checklists TO wuye_community;
GRANT SELECT ON TABLE public.checklists TO wuye_platform;

GRANT SELECT ON TABLE public.clients TO wuye_auth;

GRANT SELECT(district_code) ON TABLE public.clients TO wuye_district;

GRANT SELECT(id) ON TABLE public.clients TO wuye_district;

GRANT SELECT(name) ON TABLE public.clients TO wuye_district;

GRANT SELECT(role) ON TABLE public.clients TO wuye_district;

GRANT SELECT(state) ON TABLE public.clients TO wuye_district;

GRANT SELECT(version) ON TABLE public.clients TO wuye_district;

GRANT SELECT(created_at) ON TABLE public.clients TO wuye_district;

GRANT SELECT(updated_at) ON TABLE public.clients TO wuye_district;

GRANT SELECT ON TABLE public.code_lists TO wuye_member;
GRANT SELECT ON TABLE public.code_lists TO wuye_worker;

GRANT SELECT ON TABLE public.codes TO wuye_member;
GRANT SELECT ON TABLE public.codes TO wuye_worker;

GRANT SELECT ON TABLE public.complaint_categories TO wuye_member;
GRANT SELECT ON TABLE public.complaint_categories TO wuye_worker;

GRANT SELECT ON TABLE public.complaint_events TO wuye_district;
GRANT SELECT ON TABLE public.complaint_events TO wuye_street;
GRANT SELECT ON TABLE public.complaint_events TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.complaint_events TO wuye_hotline;

GRANT SELECT(district_code) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(complaint_id) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(at) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(id) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(action) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(from_state) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(to_state) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(actor_role) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(note_public) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT ON TABLE public.contract_estates TO wuye_district;
GRANT SELECT ON TABLE public.contract_estates TO wuye_street;
GRANT SELECT ON TABLE public.contract_estates TO wuye_community;
GRANT SELECT ON TABLE public.contract_estates TO wuye_company;
GRANT SELECT ON TABLE public.contract_estates TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.contracts_past TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.contracts_past TO wuye_street;
GRANT SELECT ON TABLE public.contracts_past TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.contracts_past TO wuye_company;
GRANT SELECT ON TABLE public.contracts_past TO wuye_platform;

GRANT SELECT,INSERT,UPDATE ON TABLE public.department_contacts TO wuye_district;
GRANT SELECT ON TABLE public.department_contacts TO wuye_street;
GRANT SELECT ON TABLE public.department_contacts TO wuye_community;

GRANT SELECT ON TABLE public.department_roster TO wuye_district;
GRANT SELECT ON TABLE public.department_roster TO wuye_street;
GRANT SELECT ON TABLE public.department_roster TO wuye_community;
GRANT SELECT ON TABLE public.department_roster TO wuye_platform;

GRANT SELECT,INSERT,UPDATE ON TABLE public.departments TO wuye_district;
GRANT SELECT ON TABLE public.departments TO wuye_street;
GRANT SELECT ON TABLE public.departments TO wuye_community;
GRANT SELECT ON TABLE public.departments TO wuye_platform;

GRANT SELECT ON TABLE public.districts TO wuye_member;
GRANT SELECT ON TABLE public.districts TO wuye_auth;
GRANT SELECT ON TABLE public.districts TO wuye_worker;

GRANT SELECT ON TABLE public.division_jurisdictions TO wuye_member;
GRANT SELECT ON TABLE public.division_jurisdictions TO wuye_worker;

GRANT SELECT ON TABLE public.divisions TO wuye_member;
GRANT SELECT ON TABLE public.divisions TO wuye_worker;

GRANT SELECT ON TABLE public.estate_aliases TO wuye_district;
GRANT SELECT ON TABLE public.estate_aliases TO wuye_street;
GRANT SELECT ON TABLE public.estate_aliases TO wuye_community;
GRANT SELECT ON TABLE public.estate_aliases TO wuye_hotline;

GRANT SELECT,INSERT ON TABLE public.estate_modes_past TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.estate_modes_past TO wuye_street;
GRANT SELECT ON TABLE public.estate_modes_past TO wuye_community;
GRANT SELECT ON TABLE public.estate_modes_past TO wuye_company;
GRANT SELECT ON TABLE public.estate_modes_past TO wuye_hotline;
GRANT SELECT ON TABLE public.estate_modes_past TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.estates_past TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.estates_past TO wuye_street;
GRANT SELECT ON TABLE public.estates_past TO wuye_community;
GRANT SELECT ON TABLE public.estates_past TO wuye_company;
GRANT SELECT ON TABLE public.estates_past TO wuye_hotline;
GRANT SELECT ON TABLE public.estates_past TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.firms_past TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.firms_past TO wuye_street;
GRANT SELECT ON TABLE public.firms_past TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.firms_past TO wuye_company;
GRANT SELECT ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.idempotency_keys TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.idempotency_keys TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.idempotency_keys TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.idempotency_keys TO wuye_company;
GRANT SELECT,INSERT ON TABLE public.idempotency_keys TO wuye_hotline;
GRANT SELECT,INSERT ON TABLE public.idempotency_keys TO wuye_platform;
GRANT DELETE ON TABLE public.idempotency_keys TO wuye_worker;

GRANT SELECT(district_code) ON TABLE public.idempotency_keys TO wuye_worker;

GRANT SELECT(principal_id) ON TABLE public.idempotency_keys TO wuye_worker;

GRANT SELECT(operation) ON TABLE public.idempotency_keys TO wuye_worker;

GRANT SELECT(key) ON TABLE public.idempotency_keys TO wuye_worker;

GRANT UPDATE(tries) ON TABLE public.idempotency_keys TO wuye_district;
GRANT UPDATE(tries) ON TABLE public.idempotency_keys TO wuye_street;
GRANT UPDATE(tries) ON TABLE public.idempotency_keys TO wuye_community;
GRANT UPDATE(tries) ON TABLE public.idempotency_keys TO wuye_company;
GRANT UPDATE(tries) ON TABLE public.idempotency_keys TO wuye_hotline;
GRANT UPDATE(tries) ON TABLE public.idempotency_keys TO wuye_platform;
GRANT UPDATE(tries) ON TABLE public.idempotency_keys TO wuye_worker;

GRANT UPDATE(status) ON TABLE public.idempotency_keys TO wuye_district;
GRANT UPDATE(status) ON TABLE public.idempotency_keys TO wuye_street;
GRANT UPDATE(status) ON TABLE public.idempotency_keys TO wuye_community;
GRANT UPDATE(status) ON TABLE public.idempotency_keys TO wuye_company;
GRANT UPDATE(status) ON TABLE public.idempotency_keys TO wuye_hotline;
GRANT UPDATE(status) ON TABLE public.idempotency_keys TO wuye_platform;

GRANT UPDATE(answer) ON TABLE public.idempotency_keys TO wuye_district;
GRANT UPDATE(answer) ON TABLE public.idempotency_keys TO wuye_street;
GRANT UPDATE(answer) ON TABLE public.idempotency_keys TO wuye_community;
GRANT UPDATE(answer) ON TABLE public.idempotency_keys TO wuye_company;
GRANT UPDATE(answer) ON TABLE public.idempotency_keys TO wuye_hotline;
GRANT UPDATE(answer) ON TABLE public.idempotency_keys TO wuye_platform;

GRANT UPDATE(location) ON TABLE public.idempotency_keys TO wuye_district;
GRANT UPDATE(location) ON TABLE public.idempotency_keys TO wuye_street;
GRANT UPDATE(location) ON TABLE public.idempotency_keys TO wuye_community;
GRANT UPDATE(location) ON TABLE public.idempotency_keys TO wuye_company;
GRANT UPDATE(location) ON TABLE public.idempotency_keys TO wuye_hotline;
GRANT UPDATE(location) ON TABLE public.idempotency_keys TO wuye_platform;

GRANT SELECT(expires_at) ON TABLE public.idempotency_keys TO wuye_worker;

GRANT SELECT,INSERT,UPDATE ON TABLE public.liaisons TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.liaisons TO wuye_street;
GRANT SELECT ON TABLE public.liaisons TO wuye_community;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.login_failures TO wuye_auth;
GRANT SELECT,DELETE ON TABLE public.login_failures TO wuye_worker;

GRANT UPDATE(locked_until) ON TABLE public.login_failures TO wuye_worker;

GRANT SELECT,INSERT,UPDATE ON TABLE public.org_staff TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.org_staff TO wuye_street;
GRANT SELECT ON TABLE public.org_staff TO wuye_community;

GRANT SELECT(district_code) ON TABLE public.org_staff TO wuye_platform;

GRANT SELECT(id) ON TABLE public.org_staff TO wuye_platform;

GRANT SELECT(org_unit_id) ON TABLE public.org_staff TO wuye_platform;

GRANT SELECT(post) ON TABLE public.org_staff TO wuye_platform;

GRANT SELECT(specialist) ON TABLE public.org_staff TO wuye_platform;

GRANT SELECT(full_time) ON TABLE public.org_staff TO wuye_platform;

GRANT SELECT(valid_from) ON TABLE public.org_staff TO wuye_platform;

GRANT SELECT(valid_to) ON TABLE public.org_staff TO wuye_platform;

GRANT SELECT(known_from) ON TABLE public.org_staff TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.org_units_past TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.org_units_past TO wuye_street;
GRANT SELECT ON TABLE public.org_units_past TO wuye_community;
GRANT SELECT ON TABLE public.org_units_past TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.owners_committees_past TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.owners_committees_past TO wuye_street;
GRANT SELECT ON TABLE public.owners_committees_past TO wuye_community;
GRANT SELECT ON TABLE public.owners_committees_past TO wuye_company;
GRANT SELECT ON TABLE public.owners_committees_past TO wuye_hotline;
GRANT SELECT ON TABLE public.owners_committees_past TO wuye_platform;

GRANT SELECT ON TABLE public.person_roles TO wuye_district;
GRANT SELECT ON TABLE public.person_roles TO wuye_street;
GRANT SELECT ON TABLE public.person_roles TO wuye_community;
GRANT SELECT ON TABLE public.person_roles TO wuye_company;

GRANT SELECT,INSERT ON TABLE public.personal_access_log TO wuye_district;
GRANT INSERT ON TABLE public.personal_access_log TO wuye_street;
GRANT INSERT ON TABLE public.personal_access_log TO wuye_community;

GRANT SELECT,INSERT,UPDATE ON TABLE public.project_syncs TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.project_syncs TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.refresh_families TO wuye_auth;
GRANT SELECT,DELETE ON TABLE public.refresh_families TO wuye_worker;

GRANT UPDATE(revoked_at) ON TABLE public.refresh_families TO wuye_auth;
GRANT UPDATE(revoked_at) ON TABLE public.refresh_families TO wuye_worker;

GRANT UPDATE(reuse_detected) ON TABLE public.refresh_families TO wuye_auth;

GRANT SELECT,INSERT ON TABLE public.refresh_tokens TO wuye_auth;
GRANT SELECT,DELETE ON TABLE public.refresh_tokens TO wuye_worker;

GRANT UPDATE(used_at) ON TABLE public.refresh_tokens TO wuye_auth;
GRANT UPDATE(used_at) ON TABLE public.refresh_tokens TO wuye_worker;

GRANT SELECT ON TABLE public.signing_keys TO wuye_auth;

GRANT SELECT ON TABLE public.staff TO wuye_district;
GRANT SELECT ON TABLE public.staff TO wuye_street;
GRANT SELECT ON TABLE public.staff TO wuye_community;
GRANT SELECT ON TABLE public.staff TO wuye_company;

GRANT SELECT,INSERT,UPDATE ON TABLE public.staffing_minimums TO wuye_district;
GRANT SELECT ON TABLE public.staffing_minimums TO wuye_street;
GRANT SELECT ON TABLE public.staffing_minimums TO wuye_community;
GRANT SELECT ON TABLE public.staffing_minimums TO wuye_platform;

GRANT SELECT ON TABLE public.tickets TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.tickets TO wuye_hotline;

GRANT UPDATE(tries) ON TABLE public.tickets TO wuye_hotline;

GRANT UPDATE(last_try_at) ON TABLE public.tickets TO wuye_hotline;

GRANT SELECT ON TABLE public.users TO wuye_auth;

GRANT SELECT(district_code) ON TABLE public.users TO wuye_district;

GRANT SELECT(id) ON TABLE public.users TO wuye_district;

GRANT SELECT(name) ON TABLE public.users TO wuye_district;

GRANT SELECT(display_name) ON TABLE public.users TO wuye_district;

GRANT SELECT(role) ON TABLE public.users TO wuye_district;

GRANT SELECT(street_code) ON TABLE public.users TO wuye_district;

GRANT SELECT(community_code) ON TABLE public.users TO wuye_district;

GRANT SELECT(firm_id) ON TABLE public.users TO wuye_district;

GRANT SELECT(state) ON TABLE public.users TO wuye_district;

GRANT SELECT(version) ON TABLE public.users TO wuye_district;

GRANT SELECT(created_at) ON TABLE public.users TO wuye_district;

GRANT SELECT(updated_at) ON TABLE public.users TO wuye_district;

GRANT SELECT ON TABLE public.workdays TO wuye_member;
GRANT SELECT ON TABLE public.workdays TO wuye_worker;

ALTER DEFAULT PRIVILEGES FOR ROLE wuye_owner REVOKE ALL ON FUNCTIONS  FROM PUBLIC;

