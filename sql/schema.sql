
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

CREATE TYPE public.contract_face AS (
	id uuid,
	registration_no text,
	kind text,
	state text,
	"firm.id" uuid,
	"firm.name" text,
	"firm.uscc" text,
	award_trigger text,
	award_method text,
	award_reference text,
	service_grade text,
	fee_m2_month numeric,
	annual_fee numeric,
	fee_cadence text,
	fee_relief boolean,
	signed_on date,
	service_start date,
	fee_start date,
	end_date date,
	entry_reviewed_on date,
	filed_at date,
	filing_due date,
	filing_overdue boolean,
	terminated_on date,
	termination_reason text,
	termination_document text,
	review text,
	"handover.due" date,
	"handover.receiver" text,
	"handover.rooms_on" date,
	"handover.facilities_on" date,
	"handover.documents_on" date,
	"handover.fee_statement_on" date,
	"handover.refused_on" date,
	"handover.refusal" text,
	handover_overdue boolean,
	service_unit_id uuid,
	predecessor_id uuid,
	estates json,
	version integer,
	created_at timestamp with time zone,
	updated_at timestamp with time zone
);

ALTER TYPE public.contract_face OWNER TO wuye_owner;

CREATE TYPE public.message_told AS (
	source text,
	message_no text,
	ticket_no text,
	round integer,
	kind text,
	sequence bigint,
	sent_at timestamp with time zone,
	body_hash text,
	secret boolean,
	reached boolean,
	result text,
	satisfaction text,
	content text,
	reason text,
	seal_key text,
	content_sealed bytea,
	reason_sealed bytea
);

ALTER TYPE public.message_told OWNER TO wuye_owner;

CREATE TYPE public.ticket_told AS (
	source text,
	ticket_no text,
	round integer,
	body_hash text,
	request_type text,
	category_code text,
	urgency text,
	received_at timestamp with time zone,
	occurred_at timestamp with time zone,
	estate_code text,
	estate_name text,
	division_code text,
	title text,
	place text,
	content text,
	leader_instruction boolean,
	group_petition boolean,
	opinion_event boolean,
	secret boolean,
	anonymous boolean,
	seal_key text,
	name_sealed bytea,
	phone_sealed bytea,
	phone_hash text,
	address_sealed bytea,
	place_sealed bytea,
	title_sealed bytea,
	content_sealed bytea
);

ALTER TYPE public.ticket_told OWNER TO wuye_owner;

CREATE FUNCTION public.account_within_quota(firm uuid, day date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    district text := current_district();
    allowed integer;
    held integer;
begin
    perform from firms f where f.district_code = district and f.id = firm for no key update;
    allowed := coalesce(
        (select q.accounts from account_quotas q where q.district_code = district and q.firm_id = firm and q.effective_from <= day
         order by q.effective_from desc, q.created_at desc, q.id desc limit 1),
        (select q.accounts from account_quotas q where q.district_code = district and q.firm_id is null and q.effective_from <= day
         order by q.effective_from desc, q.created_at desc, q.id desc limit 1),
        (select a.firm_accounts from auth_limits a where a.effective_from <= day order by a.effective_from desc limit 1),
        0);
    select count(*) into held from users u where u.district_code = district and u.firm_id = firm and u.state = 'active';
    return held < allowed;
end $$;

ALTER FUNCTION public.account_within_quota(firm uuid, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.add_calendar_days(day date, days integer, OUT due date, OUT provisional boolean) RETURNS record
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    select day + days, false where days between 0 and 36600
$$;

ALTER FUNCTION public.add_calendar_days(day date, days integer, OUT due date, OUT provisional boolean) OWNER TO wuye_owner;

SET default_table_access_method = heap;

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

CREATE FUNCTION public.add_round(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    with recursive ticket as (
        insert into tickets select (made).*
    ), line as (
        select 0 as step, c.id, c.state, c.master_id from complaints c where c.district_code = made.district_code and c.id = made.complaint_id
        union all
        select l.step + 1, c.id, c.state, c.master_id
        from line l join complaints c on c.district_code = made.district_code and c.id = l.master_id
        where l.state = 'merged' and l.step < 16
    ), heir as (
        -- Whose matter it is now: the one it was merged into, as far as the sender's own go.
        select l.id from line l order by l.step desc limit 1
    ), held as materialized (
        -- In the order of their ids, as a merge locks them. A round that a message announced before is none that is new.
        select c.id, c.id = heir.id as lives,
               made.round > greatest((select max(t.round) from tickets t where t.district_code = made.district_code and t.complaint_id = made.complaint_id),
                                     (select max(m.round) from hotline_messages m where m.district_code = made.district_code and m.source = made.source
                                        and m.ticket_no = made.ticket_no and m.kind = 'redispatch' and m.outcome = 'applied'), 0) as newer
        from heir join complaints c on c.district_code = made.district_code and c.id in (made.complaint_id, heir.id)
        order by c.id
        for update of c
    ), further_round as (
        -- What a later round says can only make the complaint more protected. Handled already, it is to be handled again; what was not taken up, or lives on in
        -- one that is not the sender's, is received anew.
        update complaints c set
            round = greatest(c.round, made.round),
            state = case when not (held.lives and held.newer) then c.state
                         when c.state in ('resolved_reported', 'callback', 'closed') then 'rework'
                         when c.state in ('rejected', 'merged') then 'received'
                         else c.state end,
            validity = case when held.lives and held.newer and c.state = 'rejected' then 'undetermined' else c.validity end,
            master_id = case when held.lives and held.newer then null else c.master_id end,
            secret = c.secret or coalesce(told.secret, false),
            confidential = c.confidential or is_confidential,
            leader_instruction = c.leader_instruction or coalesce(told.leader_instruction, false),
            group_petition = c.group_petition or coalesce(told.group_petition, false),
            opinion_event = c.opinion_event or coalesce(told.opinion_event, false),
            version = c.version + 1,
            updated_at = made.created_at
        from held
        where c.district_code = made.district_code and c.id = held.id
        returning c.id, c.state, held.lives
    ), person as (
        insert into personal.complainants (district_code, ticket_id, complaint_id, seal_key, name_sealed, phone_sealed, phone_hash, address_sealed,
                                           place_sealed, title_sealed, content_sealed, created_at)
        values (made.district_code, made.id, made.complaint_id, told.seal_key, told.name_sealed, told.phone_sealed, told.phone_hash, told.address_sealed,
                told.place_sealed, told.title_sealed, told.content_sealed, made.created_at)
    )
    insert into complaint_events (district_code, complaint_id, at, action, from_state, to_state, actor_id, actor_name, actor_role, ticket_id, note_internal)
    values (made.district_code, coalesce((select id from heir), made.complaint_id), made.created_at, 'receive_again', null,
            coalesce((select state from further_round where lives), 'received'), made.client_id, sender_name, sender_role, made.id, told.content);
end $$;

ALTER FUNCTION public.add_round(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) OWNER TO wuye_owner;

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

CREATE FUNCTION public.apply_firm_patch(district text, target uuid, patch jsonb, base jsonb, at timestamp with time zone) RETURNS text
    LANGUAGE plpgsql
    AS $$
declare
    b firms;
    a firms;
    moment timestamptz;
begin
    select f.* into b from firms f where f.district_code = district and f.id = target for update;
    moment := greatest(at, b.known_from + interval '1 microsecond');
    if exists (select from jsonb_each(base) was where to_jsonb(b) -> was.key is distinct from was.value) then
        return 'target_changed';
    end if;
    a := jsonb_populate_record(b, patch);
    if a.status = 'active' and a.service_hotline is null and patch ? 'status' then
        return 'service_hotline_required';
    end if;
    if a.party_org_since is not null and not a.party_org then
        return 'party_org_since_misplaced';
    end if;
    insert into firms_past (district_code, id, uscc, uscc_override_reason, uscc_override_by, uscc_override_at, name, locality, registered_division,
                            service_hotline, party_org, party_org_since, market_access, status, version, created_at, updated_at, contact_phone,
                            office_address, entry, known_from, known_to)
    values (b.district_code, b.id, b.uscc, b.uscc_override_reason, b.uscc_override_by, b.uscc_override_at, b.name, b.locality, b.registered_division,
            b.service_hotline, b.party_org, b.party_org_since, b.market_access, b.status, b.version, b.created_at, b.updated_at, b.contact_phone,
            b.office_address, b.entry, b.known_from, moment);
    -- A code that is proposed passed the check, so a word for the old one is spent.
    update firms f set
        uscc = a.uscc,
        uscc_override_reason = case when a.uscc = b.uscc then b.uscc_override_reason end,
        uscc_override_by = case when a.uscc = b.uscc then b.uscc_override_by end,
        uscc_override_at = case when a.uscc = b.uscc then b.uscc_override_at end,
        name = a.name, locality = a.locality, registered_division = a.registered_division, party_org = a.party_org, party_org_since = a.party_org_since,
        status = a.status, version = f.version + 1, updated_at = moment, known_from = moment
    where f.district_code = district and f.id = target;
    return null;
end $$;

ALTER FUNCTION public.apply_firm_patch(district text, target uuid, patch jsonb, base jsonb, at timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.assigned_after(district text, person uuid, day date) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
begin
    return exists (
        select from person_roles r
        where r.district_code = district and r.staff_id = person and coalesce(r.valid_to > greatest(day, r.valid_from), true));
end $$;

ALTER FUNCTION public.assigned_after(district text, person uuid, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.award_method_allowed(district text, why text, method text, day date) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    with rules as (
        select r.method, r.district_code
        from award_rules r
        where r.district_code in (district, '*') and r.trigger = why and r.effective_from <= day and coalesce(r.effective_to > day, true)
    )
    select exists (select from rules r where r.method = award_method_allowed.method
                   and (r.district_code <> '*' or not exists (select from rules o where o.district_code <> '*')))
$$;

ALTER FUNCTION public.award_method_allowed(district text, why text, method text, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.base_ledger(day date) RETURNS TABLE(code text, communities bigint, estates bigint, area_m2 numeric, households bigint, market_estates bigint, market_area numeric, quasi_estates bigint, quasi_area numeric, basic_cleaning_estates bigint, basic_cleaning_area numeric, self_estates bigint, self_area numeric, state_firm_estates bigint, state_firm_area numeric, public_welfare_estates bigint, public_welfare_area numeric, fallback_estates bigint, fallback_area numeric, none_estates bigint, none_area numeric, new_estates bigint, new_area numeric, ordinary_estates bigint, ordinary_area numeric, old_estates bigint, old_area numeric, single_building_estates bigint, single_building_area numeric, unenclosed_estates bigint, unenclosed_area numeric, enclosed_estates bigint, enclosed_area numeric, committee_estates bigint, substitute_estates bigint, served_estates bigint, firms bigint, firms_in bigint, firms_out bigint)
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    SET enable_nestloop TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_sort TO 'off'
    SET work_mem TO '64MB'
    AS $$
    with service as (
        select ce.estate_id, c.firm_id
        from contracts_at(base_ledger.day) c
        join contract_estates_at(base_ledger.day) ce on ce.contract_id = c.id
        where c.district_code = (select current_district()) and ce.district_code = (select current_district()) and c.in_force and c.service_period @> base_ledger.day
    ), register as (
        select e.id, e.district_code, e.street_code, e.community_code, e.area_m2, e.households, e.new_or_old, e.old_kind, m.mode,
               coalesce(o.committee, false) as committee, coalesce(o.substitute, false) as substitute, f.estate_id is not null as served
        from estates_at(base_ledger.day) e
        left join (
            select m.estate_id, m.mode from estate_modes_at(base_ledger.day) m
            where m.district_code = (select current_district()) and daterange(m.valid_from, m.valid_to) @> base_ledger.day
        ) m on m.estate_id = e.id
        left join (
            select c.estate_id, bool_or(c.kind = 'owners_committee') as committee, bool_or(c.kind <> 'owners_committee') as substitute
            from owners_committees_at(base_ledger.day) c
            where c.district_code = (select current_district()) and daterange(c.established_on, c.dissolved_on) @> base_ledger.day
            group by c.estate_id
        ) o on o.estate_id = e.id
        left join (select distinct s.estate_id from service s) f on f.estate_id = e.id
        where e.district_code = (select current_district())
          and ((select current_street()) is null or e.street_code = (select current_street()))
          and ((select current_community()) is null or e.community_code = (select current_community()))
    ), alike as (
        select r.district_code, r.street_code, r.community_code, r.mode, r.new_or_old, r.old_kind, r.committee, r.substitute, r.served,
               count(*) as estates, sum(r.area_m2) as area_m2, sum(r.households) as households
        from register r
        group by 1, 2, 3, 4, 5, 6, 7, 8, 9
    ), serving as (
        select coalesce(p.community_code, p.street_code, p.district_code) as code, count(distinct p.firm_id) as firms,
               count(distinct p.firm_id) filter (where f.locality = 'in_district') as firms_in,
               count(distinct p.firm_id) filter (where f.locality = 'out_of_district') as firms_out
        from (select distinct r.district_code, r.street_code, r.community_code, s.firm_id from service s join register r on r.id = s.estate_id) p
        left join (select f.id, f.locality from firms_at(base_ledger.day) f where f.district_code = (select current_district())) f on f.id = p.firm_id
        group by grouping sets ((p.district_code), (p.street_code), (p.community_code))
    ), counted as (
        select coalesce(g.community_code, g.street_code, g.district_code) as code, count(distinct g.community_code) as communities, sum(g.estates)::bigint as estates,
               sum(g.area_m2) as area_m2, coalesce(sum(g.households), 0)::bigint as households,
               coalesce(sum(g.estates) filter (where g.mode = 'market'), 0)::bigint as market_estates, coalesce(sum(g.area_m2) filter (where g.mode = 'market'), 0) as market_area,
               coalesce(sum(g.estates) filter (where g.mode = 'quasi'), 0)::bigint as quasi_estates, coalesce(sum(g.area_m2) filter (where g.mode = 'quasi'), 0) as quasi_area,
               coalesce(sum(g.estates) filter (where g.mode = 'basic_cleaning'), 0)::bigint as basic_cleaning_estates, coalesce(sum(g.area_m2) filter (where g.mode = 'basic_cleaning'), 0) as basic_cleaning_area,
               coalesce(sum(g.estates) filter (where g.mode = 'self'), 0)::bigint as self_estates, coalesce(sum(g.area_m2) filter (where g.mode = 'self'), 0) as self_area,
               coalesce(sum(g.estates) filter (where g.mode = 'state_firm'), 0)::bigint as state_firm_estates, coalesce(sum(g.area_m2) filter (where g.mode = 'state_firm'), 0) as state_firm_area,
               coalesce(sum(g.estates) filter (where g.mode = 'public_welfare'), 0)::bigint as public_welfare_estates, coalesce(sum(g.area_m2) filter (where g.mode = 'public_welfare'), 0) as public_welfare_area,
               coalesce(sum(g.estates) filter (where g.mode = 'fallback'), 0)::bigint as fallback_estates, coalesce(sum(g.area_m2) filter (where g.mode = 'fallback'), 0) as fallback_area,
               coalesce(sum(g.estates) filter (where g.mode is null), 0)::bigint as none_estates, coalesce(sum(g.area_m2) filter (where g.mode is null), 0) as none_area,
               coalesce(sum(g.estates) filter (where g.new_or_old = 'new'), 0)::bigint as new_estates, coalesce(sum(g.area_m2) filter (where g.new_or_old = 'new'), 0) as new_area,
               coalesce(sum(g.estates) filter (where g.new_or_old = 'ordinary'), 0)::bigint as ordinary_estates, coalesce(sum(g.area_m2) filter (where g.new_or_old = 'ordinary'), 0) as ordinary_area,
               coalesce(sum(g.estates) filter (where g.new_or_old = 'old'), 0)::bigint as old_estates, coalesce(sum(g.area_m2) filter (where g.new_or_old = 'old'), 0) as old_area,
               coalesce(sum(g.estates) filter (where g.old_kind = 'single_building'), 0)::bigint as single_building_estates, coalesce(sum(g.area_m2) filter (where g.old_kind = 'single_building'), 0) as single_building_area,
               coalesce(sum(g.estates) filter (where g.old_kind = 'unenclosed'), 0)::bigint as unenclosed_estates, coalesce(sum(g.area_m2) filter (where g.old_kind = 'unenclosed'), 0) as unenclosed_area,
               coalesce(sum(g.estates) filter (where g.old_kind = 'enclosed'), 0)::bigint as enclosed_estates, coalesce(sum(g.area_m2) filter (where g.old_kind = 'enclosed'), 0) as enclosed_area,
               coalesce(sum(g.estates) filter (where g.committee), 0)::bigint as committee_estates,
               coalesce(sum(g.estates) filter (where not g.committee and g.substitute), 0)::bigint as substitute_estates,
               coalesce(sum(g.estates) filter (where g.served), 0)::bigint as served_estates
        from alike g
        group by grouping sets ((g.district_code), (g.street_code), (g.community_code))
    )
    select k.*, coalesce(s.firms, 0), coalesce(s.firms_in, 0), coalesce(s.firms_out, 0)
    from counted k
    left join serving s using (code)
$$;

ALTER FUNCTION public.base_ledger(day date) OWNER TO wuye_owner;

CREATE TABLE public.hotline_messages (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    message_no text NOT NULL COLLATE pg_catalog."C",
    ticket_no text NOT NULL COLLATE pg_catalog."C",
    round integer,
    kind text NOT NULL COLLATE pg_catalog."C",
    sequence bigint,
    sent_at timestamp with time zone,
    body_hash text NOT NULL,
    tries integer DEFAULT 1 NOT NULL,
    last_try_at timestamp with time zone NOT NULL,
    secret boolean DEFAULT false NOT NULL,
    reached boolean,
    result text,
    satisfaction text,
    content text,
    reason text,
    outcome text DEFAULT 'waiting'::text NOT NULL COLLATE pg_catalog."C",
    why text,
    complaint_id uuid,
    from_state text,
    to_state text,
    settled_at timestamp with time zone,
    first_outcome text DEFAULT 'waiting'::text NOT NULL COLLATE pg_catalog."C",
    first_why text,
    first_complaint_id uuid,
    first_state text,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT hotline_messages_in_order CHECK (((sequence IS NOT NULL) OR (sent_at IS NOT NULL))),
    CONSTRAINT hotline_messages_kind_known CHECK ((kind = ANY (ARRAY['supplement'::text, 'urge'::text, 'supervise'::text, 'redispatch'::text, 'callback'::text, 'cancel'::text]))),
    CONSTRAINT hotline_messages_not_of_the_future CHECK ((sent_at <= (created_at + '1 day'::interval))),
    CONSTRAINT hotline_messages_outcome_known CHECK ((outcome = ANY (ARRAY['applied'::text, 'waiting'::text, 'older'::text, 'refused'::text]))),
    CONSTRAINT hotline_messages_result_known CHECK ((result = ANY (ARRAY['solved'::text, 'partly'::text, 'unsolved'::text]))),
    CONSTRAINT hotline_messages_result_told CHECK (((kind <> 'callback'::text) OR (NOT reached) OR (result IS NOT NULL))),
    CONSTRAINT hotline_messages_round_positive CHECK (((round >= 1) AND (round <= 99))),
    CONSTRAINT hotline_messages_satisfaction_known CHECK ((satisfaction = ANY (ARRAY['dissatisfied'::text, 'understanding'::text, 'satisfied'::text, 'very_satisfied'::text]))),
    CONSTRAINT hotline_messages_settled CHECK (((outcome = 'waiting'::text) = (complaint_id IS NULL))),
    CONSTRAINT hotline_messages_source_known CHECK ((source = ANY (ARRAY['hotline12345'::text, 'petition'::text, 'street'::text, 'firm'::text, 'web'::text, 'solicitation'::text])))
);

ALTER TABLE public.hotline_messages OWNER TO wuye_owner;

CREATE FUNCTION public.callback_wants(m public.hotline_messages) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
    select case when m.result = 'unsolved' or m.satisfaction = 'dissatisfied' or m.result = 'partly' and m.satisfaction is null then 'rework' else 'close' end
$$;

ALTER FUNCTION public.callback_wants(m public.hotline_messages) OWNER TO wuye_owner;

CREATE FUNCTION public.category_of(from_source text, told text, day date) RETURNS TABLE(code text, confidential boolean)
    LANGUAGE sql STABLE
    AS $$
    select k.code, k.confidential
    from complaint_categories k
    where k.code = coalesce(
        (select m.category_code from category_mappings m
         where m.district_code in ((select current_district()), '*') and m.source = from_source and m.external_code = told
           and m.effective_from <= day and coalesce(m.effective_to > day, true)
         order by m.district_code = '*' limit 1),
        told)
      and k.effective_from <= day and coalesce(k.effective_to > day, true)
$$;

ALTER FUNCTION public.category_of(from_source text, told text, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.client_admitted(district text, holder uuid, epoch bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
    perform from clients c where c.district_code = district and c.id = holder and c.token_epoch = epoch and c.state = 'active';
    if not found then
        raise exception using errcode = 'WU002', message = 'client_not_admitted';
    end if;
    return true;
end $$;

ALTER FUNCTION public.client_admitted(district text, holder uuid, epoch bigint) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_did_any(district text, complaint uuid, actions text[]) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select exists (
        select from (select distinct on (e.action) e.actor_id from complaint_events e
                     where e.district_code = district and e.complaint_id = complaint and e.action = any(actions)
                       and e.at >= coalesce((select max(b.at) from complaint_events b where b.district_code = district and b.complaint_id = complaint
                                               and b.action in ('receive', 'receive_again', 'reopen')), '-infinity')
                     order by e.action, e.at desc, e.id desc) last
        where last.actor_id = (select current_user_id()))
$$;

ALTER FUNCTION public.complaint_did_any(district text, complaint uuid, actions text[]) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb DEFAULT '{}'::jsonb) RETURNS TABLE(id uuid, problem text, standing text, to_state text, version integer, at timestamp with time zone, street_code text, community_code text, firm_id uuid)
    LANGUAGE plpgsql
    AS $$
declare
    c record;
    step record;
begin
    select k.district_code, k.id, k.state, k.version, k.updated_at, k.assigned_to, k.returns, k.contacted_at, k.closed_at, k.due_at, k.street_code, k.community_code, k.firm_id
    into c from complaints k where k.district_code = (select current_district()) and k.id = complaint for update;
    if not found then
        return;
    end if;
    moment := greatest(moment, c.updated_at + interval '1 microsecond');
    select t.* into step from complaint_transitions t
    where t.from_state = c.state and t.action = wanted and t.role = caller_role and coalesce(t.assignee = c.assigned_to, t.assignee is null);
    if not found then
        return query select c.id, 'state_conflict', c.state, c.state, c.version, moment, c.street_code, c.community_code, c.firm_id;
        return;
    end if;
    problem := complaint_step_refusal(step.needs, c.contacted_at, c.returns, c.closed_at, moment);
    -- A unit that the district designated keeps it. (Asked only here: the hotline does not read whose hands it is in.)
    if step.needs = 'not_designated' then
        problem := case when (select a.designated from complaint_assignments a where a.district_code = c.district_code and a.complaint_id = c.id
                              order by a.assigned_at desc, a.id desc limit 1) then 'returns_spent' end;
    elsif step.needs = 'later' and (details ->> 'due_at')::timestamptz <= greatest(moment, c.due_at) then
        problem := 'due_not_later';
    end if;
    -- Asked only where somebody is kept out: a firm does not read who acted.
    if step.unlike <> '{}' then
        problem := case when complaint_did_any(c.district_code, c.id, step.unlike) then 'separation_of_duties' else problem end;
    end if;
    if problem is null then
        -- What a firm may write, and what others may beside: each command names only columns that its role was granted.
        update complaints k set
            state = case wanted when 'merge' then k.state else step.to_state end, -- with its master, below
            version = c.version + 1, updated_at = moment,
            signed_at = case wanted when 'sign' then moment else k.signed_at end,
            first_receiver_id = case wanted when 'sign' then coalesce(k.first_receiver_id, (select current_user_id())) else k.first_receiver_id end,
            first_receiver_name = case wanted when 'sign' then coalesce(k.first_receiver_name, caller_name) else k.first_receiver_name end,
            contacted_at = case wanted when 'contact' then coalesce(k.contacted_at, moment) else k.contacted_at end,
            reported_at = case wanted when 'report' then moment else k.reported_at end,
            reported_result = coalesce(details ->> 'reported_result', k.reported_result)
        where k.district_code = c.district_code and k.id = c.id;
        if caller_role <> 'company' then
            update complaints k set
                state = step.to_state,
                assigned_to = coalesce(details ->> 'assigned_to', k.assigned_to),
                dispatched_at = case when wanted in ('dispatch', 'designate') then moment else k.dispatched_at end,
                returns = k.returns + (wanted = 'return')::integer,
                due_at = coalesce((details ->> 'due_at')::timestamptz, k.due_at),
                result = coalesce(details ->> 'result', k.result),
                satisfaction = coalesce(details ->> 'satisfaction', k.satisfaction),
                validity = coalesce(details ->> 'validity', k.validity),
                master_id = coalesce((details ->> 'master_id')::uuid, k.master_id),
                closed_at = case wanted when 'close' then moment else k.closed_at end
            where k.district_code = c.district_code and k.id = c.id;
        end if;
        insert into complaint_events (district_code, complaint_id, at, action, from_state, to_state, actor_id, actor_name, actor_role, note_public, note_internal)
        values (c.district_code, c.id, moment, wanted, c.state, step.to_state, (select current_user_id()), caller_name, caller_role, said, said_inside);
    end if;
    return query select c.id, problem, c.state, step.to_state, c.version + 1, moment, c.street_code, c.community_code, c.firm_id;
end $$;

ALTER FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_rule(wanted text, day date) RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select r.value from complaint_rules r
    where r.rule = wanted and r.district_code in ('*', (select current_district()))
      and r.effective_from <= day and coalesce(r.effective_to > day, true)
    order by r.district_code = '*'
    limit 1
$$;

ALTER FUNCTION public.complaint_rule(wanted text, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select case needs
        when 'contact' then case when contacted_at is null then 'contact_first' end
        when 'returns_left' then case when returns >= complaint_rule('returns_max', moment::date) then 'returns_spent' end
        when 'recently_closed' then case when moment > closed_at + make_interval(days => complaint_rule('reopen_days', moment::date)) then 'closed_too_long' end
    end
$$;

ALTER FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE TABLE public.contract_rules (
    district_code text DEFAULT '*'::text NOT NULL COLLATE pg_catalog."C",
    effective_from date NOT NULL,
    effective_to date,
    fee_free_months integer NOT NULL,
    expiring_days integer NOT NULL,
    filing_days integer NOT NULL,
    handover_days integer NOT NULL,
    CONSTRAINT contract_rules_expiring CHECK ((expiring_days >= 0)),
    CONSTRAINT contract_rules_fee_free CHECK ((fee_free_months >= 0)),
    CONSTRAINT contract_rules_filing CHECK ((filing_days >= 0)),
    CONSTRAINT contract_rules_handover CHECK ((handover_days >= 0)),
    CONSTRAINT contract_rules_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.contract_rules OWNER TO wuye_owner;

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
    award_trigger text,
    award_reference text,
    service_unit_id uuid,
    predecessor_id uuid,
    signed_on date,
    entry_reviewed_on date,
    termination_reason text,
    termination_document text,
    created_by uuid,
    CONSTRAINT contracts_award_method_known CHECK ((award_method = ANY (ARRAY['open_tender'::text, 'invited_tender'::text, 'bundled_tender'::text, 'agreement'::text, 'assignment'::text]))),
    CONSTRAINT contracts_award_trigger_known CHECK ((award_trigger = ANY (ARRAY['new_project'::text, 'after_preliminary'::text, 'renewal'::text, 'replacement'::text, 'fallback'::text]))),
    CONSTRAINT contracts_fee_cadence_known CHECK ((fee_cadence = ANY (ARRAY['monthly'::text, 'quarterly'::text, 'half_yearly'::text, 'yearly'::text]))),
    CONSTRAINT contracts_fee_start_after_service CHECK ((fee_start >= service_start)),
    CONSTRAINT contracts_fees_positive CHECK (((fee_m2_month >= (0)::numeric) AND (annual_fee >= (0)::numeric))),
    CONSTRAINT contracts_filed_has_number CHECK (((state = ANY (ARRAY['draft'::text, 'entry_review'::text])) OR (registration_no IS NOT NULL))),
    CONSTRAINT contracts_kind_known CHECK ((kind = ANY (ARRAY['preliminary'::text, 'regular'::text]))),
    CONSTRAINT contracts_period CHECK (((end_date >= service_start) AND COALESCE((terminated_on >= service_start), true))),
    CONSTRAINT contracts_predecessor_is_another CHECK ((predecessor_id <> id)),
    CONSTRAINT contracts_review_known CHECK ((review = ANY (ARRAY['ok'::text, 'expired'::text, 'irregular'::text]))),
    CONSTRAINT contracts_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'entry_review'::text, 'filed'::text, 'active'::text, 'expiring'::text, 'expired'::text, 'terminated'::text, 'handover'::text, 'refused'::text, 'closed'::text]))),
    CONSTRAINT contracts_termination_reason_known CHECK ((termination_reason = ANY (ARRAY['court_document'::text, 'assembly_decision'::text, 'agreement'::text, 'removal'::text, 'withdrawal'::text, 'other'::text])))
);

ALTER TABLE public.contracts OWNER TO wuye_owner;

CREATE FUNCTION public.contract_card(c public.contracts, day date, rule public.contract_rules) RETURNS SETOF public.contract_face
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select c.id, c.registration_no, c.kind,
        contract_state(c.state, c.service_start, c.end_date, c.terminated_on, day, rule.expiring_days), f.id,
        coalesce((select n.name from firms_at(day) n where n.district_code = c.district_code and n.id = c.firm_id), f.name), f.uscc,
        c.award_trigger, c.award_method, c.award_reference, c.service_grade, c.fee_m2_month, c.annual_fee, c.fee_cadence,
        c.fee_relief, c.signed_on, c.service_start, c.fee_start, c.end_date,
        c.entry_reviewed_on, c.filed_at, s.filing_due, coalesce(coalesce(c.filed_at, day) > s.filing_due, false),
        c.terminated_on, c.termination_reason, c.termination_document, c.review,
        h.due, h.receiver, h.rooms_on, h.facilities_on, h.documents_on, h.fee_statement_on, h.refused_on, h.refusal,
        coalesce(least(c.end_date, c.terminated_on) <= day, false) and contract_handover_overdue(c, day),
        c.service_unit_id, c.predecessor_id, contract_estate_names(c.id, day), c.version, c.created_at, c.updated_at
    from (values (1)) one (row)
    left join firms f on f.district_code = c.district_code and f.id = c.firm_id
    left join contract_handovers h on h.district_code = c.district_code and h.contract_id = c.id
    cross join lateral (select c.signed_on + (select r.filing_days from contract_rule(c.district_code, c.signed_on) r) as filing_due) s
$$;

ALTER FUNCTION public.contract_card(c public.contracts, day date, rule public.contract_rules) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_cleared(contract uuid, standing text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    select case when standing = 'handover'
        then exists (select from contract_handovers h where h.district_code = current_district() and h.contract_id = contract
                     and num_nulls(h.rooms_on, h.facilities_on, h.documents_on, h.fee_statement_on) = 0)
        else exists (select from contracts o join contracts n on n.district_code = o.district_code and n.predecessor_id = o.id and n.firm_id = o.firm_id and n.in_force
                     where o.district_code = current_district() and o.id = contract) end
$$;

ALTER FUNCTION public.contract_cleared(contract uuid, standing text) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_draft(contract uuid, fields jsonb, codes text[], at timestamp with time zone, day date, OUT moved public.contracts, OUT rule public.contract_rules, OUT problem text) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    draft contracts;
    served uuid[];
    caller constant text := substr(current_user::text, 6);
begin
    select r.* into rule from contract_rule(current_district(), day) r;
    draft := jsonb_populate_record(null::contracts, fields);
    draft.district_code := current_district();
    draft.id := contract;
    draft.firm_id := case when caller = 'company' then current_firm() else draft.firm_id end;
    served := contract_served(coalesce(codes, service_unit_codes(draft.service_unit_id)));
    problem := case
        when draft.firm_id is null then 'firm_unknown'
        when not exists (select from firms f where f.district_code = draft.district_code and f.id = draft.firm_id) then 'firm_unknown'
        when codes is null and draft.service_unit_id is null then 'estate_unknown'
        when served is null and codes is null then 'service_unit_unknown'
        when served is null or array_position(served, null) is not null then 'estate_unknown'
        else contract_fault(draft, served, day) end;
    if problem is not null then
        return;
    end if;
    -- Without returning: a street sees the contract by its estates, and they come next.
    insert into contracts (district_code, id, firm_id, kind, award_trigger, award_method, award_reference, service_grade, fee_m2_month, annual_fee,
        fee_cadence, fee_relief, signed_on, service_start, fee_start, end_date, service_unit_id, predecessor_id, created_by, created_at, updated_at, known_from)
    values (draft.district_code, draft.id, draft.firm_id, draft.kind, draft.award_trigger, draft.award_method, draft.award_reference, draft.service_grade,
        draft.fee_m2_month, draft.annual_fee, draft.fee_cadence, coalesce(draft.fee_relief, false), draft.signed_on, draft.service_start, draft.fee_start,
        draft.end_date, draft.service_unit_id, draft.predecessor_id, current_user_id(), at, at, at);
    insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force, known_from)
    select draft.district_code, draft.id, e, draft.kind, daterange(draft.service_start, draft.end_date, '[]'), false, at from unnest(served) e;
    select c.* into moved from contracts c where c.district_code = draft.district_code and c.id = draft.id;
    insert into contract_events (district_code, contract_id, at, actor_id, actor_role, action, to_state)
    values (draft.district_code, draft.id, at, current_user_id(), caller, 'draft', 'draft');
end $$;

ALTER FUNCTION public.contract_draft(contract uuid, fields jsonb, codes text[], at timestamp with time zone, day date, OUT moved public.contracts, OUT rule public.contract_rules, OUT problem text) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_estate_names(contract uuid, day date) RETURNS json
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    select coalesce(json_agg(json_build_object('id', e.id, 'code', e.code, 'name', e.name) order by e.code), '[]')
    from contract_estates_at(day) m
    cross join lateral (select e.* from estates_at(day) e where e.district_code = m.district_code and e.id = m.estate_id) e
    where m.district_code = (select current_district()) and m.contract_id = contract
$$;

ALTER FUNCTION public.contract_estate_names(contract uuid, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_estates_at(day date) RETURNS TABLE(district_code text, contract_id uuid, estate_id uuid)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select u.district_code, u.contract_id, u.estate_id
    from (
        select t.district_code, t.contract_id, t.estate_id, t.known_from, 'infinity'::timestamptz as known_to from contract_estates t
        union all
        select p.district_code, p.contract_id, p.estate_id, p.known_from, p.known_to from contract_estates_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;

ALTER FUNCTION public.contract_estates_at(day date) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_fault(contract public.contracts, served uuid[], day date) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    district constant text := current_district();
    rule contract_rules;
    follows_preliminary boolean;
    is_first boolean;
    goes_on boolean;
begin
    select r.* into rule from contract_rule(district, contract.service_start) r;
    -- C07: the first regular contract after the preliminary one is tendered, whatever it is called.
    select contract.kind = 'regular' and exists (
        select from contract_estates p
        where p.district_code = district and p.estate_id = any(served) and p.kind = 'preliminary' and p.in_force
          and not exists (select from contract_estates r where r.district_code = p.district_code and r.estate_id = p.estate_id
                          and r.kind = 'regular' and r.in_force and r.contract_id <> contract.id)) into follows_preliminary;
    -- A new estate that nobody has served yet is a new project, whatever the trigger says.
    select exists (
        select from estates e
        where e.district_code = district and e.id = any(served) and e.new_or_old = 'new'
          and not exists (select from contract_estates o where o.district_code = e.district_code and o.estate_id = e.id and o.in_force
                          and o.contract_id <> contract.id)) into is_first;
    -- A renewal goes on from a contract of the same firm that covered all of it and was not ended early.
    select exists (
        select from contracts p
        where p.district_code = district and p.id = contract.predecessor_id and p.firm_id = contract.firm_id and p.in_force and p.terminated_on is null
          and not exists (select from unnest(served) e (id) where not exists (
              select from contract_estates m where m.district_code = p.district_code and m.contract_id = p.id and m.estate_id = e.id))) into goes_on;
    return case
        when contract.kind = 'preliminary' and contract.award_trigger <> 'new_project' then 'award_trigger_wrong'
        when contract.award_trigger = 'new_project' and contract.kind <> 'preliminary' then 'award_trigger_wrong'
        when contract.award_trigger in ('new_project', 'after_preliminary')
            and not award_method_allowed(district, contract.award_trigger, contract.award_method, day) then 'tender_required'
        when follows_preliminary and not award_method_allowed(district, 'after_preliminary', contract.award_method, day) then 'tender_required'
        when is_first and not award_method_allowed(district, 'new_project', contract.award_method, day) then 'tender_required'
        when contract.award_trigger = 'renewal' and not goes_on then 'award_trigger_wrong'
        when not award_method_allowed(district, contract.award_trigger, contract.award_method, day) then 'award_method_not_allowed'
        -- C09: who takes over serves first and charges later; who goes on, goes on charging.
        when contract.award_trigger <> 'renewal' and contract.fee_start < contract.service_start + make_interval(months => rule.fee_free_months)
            then 'fee_start_too_early'
        when contract.end_date < contract.service_start or contract.fee_start < contract.service_start then 'contract_period_wrong'
        end;
end $$;

ALTER FUNCTION public.contract_fault(contract public.contracts, served uuid[], day date) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_handover_keep(contract public.contracts, said jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    h contract_handovers;
    last_day date;
begin
    if said is null then
        return;
    end if;
    select t.* into h from contract_handovers t where t.district_code = contract.district_code and t.contract_id = contract.id;
    h := jsonb_populate_record(h, said);
    last_day := least(contract.end_date, contract.terminated_on);
    h.due := coalesce(h.due, last_day + (select r.handover_days from contract_rule(contract.district_code, last_day) r));
    insert into contract_handovers as t (district_code, contract_id, due, receiver, rooms_on, facilities_on, documents_on, fee_statement_on, refused_on, refusal)
    values (contract.district_code, contract.id, h.due, h.receiver, h.rooms_on, h.facilities_on, h.documents_on, h.fee_statement_on, h.refused_on, h.refusal)
    on conflict (district_code, contract_id) do update set due = excluded.due, receiver = excluded.receiver, rooms_on = excluded.rooms_on,
        facilities_on = excluded.facilities_on, documents_on = excluded.documents_on, fee_statement_on = excluded.fee_statement_on,
        refused_on = excluded.refused_on, refusal = excluded.refusal;
end $$;

ALTER FUNCTION public.contract_handover_keep(contract public.contracts, said jsonb) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_handover_overdue(c public.contracts, day date) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select coalesce(case
        when h.contract_id is not null then h.due < day and (num_nulls(h.rooms_on, h.facilities_on, h.documents_on, h.fee_statement_on) > 0
            or greatest(h.rooms_on, h.facilities_on, h.documents_on, h.fee_statement_on) > h.due)
        when contract_state(c.state, c.service_start, c.end_date, c.terminated_on, day, 0) in ('expired', 'terminated') then
            least(c.end_date, c.terminated_on) + (select r.handover_days from contract_rule(c.district_code, least(c.end_date, c.terminated_on)) r) < day
            and not exists (select from contracts n where n.district_code = c.district_code and n.predecessor_id = c.id and n.firm_id = c.firm_id and n.in_force)
            and not exists (
                select from contract_estates m
                join contract_estates o on o.district_code = m.district_code and o.estate_id = m.estate_id and o.in_force and o.contract_id <> c.id
                    and coalesce(upper(o.service_period) > upper(c.service_period), true)
                join contracts n on n.district_code = o.district_code and n.id = o.contract_id and n.firm_id = c.firm_id
                where m.district_code = c.district_code and m.contract_id = c.id)
        end, false)
    from (values (1)) one (row)
    left join contract_handovers h on h.district_code = c.district_code and h.contract_id = c.id
$$;

ALTER FUNCTION public.contract_handover_overdue(c public.contracts, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_held(contract uuid) RETURNS SETOF public.contracts
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
    return query select c.* from contracts c where c.district_code = current_district() and c.id = contract for share;
end $$;

ALTER FUNCTION public.contract_held(contract uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_move(contract uuid, what text, changes jsonb, note text, at timestamp with time zone, day date, if_version integer DEFAULT NULL::integer, new_estates uuid[] DEFAULT NULL::uuid[], OUT moved public.contracts, OUT rule public.contract_rules, OUT standing text, OUT problem text) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    before contracts;
    after contracts;
    step contract_transitions;
    caller constant text := substr(current_user::text, 6);
    served uuid[];
begin
    select c.* into before from contracts c where c.district_code = current_district() and c.id = contract for update;
    if before.id is null then
        problem := 'not_found';
        return;
    end if;
    select r.* into rule from contract_rule(before.district_code, day) r;
    standing := contract_state(before.state, before.service_start, before.end_date, before.terminated_on, day, rule.expiring_days);
    select t.* into step from contract_transitions t where t.from_state = standing and t.action = what and t.role = caller;
    problem := case
        when before.version <> if_version then 'precondition_failed'
        when step.action is null or (what = 'terminate' and before.terminated_on is not null) then 'state_conflict'
        when array_position(new_estates, null) is not null then 'estate_unknown'
        when what = 'terminate' and (changes ->> 'terminated_on')::date < day then 'takes_effect_in_the_past'
        when what = 'deliver' and exists (select from jsonb_each_text(changes -> 'handover') d where d.value::date > day) then 'day_in_the_future'
        -- The day on which a thing was handed over is said once.
        when what = 'deliver' and exists (select from contract_handovers h cross join jsonb_object_keys(changes -> 'handover') k (name)
                                          where h.district_code = before.district_code and h.contract_id = contract and to_jsonb(h) ->> k.name is not null)
            then 'state_conflict'
        when what = 'close' and not contract_cleared(contract, standing) then 'handover_incomplete'
        when caller = 'street' and contract_streets(contract) <> array[current_street()] then 'contract_across_streets'
        -- The first look is the street's; only what lies in several streets is nobody's but the district's.
        when what in ('approve_entry', 'return_entry') and caller = 'district' and cardinality(contract_streets(contract)) < 2 then 'entry_is_the_streets'
        when exists (select from (select distinct on (e.action) e.actor_id from contract_events e
                                  where e.district_code = before.district_code and e.contract_id = contract and e.action = any(step.unlike)
                                  order by e.action, e.at desc, e.id desc) did
                     where did.actor_id = current_user_id()) then 'separation_of_duties'
        end;
    if problem is not null then
        return;
    end if;
    after := jsonb_populate_record(before, changes);
    after.state := coalesce(step.to_state, before.state);
    after.version := before.version + 1;
    after.known_from := greatest(at, before.known_from + interval '1 microsecond');
    after.updated_at := after.known_from;
    select coalesce(new_estates, array_agg(m.estate_id order by m.estate_id)) into served
    from contract_estates m where m.district_code = before.district_code and m.contract_id = contract;
    if what in ('change', 'submit', 'file') then
        problem := contract_fault(after, served, day);
    end if;
    if what = 'file' and problem is null then
        -- A decision on the firm's market access locks its row too: the one that comes first is seen by the other.
        perform from firms f where f.district_code = before.district_code and f.id = after.firm_id for share;
        problem := case when after.entry_reviewed_on is null then 'entry_not_reviewed'
                        when firm_barred(after.firm_id, day) then 'firm_barred' end;
    end if;
    if problem is not null then
        return;
    end if;
    insert into contracts_past (district_code, id, firm_id, registration_no, kind, award_method, service_grade, fee_m2_month, annual_fee, service_start,
        fee_start, end_date, terminated_on, fee_cadence, fee_relief, filed_at, review, state, version, created_at, updated_at, known_from, known_to,
        award_trigger, award_reference, service_unit_id, predecessor_id, signed_on, entry_reviewed_on, termination_reason, termination_document, created_by)
    values (before.district_code, before.id, before.firm_id, before.registration_no, before.kind, before.award_method, before.service_grade,
        before.fee_m2_month, before.annual_fee, before.service_start, before.fee_start, before.end_date, before.terminated_on, before.fee_cadence,
        before.fee_relief, before.filed_at, before.review, before.state, before.version, before.created_at, before.updated_at, before.known_from,
        after.known_from, before.award_trigger, before.award_reference, before.service_unit_id, before.predecessor_id, before.signed_on,
        before.entry_reviewed_on, before.termination_reason, before.termination_document, before.created_by);
    if what in ('file', 'terminate') then
        perform from estates e where e.district_code = before.district_code and e.id = any(served) order by e.id for no key update;
    end if;
    if what = 'file' and after.registration_no is null then
        after.registration_no := next_registration_no(before.district_code, extract(year from day)::integer);
    end if;
    with c as (
        update contracts t set
            firm_id = after.firm_id, registration_no = after.registration_no, kind = after.kind, award_method = after.award_method,
            service_grade = after.service_grade, fee_m2_month = after.fee_m2_month, annual_fee = after.annual_fee, service_start = after.service_start,
            fee_start = after.fee_start, end_date = after.end_date, terminated_on = after.terminated_on, fee_cadence = after.fee_cadence,
            fee_relief = after.fee_relief, filed_at = after.filed_at, review = after.review, state = after.state, version = after.version,
            updated_at = after.updated_at, known_from = after.known_from, award_trigger = after.award_trigger, award_reference = after.award_reference,
            service_unit_id = after.service_unit_id, predecessor_id = after.predecessor_id, signed_on = after.signed_on,
            entry_reviewed_on = after.entry_reviewed_on, termination_reason = after.termination_reason, termination_document = after.termination_document
        where t.district_code = before.district_code and t.id = contract
        returning t.*
    ), m as (
        update contract_estates m set kind = c.kind, service_period = c.service_period, in_force = c.in_force
        from c
        where m.district_code = c.district_code and m.contract_id = c.id
          and (m.kind, m.service_period, m.in_force) is distinct from (c.kind, c.service_period, c.in_force)
    )
    select c.* into moved from c;
    if new_estates is not null then
        insert into contract_estates_past (district_code, contract_id, estate_id, kind, service_period, in_force, known_from, known_to)
        select m.district_code, m.contract_id, m.estate_id, m.kind, m.service_period, m.in_force, m.known_from, moved.known_from
        from contract_estates m
        where m.district_code = before.district_code and m.contract_id = contract and m.estate_id <> all (new_estates);
        delete from contract_estates m where m.district_code = before.district_code and m.contract_id = contract and m.estate_id <> all (new_estates);
        insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force, known_from)
        select moved.district_code, moved.id, e, moved.kind, moved.service_period, moved.in_force, moved.known_from from unnest(new_estates) e
        where not exists (select from contract_estates m where m.district_code = before.district_code and m.contract_id = contract and m.estate_id = e);
    end if;
    perform contract_handover_keep(moved, changes -> 'handover');
    insert into contract_events (district_code, contract_id, at, actor_id, actor_role, action, from_state, to_state, note)
    values (moved.district_code, moved.id, moved.known_from, current_user_id(), caller, what, standing,
            contract_state(moved.state, moved.service_start, moved.end_date, moved.terminated_on, day, rule.expiring_days), note);
end $$;

ALTER FUNCTION public.contract_move(contract uuid, what text, changes jsonb, note text, at timestamp with time zone, day date, if_version integer, new_estates uuid[], OUT moved public.contracts, OUT rule public.contract_rules, OUT standing text, OUT problem text) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_now(contract uuid, day date, rule public.contract_rules) RETURNS SETOF public.contract_face
    LANGUAGE plpgsql
    AS $$
begin
    return query select k.* from contracts c cross join lateral contract_card(c, day, rule) k
                 where c.district_code = current_district() and c.id = contract;
end $$;

ALTER FUNCTION public.contract_now(contract uuid, day date, rule public.contract_rules) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_review_experts(review uuid) RETURNS json
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
begin
    return (select to_json(r.experts) from contract_reviews r where r.district_code = (select current_district()) and r.id = review);
end $$;

ALTER FUNCTION public.contract_review_experts(review uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_rule(district text, day date) RETURNS SETOF public.contract_rules
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select r.*
    from contract_rules r
    where r.district_code in (district, '*') and r.effective_from <= day and coalesce(r.effective_to > day, true)
    order by r.district_code = '*'
    limit 1
$$;

ALTER FUNCTION public.contract_rule(district text, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_served(codes text[]) RETURNS uuid[]
    LANGUAGE sql STABLE
    AS $$
    select array_agg(e.id)
    from (select distinct c from unnest(codes) c) named (code)
    left join estates_by_code(codes) e on e.code = named.code and (current_user <> 'wuye_street' or e.street_code = current_street())
$$;

ALTER FUNCTION public.contract_served(codes text[]) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_state(stored text, first_day date, end_date date, terminated_on date, day date, expiring_days integer) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select case
        when stored in ('draft', 'entry_review', 'handover', 'refused', 'closed') then stored
        when terminated_on <= day then 'terminated'
        when end_date < day then 'expired'
        when day < first_day then 'filed'
        when least(end_date, terminated_on) - day < expiring_days then 'expiring'
        else 'active' end
$$;

ALTER FUNCTION public.contract_state(stored text, first_day date, end_date date, terminated_on date, day date, expiring_days integer) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_streets(contract uuid) RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    select coalesce(array_agg(distinct e.street_code), '{}')
    from contract_estates m
    join estates e on e.district_code = m.district_code and e.id = m.estate_id
    where m.district_code = (select current_district()) and m.contract_id = contract
$$;

ALTER FUNCTION public.contract_streets(contract uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.contracts_at(day date) RETURNS SETOF public.contracts
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select u.district_code, u.id, u.firm_id, u.registration_no, u.kind, u.award_method, u.service_grade, u.fee_m2_month, u.annual_fee,
           u.service_start, u.fee_start, u.end_date, u.terminated_on, u.fee_cadence, u.fee_relief, u.filed_at, u.review, u.state, u.version,
           u.created_at, u.updated_at, u.service_period, u.in_force, u.known_from, u.award_trigger, u.award_reference, u.service_unit_id,
           u.predecessor_id, u.signed_on, u.entry_reviewed_on, u.termination_reason, u.termination_document, u.created_by
    from (
        select t.district_code, t.id, t.firm_id, t.registration_no, t.kind, t.award_method, t.service_grade, t.fee_m2_month, t.annual_fee,
               t.service_start, t.fee_start, t.end_date, t.terminated_on, t.fee_cadence, t.fee_relief, t.filed_at, t.review, t.state, t.version,
               t.created_at, t.updated_at, t.service_period, t.in_force, t.known_from, t.award_trigger, t.award_reference, t.service_unit_id,
               t.predecessor_id, t.signed_on, t.entry_reviewed_on, t.termination_reason, t.termination_document, t.created_by,
               'infinity'::timestamptz as known_to
        from contracts t
        union all
        select p.district_code, p.id, p.firm_id, p.registration_no, p.kind, p.award_method, p.service_grade, p.fee_m2_month, p.annual_fee,
               p.service_start, p.fee_start, p.end_date, p.terminated_on, p.fee_cadence, p.fee_relief, p.filed_at, p.review, p.state, p.version,
               p.created_at, p.updated_at, p.service_period, p.in_force, p.known_from, p.award_trigger, p.award_reference, p.service_unit_id,
               p.predecessor_id, p.signed_on, p.entry_reviewed_on, p.termination_reason, p.termination_document, p.created_by,
               p.known_to
        from contracts_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
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

CREATE TABLE public.firm_market_access (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    firm_id uuid NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    decided_by uuid NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    overtaken_at timestamp with time zone,
    CONSTRAINT firm_market_access_period CHECK ((valid_to >= valid_from)),
    CONSTRAINT firm_market_access_reason_given CHECK ((reason <> ''::text)),
    CONSTRAINT firm_market_access_state_known CHECK ((state = ANY (ARRAY['normal'::text, 'restricted'::text, 'suspended'::text, 'exited'::text])))
);

ALTER TABLE public.firm_market_access OWNER TO wuye_owner;

CREATE FUNCTION public.decide_market_access(district text, firm uuid, new_id uuid, new_state text, why text, first_day date, after_last date, decider uuid, at timestamp with time zone, asked_in text, OUT problem text, OUT standing text, OUT decision public.firm_market_access) RETURNS record
    LANGUAGE plpgsql
    AS $$
declare
    base text;
begin
    select f.market_access into base from firms f where f.district_code = district and f.id = firm for update;
    select coalesce(max(a.state), base) into standing
    from firm_market_access a
    where a.district_code = district and a.firm_id = firm and daterange(a.valid_from, a.valid_to) @> first_day;
    problem := case
        when first_day < at::date then 'takes_effect_in_the_past'
        when after_last <= first_day then 'period_reversed'
        when standing <> asked_in then 'target_changed'
        when not exists (select from market_access_transitions t
                         where t.from_state = standing and t.to_state = new_state and t.role = 'district') then 'state_conflict'
        end;
    if problem is not null then
        return;
    end if;
    update firm_market_access a set valid_to = greatest(a.valid_from, first_day), overtaken_at = at
    where a.district_code = district and a.firm_id = firm
      and a.valid_from < coalesce(a.valid_to, 'infinity') and coalesce(a.valid_to > first_day, true);
    insert into firm_market_access (district_code, id, firm_id, state, reason, valid_from, valid_to, decided_by, decided_at)
    values (district, new_id, firm, new_state, why, first_day, after_last, decider, at)
    returning * into decision;
end $$;

ALTER FUNCTION public.decide_market_access(district text, firm uuid, new_id uuid, new_state text, why text, first_day date, after_last date, decider uuid, at timestamp with time zone, asked_in text, OUT problem text, OUT standing text, OUT decision public.firm_market_access) OWNER TO wuye_owner;

CREATE FUNCTION public.end_department_contacts(district text, department uuid, day date, moment timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
declare
    ended bigint;
begin
    update department_contacts c set valid_to = greatest(c.valid_from, day), version = c.version + 1, updated_at = moment
    where c.district_code = district and c.department_id = department and coalesce(c.valid_to > day, true);
    get diagnostics ended = row_count;
    return ended;
end $$;

ALTER FUNCTION public.end_department_contacts(district text, department uuid, day date, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.end_org_staff(district text, unit uuid, day date, moment timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
declare
    ended bigint;
begin
    update org_staff s set valid_to = greatest(s.valid_from, day), version = s.version + 1, updated_at = moment
    where s.district_code = district and s.org_unit_id = unit and coalesce(s.valid_to > day, true);
    get diagnostics ended = row_count;
    return ended;
end $$;

ALTER FUNCTION public.end_org_staff(district text, unit uuid, day date, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.estate_limit(asked_name text, asked_subject text, day date) RETURNS numeric
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select l.value
    from estate_limits l
    where l.district_code in ((select current_district()), '*') and l.name = asked_name and l.subject = asked_subject
      and l.effective_from <= day and coalesce(l.effective_to > day, true)
    order by l.district_code = '*'
    limit 1
$$;

ALTER FUNCTION public.estate_limit(asked_name text, asked_subject text, day date) OWNER TO wuye_owner;

CREATE TABLE public.estate_modes (
    district_code text NOT NULL COLLATE pg_catalog."C",
    estate_id uuid NOT NULL,
    mode text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    known_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    reason text,
    CONSTRAINT estate_modes_mode_known CHECK ((mode = ANY (ARRAY['market'::text, 'quasi'::text, 'basic_cleaning'::text, 'self'::text, 'state_firm'::text, 'public_welfare'::text, 'fallback'::text]))),
    CONSTRAINT estate_modes_period CHECK ((valid_to > valid_from))
);

ALTER TABLE public.estate_modes OWNER TO wuye_owner;

CREATE FUNCTION public.estate_modes_at(day date) RETURNS SETOF public.estate_modes
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select u.district_code, u.estate_id, u.mode, u.valid_from, u.valid_to, u.known_from, u.reason
    from (
        select t.district_code, t.estate_id, t.mode, t.valid_from, t.valid_to, t.known_from, t.reason,
               'infinity'::timestamptz as known_to
        from estate_modes t
        union all
        select p.district_code, p.estate_id, p.mode, p.valid_from, p.valid_to, p.known_from, p.reason,
               p.known_to
        from estate_modes_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;

ALTER FUNCTION public.estate_modes_at(day date) OWNER TO wuye_owner;

CREATE TABLE public.estate_records (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    estate_id uuid NOT NULL,
    kind text NOT NULL,
    title text,
    category text,
    reference text,
    keeper text,
    keeper_kind text,
    dated_on date,
    starts_on date,
    ends_on date,
    year integer,
    amount numeric(16,2),
    lessor text,
    lessee text,
    consented_on date,
    note text,
    supersedes uuid,
    ended_at timestamp with time zone,
    end_reason text,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT estate_records_end CHECK (((ended_at IS NULL) = (end_reason IS NULL))),
    CONSTRAINT estate_records_keeper_kind_known CHECK ((keeper_kind = ANY (ARRAY['community'::text, 'firm'::text, 'owners_committee'::text, 'party_branch'::text, 'police'::text, 'resident'::text, 'other'::text]))),
    CONSTRAINT estate_records_kind_known CHECK ((kind = ANY (ARRAY['grid'::text, 'document'::text, 'public_revenue'::text, 'public_space_use'::text, 'parking_lease'::text, 'parking_fee'::text, 'parking_sale_only'::text]))),
    CONSTRAINT estate_records_lessee_known CHECK ((lessee = ANY (ARRAY['owner'::text, 'outsider'::text]))),
    CONSTRAINT estate_records_lessor_known CHECK ((lessor = ANY (ARRAY['developer'::text, 'firm'::text, 'owners_committee'::text, 'owner'::text]))),
    CONSTRAINT estate_records_period CHECK ((ends_on >= starts_on)),
    CONSTRAINT estate_records_whole CHECK (
CASE kind
    WHEN 'grid'::text THEN ((num_nulls(reference, title, keeper_kind) = 0) AND (num_nonnulls(category, dated_on, year, amount, lessor, lessee, consented_on) = 0))
    WHEN 'document'::text THEN ((num_nulls(category, title, dated_on) = 0) AND (category = ANY (ARRAY['acceptance_check'::text, 'technical_management'::text, 'regular_patrol'::text, 'repair_and_upkeep'::text])) AND (num_nonnulls(keeper_kind, starts_on, ends_on, year, amount, lessor, lessee, consented_on) = 0))
    WHEN 'public_revenue'::text THEN ((num_nulls(year, amount, note) = 0) AND (num_nonnulls(category, keeper_kind, starts_on, ends_on, lessor, lessee, consented_on) = 0))
    WHEN 'public_space_use'::text THEN ((num_nulls(title, starts_on) = 0) AND (num_nonnulls(category, keeper_kind, dated_on, year, lessor, lessee) = 0))
    WHEN 'parking_lease'::text THEN ((num_nulls(starts_on, ends_on, lessor, lessee) = 0) AND (num_nonnulls(category, keeper_kind, dated_on, year, consented_on) = 0))
    WHEN 'parking_fee'::text THEN ((num_nulls(category, amount, dated_on) = 0) AND (category = ANY (ARRAY['hour'::text, 'day'::text, 'entry'::text])) AND (num_nonnulls(keeper_kind, starts_on, ends_on, year, lessor, lessee, consented_on) = 0))
    WHEN 'parking_sale_only'::text THEN ((num_nulls(dated_on, note) = 0) AND (num_nonnulls(category, keeper_kind, starts_on, ends_on, year, amount, lessee, consented_on) = 0))
    ELSE NULL::boolean
END)
);

ALTER TABLE public.estate_records OWNER TO wuye_owner;

CREATE FUNCTION public.estate_record_findings(r public.estate_records) RETURNS jsonb
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select to_jsonb(array_remove(array[
        case when r.kind = 'parking_lease' and r.lessor = 'developer' and r.lessee = 'outsider'
            and r.ends_on >= r.starts_on + make_interval(months => estate_limit('outside_lease_months', '*', r.starts_on)::integer) then 'too_long' end,
        case when r.kind = 'parking_fee' and r.amount > estate_limit('parking_guide_price', r.category, r.dated_on) then 'above_guide_price' end,
        case when r.kind = 'parking_fee' and estate_limit('parking_guide_price', r.category, r.dated_on) is null then 'no_guide_price' end,
        case when r.kind = 'parking_sale_only' then 'sale_only' end,
        case when r.kind = 'public_space_use' and r.consented_on is null then 'no_consent' end], null))
$$;

ALTER FUNCTION public.estate_record_findings(r public.estate_records) OWNER TO wuye_owner;

CREATE FUNCTION public.estate_record_keeper(record uuid) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
begin
    return (select r.keeper from estate_records r where r.district_code = (select current_district()) and r.id = record);
end $$;

ALTER FUNCTION public.estate_record_keeper(record uuid) OWNER TO wuye_owner;

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
    in_deficit boolean,
    no_oc_reason text,
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
    select u.district_code, u.id, u.code, u.name, u.street_code, u.community_code, u.area_m2, u.households, u.building_type, u.old_kind, u.new_or_old,
           u.is_key, u.party_org, u.service_room_use, u.service_room_m2, u.public_revenue, u.grids, u.version, u.created_at, u.updated_at,
           u.name_key, u.name_x, u.known_from, u.in_deficit, u.no_oc_reason
    from (
        select t.district_code, t.id, t.code, t.name, t.street_code, t.community_code, t.area_m2, t.households, t.building_type, t.old_kind, t.new_or_old,
               t.is_key, t.party_org, t.service_room_use, t.service_room_m2, t.public_revenue, t.grids, t.version, t.created_at,
               t.updated_at, t.name_key, t.name_x, t.known_from, t.in_deficit, t.no_oc_reason,
               'infinity'::timestamptz as known_to
        from estates t
        union all
        select p.district_code, p.id, p.code, p.name, p.street_code, p.community_code, p.area_m2, p.households, p.building_type, p.old_kind, p.new_or_old,
               p.is_key, p.party_org, p.service_room_use, p.service_room_m2, p.public_revenue, p.grids, p.version, p.created_at,
               p.updated_at, p.name_key, p.name_x, p.known_from, p.in_deficit, p.no_oc_reason,
               p.known_to
        from estates_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;

ALTER FUNCTION public.estates_at(day date) OWNER TO wuye_owner;

CREATE FUNCTION public.estates_by_code(codes text[]) RETURNS TABLE(id uuid, code text, street_code text)
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    select e.id, e.code, e.street_code
    from estates e
    where e.district_code = (select current_district()) and e.code = any(codes)
$$;

ALTER FUNCTION public.estates_by_code(codes text[]) OWNER TO wuye_owner;

CREATE FUNCTION public.estates_of_firm() RETURNS uuid[]
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    select array_agg(e.estate_id)
    from contracts c
    join contract_estates e on e.district_code = c.district_code and e.contract_id = c.id
    where c.district_code = (select current_district()) and c.firm_id = (select current_firm()) and c.in_force
$$;

ALTER FUNCTION public.estates_of_firm() OWNER TO wuye_owner;

CREATE FUNCTION public.firm_barred(firm uuid, day date) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select exists (select from firm_reasons(firm, day) r where r.bars)
$$;

ALTER FUNCTION public.firm_barred(firm uuid, day date) OWNER TO wuye_owner;

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

CREATE FUNCTION public.firm_portfolio(district text, firm uuid, day date, OUT projects bigint, OUT estates bigint, OUT area_m2 numeric) RETURNS record
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    with held as (
        select c.id, ce.estate_id
        from contracts_at(day) c
        join contract_estates_at(day) ce on ce.district_code = c.district_code and ce.contract_id = c.id
        where c.district_code = district and c.firm_id = firm and c.in_force and c.service_period @> day
          and district = (select current_district())
    )
    select
        (select count(distinct held.id) from held),
        (select count(distinct held.estate_id) from held),
        (select coalesce(sum((select e.area_m2 from estates_at(day) e where e.district_code = district and e.id = h.estate_id)), 0.00)
         from (select distinct held.estate_id from held) h)
$$;

ALTER FUNCTION public.firm_portfolio(district text, firm uuid, day date, OUT projects bigint, OUT estates bigint, OUT area_m2 numeric) OWNER TO wuye_owner;

CREATE FUNCTION public.firm_reasons(firm uuid, day date) RETURNS TABLE(reason text, bars boolean, "position" integer)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select e.reason, e.bars, e.position
    from firms_at(firm_reasons.day) f
    left join firm_market_access a on a.district_code = f.district_code and a.firm_id = f.id and daterange(a.valid_from, a.valid_to) @> firm_reasons.day
    cross join lateral (values
        ('deregistered', f.status = 'deregistered'),
        ('business_suspended', f.status = 'suspended'),
        ('entry_not_decided', f.entry = 'entry_review'),
        ('entry_refused', f.entry = 'refused'),
        ('market_access_exited', coalesce(a.state, f.market_access) = 'exited'),
        ('market_access_suspended', coalesce(a.state, f.market_access) = 'suspended'),
        ('market_access_restricted', coalesce(a.state, f.market_access) = 'restricted'),
        ('no_service_hotline', f.service_hotline is null)) r (reason, holds)
    join eligibility_rules e on e.reason = r.reason and e.effective_from <= firm_reasons.day and coalesce(e.effective_to > firm_reasons.day, true)
    where f.district_code = (select current_district()) and f.id = firm_reasons.firm and r.holds
$$;

ALTER FUNCTION public.firm_reasons(firm uuid, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.firm_vouched_by(firm uuid, day date) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
begin
    return (
        select u.uscc_override_by
        from (
            select t.id, t.district_code, t.uscc_override_by, t.known_from, 'infinity'::timestamptz as known_to from firms t
            union all
            select p.id, p.district_code, p.uscc_override_by, p.known_from, p.known_to from firms_past p
        ) u
        where u.district_code = (select current_district()) and u.id = firm
          and u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz);
end $$;

ALTER FUNCTION public.firm_vouched_by(firm uuid, day date) OWNER TO wuye_owner;

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
    contact_phone text,
    office_address text,
    entry text DEFAULT 'admitted'::text NOT NULL,
    CONSTRAINT firms_entry_known CHECK ((entry = ANY (ARRAY['entry_review'::text, 'admitted'::text, 'refused'::text]))),
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
    select u.district_code, u.id, u.uscc, u.uscc_override_reason, null::text, u.uscc_override_at, u.name, u.locality,
           u.registered_division, u.service_hotline, u.party_org, u.party_org_since, u.market_access, u.status, u.version, u.created_at,
           u.updated_at, u.name_x, u.known_from, u.contact_phone, u.office_address, u.entry
    from (
        select t.district_code, t.id, t.uscc, t.uscc_override_reason, t.uscc_override_at, t.name, t.locality,
               t.registered_division, t.service_hotline, t.party_org, t.party_org_since, t.market_access, t.status, t.version, t.created_at,
               t.updated_at, t.name_x, t.known_from, t.contact_phone, t.office_address, t.entry,
               'infinity'::timestamptz as known_to
        from firms t
        union all
        select p.district_code, p.id, p.uscc, p.uscc_override_reason, p.uscc_override_at, p.name, p.locality,
               p.registered_division, p.service_hotline, p.party_org, p.party_org_since, p.market_access, p.status, p.version, p.created_at,
               p.updated_at, p.name_x, p.known_from, p.contact_phone, p.office_address, p.entry,
               p.known_to
        from firms_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;

ALTER FUNCTION public.firms_at(day date) OWNER TO wuye_owner;

CREATE FUNCTION public.firms_managing_in(district text, streets text[], day date) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    select distinct c.firm_id
    from estates_at(day) e
    join contract_estates_at(day) ce on ce.district_code = e.district_code and ce.estate_id = e.id
    join contracts_at(day) c on c.district_code = ce.district_code and c.id = ce.contract_id
    where e.district_code = district and e.street_code = any(streets) and c.in_force and c.service_period @> day
      and district = (select current_district())
$$;

ALTER FUNCTION public.firms_managing_in(district text, streets text[], day date) OWNER TO wuye_owner;

CREATE FUNCTION public.heir_of_complaint(own uuid, becomes_secret boolean, moment timestamp with time zone) RETURNS uuid
    LANGUAGE plpgsql
    AS $$
declare
    way uuid[];
    heir uuid;
begin
    with recursive line as (
        select 0 as step, c.id, c.state, c.master_id from complaints c where c.district_code = current_district() and c.id = own
        union all
        select l.step + 1, c.id, c.state, c.master_id
        from line l join complaints c on c.district_code = current_district() and c.id = l.master_id
        where l.state = 'merged' and l.step < 16
    )
    select array_agg(l.id), (array_agg(l.id order by l.step desc))[1] into way, heir from line l;
    perform from complaints c where c.district_code = current_district() and c.id = any(way) order by c.id for update;
    if becomes_secret then
        update complaints c set secret = true, version = c.version + 1, updated_at = greatest(moment, c.updated_at + interval '1 microsecond')
        where c.district_code = current_district() and c.id in (own, heir) and not c.secret;
    end if;
    return heir;
end $$;

ALTER FUNCTION public.heir_of_complaint(own uuid, becomes_secret boolean, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.import_apply(import uuid, after bigint, size integer, moment timestamp with time zone, alone boolean, OUT last bigint, OUT rows bigint, OUT created bigint, OUT updated bigint, OUT unchanged bigint, OUT refused bigint, OUT problems text) RETURNS record
    LANGUAGE plpgsql
    AS $$
declare
    i imports;
    done record;
begin
    select c.last, c.rows into last, rows from import_chunk(import, after, size) c;
    if last is null then
        return;
    end if;
    select * into i from imports m where m.district_code = (select current_district()) and m.id = import and m.finished_at is null;
    if alone and i.id is not null then
        -- It may be over by the time its turn has come, and must not end while the chunk is written.
        perform pg_advisory_xact_lock(hashtextextended('import ' || i.register || ' ' || i.district_code, 0));
        select * into i from imports m where m.district_code = (select current_district()) and m.id = import and m.finished_at is null for update;
    end if;
    if i.id is null then
        raise exception using errcode = 'WU001', message = 'state_conflict';
    end if;
    select * into done from import_attempt(import, i.register, after + 1, last, moment);
    created := done.created;
    updated := done.updated;
    unchanged := done.unchanged;
    refused := jsonb_array_length(done.problems);
    problems := done.problems::text;
    if alone then
        perform import_tell(import, problems);
        update imports m set state = 'applying', beat_at = clock_timestamp(), rows_created = m.rows_created + done.created,
            rows_updated = m.rows_updated + done.updated, rows_unchanged = m.rows_unchanged + done.unchanged, rows_refused = m.rows_refused + import_apply.refused
        where m.district_code = i.district_code and m.id = import and m.finished_at is null;
        if not found then
            raise exception using errcode = 'WU001', message = 'state_conflict';
        end if;
    end if;
end $$;

ALTER FUNCTION public.import_apply(import uuid, after bigint, size integer, moment timestamp with time zone, alone boolean, OUT last bigint, OUT rows bigint, OUT created bigint, OUT updated bigint, OUT unchanged bigint, OUT refused bigint, OUT problems text) OWNER TO wuye_owner;

CREATE FUNCTION public.import_attempt(import uuid, register text, first bigint, last bigint, moment timestamp with time zone, OUT created bigint, OUT updated bigint, OUT unchanged bigint, OUT problems jsonb) RETURNS record
    LANGUAGE plpgsql
    AS $$
declare
    broken text;
    middle bigint;
    half record;
begin
    problems := '[]';
    begin
        select t.created, t.updated, t.unchanged into created, updated, unchanged from import_take_over(import, register, first, last, moment) t;
        return;
    exception when integrity_constraint_violation or data_exception then
        get stacked diagnostics broken = constraint_name;
    end;
    created := 0;
    updated := 0;
    unchanged := 0;
    select percentile_disc(0.5) within group (order by r.line) into middle from import_ready(import, first, last) r;
    if (select count(*) from import_ready(import, first, last)) <= 1 then
        select jsonb_build_array(jsonb_build_object('line', middle, 'column', k.name, 'code', coalesce(k.code, 'rule_broken'),
                   'zh', coalesce(k.zh, format('违反规则“%s”', broken)), 'en', coalesce(k.en, format('breaks the rule "%s"', broken))))
        into problems
        from (values (1)) one (row)
        left join (values
            ('contract_estates_one_at_a_time', 'estates', 'overlap', '小区在此期间已有同类合同', 'an estate has a contract of this kind in the period'),
            ('staff_still_assigned', 'left_on', 'staff_still_assigned', '离职当日仍任职务，应先免去', 'holds a post on that day or later, which ends first'),
            ('service_hotline_required', 'service_hotline', 'service_hotline_required', '在营企业须有服务热线', 'a firm in business has a service hotline')
        ) k (rule, name, code, zh, en) on k.rule = broken;
        return;
    end if;
    for half in select a.* from (values (first, middle), (middle + 1, last)) h (low, high)
                cross join lateral import_attempt(import, register, h.low, h.high, moment) a loop
        created := created + half.created;
        updated := updated + half.updated;
        unchanged := unchanged + half.unchanged;
        problems := problems || half.problems;
    end loop;
end $$;

ALTER FUNCTION public.import_attempt(import uuid, register text, first bigint, last bigint, moment timestamp with time zone, OUT created bigint, OUT updated bigint, OUT unchanged bigint, OUT problems jsonb) OWNER TO wuye_owner;

CREATE FUNCTION public.import_check(import uuid, after bigint, size integer, moment timestamp with time zone, OUT last bigint, OUT rows bigint, OUT refused bigint) RETURNS record
    LANGUAGE plpgsql
    AS $_$
declare
    register text;
begin
    select c.last, c.rows into last, rows from import_chunk(import, after, size) c;
    if last is null then
        return;
    end if;
    update imports i set state = 'checking', rows_checked = i.rows_checked + import_check.rows, beat_at = clock_timestamp()
    where i.district_code = (select current_district()) and i.id = import and i.finished_at is null
    returning i.register into register;
    if register is null then
        raise exception using errcode = 'WU001', message = 'state_conflict';
    end if;
    perform import_check_cells(import, register, after + 1, last);
    execute format('insert into import_problems (district_code, import_id, line, "column", code, zh, en) '
                   'select (select current_district()), $1, p.line, p."column", p.code, p.zh, p.en from %I($1, $2, $3) p', 'import_check_' || register)
    using import, after + 1, last;
    select count(distinct p.line) into refused from import_problems p
    where p.district_code = (select current_district()) and p.import_id = import and p.line between after + 1 and import_check.last;
    update imports i set rows_refused = i.rows_refused + import_check.refused
    where i.district_code = (select current_district()) and i.id = import;
end $_$;

ALTER FUNCTION public.import_check(import uuid, after bigint, size integer, moment timestamp with time zone, OUT last bigint, OUT rows bigint, OUT refused bigint) OWNER TO wuye_owner;

CREATE FUNCTION public.import_check_cells(import uuid, register text, first bigint, last bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    insert into import_problems (district_code, import_id, line, "column", code, zh, en)
    select (select current_district()), import, b.line, b.name, b.code, case b.code
        when 'required' then '必填'
        when 'too_long' then format('超过%s个字符', b.detail)
        when 'not_a_day' then format('“%s”不是有效日期(YYYY-MM-DD)', left(b.value, 100))
        when 'not_a_boolean' then format('“%s”应为true或false', left(b.value, 100))
        when 'not_a_number' then format('“%s”不是规定格式的数值', left(b.value, 100))
        else format('“%s”不在代码表%s中', left(b.value, 100), b.detail) end, case b.code
        when 'required' then 'is required'
        when 'too_long' then format('is longer than %s characters', b.detail)
        when 'not_a_day' then format('"%s" is not a day (YYYY-MM-DD)', left(b.value, 100))
        when 'not_a_boolean' then format('"%s" should be true or false', left(b.value, 100))
        when 'not_a_number' then format('"%s" is not a number of the form asked for', left(b.value, 100))
        else format('"%s" is not a code of %s', left(b.value, 100), b.detail) end
    from (
        select r.line, c."column" as name, coalesce(c.code_list, c.detail) as detail, v.value, case
            when v.value is null then case when c.use = 'required' then 'required' end
            when c.kind = 'text' then case when length(v.value) > c.detail::integer then 'too_long' end
            when c.kind = 'day' then case when import_day(v.value) is null then 'not_a_day' end
            when c.kind = 'flag' then case when lower(v.value) not in ('true', 'false') then 'not_a_boolean' end
            when c.kind = 'number' then case when v.value !~ c.detail then 'not_a_number' end
            when c.kind = 'code' then case when not exists (
                select from codes k where k.list_code = c.code_list and k.code = v.value and k.effective_to is null) then 'unknown_code' end
            end as code
        from import_rows r
        join import_columns c on c.register = import_check_cells.register and c.use <> 'ignored'
        cross join lateral (select r.cells ->> c."column") v (value)
        where r.district_code = (select current_district()) and r.import_id = import and r.line between first and last
          and (c.use = 'required' or r.cells ? c."column")
    ) b
    where b.code is not null;

    insert into import_problems (district_code, import_id, line, "column", code, zh, en)
    select (select current_district()), import, r.line, k.name, 'repeated', format('与第%s行重复', f.first_line), format('repeats line %s', f.first_line)
    from import_rows r
    cross join lateral (select min(o.line) from import_rows o
                        where o.district_code = r.district_code and o.import_id = r.import_id and o.natural_key = r.natural_key) f (first_line)
    cross join lateral (select c."column" as name from import_columns c
                        where c.register = import_check_cells.register and c.is_key order by c.position limit 1) k
    where r.district_code = (select current_district()) and r.import_id = import and r.line between first and last and r.line > f.first_line;
end $$;

ALTER FUNCTION public.import_check_cells(import uuid, register text, first bigint, last bigint) OWNER TO wuye_owner;

CREATE FUNCTION public.import_check_contracts(import uuid, first bigint, last bigint) RETURNS TABLE(line bigint, "column" text, code text, zh text, en text)
    LANGUAGE plpgsql
    AS $$
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

ALTER FUNCTION public.import_check_contracts(import uuid, first bigint, last bigint) OWNER TO wuye_owner;

CREATE FUNCTION public.import_check_estates(import uuid, first bigint, last bigint) RETURNS TABLE(line bigint, "column" text, code text, zh text, en text)
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
declare
    today date := (now() at time zone 'Asia/Shanghai')::date;
begin
    return query
    select i.line, p.name, p.code, p.zh, p.en
    from (select r.line, r.cells, j.street_code, m.mode,
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
        -- B12: the rules judge what becomes of another kind. An estate that is taken in is surveyed as it is, whatever the rules want.
        ('mode', i.another and coalesce(i.mode, i.cells ->> 'mode') is not null
                 and not mode_allowed(i.cells ->> 'new_or_old', i.cells ->> 'building_type', coalesce(i.mode, i.cells ->> 'mode'), today),
         'mode_not_allowed', '规则不允许此类小区采用这种管理方式', 'the rules do not allow this mode for an estate of this kind')
    ) p (name, bad, code, zh, en)
    where p.bad;
end $$;

ALTER FUNCTION public.import_check_estates(import uuid, first bigint, last bigint) OWNER TO wuye_owner;

CREATE FUNCTION public.import_check_firms(import uuid, first bigint, last bigint) RETURNS TABLE(line bigint, "column" text, code text, zh text, en text)
    LANGUAGE plpgsql
    AS $$
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

ALTER FUNCTION public.import_check_firms(import uuid, first bigint, last bigint) OWNER TO wuye_owner;

CREATE FUNCTION public.import_check_staff(import uuid, first bigint, last bigint) RETURNS TABLE(line bigint, "column" text, code text, zh text, en text)
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
begin
    return query
    select i.line, p.name, p.code, p.zh, p.en
    from (select r.line, r.cells, r.cells ->> 'firm.uscc' as uscc
          from import_rows r
          where r.district_code = (select current_district()) and r.import_id = import and r.line between first and last offset 0) i
    left join lateral import_staff_member(i.uscc, i.cells ->> 'name', i.cells ->> 'certificate_no') s on import_day(i.cells ->> 'left_on') is not null
    cross join lateral (values
        ('firm.uscc', i.uscc is not null and not exists (select from firms f where f.district_code = (select current_district()) and f.uscc = i.uscc),
         'unknown_firm', format('没有统一社会信用代码为“%s”的企业', left(i.uscc, 100)), format('there is no firm "%s"', left(i.uscc, 100))),
        ('left_on', import_day(i.cells ->> 'left_on') <= import_day(i.cells ->> 'joined_on'),
         'period', '离职日期不晚于入职日期', 'the end is not after the beginning'),
        ('left_on', import_day(i.cells ->> 'left_on') is distinct from s.left_on and assigned_after((select current_district()), s.id, import_day(i.cells ->> 'left_on')),
         'staff_still_assigned', '离职当日仍任职务，应先免去', 'holds a post on that day or later, which ends first')
    ) p (name, bad, code, zh, en)
    where p.bad;
end $$;

ALTER FUNCTION public.import_check_staff(import uuid, first bigint, last bigint) OWNER TO wuye_owner;

CREATE FUNCTION public.import_chunk(import uuid, after bigint, size integer, OUT last bigint, OUT rows bigint) RETURNS record
    LANGUAGE sql STABLE
    AS $$
    select max(r.line), count(*)
    from (select r.line from import_rows r
          where r.district_code = (select current_district()) and r.import_id = import and r.line > after order by r.line limit size) r
$$;

ALTER FUNCTION public.import_chunk(import uuid, after bigint, size integer, OUT last bigint, OUT rows bigint) OWNER TO wuye_owner;

CREATE FUNCTION public.import_codes(value text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select coalesce(array_agg(trim(c)), '{}') from unnest(string_to_array(value, ';')) c where trim(c) <> '' $$;

ALTER FUNCTION public.import_codes(value text) OWNER TO wuye_owner;

CREATE FUNCTION public.import_contract(cells jsonb) RETURNS uuid
    LANGUAGE plpgsql STABLE
    AS $_$
begin
    if cells ->> 'registration_no' is not null then
        return (select c.id from contracts c where c.district_code = (select current_district()) and c.registration_no = cells ->> 'registration_no');
    elsif cells ->> 'id' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then
        return (select c.id from contracts c where c.district_code = (select current_district()) and c.id = (cells ->> 'id')::uuid);
    end if;
    return null;
end $_$;

ALTER FUNCTION public.import_contract(cells jsonb) OWNER TO wuye_owner;

CREATE FUNCTION public.import_day(value text) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $_$
    select case when value ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([T ]00:00(:00([.]0+)?)?([+]08:00)?)?$' then
        case when substr(value, 9, 2)::integer
                  <= extract(day from (substr(value, 1, 8) || '01')::date + interval '1 month' - interval '1 day')::integer
             then substr(value, 1, 10)::date end end
$_$;

ALTER FUNCTION public.import_day(value text) OWNER TO wuye_owner;

CREATE FUNCTION public.import_follow_contracts(import uuid, first bigint, last bigint, moment timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
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
           contract_state(c.state, c.service_start, c.end_date, c.terminated_on, moment::date, (select w.expiring_days from contract_rule(c.district_code, moment::date) w))
    from import_ready(import, first, last) r
    cross join lateral (select import_contract(r.cells) as id offset 0) k
    cross join lateral (select c.* from contracts c where c.district_code = (select current_district()) and c.id = k.id offset 0) c
    left join lateral (
        select contract_state(p.state, p.service_start, p.end_date, p.terminated_on, moment::date, w.expiring_days) as state
        from contracts_past p cross join contract_rule(p.district_code, moment::date) w
        where p.district_code = (select current_district()) and p.id = k.id and p.known_to = c.known_from offset 0) p on true
    where c.known_from >= moment
      and not exists (select from contract_events v where v.district_code = c.district_code and v.contract_id = c.id and v.at = c.known_from);
end $$;

ALTER FUNCTION public.import_follow_contracts(import uuid, first bigint, last bigint, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.import_follow_estates(import uuid, first bigint, last bigint, moment timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    insert into estate_modes (district_code, estate_id, mode, valid_from, known_from)
    select e.district_code, e.id, r.cells ->> 'mode', (moment at time zone 'Asia/Shanghai')::date, moment
    from (select r.*, r.cells ->> 'code' as code, r.cells ->> 'community_code' as community_code from import_ready(import, first, last) r offset 0) r
    cross join lateral (select e.district_code, e.id from estates e
                        where e.district_code = (select current_district()) and e.code = r.code offset 0) e
    where r.cells ->> 'mode' is not null
      and (select true from estate_modes m where m.district_code = (select current_district()) and m.estate_id = e.id limit 1) is null;
end $$;

ALTER FUNCTION public.import_follow_estates(import uuid, first bigint, last bigint, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.import_follow_firms(import uuid, first bigint, last bigint, moment timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    if exists (
        select from firms_past p
        join firms f on f.district_code = p.district_code and f.id = p.id and f.known_from = p.known_to
        where p.district_code = (select current_district()) and p.known_to >= moment and f.status = 'active' and f.service_hotline is null
          and (p.status <> 'active' or p.service_hotline is not null)) then
        raise exception using errcode = 'check_violation', constraint = 'service_hotline_required', message = 'service_hotline_required';
    end if;
end $$;

ALTER FUNCTION public.import_follow_firms(import uuid, first bigint, last bigint, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.import_follow_staff(import uuid, first bigint, last bigint, moment timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    if exists (
        select from staff_past p
        join staff s on s.district_code = p.district_code and s.id = p.id and s.known_from = p.known_to
        where p.district_code = (select current_district()) and p.known_to >= moment and s.left_on is not null and s.left_on is distinct from p.left_on
          and assigned_after(s.district_code, s.id, s.left_on)) then
        raise exception using errcode = 'check_violation', constraint = 'staff_still_assigned', message = 'staff_still_assigned';
    end if;
end $$;

ALTER FUNCTION public.import_follow_staff(import uuid, first bigint, last bigint, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.import_head(import uuid, line bigint, names text[]) RETURNS TABLE(place integer, name text)
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
declare
    register_name text := (select i.register from imports i where i.district_code = (select current_district()) and i.id = import);
begin
    -- Sheets that were handed out, and the files of `wuye load`, say firm_uscc.
    names := array(select case h.name when 'firm_uscc' then 'firm.uscc' else h.name end from unnest(names) with ordinality as h (name, place) order by h.place);
    insert into import_problems (district_code, import_id, line, "column", code, zh, en)
    select current_district(), import, import_head.line, p.name, p.code, p.zh, p.en
    from (
        select null::text as name, 'reference_missing' as code, '系统尚未加载参考数据(import_columns)，暂不能导入' as zh,
            'the reference data (import_columns) is not loaded, so nothing can be imported' as en
        where not exists (select from import_columns c where c.register = register_name)
        union all
        select h.name, 'unknown_column', format('没有“%s”这一列', h.name), format('there is no column "%s"', h.name)
        from unnest(names) h (name)
        where exists (select from import_columns c where c.register = register_name)
          and not exists (select from import_columns c where c.register = register_name and c."column" = h.name)
        union all
        select h.name, 'repeated_column', format('“%s”列重复', h.name), format('the column "%s" stands twice', h.name)
        from unnest(names) h (name)
        group by h.name having count(*) > 1
        union all
        select c."column", 'missing_column', format('缺少必填的“%s”列', c."column"), format('the required column "%s" is missing', c."column")
        from import_columns c
        where c.register = register_name and (c.use = 'required' or c."column" = 'registration_no') and c."column" <> all (names)
    ) p;
    return query
    select h.place::integer, h.name
    from unnest(names) with ordinality as h (name, place)
    join import_columns c on c.register = register_name and c."column" = h.name and c.use <> 'ignored'
    order by h.place;
end $$;

ALTER FUNCTION public.import_head(import uuid, line bigint, names text[]) OWNER TO wuye_owner;

CREATE FUNCTION public.import_id() RETURNS uuid
    LANGUAGE sql
    AS $$
    select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
$$;

ALTER FUNCTION public.import_id() OWNER TO wuye_owner;

CREATE FUNCTION public.import_ready(import uuid, first bigint, last bigint) RETURNS TABLE(line bigint, cells jsonb)
    LANGUAGE plpgsql STABLE
    AS $$
#variable_conflict use_column
begin
    return query
    select r.line, r.cells
    from import_rows r
    where r.district_code = (select current_district()) and r.import_id = import and r.line between first and last
      and (select true from import_problems p where p.district_code = (select current_district()) and p.import_id = import and p.line = r.line limit 1) is null
    order by r.line;
end $$;

ALTER FUNCTION public.import_ready(import uuid, first bigint, last bigint) OWNER TO wuye_owner;

CREATE FUNCTION public.import_resolve_contracts(import uuid, first bigint, last bigint, moment timestamp with time zone) RETURNS TABLE(line bigint, id uuid, cells jsonb, touched boolean)
    LANGUAGE plpgsql
    AS $$
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

ALTER FUNCTION public.import_resolve_contracts(import uuid, first bigint, last bigint, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.import_resolve_estates(import uuid, first bigint, last bigint, moment timestamp with time zone) RETURNS TABLE(line bigint, id uuid, cells jsonb, touched boolean)
    LANGUAGE plpgsql
    AS $$
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

ALTER FUNCTION public.import_resolve_estates(import uuid, first bigint, last bigint, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.import_resolve_firms(import uuid, first bigint, last bigint, moment timestamp with time zone) RETURNS TABLE(line bigint, id uuid, cells jsonb, touched boolean)
    LANGUAGE plpgsql
    AS $$
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

ALTER FUNCTION public.import_resolve_firms(import uuid, first bigint, last bigint, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.import_resolve_staff(import uuid, first bigint, last bigint, moment timestamp with time zone) RETURNS TABLE(line bigint, id uuid, cells jsonb, touched boolean)
    LANGUAGE plpgsql
    AS $_$
#variable_conflict use_column
begin
    return query
    select r.line, coalesce(k.id, s.id), r.cells - 'id' || jsonb_build_object('firm_id', f.id), false
    from (select r.*, r.cells ->> 'firm.uscc' as uscc, r.cells ->> 'name' as name, r.cells ->> 'certificate_no' as certificate_no,
                 case when r.cells ->> 'id' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then (r.cells ->> 'id')::uuid end as known
          from import_ready(import, first, last) r offset 0) r
    left join lateral (select f.id from firms f where f.district_code = (select current_district()) and f.uscc = r.uscc offset 0) f on true
    left join lateral (
        select s.id from staff s
        where s.district_code = (select current_district()) and s.id = r.known and s.firm_id = f.id) k on true
    left join lateral (
        select s.id from staff s
        where k.id is null and s.district_code = (select current_district()) and s.firm_id = f.id and s.name = r.name
          and s.certificate_no is not distinct from r.certificate_no
        order by (s.joined_on is not distinct from import_day(r.cells ->> 'joined_on')) desc, s.left_on nulls first, s.id limit 1) s on true;
end $_$;

ALTER FUNCTION public.import_resolve_staff(import uuid, first bigint, last bigint, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.import_same_state(stored text, told text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select coalesce(stored = told or (stored = any (calendar) and told = any (calendar)), true)
    from (values (array['filed', 'active', 'expiring', 'expired', 'terminated'])) v (calendar)
$$;

ALTER FUNCTION public.import_same_state(stored text, told text) OWNER TO wuye_owner;

CREATE FUNCTION public.import_says_other(stored public.contracts, cells jsonb) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select to_jsonb(jsonb_populate_record(stored, cells - '{district_code,id,state,version,created_at,updated_at,known_from}'::text[])) <> to_jsonb(stored)
        or exists (select from unnest(import_codes(cells ->> 'estates')) u (code)
                   where not exists (select from contract_estates m join estates e on e.district_code = m.district_code and e.id = m.estate_id
                                     where m.district_code = stored.district_code and m.contract_id = stored.id and e.code = u.code))
$$;

ALTER FUNCTION public.import_says_other(stored public.contracts, cells jsonb) OWNER TO wuye_owner;

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
    known_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT staff_name_given CHECK ((name <> ''::text)),
    CONSTRAINT staff_period CHECK ((left_on > joined_on))
);

ALTER TABLE public.staff OWNER TO wuye_owner;

CREATE FUNCTION public.import_staff_member(uscc text, person text, certificate text) RETURNS SETOF public.staff
    LANGUAGE sql STABLE
    AS $$
    select s.*
    from (select f.id from firms f where f.district_code = (select current_district()) and f.uscc = import_staff_member.uscc offset 0) f
    cross join lateral (
        select s.* from staff s
        where s.district_code = (select current_district()) and s.firm_id = f.id and s.name = person and s.certificate_no is not distinct from certificate
        order by s.left_on nulls first, s.id limit 1) s
$$;

ALTER FUNCTION public.import_staff_member(uscc text, person text, certificate text) OWNER TO wuye_owner;

CREATE FUNCTION public.import_statement(register text) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $_$
declare
    past boolean := to_regclass('public.' || register || '_past') is not null;
    own constant text[] := '{district_code,id,version,created_at,updated_at,known_from}';
    every_column text;
    old_values text;
    names text;
    new_values text;
    settings text;
    differs text;
begin
    select string_agg(format('%I', c.name), ', ' order by c.number), string_agg(format('(c.was).%I', c.name), ', ' order by c.number),
           string_agg(format('%I', c.name), ', ' order by c.number) filter (where c.name <> all (own)),
           string_agg(format(c.value, 'n.new'), ', ' order by c.number) filter (where c.name <> all (own)),
           string_agg(format('%I = ', c.name) || format(c.value, 'c.new'), ', ' order by c.number) filter (where c.name <> all (own)),
           string_agg(format(c.value, 'k.new') || format(' is distinct from (k.was).%I', c.name), ' or ' order by c.number) filter (where c.name <> all (own))
    into every_column, old_values, names, new_values, settings, differs
    from (
        select a.attname as name, a.attnum as number,
               case when a.attnotnull and d.adbin is not null then format('coalesce((%%s).%I, %s)', a.attname, pg_get_expr(d.adbin, d.adrelid))
                    else format('(%%s).%I', a.attname) end as value
        from pg_attribute a
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = to_regclass('public.' || register) and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    ) c;
    return format($statement$
        with i as materialized (
            select * from %1$I($1, $2, $3, $4)
        ), known as materialized (
            select i.line, i.touched, l.t as was, jsonb_populate_record(l.t, i.cells) as new, l.moment
            from (select * from i where i.id is not null order by i.id) i
            cross join lateral (
                select t, %2$s as moment from public.%3$I t
                where t.district_code = (select current_district()) and t.id = i.id for update) l
        ), changed as materialized (
            select * from known k where k.touched or %4$s
        ), kept as (
            %5$s
        ), updated as (
            update public.%3$I t set %6$s, version = t.version + 1, updated_at = c.moment %7$s
            from changed c
            where t.district_code = (select current_district()) and t.id = (c.was).id
            returning 1
        ), created as (
            insert into public.%3$I (district_code, id, created_at, updated_at %8$s, %9$s)
            select current_district(), import_id(), $4, $4 %10$s, %11$s
            from (select i.line, jsonb_populate_record(null::public.%3$I, i.cells) as new from i where i.id is null order by i.line) n
            returning 1
        )
        select (select count(*) from created), (select count(*) from updated), (select count(*) from known) - (select count(*) from updated)
        $statement$,
        'import_resolve_' || register,
        case when past then 'greatest($4, t.known_from + interval ''1 microsecond'')' else '$4' end,
        register, differs,
        case when past then format('insert into public.%I (%s, known_to) select %s, c.moment from changed c', register || '_past', every_column, old_values)
             else 'select 1' end,
        settings, case when past then ', known_from = c.moment' else '' end,
        case when past then ', known_from' else '' end, names, case when past then ', $4' else '' end, new_values);
end $_$;

ALTER FUNCTION public.import_statement(register text) OWNER TO wuye_owner;

CREATE FUNCTION public.import_take_over(import uuid, register text, first bigint, last bigint, moment timestamp with time zone, OUT created bigint, OUT updated bigint, OUT unchanged bigint) RETURNS record
    LANGUAGE plpgsql
    AS $_$
begin
    if register = 'contracts' then
        set constraints contract_estates_contract deferred;
    end if;
    execute import_statement(register) into created, updated, unchanged using import, first, last, moment;
    if to_regprocedure(format('public.import_follow_%s(uuid, bigint, bigint, timestamptz)', register)) is not null then
        execute format('select %I($1, $2, $3, $4)', 'import_follow_' || register) using import, first, last, moment;
    end if;
end $_$;

ALTER FUNCTION public.import_take_over(import uuid, register text, first bigint, last bigint, moment timestamp with time zone, OUT created bigint, OUT updated bigint, OUT unchanged bigint) OWNER TO wuye_owner;

CREATE FUNCTION public.import_tell(import uuid, problems text) RETURNS void
    LANGUAGE sql
    AS $$
    insert into import_problems (district_code, import_id, line, "column", code, zh, en)
    select (select current_district()), import, p.line, p."column", p.code, p.zh, p.en
    from jsonb_to_recordset(problems::jsonb) p (line bigint, "column" text, code text, zh text, en text)
$$;

ALTER FUNCTION public.import_tell(import uuid, problems text) OWNER TO wuye_owner;

CREATE FUNCTION public.lock_ticket(source text, ticket_no text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    perform pg_advisory_xact_lock(hashtextextended(concat_ws('|', current_district(), source, ticket_no), 0));
end $$;

ALTER FUNCTION public.lock_ticket(source text, ticket_no text) OWNER TO wuye_owner;

CREATE FUNCTION public.make_complaint(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    with complaint as (
        insert into complaints (district_code, id, source, ticket_no, round, client_id, request_type, category, external_category, urgency, title, place,
                                leader_instruction, group_petition, opinion_event, secret, anonymous, confidential, occurred_at, received_at,
                                street_code, community_code, estate_id, firm_id, created_at, updated_at)
        values (made.district_code, made.complaint_id, made.source, made.ticket_no, made.round, made.client_id, told.request_type, made.category,
                made.external_category, coalesce(told.urgency, 'ordinary'), told.title, told.place,
                coalesce(told.leader_instruction, false), coalesce(told.group_petition, false), coalesce(told.opinion_event, false),
                coalesce(told.secret, false), coalesce(told.anonymous, false), is_confidential, told.occurred_at, made.received_at,
                made.street_code, made.community_code, made.estate_id,
                firm_in_force(made.district_code, made.estate_id, (coalesce(told.occurred_at, made.received_at) at time zone 'Asia/Shanghai')::date),
                made.created_at, made.created_at)
    ), ticket as (
        insert into tickets select (made).*
    ), text as (
        insert into complaint_texts (district_code, complaint_id, title, content) values (made.district_code, made.complaint_id, told.title, told.content)
    ), person as (
        insert into personal.complainants (district_code, ticket_id, complaint_id, seal_key, name_sealed, phone_sealed, phone_hash, address_sealed,
                                           place_sealed, title_sealed, content_sealed, created_at)
        values (made.district_code, made.id, made.complaint_id, told.seal_key, told.name_sealed, told.phone_sealed, told.phone_hash, told.address_sealed,
                told.place_sealed, told.title_sealed, told.content_sealed, made.created_at)
    )
    insert into complaint_events (district_code, complaint_id, at, action, from_state, to_state, actor_id, actor_name, actor_role, ticket_id)
    values (made.district_code, made.complaint_id, made.created_at, 'receive', null, 'received', made.client_id, sender_name, sender_role, made.id);
end $$;

ALTER FUNCTION public.make_complaint(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) OWNER TO wuye_owner;

CREATE FUNCTION public.message_after(m public.hotline_messages, other public.hotline_messages) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
    select case
        when m.sequence is not null and other.sequence is not null then (m.sequence, m.message_no) > (other.sequence, other.message_no)
        when m.sent_at is not null and other.sent_at is not null then (m.sent_at, m.message_no) > (other.sent_at, other.message_no)
        else (m.created_at, m.id) > (other.created_at, other.id) end
$$;

ALTER FUNCTION public.message_after(m public.hotline_messages, other public.hotline_messages) OWNER TO wuye_owner;

CREATE FUNCTION public.message_moves(m public.hotline_messages) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
    select m.kind in ('redispatch', 'cancel') or m.kind = 'callback' and coalesce(m.reached, true)
$$;

ALTER FUNCTION public.message_moves(m public.hotline_messages) OWNER TO wuye_owner;

CREATE FUNCTION public.mode_allowed(asked_new_or_old text, asked_building_type text, mode text, day date) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select coalesce((
        select mode_allowed.mode = any (r.modes)
        from mode_rules r
        where r.district_code in ((select current_district()), '*') and r.new_or_old = asked_new_or_old and r.building_type in (asked_building_type, '*')
          and r.effective_from <= day and coalesce(r.effective_to > day, true)
        order by r.district_code = '*', r.building_type = '*'
        limit 1), true)
$$;

ALTER FUNCTION public.mode_allowed(asked_new_or_old text, asked_building_type text, mode text, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.move_by_message(m public.hotline_messages, heir uuid, sender_name text, moment timestamp with time zone) RETURNS text
    LANGUAGE plpgsql
    AS $$
declare
    c complaints;
    wanted text := case m.kind when 'callback' then callback_wants(m) else m.kind end;
    goes_on boolean;
    refusal text;
begin
    select k.* into c from complaints k where k.district_code = m.district_code and k.id = heir;
    goes_on := wanted = 'redispatch' and c.state not in ('resolved_reported', 'callback', 'closed', 'rejected', 'merged');
    if wanted = 'redispatch' and c.state = 'merged' then
        -- It lives on in one that is not the sender's: what comes again is received anew.
        update complaints k set state = 'received', master_id = null where k.district_code = c.district_code and k.id = c.id;
    elsif not (goes_on or wanted = 'rework' and c.state = 'rework' or wanted in ('close', 'cancel') and c.state = 'closed') then
        select s.problem into refusal from complaint_move(heir, wanted, 'hotline', sender_name, moment, null, null,
            jsonb_strip_nulls(jsonb_build_object('validity', case c.state when 'rejected' then 'undetermined' end))) s;
        if refusal is not null then
            return refusal;
        end if;
    end if;
    -- What was said last is what counts: nothing of an earlier callback stays beside it.
    update complaints k set
        round = greatest(k.round, round_begun(m, case when wanted = 'redispatch' or c.state <> 'rework' then c.round end)),
        result = case m.kind when 'callback' then m.result when 'cancel' then 'withdrawn' else case when goes_on then k.result end end,
        satisfaction = case m.kind when 'callback' then m.satisfaction when 'cancel' then null else case when goes_on then k.satisfaction end end,
        closed_at = case when k.state = 'closed' and c.state <> 'closed' then k.updated_at else k.closed_at end
    where k.district_code = c.district_code and k.id = c.id;
    return null;
end $$;

ALTER FUNCTION public.move_by_message(m public.hotline_messages, heir uuid, sender_name text, moment timestamp with time zone) OWNER TO wuye_owner;

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

CREATE FUNCTION public.next_registration_no(district text, of_year integer) RETURNS text
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    number integer;
    made text;
begin
    loop
        insert into contract_counters as n (district_code, year, last) values (district, of_year, 1)
        on conflict (district_code, year) do update set last = n.last + 1
        returning n.last into number;
        made := format('%s-%s-%s', district, of_year, lpad(number::text, 5, '0'));
        exit when not exists (select from contracts c where c.district_code = district and c.registration_no = made);
    end loop;
    return made;
end $$;

ALTER FUNCTION public.next_registration_no(district text, of_year integer) OWNER TO wuye_owner;

CREATE FUNCTION public.note_message(m public.hotline_messages, heir uuid, sender_name text, moment timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE plpgsql
    AS $$
declare
    told_at timestamptz;
    stands text;
begin
    update complaints c set
        urges = c.urges + (m.kind = 'urge')::integer,
        supervisions = c.supervisions + (m.kind = 'supervise')::integer,
        version = c.version + 1,
        updated_at = greatest(moment, c.updated_at + interval '1 microsecond')
    where c.district_code = m.district_code and c.id = heir
    returning c.updated_at, c.state into told_at, stands;
    insert into complaint_events (district_code, complaint_id, at, action, from_state, to_state, actor_id, actor_name, actor_role, note_internal)
    values (m.district_code, heir, told_at, m.kind, stands, stands, m.client_id, sender_name, 'hotline', coalesce(m.content, m.reason));
    return told_at;
end $$;

ALTER FUNCTION public.note_message(m public.hotline_messages, heir uuid, sender_name text, moment timestamp with time zone) OWNER TO wuye_owner;

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
    CONSTRAINT owners_committees_period CHECK ((dissolved_on > established_on)),
    CONSTRAINT owners_committees_status_known CHECK ((status = ANY (ARRAY['normal'::text, 'rectifying'::text, 'substituted'::text, 're_election'::text, 'term_expired'::text, 'dissolved'::text]))),
    CONSTRAINT owners_committees_term CHECK ((term_to > term_from))
);

ALTER TABLE public.owners_committees OWNER TO wuye_owner;

CREATE FUNCTION public.owners_committees_at(day date) RETURNS SETOF public.owners_committees
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select u.district_code, u.id, u.estate_id, u.kind, u.status, u.established_on, u.term_from, u.term_to, u.dissolved_on, u.member_count,
           u.party_member_count, u.no_oc_reason, u.version, u.created_at, u.updated_at, u.known_from
    from (
        select t.district_code, t.id, t.estate_id, t.kind, t.status, t.established_on, t.term_from, t.term_to, t.dissolved_on, t.member_count,
               t.party_member_count, t.no_oc_reason, t.version, t.created_at, t.updated_at, t.known_from,
               'infinity'::timestamptz as known_to
        from owners_committees t
        union all
        select p.district_code, p.id, p.estate_id, p.kind, p.status, p.established_on, p.term_from, p.term_to, p.dissolved_on, p.member_count,
               p.party_member_count, p.no_oc_reason, p.version, p.created_at, p.updated_at, p.known_from,
               p.known_to
        from owners_committees_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
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

CREATE FUNCTION public.place_of(told_code text, told_name text, told_division text, day date) RETURNS TABLE(estate_id uuid, street_code text, community_code text)
    LANGUAGE sql STABLE
    AS $$
    with candidate as (
        select 1 as rank, e.id, e.street_code, e.community_code
        from estates e
        where e.district_code = (select current_district()) and e.code = told_code
        union all
        select 2, e.id, e.street_code, e.community_code
        from estates e
        where e.district_code = (select current_district()) and e.name_key = (select name_key(told_name))
          and coalesce(told_division in (e.district_code, e.street_code, e.community_code), true)
        union all
        select 3, e.id, e.street_code, e.community_code
        from estate_aliases a join estates e on e.district_code = a.district_code and e.id = a.estate_id
        where a.district_code = (select current_district()) and a.alias_key = (select name_key(told_name)) and a.ended_at is null
          and coalesce(told_division in (e.district_code, e.street_code, e.community_code), true)
    ), matched as (
        select c.id, c.street_code, c.community_code
        from (select *, count(*) over (partition by rank) as rivals, min(rank) over () as best from candidate) c
        where c.rank = c.best and c.rivals = 1
    )
    select matched.id, coalesce(matched.street_code, j.street_code), case when matched.id is null then j.community_code else matched.community_code end
    from (select) one
    left join matched on true
    left join division_jurisdictions j on j.district_code = (select current_district()) and j.code = told_division
        and j.effective_from <= day and coalesce(j.effective_to > day, true)
$$;

ALTER FUNCTION public.place_of(told_code text, told_name text, told_division text, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.refused(problem text) RETURNS text
    LANGUAGE sql
    AS $$
    select case when problem is not null then set_config('wuye.refused', problem, true) end
$$;

ALTER FUNCTION public.refused(problem text) OWNER TO wuye_owner;

CREATE FUNCTION public.removal_consent(district text, day date, households_for numeric, households_voted numeric, households_all numeric, area_for numeric, area_voted numeric, area_all numeric) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select coalesce(bool_and(coalesce(v.took_part * r.turnout_of >= v.whole * r.turnout_part and v.in_favour * r.consent_of > v.took_part * r.consent_part, false)), false)
    from (values ('households', households_for, households_voted, households_all), ('area', area_for, area_voted, area_all)) v (measure, in_favour, took_part, whole)
    left join lateral (
        select r.* from removal_rules r
        where r.district_code in (district, '*') and r.measure = v.measure and r.effective_from <= day and coalesce(r.effective_to > day, true)
        order by r.district_code = '*' limit 1) r on true
$$;

ALTER FUNCTION public.removal_consent(district text, day date, households_for numeric, households_voted numeric, households_all numeric, area_for numeric, area_voted numeric, area_all numeric) OWNER TO wuye_owner;

CREATE FUNCTION public.round_begun(m public.hotline_messages, standing integer) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$
    select case when m.kind = 'redispatch' then coalesce(m.round, standing + 1)
                when m.kind = 'callback' and callback_wants(m) = 'rework' then coalesce(m.round, standing) + 1 end
$$;

ALTER FUNCTION public.round_begun(m public.hotline_messages, standing integer) OWNER TO wuye_owner;

CREATE FUNCTION public.service_unit_codes(unit uuid) RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    select array_agg(e.code)
    from service_unit_estates m
    join estates e on e.district_code = m.district_code and e.id = m.estate_id
    where m.district_code = (select current_district()) and m.service_unit_id = unit
$$;

ALTER FUNCTION public.service_unit_codes(unit uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.service_unit_estate_names(unit uuid) RETURNS json
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    select coalesce(json_agg(json_build_object('id', e.id, 'code', e.code, 'name', e.name) order by e.code), '[]')
    from service_unit_estates m
    join estates e on e.district_code = m.district_code and e.id = m.estate_id
    where m.district_code = (select current_district()) and m.service_unit_id = unit
$$;

ALTER FUNCTION public.service_unit_estate_names(unit uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.settle_message(m public.hotline_messages, own uuid, heir uuid, sender_name text, moment timestamp with time zone) RETURNS public.hotline_messages
    LANGUAGE plpgsql
    AS $$
declare
    refusal text;
begin
    if m.outcome = 'waiting' then
        m.settled_at := note_message(m, heir, sender_name, moment);
        m.complaint_id := heir;
    end if;
    select c.state into m.from_state from complaints c where c.district_code = m.district_code and c.id = heir;
    m.outcome := 'applied';
    if message_moves(m) and (
        exists (select from hotline_messages o
                where o.district_code = m.district_code and o.source = m.source and o.ticket_no = m.ticket_no and o.client_id = m.client_id and o.id <> m.id
                  and o.outcome = 'applied' and message_moves(o) and message_after(o, m))
        -- A round that came as a ticket is no news.
        or m.kind = 'redispatch' and m.round <= (select max(t.round) from tickets t where t.district_code = m.district_code and t.complaint_id = own)) then
        m.outcome := 'older';
        -- The round that it began was told all the same.
        update complaints c set round = greatest(c.round, round_begun(m, null))
        where c.district_code = m.district_code and c.id = heir and c.round < round_begun(m, null);
    elsif message_moves(m) then
        refusal := move_by_message(m, heir, sender_name, moment);
    elsif m.kind = 'supplement' and m.from_state = 'needs_info' then
        perform complaint_move(heir, 'supply_info', 'hotline', sender_name, moment, null, null);
    end if;
    m.outcome := case when refusal is null then m.outcome else 'refused' end;
    m.why := refusal;
    select c.state into m.to_state from complaints c where c.district_code = m.district_code and c.id = heir;
    update hotline_messages k set outcome = m.outcome, why = m.why, complaint_id = m.complaint_id, from_state = m.from_state, to_state = m.to_state, settled_at = m.settled_at
    where k.district_code = m.district_code and k.id = m.id;
    return m;
end $$;

ALTER FUNCTION public.settle_message(m public.hotline_messages, own uuid, heir uuid, sender_name text, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.settle_refused_messages(moved public.hotline_messages, own uuid, heir uuid, sender_name text, moment timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    m hotline_messages;
begin
    for m in select o.* from hotline_messages o
             where o.district_code = moved.district_code and o.source = moved.source and o.ticket_no = moved.ticket_no and o.client_id = moved.client_id
               and o.outcome = 'refused' and message_after(o, moved)
             order by o.sequence, o.sent_at, o.message_no loop
        perform settle_message(m, own, heir, sender_name, moment);
    end loop;
end $$;

ALTER FUNCTION public.settle_refused_messages(moved public.hotline_messages, own uuid, heir uuid, sender_name text, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.settle_waiting_messages(of_source text, number text, sender_name text, moment timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    m hotline_messages;
    own uuid;
begin
    for m in select o.* from hotline_messages o
             where o.district_code = current_district() and o.source = of_source and o.ticket_no = number and o.client_id = current_user_id() and o.outcome = 'waiting'
             order by o.sequence, o.sent_at, o.message_no loop
        own := coalesce(own, (select c.id from complaints c where c.district_code = current_district() and c.source = of_source and c.ticket_no = number));
        perform settle_message(m, own, heir_of_complaint(own, m.secret, moment), sender_name, moment);
    end loop;
end $$;

ALTER FUNCTION public.settle_waiting_messages(of_source text, number text, sender_name text, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.staff_at(day date) RETURNS SETOF public.staff
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select u.district_code, u.id, u.firm_id, u.name, u.certificate_no, u.party_member, u.joined_on, u.left_on, u.version, u.created_at, u.updated_at, u.known_from
    from (
        select t.district_code, t.id, t.firm_id, t.name, t.certificate_no, t.party_member, t.joined_on, t.left_on, t.version, t.created_at, t.updated_at, t.known_from,
               'infinity'::timestamptz as known_to
        from staff t
        union all
        select p.district_code, p.id, p.firm_id, p.name, p.certificate_no, p.party_member, p.joined_on, p.left_on, p.version, p.created_at, p.updated_at, p.known_from,
               p.known_to
        from staff_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;

ALTER FUNCTION public.staff_at(day date) OWNER TO wuye_owner;

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

CREATE FUNCTION public.surplus_left(estate uuid) RETURNS numeric
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
    perform pg_advisory_xact_lock(hashtextextended('surplus:' || estate::text, 0));
    return (select coalesce(sum(case s.kind when 'surplus' then s.amount else -s.amount end), 0)
            from surplus_entries s where s.district_code = current_district() and s.estate_id = estate);
end $$;

ALTER FUNCTION public.surplus_left(estate uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.take_message(told public.message_told, new_id uuid, sender uuid, sender_name text, moment timestamp with time zone) RETURNS public.hotline_messages
    LANGUAGE plpgsql
    AS $$
declare
    from_source text := coalesce(told.source, 'hotline12345');
    number text := ticket_number(told.ticket_no, told.round);
    m hotline_messages;
    own uuid;
    heir uuid;
begin
    perform lock_ticket(from_source, number);
    insert into hotline_messages (district_code, id, client_id, source, message_no, ticket_no, round, kind, sequence, sent_at, body_hash, last_try_at, secret, reached,
                                  result, satisfaction, content, reason, created_at)
    values (current_district(), new_id, sender, from_source, told.message_no, number, ticket_round(told.ticket_no, told.round), told.kind, told.sequence, told.sent_at,
            told.body_hash, moment, coalesce(told.secret, false), told.reached, told.result, told.satisfaction, told.content, told.reason, moment)
    on conflict on constraint hotline_messages_unique do update set tries = hotline_messages.tries + 1, last_try_at = excluded.last_try_at
    returning * into m;
    if m.id <> new_id then
        return m;
    end if;
    if coalesce(told.content_sealed, told.reason_sealed) is not null then
        insert into personal.message_texts (district_code, message_id, seal_key, content_sealed, reason_sealed, created_at)
        values (m.district_code, m.id, told.seal_key, told.content_sealed, told.reason_sealed, moment);
    end if;
    select c.id into own from complaints c where c.district_code = m.district_code and c.source = m.source and c.ticket_no = m.ticket_no and c.client_id = sender;
    if own is not null then
        heir := heir_of_complaint(own, m.secret, moment);
        m := settle_message(m, own, heir, sender_name, moment);
        update hotline_messages k set first_outcome = m.outcome, first_why = m.why, first_complaint_id = m.complaint_id, first_state = m.to_state
        where k.district_code = m.district_code and k.id = m.id
        returning k.* into m;
        if m.outcome = 'applied' and message_moves(m) then
            perform settle_refused_messages(m, own, heir, sender_name, moment);
        end if;
    end if;
    return m;
end $$;

ALTER FUNCTION public.take_message(told public.message_told, new_id uuid, sender uuid, sender_name text, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.take_ticket(told public.ticket_told, new_id uuid, sender uuid, sender_name text, sender_role text, moment timestamp with time zone) RETURNS public.tickets
    LANGUAGE plpgsql
    AS $$
declare
    from_source text := coalesce(told.source, 'hotline12345');
    number text := ticket_number(told.ticket_no, told.round);
    turn integer := coalesce(ticket_round(told.ticket_no, told.round), 1);
    received_on date := (told.received_at at time zone 'Asia/Shanghai')::date;
    made tickets;
    is_confidential boolean;
    complaint uuid;
begin
    perform lock_ticket(from_source, number);
    update tickets t set tries = t.tries + 1, last_try_at = moment
    where t.district_code = current_district() and t.source = from_source and t.ticket_no = number and t.round = turn and t.client_id = sender
    returning t.* into made;
    if found then
        return made;
    end if;
    made.district_code := current_district();
    made.source := from_source;
    made.ticket_no := number;
    made.round := turn;
    made.id := new_id;
    made.client_id := sender;
    made.body_hash := told.body_hash;
    made.tries := 1;
    made.last_try_at := moment;
    made.external_category := told.category_code;
    made.told_estate_code := told.estate_code;
    made.told_estate_name := told.estate_name;
    made.told_division_code := told.division_code;
    made.received_at := told.received_at;
    made.created_at := moment;
    select p.estate_id, p.street_code, p.community_code into made.estate_id, made.street_code, made.community_code
    from place_of(told.estate_code, told.estate_name, told.division_code, received_on) p;
    select k.code, k.confidential into made.category, is_confidential from category_of(made.source, told.category_code, received_on) k;
    is_confidential := coalesce(is_confidential, false);
    select c.id into complaint from complaints c
    where c.district_code = made.district_code and c.source = made.source and c.ticket_no = made.ticket_no and c.client_id = sender;
    made.complaint_id := coalesce(complaint, new_id);
    if complaint is null then
        perform make_complaint(told, made, is_confidential, sender_name, sender_role);
    else
        perform add_round(told, made, is_confidential, sender_name, sender_role);
    end if;
    if complaint is null and sender_role = 'hotline' then
        perform settle_waiting_messages(made.source, made.ticket_no, sender_name, moment);
    end if;
    return made;
end $$;

ALTER FUNCTION public.take_ticket(told public.ticket_told, new_id uuid, sender uuid, sender_name text, sender_role text, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.tax_relief_areas(day date) RETURNS TABLE(building_type text, below numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select distinct on (l.subject) l.subject, l.value
    from estate_limits l
    where l.district_code in ((select current_district()), '*') and l.name = 'tax_relief_area_m2'
      and l.effective_from <= day and coalesce(l.effective_to > day, true)
    order by l.subject, l.district_code = '*'
$$;

ALTER FUNCTION public.tax_relief_areas(day date) OWNER TO wuye_owner;

CREATE FUNCTION public.ticket_number(told text, round integer) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    select coalesce(case when round is null then substring(told from '^(.{6,})-[0-9]{2}$') end, told)
$_$;

ALTER FUNCTION public.ticket_number(told text, round integer) OWNER TO wuye_owner;

CREATE FUNCTION public.ticket_round(told text, round integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    select coalesce(round, nullif(substring(told from '^.{6,}-([0-9]{2})$'), '00')::integer)
$_$;

ALTER FUNCTION public.ticket_round(told text, round integer) OWNER TO wuye_owner;

CREATE FUNCTION public.user_admitted(district text, holder uuid, epoch bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
    perform from users u where u.district_code = district and u.id = holder and u.token_epoch = epoch and u.state = 'active';
    if not found then
        raise exception using errcode = 'WU002', message = 'user_not_admitted';
    end if;
    return true;
end $$;

ALTER FUNCTION public.user_admitted(district text, holder uuid, epoch bigint) OWNER TO wuye_owner;

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
    assigned_to text COLLATE pg_catalog."C",
    first_receiver_id uuid,
    first_receiver_name text,
    returns smallint DEFAULT 0 NOT NULL,
    dispatched_at timestamp with time zone,
    signed_at timestamp with time zone,
    contacted_at timestamp with time zone,
    reported_at timestamp with time zone,
    reported_result text,
    closed_at timestamp with time zone,
    urges integer DEFAULT 0 NOT NULL,
    supervisions integer DEFAULT 0 NOT NULL,
    CONSTRAINT complaints_assigned_to_known CHECK ((assigned_to = ANY (ARRAY['firm'::text, 'community'::text, 'street'::text, 'department'::text]))),
    CONSTRAINT complaints_community_needs_street CHECK (((community_code IS NULL) OR (street_code IS NOT NULL))),
    CONSTRAINT complaints_merged_has_master CHECK (((state = 'merged'::text) = (master_id IS NOT NULL))),
    CONSTRAINT complaints_not_its_own_master CHECK ((master_id <> id)),
    CONSTRAINT complaints_reported_result_known CHECK ((reported_result = ANY (ARRAY['solved'::text, 'partly'::text, 'unsolved'::text]))),
    CONSTRAINT complaints_request_type_known CHECK ((request_type = ANY (ARRAY['consultation'::text, 'help'::text, 'complaint'::text, 'report'::text, 'suggestion'::text, 'praise'::text]))),
    CONSTRAINT complaints_result_known CHECK ((result = ANY (ARRAY['solved'::text, 'partly'::text, 'unsolved'::text, 'returned'::text, 'withdrawn'::text]))),
    CONSTRAINT complaints_returns_positive CHECK ((returns >= 0)),
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
    c.updated_at,
    c.assigned_to,
    c.returns,
    c.signed_at,
    c.contacted_at,
    c.reported_at,
    c.reported_result,
    c.closed_at,
    c.validity,
    ( SELECT m.id
           FROM public.complaints m
          WHERE ((m.district_code = c.district_code) AND (m.id = c.master_id))) AS master_id
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

CREATE TABLE public.complaint_assignments (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    complaint_id uuid NOT NULL,
    unit_kind text NOT NULL COLLATE pg_catalog."C",
    firm_id uuid,
    street_code text COLLATE pg_catalog."C",
    community_code text COLLATE pg_catalog."C",
    department text,
    receiver text NOT NULL,
    handler text,
    watcher text,
    designated boolean DEFAULT false NOT NULL,
    note text,
    assigned_by uuid NOT NULL,
    assigned_by_name text,
    assigned_at timestamp with time zone NOT NULL,
    CONSTRAINT complaint_assignments_unit_fits CHECK (
CASE unit_kind
    WHEN 'firm'::text THEN (firm_id IS NOT NULL)
    WHEN 'community'::text THEN (community_code IS NOT NULL)
    WHEN 'street'::text THEN (street_code IS NOT NULL)
    WHEN 'department'::text THEN (department IS NOT NULL)
    ELSE false
END)
);

ALTER TABLE public.complaint_assignments OWNER TO wuye_owner;

CREATE VIEW as_community.complaint_hands WITH (security_invoker='true') AS
 SELECT a.district_code,
    a.complaint_id,
    a.id,
    a.assigned_at,
    a.unit_kind,
    a.firm_id,
    a.street_code,
    a.community_code,
    a.department,
    a.receiver,
    a.handler,
    a.watcher,
    a.designated,
    a.note,
    a.assigned_by_name
   FROM public.complaint_assignments a;

ALTER TABLE as_community.complaint_hands OWNER TO wuye_owner;

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

CREATE VIEW as_community.complaint_history WITH (security_invoker='true') AS
 SELECT e.district_code,
    e.complaint_id,
    e.id,
    e.at,
    e.action,
    e.from_state,
    e.to_state,
    e.actor_role,
    e.actor_name,
    e.note_public AS note,
    e.note_internal AS internal_note
   FROM public.complaint_events e;

ALTER TABLE as_community.complaint_history OWNER TO wuye_owner;

CREATE VIEW as_community.complaint_messages WITH (security_invoker='true') AS
 SELECT m.district_code,
    m.complaint_id,
    m.id,
    m.kind,
    m.message_no,
    m.sent_at,
    m.created_at,
    m.outcome,
    m.reached,
    m.result,
    m.satisfaction,
    m.content,
    m.reason,
    m.from_state,
    m.to_state,
    c.urges,
    c.supervisions
   FROM (public.hotline_messages m
     JOIN public.complaints c ON (((c.district_code = m.district_code) AND (c.id = m.complaint_id))));

ALTER TABLE as_community.complaint_messages OWNER TO wuye_owner;

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
    c.assigned_to,
    c.returns,
    c.signed_at,
    c.contacted_at,
    c.reported_at,
    c.reported_result,
    c.closed_at,
    c.validity,
    ( SELECT m.id
           FROM public.complaints m
          WHERE ((m.district_code = c.district_code) AND (m.id = c.master_id) AND (m.district_code = ( SELECT public.current_district() AS current_district)) AND (m.community_code = ( SELECT public.current_community() AS current_community)) AND (NOT m.confidential))) AS master_id,
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
    c.updated_at,
    c.assigned_to,
    c.returns,
    c.signed_at,
    c.contacted_at,
    c.reported_at,
    c.reported_result,
    c.closed_at,
    c.validity,
    ( SELECT m.id
           FROM public.complaints m
          WHERE ((m.district_code = c.district_code) AND (m.id = c.master_id))) AS master_id
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

CREATE VIEW as_company.complaint_hands WITH (security_invoker='true') AS
 SELECT a.district_code,
    a.complaint_id,
    a.id,
    a.assigned_at,
    a.unit_kind,
    a.firm_id,
    NULL::text AS street_code,
    NULL::text AS community_code,
    NULL::text AS department,
    a.receiver,
    a.handler,
    NULL::text AS watcher,
    a.designated,
    NULL::text AS note,
    NULL::text AS assigned_by_name
   FROM public.complaint_assignments a;

ALTER TABLE as_company.complaint_hands OWNER TO wuye_owner;

CREATE VIEW as_company.complaint_history WITH (security_invoker='true') AS
 SELECT e.district_code,
    e.complaint_id,
    e.id,
    e.at,
    e.action,
    e.from_state,
    e.to_state,
    e.actor_role,
    NULL::text AS actor_name,
    e.note_public AS note,
    NULL::text AS internal_note
   FROM public.complaint_events e;

ALTER TABLE as_company.complaint_history OWNER TO wuye_owner;

CREATE VIEW as_company.complaint_messages WITH (security_invoker='true') AS
 SELECT m.district_code,
    m.complaint_id,
    m.id,
    m.kind,
    NULL::text AS message_no,
    NULL::timestamp with time zone AS sent_at,
    m.created_at,
    m.outcome,
    m.reached,
    m.result,
    m.satisfaction,
        CASE
            WHEN (m.kind = ANY (ARRAY['supplement'::text, 'redispatch'::text])) THEN m.content
            ELSE NULL::text
        END AS content,
        CASE
            WHEN (m.kind = 'callback'::text) THEN m.reason
            ELSE NULL::text
        END AS reason,
    m.from_state,
    m.to_state,
    c.urges,
    c.supervisions
   FROM (public.hotline_messages m
     JOIN public.complaints c ON (((c.district_code = m.district_code) AND (c.id = m.complaint_id))));

ALTER TABLE as_company.complaint_messages OWNER TO wuye_owner;

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
    c.assigned_to,
    c.returns,
    c.signed_at,
    c.contacted_at,
    c.reported_at,
    c.reported_result,
    c.closed_at,
    c.validity,
    ( SELECT m.id
           FROM public.complaints m
          WHERE ((m.district_code = c.district_code) AND (m.id = c.master_id) AND (m.district_code = ( SELECT public.current_district() AS current_district)) AND (m.firm_id = ( SELECT public.current_firm() AS current_firm)) AND (NOT m.secret) AND (NOT m.confidential) AND (m.category IS NOT NULL))) AS master_id,
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
    c.updated_at,
    c.assigned_to,
    c.returns,
    c.signed_at,
    c.contacted_at,
    c.reported_at,
    c.reported_result,
    c.closed_at,
    c.validity,
    ( SELECT m.id
           FROM public.complaints m
          WHERE ((m.district_code = c.district_code) AND (m.id = c.master_id))) AS master_id
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

CREATE VIEW as_district.complaint_hands WITH (security_invoker='true') AS
 SELECT a.district_code,
    a.complaint_id,
    a.id,
    a.assigned_at,
    a.unit_kind,
    a.firm_id,
    a.street_code,
    a.community_code,
    a.department,
    a.receiver,
    a.handler,
    a.watcher,
    a.designated,
    a.note,
    a.assigned_by_name
   FROM public.complaint_assignments a;

ALTER TABLE as_district.complaint_hands OWNER TO wuye_owner;

CREATE VIEW as_district.complaint_history WITH (security_invoker='true') AS
 SELECT e.district_code,
    e.complaint_id,
    e.id,
    e.at,
    e.action,
    e.from_state,
    e.to_state,
    e.actor_role,
    e.actor_name,
    e.note_public AS note,
    e.note_internal AS internal_note
   FROM public.complaint_events e;

ALTER TABLE as_district.complaint_history OWNER TO wuye_owner;

CREATE VIEW as_district.complaint_messages WITH (security_invoker='true') AS
 SELECT m.district_code,
    m.complaint_id,
    m.id,
    m.kind,
    m.message_no,
    m.sent_at,
    m.created_at,
    m.outcome,
    m.reached,
    m.result,
    m.satisfaction,
    m.content,
    m.reason,
    m.from_state,
    m.to_state,
    c.urges,
    c.supervisions
   FROM (public.hotline_messages m
     JOIN public.complaints c ON (((c.district_code = m.district_code) AND (c.id = m.complaint_id))));

ALTER TABLE as_district.complaint_messages OWNER TO wuye_owner;

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
    c.assigned_to,
    c.returns,
    c.signed_at,
    c.contacted_at,
    c.reported_at,
    c.reported_result,
    c.closed_at,
    c.validity,
    ( SELECT m.id
           FROM public.complaints m
          WHERE ((m.district_code = c.district_code) AND (m.id = c.master_id) AND (m.district_code = ( SELECT public.current_district() AS current_district)))) AS master_id,
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
    c.updated_at,
    c.assigned_to,
    c.returns,
    c.signed_at,
    c.contacted_at,
    c.reported_at,
    c.reported_result,
    c.closed_at,
    c.validity,
    ( SELECT m.id
           FROM public.complaints m
          WHERE ((m.district_code = c.district_code) AND (m.id = c.master_id))) AS master_id
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

CREATE VIEW as_hotline.complaint_history WITH (security_invoker='true') AS
 SELECT e.district_code,
    e.complaint_id,
    e.id,
    e.at,
    e.action,
    e.from_state,
    e.to_state,
    e.actor_role,
    e.actor_name,
    e.note_public AS note,
    NULL::text AS internal_note
   FROM public.complaint_events e;

ALTER TABLE as_hotline.complaint_history OWNER TO wuye_owner;

CREATE VIEW as_hotline.complaint_messages WITH (security_invoker='true') AS
 SELECT m.district_code,
    m.complaint_id,
    m.id,
    m.kind,
    m.message_no,
    m.sent_at,
    m.created_at,
    m.outcome,
    m.reached,
    m.result,
    m.satisfaction,
    m.content,
    m.reason,
    m.from_state,
    m.to_state,
    c.urges,
    c.supervisions
   FROM (public.hotline_messages m
     JOIN public.complaints c ON (((c.district_code = m.district_code) AND (c.id = m.complaint_id))));

ALTER TABLE as_hotline.complaint_messages OWNER TO wuye_owner;

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
    c.assigned_to,
    c.returns,
    c.signed_at,
    c.contacted_at,
    c.reported_at,
    c.reported_result,
    c.closed_at,
    c.validity,
    ( SELECT m.id
           FROM public.complaints m
          WHERE ((m.district_code = c.district_code) AND (m.id = c.master_id) AND (m.district_code = ( SELECT public.current_district() AS current_district)) AND (m.client_id = ( SELECT public.current_user_id() AS current_user_id)))) AS master_id,
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
    c.updated_at,
    c.assigned_to,
    c.returns,
    c.signed_at,
    c.contacted_at,
    c.reported_at,
    c.reported_result,
    c.closed_at,
    c.validity,
    ( SELECT m.id
           FROM public.complaints m
          WHERE ((m.district_code = c.district_code) AND (m.id = c.master_id))) AS master_id
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
    c.assigned_to,
    c.returns,
    c.signed_at,
    c.contacted_at,
    c.reported_at,
    c.reported_result,
    c.closed_at,
    c.validity,
    ( SELECT m.id
           FROM public.complaints m
          WHERE ((m.district_code = c.district_code) AND (m.id = c.master_id) AND (m.district_code = ( SELECT public.current_district() AS current_district)) AND (NOT m.confidential))) AS master_id,
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
    c.updated_at,
    c.assigned_to,
    c.returns,
    c.signed_at,
    c.contacted_at,
    c.reported_at,
    c.reported_result,
    c.closed_at,
    c.validity,
    ( SELECT m.id
           FROM public.complaints m
          WHERE ((m.district_code = c.district_code) AND (m.id = c.master_id))) AS master_id
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

CREATE VIEW as_street.complaint_hands WITH (security_invoker='true') AS
 SELECT a.district_code,
    a.complaint_id,
    a.id,
    a.assigned_at,
    a.unit_kind,
    a.firm_id,
    a.street_code,
    a.community_code,
    a.department,
    a.receiver,
    a.handler,
    a.watcher,
    a.designated,
    a.note,
    a.assigned_by_name
   FROM public.complaint_assignments a;

ALTER TABLE as_street.complaint_hands OWNER TO wuye_owner;

CREATE VIEW as_street.complaint_history WITH (security_invoker='true') AS
 SELECT e.district_code,
    e.complaint_id,
    e.id,
    e.at,
    e.action,
    e.from_state,
    e.to_state,
    e.actor_role,
    e.actor_name,
    e.note_public AS note,
    e.note_internal AS internal_note
   FROM public.complaint_events e;

ALTER TABLE as_street.complaint_history OWNER TO wuye_owner;

CREATE VIEW as_street.complaint_messages WITH (security_invoker='true') AS
 SELECT m.district_code,
    m.complaint_id,
    m.id,
    m.kind,
    m.message_no,
    m.sent_at,
    m.created_at,
    m.outcome,
    m.reached,
    m.result,
    m.satisfaction,
    m.content,
    m.reason,
    m.from_state,
    m.to_state,
    c.urges,
    c.supervisions
   FROM (public.hotline_messages m
     JOIN public.complaints c ON (((c.district_code = m.district_code) AND (c.id = m.complaint_id))));

ALTER TABLE as_street.complaint_messages OWNER TO wuye_owner;

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
    c.assigned_to,
    c.returns,
    c.signed_at,
    c.contacted_at,
    c.reported_at,
    c.reported_result,
    c.closed_at,
    c.validity,
    ( SELECT m.id
           FROM public.complaints m
          WHERE ((m.district_code = c.district_code) AND (m.id = c.master_id) AND (m.district_code = ( SELECT public.current_district() AS current_district)) AND (m.street_code = ( SELECT public.current_street() AS current_street)) AND (NOT m.confidential))) AS master_id,
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

CREATE TABLE personal.message_texts (
    district_code text NOT NULL COLLATE pg_catalog."C",
    message_id uuid NOT NULL,
    seal_key text NOT NULL,
    content_sealed bytea,
    reason_sealed bytea,
    created_at timestamp with time zone NOT NULL,
    erase_after timestamp with time zone,
    erased_at timestamp with time zone
);

ALTER TABLE personal.message_texts OWNER TO wuye_owner;

CREATE TABLE public.account_quotas (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    firm_id uuid,
    accounts integer NOT NULL,
    effective_from date NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT account_quotas_fits CHECK (((accounts >= 0) AND (accounts <= 100000)))
);

ALTER TABLE public.account_quotas OWNER TO wuye_owner;

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
    firm_accounts integer DEFAULT 20 NOT NULL,
    CONSTRAINT auth_limits_address_failures CHECK ((address_failures > 0)),
    CONSTRAINT auth_limits_firm_accounts CHECK ((firm_accounts >= 0)),
    CONSTRAINT auth_limits_lock CHECK ((lock_seconds > 0)),
    CONSTRAINT auth_limits_name_failures CHECK ((name_failures > 0)),
    CONSTRAINT auth_limits_period CHECK ((effective_to > effective_from)),
    CONSTRAINT auth_limits_window CHECK ((window_seconds > 0))
);

ALTER TABLE public.auth_limits OWNER TO wuye_owner;

CREATE TABLE public.award_rules (
    district_code text DEFAULT '*'::text NOT NULL COLLATE pg_catalog."C",
    trigger text NOT NULL COLLATE pg_catalog."C",
    method text NOT NULL COLLATE pg_catalog."C",
    effective_from date NOT NULL,
    effective_to date,
    CONSTRAINT award_rules_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.award_rules OWNER TO wuye_owner;

CREATE TABLE public.category_mappings (
    district_code text DEFAULT '*'::text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    external_code text NOT NULL COLLATE pg_catalog."C",
    external_zh text,
    category_code text NOT NULL COLLATE pg_catalog."C",
    effective_from date NOT NULL,
    effective_to date,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    basis text,
    end_reason text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT category_mappings_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.category_mappings OWNER TO wuye_owner;

CREATE TABLE public.change_proposal_transitions (
    from_state text NOT NULL,
    action text NOT NULL,
    to_state text NOT NULL,
    role text NOT NULL
);

ALTER TABLE public.change_proposal_transitions OWNER TO wuye_owner;

CREATE TABLE public.change_proposals (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    target_kind text NOT NULL,
    target_id uuid NOT NULL,
    patch jsonb NOT NULL,
    base jsonb NOT NULL,
    reason text NOT NULL,
    state text DEFAULT 'proposed'::text NOT NULL,
    firm_id uuid,
    street_code text COLLATE pg_catalog."C",
    community_code text COLLATE pg_catalog."C",
    proposed_by uuid NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    decided_by uuid,
    decided_at timestamp with time zone,
    decision_reason text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT change_proposals_changes_something CHECK (((jsonb_typeof(patch) = 'object'::text) AND (patch <> '{}'::jsonb))),
    CONSTRAINT change_proposals_decided CHECK ((((state = 'proposed'::text) = (decided_at IS NULL)) AND ((decided_at IS NULL) = (decided_by IS NULL)))),
    CONSTRAINT change_proposals_kind_known CHECK ((target_kind = ANY (ARRAY['firm'::text, 'estate'::text, 'market_access'::text]))),
    CONSTRAINT change_proposals_one_side CHECK (((num_nonnulls(firm_id, street_code) = 1) AND ((community_code IS NULL) OR (street_code IS NOT NULL)))),
    CONSTRAINT change_proposals_state_known CHECK ((state = ANY (ARRAY['proposed'::text, 'accepted'::text, 'rejected'::text, 'withdrawn'::text]))),
    CONSTRAINT change_proposals_two_persons CHECK (((state <> ALL (ARRAY['accepted'::text, 'rejected'::text])) OR (decided_by <> proposed_by)))
);

ALTER TABLE public.change_proposals OWNER TO wuye_owner;

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
    secret_1_live boolean GENERATED ALWAYS AS ((secret_digest IS NOT NULL)) STORED NOT NULL,
    secret_2_live boolean GENERATED ALWAYS AS ((secret_digest_2 IS NOT NULL)) STORED NOT NULL,
    webhook_1_live boolean GENERATED ALWAYS AS ((webhook_secret IS NOT NULL)) STORED NOT NULL,
    webhook_2_live boolean GENERATED ALWAYS AS ((webhook_secret_2 IS NOT NULL)) STORED NOT NULL,
    CONSTRAINT clients_name_fits CHECK ((name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text)),
    CONSTRAINT clients_role_known CHECK ((role = ANY (ARRAY['hotline'::text, 'platform'::text, 'front_end'::text]))),
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

CREATE TABLE public.complaint_rules (
    district_code text NOT NULL COLLATE pg_catalog."C",
    rule text NOT NULL COLLATE pg_catalog."C",
    value integer NOT NULL,
    source text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    CONSTRAINT complaint_rules_period CHECK ((effective_to > effective_from)),
    CONSTRAINT complaint_rules_rule_known CHECK ((rule = ANY (ARRAY['returns_max'::text, 'reopen_days'::text])))
);

ALTER TABLE public.complaint_rules OWNER TO wuye_owner;

CREATE TABLE public.complaint_transitions (
    from_state text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    to_state text NOT NULL COLLATE pg_catalog."C",
    assignee text COLLATE pg_catalog."C",
    needs text COLLATE pg_catalog."C",
    unlike text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT complaint_transitions_assignee_known CHECK ((assignee = ANY (ARRAY['firm'::text, 'community'::text, 'street'::text, 'department'::text]))),
    CONSTRAINT complaint_transitions_closing CHECK (((action <> 'close'::text) OR (role = ANY (ARRAY['district'::text, 'hotline'::text])))),
    CONSTRAINT complaint_transitions_needs_known CHECK ((needs = ANY (ARRAY['contact'::text, 'returns_left'::text, 'no_returns_left'::text, 'recently_closed'::text, 'later'::text, 'not_designated'::text]))),
    CONSTRAINT complaint_transitions_of_a_firm CHECK (((role <> 'company'::text) OR (action = ANY (ARRAY['sign'::text, 'contact'::text, 'start'::text, 'report'::text, 'request_extension'::text])))),
    CONSTRAINT complaint_transitions_role_known CHECK ((role = ANY (ARRAY['district'::text, 'street'::text, 'community'::text, 'company'::text, 'hotline'::text])))
);

ALTER TABLE public.complaint_transitions OWNER TO wuye_owner;

CREATE TABLE public.consultations (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    estate_id uuid NOT NULL,
    kind text NOT NULL,
    held_on date NOT NULL,
    convened_by text NOT NULL,
    participants text[] NOT NULL,
    matter text NOT NULL,
    outcome text NOT NULL,
    recorded_by uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT consultations_kind_known CHECK ((kind = ANY (ARRAY['charges'::text, 'service'::text, 'funds_use'::text]))),
    CONSTRAINT consultations_participants_known CHECK (((participants <@ ARRAY['party_branch'::text, 'owners_committee'::text, 'firm'::text, 'residents'::text, 'street'::text]) AND (cardinality(participants) > 0)))
);

ALTER TABLE public.consultations OWNER TO wuye_owner;

CREATE TABLE public.contract_charges (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    contract_id uuid NOT NULL,
    kind text NOT NULL,
    item text NOT NULL,
    unit text NOT NULL,
    price numeric(12,4) NOT NULL,
    basis text,
    valid_from date NOT NULL,
    valid_to date,
    published_by uuid NOT NULL,
    published_at timestamp with time zone NOT NULL,
    CONSTRAINT contract_charges_kind_known CHECK ((kind = ANY (ARRAY['property_fee'::text, 'parking'::text, 'decoration'::text, 'agency'::text, 'other'::text]))),
    CONSTRAINT contract_charges_period CHECK ((valid_to > valid_from)),
    CONSTRAINT contract_charges_price_positive CHECK ((price >= (0)::numeric))
);

ALTER TABLE public.contract_charges OWNER TO wuye_owner;

CREATE TABLE public.contract_counters (
    district_code text NOT NULL COLLATE pg_catalog."C",
    year integer NOT NULL,
    last integer NOT NULL
);

ALTER TABLE public.contract_counters OWNER TO wuye_owner;

CREATE TABLE public.contract_estates (
    district_code text NOT NULL COLLATE pg_catalog."C",
    contract_id uuid NOT NULL,
    estate_id uuid NOT NULL,
    kind text NOT NULL,
    service_period daterange NOT NULL,
    in_force boolean NOT NULL,
    known_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL
);

ALTER TABLE public.contract_estates OWNER TO wuye_owner;

CREATE TABLE public.contract_estates_past (
    district_code text NOT NULL COLLATE pg_catalog."C",
    contract_id uuid NOT NULL,
    estate_id uuid NOT NULL,
    kind text NOT NULL,
    service_period daterange NOT NULL,
    in_force boolean NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL
);

ALTER TABLE public.contract_estates_past OWNER TO wuye_owner;

CREATE TABLE public.contract_events (
    district_code text NOT NULL COLLATE pg_catalog."C",
    contract_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id uuid,
    actor_role text NOT NULL,
    action text NOT NULL,
    from_state text,
    to_state text NOT NULL,
    note text
);

ALTER TABLE public.contract_events OWNER TO wuye_owner;

CREATE TABLE public.contract_handovers (
    district_code text NOT NULL COLLATE pg_catalog."C",
    contract_id uuid NOT NULL,
    due date NOT NULL,
    receiver text,
    rooms_on date,
    facilities_on date,
    documents_on date,
    fee_statement_on date,
    refused_on date,
    refusal text,
    CONSTRAINT contract_handovers_refusal CHECK (((refused_on IS NULL) = (refusal IS NULL)))
);

ALTER TABLE public.contract_handovers OWNER TO wuye_owner;

CREATE TABLE public.contract_reviews (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    contract_id uuid NOT NULL,
    kind text NOT NULL,
    result text NOT NULL,
    faults text[] DEFAULT '{}'::text[] NOT NULL,
    opinion text,
    experts text[] DEFAULT '{}'::text[] NOT NULL,
    reviewed_on date NOT NULL,
    reviewed_by uuid NOT NULL,
    notice_no text,
    notice_due date,
    notice_done_on date,
    notice_done_note text,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT contract_reviews_experts_named CHECK (((kind = 'expert_joint'::text) = (cardinality(experts) > 0))),
    CONSTRAINT contract_reviews_faults_named CHECK (((result = 'irregular'::text) <= (cardinality(faults) > 0))),
    CONSTRAINT contract_reviews_kind_known CHECK ((kind = ANY (ARRAY['district'::text, 'expert_joint'::text]))),
    CONSTRAINT contract_reviews_notice_for_faults CHECK (((notice_no IS NULL) OR (result <> 'ok'::text))),
    CONSTRAINT contract_reviews_notice_whole CHECK (((notice_no IS NULL) = (notice_due IS NULL))),
    CONSTRAINT contract_reviews_result_known CHECK ((result = ANY (ARRAY['ok'::text, 'expired'::text, 'irregular'::text])))
);

ALTER TABLE public.contract_reviews OWNER TO wuye_owner;

CREATE TABLE public.contract_transitions (
    from_state text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    to_state text COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    unlike text[] DEFAULT '{}'::text[] NOT NULL
);

ALTER TABLE public.contract_transitions OWNER TO wuye_owner;

CREATE TABLE public.contract_violations (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    contract_id uuid NOT NULL,
    firm_id uuid NOT NULL,
    kind text NOT NULL,
    severe boolean NOT NULL,
    occurred_on date NOT NULL,
    statement text NOT NULL,
    state text DEFAULT 'proposed'::text NOT NULL,
    proposed_by uuid NOT NULL,
    proposed_role text NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    decided_by uuid,
    decided_at timestamp with time zone,
    decision text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT contract_violations_decided CHECK (((state = 'proposed'::text) = (decided_by IS NULL))),
    CONSTRAINT contract_violations_kind_known CHECK ((kind = ANY (ARRAY['refusal_to_exit'::text, 'handover_overdue'::text, 'abandonment'::text, 'raised_fees'::text, 'unfiled'::text]))),
    CONSTRAINT contract_violations_state_known CHECK ((state = ANY (ARRAY['proposed'::text, 'confirmed'::text, 'dismissed'::text]))),
    CONSTRAINT contract_violations_two_people CHECK ((decided_by <> proposed_by))
);

ALTER TABLE public.contract_violations OWNER TO wuye_owner;

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
    award_trigger text,
    award_reference text,
    service_unit_id uuid,
    predecessor_id uuid,
    signed_on date,
    entry_reviewed_on date,
    termination_reason text,
    termination_document text,
    created_by uuid,
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

CREATE TABLE public.eligibility_rules (
    reason text NOT NULL,
    bars boolean NOT NULL,
    "position" integer NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    CONSTRAINT eligibility_rules_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.eligibility_rules OWNER TO wuye_owner;

CREATE TABLE public.estate_aliases (
    district_code text NOT NULL COLLATE pg_catalog."C",
    estate_id uuid NOT NULL,
    alias text NOT NULL,
    alias_key text GENERATED ALWAYS AS (public.name_key(alias)) STORED NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone,
    end_reason text,
    CONSTRAINT estate_aliases_end CHECK (((ended_at IS NULL) = (end_reason IS NULL)))
);

ALTER TABLE public.estate_aliases OWNER TO wuye_owner;

CREATE TABLE public.estate_limits (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    subject text DEFAULT '*'::text NOT NULL COLLATE pg_catalog."C",
    value numeric(14,2) NOT NULL,
    basis text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT estate_limits_name_known CHECK ((name = ANY (ARRAY['outside_lease_months'::text, 'parking_guide_price'::text, 'tax_relief_area_m2'::text]))),
    CONSTRAINT estate_limits_period CHECK ((effective_to > effective_from)),
    CONSTRAINT estate_limits_subject_fits CHECK (
CASE name
    WHEN 'outside_lease_months'::text THEN ((subject = '*'::text) AND (value = trunc(value)))
    WHEN 'parking_guide_price'::text THEN (subject = ANY (ARRAY['hour'::text, 'day'::text, 'entry'::text]))
    WHEN 'tax_relief_area_m2'::text THEN (subject = ANY (ARRAY['multi'::text, 'high'::text, 'single'::text, 'mixed'::text]))
    ELSE NULL::boolean
END),
    CONSTRAINT estate_limits_value_positive CHECK ((value > (0)::numeric))
);

ALTER TABLE public.estate_limits OWNER TO wuye_owner;

CREATE TABLE public.estate_modes_past (
    district_code text NOT NULL COLLATE pg_catalog."C",
    estate_id uuid NOT NULL,
    mode text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL,
    reason text,
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
    in_deficit boolean,
    no_oc_reason text,
    CONSTRAINT estates_past_period CHECK ((known_to > known_from))
);

ALTER TABLE public.estates_past OWNER TO wuye_owner;

CREATE TABLE public.firm_entry_steps (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    firm_id uuid NOT NULL,
    result text NOT NULL,
    opinion text NOT NULL,
    street_code text COLLATE pg_catalog."C",
    by_user uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT firm_entry_steps_of_a_street CHECK (((street_code IS NOT NULL) = (result = ANY (ARRAY['recommended'::text, 'not_recommended'::text])))),
    CONSTRAINT firm_entry_steps_result_known CHECK ((result = ANY (ARRAY['recommended'::text, 'not_recommended'::text, 'admitted'::text, 'refused'::text])))
);

ALTER TABLE public.firm_entry_steps OWNER TO wuye_owner;

CREATE TABLE public.firm_entry_transitions (
    from_state text NOT NULL,
    action text NOT NULL,
    to_state text NOT NULL,
    role text NOT NULL
);

ALTER TABLE public.firm_entry_transitions OWNER TO wuye_owner;

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
    contact_phone text,
    office_address text,
    entry text DEFAULT 'admitted'::text NOT NULL,
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

CREATE TABLE public.import_columns (
    register text NOT NULL COLLATE pg_catalog."C",
    "position" integer NOT NULL,
    "column" text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    code_list text COLLATE pg_catalog."C",
    zh text NOT NULL,
    en text NOT NULL,
    use text NOT NULL COLLATE pg_catalog."C",
    is_key boolean NOT NULL,
    detail text COLLATE pg_catalog."C",
    CONSTRAINT import_columns_codes CHECK (((kind = 'code'::text) = (code_list IS NOT NULL))),
    CONSTRAINT import_columns_detail CHECK (
CASE
    WHEN (use = 'ignored'::text) THEN (detail IS NULL)
    WHEN (kind = 'text'::text) THEN COALESCE((detail ~ '^[1-9][0-9]{0,4}$'::text), false)
    WHEN (kind = 'number'::text) THEN (detail IS NOT NULL)
    ELSE (detail IS NULL)
END),
    CONSTRAINT import_columns_key_taken CHECK (((NOT is_key) OR (use <> 'ignored'::text))),
    CONSTRAINT import_columns_kind_known CHECK ((kind = ANY (ARRAY['text'::text, 'code'::text, 'day'::text, 'flag'::text, 'number'::text, 'list'::text]))),
    CONSTRAINT import_columns_position CHECK (("position" > 0)),
    CONSTRAINT import_columns_use_known CHECK ((use = ANY (ARRAY['required'::text, 'optional'::text, 'ignored'::text])))
);

ALTER TABLE public.import_columns OWNER TO wuye_owner;

CREATE TABLE public.import_problems (
    district_code text NOT NULL COLLATE pg_catalog."C",
    import_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    line bigint NOT NULL,
    "column" text,
    code text NOT NULL,
    zh text NOT NULL,
    en text NOT NULL
);

ALTER TABLE public.import_problems OWNER TO wuye_owner;

CREATE TABLE public.import_rows (
    district_code text NOT NULL COLLATE pg_catalog."C",
    import_id uuid NOT NULL,
    line bigint NOT NULL,
    natural_key text COLLATE pg_catalog."C",
    cells jsonb NOT NULL
);

ALTER TABLE public.import_rows OWNER TO wuye_owner;

CREATE TABLE public.imports (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    register text NOT NULL,
    dry_run boolean NOT NULL,
    on_error text NOT NULL,
    state text DEFAULT 'receiving'::text NOT NULL,
    trouble text,
    media text NOT NULL,
    file_name text,
    file_sha256 text NOT NULL,
    file_bytes bigint NOT NULL,
    rows_read bigint DEFAULT 0 NOT NULL,
    rows_checked bigint DEFAULT 0 NOT NULL,
    rows_created bigint DEFAULT 0 NOT NULL,
    rows_updated bigint DEFAULT 0 NOT NULL,
    rows_unchanged bigint DEFAULT 0 NOT NULL,
    rows_refused bigint DEFAULT 0 NOT NULL,
    user_id uuid,
    user_name text,
    role text NOT NULL,
    firm_id uuid,
    started_at timestamp with time zone NOT NULL,
    beat_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    purged_at timestamp with time zone,
    CONSTRAINT imports_finished CHECK (((finished_at IS NOT NULL) = (state = ANY (ARRAY['done'::text, 'refused'::text, 'failed'::text])))),
    CONSTRAINT imports_on_error_known CHECK ((on_error = ANY (ARRAY['all_or_nothing'::text, 'skip'::text]))),
    CONSTRAINT imports_register_known CHECK ((register = ANY (ARRAY['firms'::text, 'estates'::text, 'contracts'::text, 'staff'::text]))),
    CONSTRAINT imports_state_known CHECK ((state = ANY (ARRAY['receiving'::text, 'checking'::text, 'applying'::text, 'done'::text, 'refused'::text, 'failed'::text])))
);

ALTER TABLE public.imports OWNER TO wuye_owner;

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

CREATE TABLE public.market_access_transitions (
    from_state text NOT NULL,
    action text NOT NULL,
    to_state text NOT NULL,
    role text NOT NULL
);

ALTER TABLE public.market_access_transitions OWNER TO wuye_owner;

CREATE TABLE public.mode_rules (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    new_or_old text NOT NULL,
    building_type text DEFAULT '*'::text NOT NULL,
    modes text[] NOT NULL,
    basis text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT mode_rules_building_type_known CHECK ((building_type = ANY (ARRAY['multi'::text, 'high'::text, 'single'::text, 'mixed'::text, '*'::text]))),
    CONSTRAINT mode_rules_modes_known CHECK (((modes <@ ARRAY['market'::text, 'quasi'::text, 'basic_cleaning'::text, 'self'::text, 'state_firm'::text, 'public_welfare'::text, 'fallback'::text]) AND (modes <> '{}'::text[]))),
    CONSTRAINT mode_rules_new_or_old_known CHECK ((new_or_old = ANY (ARRAY['new'::text, 'old'::text, 'ordinary'::text]))),
    CONSTRAINT mode_rules_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.mode_rules OWNER TO wuye_owner;

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
    reason text,
    end_reason text,
    assigned_by uuid,
    ended_by uuid,
    known_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT person_roles_estate_fits CHECK (
CASE role
    WHEN 'firm_manager'::text THEN (estate_id IS NULL)
    WHEN 'staff'::text THEN true
    ELSE (estate_id IS NOT NULL)
END),
    CONSTRAINT person_roles_period CHECK ((valid_to >= valid_from)),
    CONSTRAINT person_roles_role_known CHECK ((role = ANY (ARRAY['firm_manager'::text, 'project_manager'::text, 'staff'::text, 'quality_director'::text]))),
    CONSTRAINT person_roles_term CHECK (((role <> 'quality_director'::text) OR (valid_to IS NOT NULL)))
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
    reuse_detected boolean DEFAULT false NOT NULL,
    token_epoch integer DEFAULT 1 NOT NULL,
    client_id uuid
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

CREATE TABLE public.removal_cases (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    contract_id uuid NOT NULL,
    trigger text NOT NULL,
    grounds text NOT NULL,
    opened_on date NOT NULL,
    opened_by uuid NOT NULL,
    assembly_on date,
    households_for integer,
    households_all integer,
    area_for_m2 numeric(14,2),
    area_all_m2 numeric(14,2),
    consented boolean,
    executed_by text,
    executed_on date,
    replacement_contract_id uuid,
    version integer DEFAULT 1 NOT NULL,
    households_voted integer,
    area_voted_m2 numeric(14,2),
    CONSTRAINT removal_cases_consent_first CHECK (((executed_on IS NULL) OR (consented AND (executed_by IS NOT NULL)))),
    CONSTRAINT removal_cases_executed_by_known CHECK ((executed_by = ANY (ARRAY['owners_committee'::text, 'residents_committee'::text]))),
    CONSTRAINT removal_cases_trigger_known CHECK ((trigger = ANY (ARRAY['annual_failed'::text, 'violation'::text, 'strong_complaints'::text]))),
    CONSTRAINT removal_cases_turnout_fits CHECK ((COALESCE(((households_voted >= households_for) AND (households_voted <= households_all)), true) AND COALESCE(((area_voted_m2 >= area_for_m2) AND (area_voted_m2 <= area_all_m2)), true))),
    CONSTRAINT removal_cases_vote_whole CHECK ((num_nulls(assembly_on, households_for, households_all, consented) = ANY (ARRAY[0, 4]))),
    CONSTRAINT removal_cases_votes_fit CHECK ((((households_for >= 0) AND (households_for <= households_all)) AND COALESCE(((area_for_m2 >= (0)::numeric) AND (area_for_m2 <= area_all_m2)), true)))
);

ALTER TABLE public.removal_cases OWNER TO wuye_owner;

CREATE TABLE public.removal_rules (
    district_code text DEFAULT '*'::text NOT NULL COLLATE pg_catalog."C",
    measure text NOT NULL COLLATE pg_catalog."C",
    effective_from date NOT NULL,
    effective_to date,
    turnout_part integer NOT NULL,
    turnout_of integer NOT NULL,
    consent_part integer NOT NULL,
    consent_of integer NOT NULL,
    CONSTRAINT removal_rules_measure_known CHECK ((measure = ANY (ARRAY['households'::text, 'area'::text]))),
    CONSTRAINT removal_rules_parts CHECK ((((turnout_part >= 0) AND (turnout_part <= turnout_of)) AND ((consent_part >= 0) AND (consent_part <= consent_of)) AND (turnout_of > 0) AND (consent_of > 0))),
    CONSTRAINT removal_rules_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.removal_rules OWNER TO wuye_owner;

CREATE TABLE public.service_unit_estates (
    district_code text NOT NULL COLLATE pg_catalog."C",
    service_unit_id uuid NOT NULL,
    estate_id uuid NOT NULL
);

ALTER TABLE public.service_unit_estates OWNER TO wuye_owner;

CREATE TABLE public.service_units (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    name text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT service_units_name_given CHECK ((name <> ''::text))
);

ALTER TABLE public.service_units OWNER TO wuye_owner;

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

CREATE TABLE public.space_consents (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    contract_id uuid NOT NULL,
    space text NOT NULL,
    use text NOT NULL,
    consented_by text NOT NULL,
    consented_on date NOT NULL,
    document text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    recorded_by uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT space_consents_consent_first CHECK ((consented_on <= valid_from)),
    CONSTRAINT space_consents_consented_by_known CHECK ((consented_by = ANY (ARRAY['owners_committee'::text, 'owners_assembly'::text]))),
    CONSTRAINT space_consents_period CHECK ((valid_to > valid_from))
);

ALTER TABLE public.space_consents OWNER TO wuye_owner;

CREATE TABLE public.staff_past (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    firm_id uuid NOT NULL,
    name text NOT NULL,
    certificate_no text,
    party_member boolean NOT NULL,
    joined_on date,
    left_on date,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL,
    CONSTRAINT staff_past_period CHECK ((known_to > known_from))
);

ALTER TABLE public.staff_past OWNER TO wuye_owner;

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

CREATE TABLE public.surplus_entries (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    estate_id uuid NOT NULL,
    kind text NOT NULL,
    purpose text,
    amount numeric(16,2) NOT NULL,
    entry_on date NOT NULL,
    note text NOT NULL,
    entered_by uuid NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    CONSTRAINT surplus_entries_amount_positive CHECK ((amount > (0)::numeric)),
    CONSTRAINT surplus_entries_kind_known CHECK ((kind = ANY (ARRAY['surplus'::text, 'use'::text]))),
    CONSTRAINT surplus_entries_purpose_known CHECK ((purpose = ANY (ARRAY['infrastructure'::text, 'environment'::text]))),
    CONSTRAINT surplus_entries_use_has_purpose CHECK (((kind = 'use'::text) = (purpose IS NOT NULL)))
);

ALTER TABLE public.surplus_entries OWNER TO wuye_owner;

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
    vouched_at timestamp with time zone,
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
    CONSTRAINT users_subject_whole CHECK (((issuer IS NULL) = (subject IS NULL))),
    CONSTRAINT users_vouched_for CHECK (((vouched_at IS NULL) OR (issuer IS NOT NULL)))
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

ALTER TABLE ONLY personal.message_texts
    ADD CONSTRAINT message_texts_key PRIMARY KEY (district_code, message_id);

ALTER TABLE ONLY public.account_quotas
    ADD CONSTRAINT account_quotas_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_key PRIMARY KEY (district_code, at, id);

ALTER TABLE ONLY public.audit_log_default
    ADD CONSTRAINT audit_log_default_pkey PRIMARY KEY (district_code, at, id);

ALTER TABLE ONLY public.auth_limits
    ADD CONSTRAINT auth_limits_key PRIMARY KEY (effective_from);

ALTER TABLE ONLY public.award_rules
    ADD CONSTRAINT award_rules_key PRIMARY KEY (district_code, trigger, method, effective_from);

ALTER TABLE ONLY public.award_rules
    ADD CONSTRAINT award_rules_one EXCLUDE USING gist (district_code WITH =, trigger WITH =, method WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.category_mappings
    ADD CONSTRAINT category_mappings_id_unique UNIQUE (district_code, id);

ALTER TABLE ONLY public.category_mappings
    ADD CONSTRAINT category_mappings_key PRIMARY KEY (district_code, source, external_code, effective_from);

ALTER TABLE ONLY public.category_mappings
    ADD CONSTRAINT category_mappings_one EXCLUDE USING gist (district_code WITH =, source WITH =, external_code WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.change_proposal_transitions
    ADD CONSTRAINT change_proposal_transitions_key PRIMARY KEY (from_state, action, role);

ALTER TABLE ONLY public.change_proposals
    ADD CONSTRAINT change_proposals_key PRIMARY KEY (district_code, id);

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

ALTER TABLE ONLY public.complaint_assignments
    ADD CONSTRAINT complaint_assignments_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.complaint_categories
    ADD CONSTRAINT complaint_categories_key PRIMARY KEY (code, effective_from);

ALTER TABLE ONLY public.complaint_categories
    ADD CONSTRAINT complaint_categories_one EXCLUDE USING gist (code WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.complaint_events
    ADD CONSTRAINT complaint_events_key PRIMARY KEY (district_code, complaint_id, at, id);

ALTER TABLE ONLY public.complaint_events_default
    ADD CONSTRAINT complaint_events_default_pkey PRIMARY KEY (district_code, complaint_id, at, id);

ALTER TABLE ONLY public.complaint_rules
    ADD CONSTRAINT complaint_rules_key PRIMARY KEY (district_code, rule, effective_from);

ALTER TABLE ONLY public.complaint_rules
    ADD CONSTRAINT complaint_rules_one EXCLUDE USING gist (district_code WITH =, rule WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.complaint_texts
    ADD CONSTRAINT complaint_texts_key PRIMARY KEY (district_code, complaint_id);

ALTER TABLE ONLY public.complaint_transitions
    ADD CONSTRAINT complaint_transitions_key PRIMARY KEY (from_state, action, role);

ALTER TABLE ONLY public.complaints
    ADD CONSTRAINT complaints_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.complaints
    ADD CONSTRAINT complaints_ticket_unique UNIQUE (district_code, source, ticket_no);

ALTER TABLE ONLY public.consultations
    ADD CONSTRAINT consultations_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.contract_charges
    ADD CONSTRAINT contract_charges_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.contract_charges
    ADD CONSTRAINT contract_charges_one EXCLUDE USING gist (district_code WITH =, contract_id WITH =, item WITH =, daterange(valid_from, valid_to) WITH &&);

ALTER TABLE ONLY public.contract_charges
    ADD CONSTRAINT contract_charges_one_fee EXCLUDE USING gist (district_code WITH =, contract_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE ((kind = 'property_fee'::text));

ALTER TABLE ONLY public.contract_counters
    ADD CONSTRAINT contract_counters_key PRIMARY KEY (district_code, year);

ALTER TABLE ONLY public.contract_estates
    ADD CONSTRAINT contract_estates_key PRIMARY KEY (district_code, contract_id, estate_id);

ALTER TABLE ONLY public.contract_estates
    ADD CONSTRAINT contract_estates_one_at_a_time EXCLUDE USING gist (district_code WITH =, estate_id WITH =, kind WITH =, service_period WITH &&) WHERE (in_force);

ALTER TABLE ONLY public.contract_estates_past
    ADD CONSTRAINT contract_estates_past_key PRIMARY KEY (district_code, contract_id, estate_id, known_from);

ALTER TABLE ONLY public.contract_events
    ADD CONSTRAINT contract_events_key PRIMARY KEY (district_code, contract_id, id);

ALTER TABLE ONLY public.contract_handovers
    ADD CONSTRAINT contract_handovers_key PRIMARY KEY (district_code, contract_id);

ALTER TABLE ONLY public.contract_reviews
    ADD CONSTRAINT contract_reviews_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.contract_reviews
    ADD CONSTRAINT contract_reviews_notice_unique UNIQUE (district_code, notice_no);

ALTER TABLE ONLY public.contract_rules
    ADD CONSTRAINT contract_rules_key PRIMARY KEY (district_code, effective_from);

ALTER TABLE ONLY public.contract_rules
    ADD CONSTRAINT contract_rules_one EXCLUDE USING gist (district_code WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.contract_transitions
    ADD CONSTRAINT contract_transitions_key PRIMARY KEY (from_state, action, role);

ALTER TABLE ONLY public.contract_violations
    ADD CONSTRAINT contract_violations_key PRIMARY KEY (district_code, id);

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

ALTER TABLE ONLY public.eligibility_rules
    ADD CONSTRAINT eligibility_rules_key PRIMARY KEY (reason, effective_from);

ALTER TABLE ONLY public.estate_aliases
    ADD CONSTRAINT estate_aliases_id_unique UNIQUE (district_code, id);

ALTER TABLE ONLY public.estate_aliases
    ADD CONSTRAINT estate_aliases_key PRIMARY KEY (district_code, alias_key, estate_id);

ALTER TABLE ONLY public.estate_limits
    ADD CONSTRAINT estate_limits_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.estate_limits
    ADD CONSTRAINT estate_limits_one EXCLUDE USING gist (district_code WITH =, name WITH =, subject WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.estate_modes
    ADD CONSTRAINT estate_modes_key PRIMARY KEY (district_code, estate_id, valid_from);

ALTER TABLE ONLY public.estate_modes
    ADD CONSTRAINT estate_modes_one EXCLUDE USING gist (district_code WITH =, estate_id WITH =, daterange(valid_from, valid_to) WITH &&);

ALTER TABLE ONLY public.estate_modes_past
    ADD CONSTRAINT estate_modes_past_key PRIMARY KEY (district_code, estate_id, valid_from, known_from, known_to);

ALTER TABLE ONLY public.estate_records
    ADD CONSTRAINT estate_records_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.estates
    ADD CONSTRAINT estates_code_unique UNIQUE (district_code, code);

ALTER TABLE ONLY public.estates
    ADD CONSTRAINT estates_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.estates_past
    ADD CONSTRAINT estates_past_key PRIMARY KEY (district_code, id, known_from, known_to);

ALTER TABLE ONLY public.firm_entry_steps
    ADD CONSTRAINT firm_entry_steps_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.firm_entry_transitions
    ADD CONSTRAINT firm_entry_transitions_key PRIMARY KEY (from_state, action, role);

ALTER TABLE ONLY public.firm_market_access
    ADD CONSTRAINT firm_market_access_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.firm_market_access
    ADD CONSTRAINT firm_market_access_one EXCLUDE USING gist (district_code WITH =, firm_id WITH =, daterange(valid_from, valid_to) WITH &&);

ALTER TABLE ONLY public.firms
    ADD CONSTRAINT firms_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.firms_past
    ADD CONSTRAINT firms_past_key PRIMARY KEY (district_code, id, known_from, known_to);

ALTER TABLE ONLY public.firms
    ADD CONSTRAINT firms_uscc_unique UNIQUE (district_code, uscc);

ALTER TABLE ONLY public.hotline_messages
    ADD CONSTRAINT hotline_messages_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.hotline_messages
    ADD CONSTRAINT hotline_messages_unique UNIQUE (district_code, client_id, source, message_no);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (district_code, principal_id, operation, key);

ALTER TABLE ONLY public.import_columns
    ADD CONSTRAINT import_columns_key PRIMARY KEY (register, "position");

ALTER TABLE ONLY public.import_columns
    ADD CONSTRAINT import_columns_one UNIQUE (register, "column");

ALTER TABLE ONLY public.import_problems
    ADD CONSTRAINT import_problems_key PRIMARY KEY (district_code, import_id, line, id);

ALTER TABLE ONLY public.import_rows
    ADD CONSTRAINT import_rows_key PRIMARY KEY (district_code, import_id, line);

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.liaisons
    ADD CONSTRAINT liaisons_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.liaisons
    ADD CONSTRAINT liaisons_one EXCLUDE USING gist (district_code WITH =, campaign WITH =, street_code WITH =, daterange(valid_from, valid_to) WITH &&);

ALTER TABLE ONLY public.login_failures
    ADD CONSTRAINT login_failures_key PRIMARY KEY (district_code, subject_kind, subject);

ALTER TABLE ONLY public.market_access_transitions
    ADD CONSTRAINT market_access_transitions_key PRIMARY KEY (from_state, to_state, role);

ALTER TABLE ONLY public.mode_rules
    ADD CONSTRAINT mode_rules_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.mode_rules
    ADD CONSTRAINT mode_rules_one EXCLUDE USING gist (district_code WITH =, new_or_old WITH =, building_type WITH =, daterange(effective_from, effective_to) WITH &&);

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

ALTER TABLE ONLY public.person_roles
    ADD CONSTRAINT person_roles_once EXCLUDE USING gist (district_code WITH =, staff_id WITH =, role WITH =, COALESCE(estate_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, daterange(valid_from, valid_to) WITH &&);

ALTER TABLE ONLY public.person_roles
    ADD CONSTRAINT person_roles_one_manager EXCLUDE USING gist (district_code WITH =, firm_id WITH =, estate_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE ((role = 'project_manager'::text));

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

ALTER TABLE ONLY public.removal_cases
    ADD CONSTRAINT removal_cases_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.removal_rules
    ADD CONSTRAINT removal_rules_key PRIMARY KEY (district_code, measure, effective_from);

ALTER TABLE ONLY public.removal_rules
    ADD CONSTRAINT removal_rules_one EXCLUDE USING gist (district_code WITH =, measure WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.service_unit_estates
    ADD CONSTRAINT service_unit_estates_key PRIMARY KEY (district_code, service_unit_id, estate_id);

ALTER TABLE ONLY public.service_unit_estates
    ADD CONSTRAINT service_unit_estates_one UNIQUE (district_code, estate_id);

ALTER TABLE ONLY public.service_units
    ADD CONSTRAINT service_units_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.service_units
    ADD CONSTRAINT service_units_name_unique UNIQUE (district_code, name);

ALTER TABLE ONLY public.signing_keys
    ADD CONSTRAINT signing_keys_key PRIMARY KEY (kid);

ALTER TABLE ONLY public.space_consents
    ADD CONSTRAINT space_consents_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_copy UNIQUE (district_code, id, firm_id);

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.staff_past
    ADD CONSTRAINT staff_past_key PRIMARY KEY (district_code, id, known_from, known_to);

ALTER TABLE ONLY public.staffing_minimums
    ADD CONSTRAINT staffing_minimums_key PRIMARY KEY (district_code, rule, level, effective_from);

ALTER TABLE ONLY public.staffing_minimums
    ADD CONSTRAINT staffing_minimums_one EXCLUDE USING gist (district_code WITH =, rule WITH =, level WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.surplus_entries
    ADD CONSTRAINT surplus_entries_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_unique UNIQUE (district_code, source, ticket_no, round);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_name_unique UNIQUE (district_code, name);

ALTER TABLE ONLY public.workdays
    ADD CONSTRAINT workdays_key PRIMARY KEY (date);

CREATE INDEX complainants_by_phone ON personal.complainants USING btree (district_code, phone_hash) WHERE (phone_hash IS NOT NULL);

CREATE INDEX complainants_due ON personal.complainants USING btree (erase_after) WHERE (erased_at IS NULL);

CREATE INDEX complainants_of_complaint ON personal.complainants USING btree (district_code, complaint_id);

CREATE INDEX message_texts_due ON personal.message_texts USING btree (erase_after) WHERE (erased_at IS NULL);

CREATE INDEX account_quotas_in_force ON public.account_quotas USING btree (district_code, firm_id, effective_from DESC, created_at DESC);

CREATE INDEX audit_log_of_user ON ONLY public.audit_log USING btree (district_code, user_id, at DESC, id DESC);

CREATE INDEX audit_log_default_district_code_user_id_at_id_idx ON public.audit_log_default USING btree (district_code, user_id, at DESC, id DESC);

CREATE INDEX change_proposals_by_time ON public.change_proposals USING btree (district_code, proposed_at, id);

CREATE INDEX change_proposals_of_firm ON public.change_proposals USING btree (district_code, firm_id, proposed_at);

CREATE INDEX change_proposals_of_target ON public.change_proposals USING btree (district_code, target_kind, target_id, proposed_at);

CREATE INDEX checklist_reports_last ON public.checklist_reports USING btree (district_code, checklist_code, street_code, item_code, reported_at);

CREATE INDEX complaint_assignments_of_complaint ON public.complaint_assignments USING btree (district_code, complaint_id, assigned_at);

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

CREATE INDEX complaints_unmapped ON public.complaints USING btree (district_code, received_at DESC, id DESC) WHERE (((category IS NULL) OR (estate_id IS NULL)) AND (state <> ALL (ARRAY['merged'::text, 'rejected'::text, 'closed'::text])));

CREATE INDEX complaints_without_category ON public.complaints USING btree (district_code, source, external_category) WHERE ((category IS NULL) AND (state <> ALL (ARRAY['merged'::text, 'rejected'::text, 'closed'::text])));

CREATE INDEX consultations_of_estate ON public.consultations USING btree (district_code, estate_id, held_on, id);

CREATE INDEX contract_estates_of_estate ON public.contract_estates USING btree (district_code, estate_id);

CREATE INDEX contract_estates_past_of_estate ON public.contract_estates_past USING btree (district_code, estate_id);

CREATE INDEX contract_events_in_order ON public.contract_events USING btree (district_code, contract_id, at, id);

CREATE INDEX contract_handovers_by_due ON public.contract_handovers USING btree (district_code, due);

CREATE INDEX contract_reviews_of_contract ON public.contract_reviews USING btree (district_code, contract_id, reviewed_on, id);

CREATE INDEX contract_violations_of_contract ON public.contract_violations USING btree (district_code, contract_id);

CREATE INDEX contract_violations_of_firm ON public.contract_violations USING btree (district_code, firm_id, occurred_on);

CREATE INDEX contracts_by_end ON public.contracts USING btree (district_code, end_date) WHERE in_force;

CREATE INDEX contracts_newest ON public.contracts USING btree (district_code, service_start DESC, id DESC);

CREATE INDEX contracts_of_firm ON public.contracts USING btree (district_code, firm_id, service_start);

CREATE INDEX contracts_of_predecessor ON public.contracts USING btree (district_code, predecessor_id) WHERE (predecessor_id IS NOT NULL);

CREATE INDEX contracts_past_newest ON public.contracts_past USING btree (district_code, service_start DESC, id DESC);

CREATE INDEX contracts_past_of_firm ON public.contracts_past USING btree (district_code, firm_id, known_to);

CREATE INDEX contracts_past_until ON public.contracts_past USING btree (district_code, known_to);

CREATE INDEX department_contacts_of ON public.department_contacts USING btree (district_code, department_id, id);

CREATE INDEX division_jurisdictions_of_street ON public.division_jurisdictions USING btree (district_code, street_code, code);

CREATE INDEX divisions_children ON public.divisions USING btree (parent_code, code);

CREATE INDEX divisions_search ON public.divisions USING gin (name_x public.gin_trgm_ops);

CREATE INDEX estate_aliases_of_estate ON public.estate_aliases USING btree (district_code, estate_id, alias_key);

CREATE INDEX estate_modes_by_mode ON public.estate_modes USING btree (district_code, mode, estate_id);

CREATE INDEX estate_modes_past_until ON public.estate_modes_past USING btree (district_code, known_to);

CREATE INDEX estate_records_by_day ON public.estate_records USING btree (district_code, created_at, id);

CREATE INDEX estate_records_by_kind ON public.estate_records USING btree (district_code, kind, created_at, id);

CREATE UNIQUE INDEX estate_records_grid_unique ON public.estate_records USING btree (district_code, estate_id, reference) WHERE ((kind = 'grid'::text) AND (ended_at IS NULL));

CREATE INDEX estate_records_of_estate ON public.estate_records USING btree (district_code, estate_id, created_at, id);

CREATE UNIQUE INDEX estate_records_supersedes_unique ON public.estate_records USING btree (district_code, supersedes);

CREATE UNIQUE INDEX estate_records_year_unique ON public.estate_records USING btree (district_code, estate_id, year) WHERE ((kind = 'public_revenue'::text) AND (ended_at IS NULL));

CREATE INDEX estates_by_name ON public.estates USING btree (district_code, name_key);

CREATE INDEX estates_of_community ON public.estates USING btree (district_code, community_code, code);

CREATE INDEX estates_of_street ON public.estates USING btree (district_code, street_code, code);

CREATE INDEX estates_past_by_code ON public.estates_past USING btree (district_code, code);

CREATE INDEX estates_past_of_community ON public.estates_past USING btree (district_code, community_code, code);

CREATE INDEX estates_past_of_street ON public.estates_past USING btree (district_code, street_code, code);

CREATE INDEX estates_past_search ON public.estates_past USING gin (name_x public.gin_trgm_ops);

CREATE INDEX estates_past_until ON public.estates_past USING btree (district_code, known_to);

CREATE INDEX estates_search ON public.estates USING gin (name_x public.gin_trgm_ops);

CREATE INDEX firm_entry_steps_of_firm ON public.firm_entry_steps USING btree (district_code, firm_id, at);

CREATE INDEX firm_market_access_of_firm ON public.firm_market_access USING btree (district_code, firm_id, valid_from);

CREATE INDEX firms_by_name ON public.firms USING btree (district_code, name, id);

CREATE INDEX firms_past_until ON public.firms_past USING btree (district_code, known_to);

CREATE INDEX firms_search ON public.firms USING gin (name_x public.gin_trgm_ops);

CREATE INDEX hotline_messages_newest ON public.hotline_messages USING btree (district_code, created_at DESC, id DESC);

CREATE INDEX hotline_messages_newest_of_client ON public.hotline_messages USING btree (district_code, client_id, created_at DESC, id DESC);

CREATE INDEX hotline_messages_of_complaint ON public.hotline_messages USING btree (district_code, complaint_id, created_at, id) WHERE (complaint_id IS NOT NULL);

CREATE INDEX hotline_messages_of_ticket ON public.hotline_messages USING btree (district_code, source, ticket_no);

CREATE INDEX idempotency_keys_expiry ON public.idempotency_keys USING btree (expires_at);

CREATE INDEX import_rows_by_key ON public.import_rows USING btree (district_code, import_id, natural_key, line);

CREATE INDEX imports_by_time ON public.imports USING btree (district_code, started_at, id);

CREATE INDEX imports_running ON public.imports USING btree (beat_at) WHERE (finished_at IS NULL);

CREATE INDEX org_staff_of_unit ON public.org_staff USING btree (district_code, org_unit_id, id);

CREATE INDEX org_units_of_division ON public.org_units USING btree (district_code, division_code) WHERE (division_code IS NOT NULL);

CREATE INDEX org_units_of_estate ON public.org_units USING btree (district_code, estate_id);

CREATE INDEX org_units_of_street ON public.org_units USING btree (district_code, street_code, id);

CREATE INDEX org_units_past_of_division ON public.org_units_past USING btree (district_code, division_code) WHERE (division_code IS NOT NULL);

CREATE INDEX org_units_past_until ON public.org_units_past USING btree (district_code, known_to);

CREATE INDEX owners_committees_by_day ON public.owners_committees USING btree (district_code, established_on, id);

CREATE INDEX owners_committees_of_estate ON public.owners_committees USING btree (district_code, estate_id, established_on);

CREATE INDEX owners_committees_past_by_day ON public.owners_committees_past USING btree (district_code, established_on, id);

CREATE INDEX owners_committees_past_of_estate ON public.owners_committees_past USING btree (district_code, estate_id, established_on);

CREATE INDEX owners_committees_past_until ON public.owners_committees_past USING btree (district_code, known_to);

CREATE INDEX person_roles_of_estate ON public.person_roles USING btree (district_code, estate_id, role, valid_from);

CREATE INDEX person_roles_of_firm ON public.person_roles USING btree (district_code, firm_id, role, valid_from);

CREATE INDEX person_roles_of_staff ON public.person_roles USING btree (district_code, staff_id, valid_from);

CREATE INDEX personal_access_log_of_complaint ON ONLY public.personal_access_log USING btree (district_code, complaint_id, at);

CREATE INDEX personal_access_log_default_district_code_complaint_id_at_idx ON public.personal_access_log_default USING btree (district_code, complaint_id, at);

CREATE INDEX personal_access_log_of_user ON ONLY public.personal_access_log USING btree (district_code, user_id, at);

CREATE INDEX personal_access_log_default_district_code_user_id_at_idx ON public.personal_access_log_default USING btree (district_code, user_id, at);

CREATE INDEX project_syncs_by_state ON public.project_syncs USING btree (district_code, state, id);

CREATE INDEX refresh_tokens_by_digest ON public.refresh_tokens USING btree (digest);

CREATE INDEX refresh_tokens_expiry ON public.refresh_tokens USING btree (expires_at);

CREATE INDEX refresh_tokens_of_family ON public.refresh_tokens USING btree (district_code, family_id);

CREATE UNIQUE INDEX removal_cases_one ON public.removal_cases USING btree (district_code, contract_id) WHERE ((executed_on IS NULL) AND (consented IS NOT FALSE));

CREATE INDEX space_consents_of_contract ON public.space_consents USING btree (district_code, contract_id, valid_from, id);

CREATE INDEX staff_by_name ON public.staff USING btree (district_code, firm_id, name);

CREATE INDEX staff_of_firm ON public.staff USING btree (district_code, firm_id, id);

CREATE INDEX staff_past_of_firm ON public.staff_past USING btree (district_code, firm_id, id);

CREATE INDEX staff_past_until ON public.staff_past USING btree (district_code, known_to);

CREATE INDEX surplus_entries_of_estate ON public.surplus_entries USING btree (district_code, estate_id, entry_on, id);

CREATE INDEX tickets_newest ON public.tickets USING btree (district_code, created_at DESC, id DESC);

CREATE INDEX tickets_newest_of_client ON public.tickets USING btree (district_code, client_id, created_at DESC, id DESC);

CREATE INDEX tickets_of_complaint ON public.tickets USING btree (district_code, complaint_id, round);

CREATE INDEX users_of_firm ON public.users USING btree (district_code, firm_id) WHERE (firm_id IS NOT NULL);

CREATE UNIQUE INDEX users_subject_unique ON public.users USING btree (district_code, issuer, subject) WHERE (issuer IS NOT NULL);

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

ALTER TABLE ONLY personal.message_texts
    ADD CONSTRAINT message_texts_message FOREIGN KEY (district_code, message_id) REFERENCES public.hotline_messages(district_code, id);

ALTER TABLE ONLY public.account_quotas
    ADD CONSTRAINT account_quotas_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.account_quotas
    ADD CONSTRAINT account_quotas_firm FOREIGN KEY (district_code, firm_id) REFERENCES public.firms(district_code, id);

ALTER TABLE ONLY public.change_proposals
    ADD CONSTRAINT change_proposals_community FOREIGN KEY (community_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.change_proposals
    ADD CONSTRAINT change_proposals_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.change_proposals
    ADD CONSTRAINT change_proposals_firm FOREIGN KEY (district_code, firm_id) REFERENCES public.firms(district_code, id);

ALTER TABLE ONLY public.change_proposals
    ADD CONSTRAINT change_proposals_street FOREIGN KEY (street_code) REFERENCES public.divisions(code);

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

ALTER TABLE ONLY public.complaint_assignments
    ADD CONSTRAINT complaint_assignments_complaint FOREIGN KEY (district_code, complaint_id) REFERENCES public.complaints(district_code, id);

ALTER TABLE ONLY public.complaint_assignments
    ADD CONSTRAINT complaint_assignments_firm FOREIGN KEY (district_code, firm_id) REFERENCES public.firms(district_code, id);

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

ALTER TABLE ONLY public.consultations
    ADD CONSTRAINT consultations_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.contract_charges
    ADD CONSTRAINT contract_charges_contract FOREIGN KEY (district_code, contract_id) REFERENCES public.contracts(district_code, id);

ALTER TABLE ONLY public.contract_counters
    ADD CONSTRAINT contract_counters_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.contract_estates
    ADD CONSTRAINT contract_estates_contract FOREIGN KEY (district_code, contract_id, kind, service_period, in_force) REFERENCES public.contracts(district_code, id, kind, service_period, in_force) DEFERRABLE;

ALTER TABLE ONLY public.contract_estates
    ADD CONSTRAINT contract_estates_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.contract_estates_past
    ADD CONSTRAINT contract_estates_past_contract FOREIGN KEY (district_code, contract_id) REFERENCES public.contracts(district_code, id);

ALTER TABLE ONLY public.contract_estates_past
    ADD CONSTRAINT contract_estates_past_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.contract_events
    ADD CONSTRAINT contract_events_contract FOREIGN KEY (district_code, contract_id) REFERENCES public.contracts(district_code, id);

ALTER TABLE ONLY public.contract_handovers
    ADD CONSTRAINT contract_handovers_contract FOREIGN KEY (district_code, contract_id) REFERENCES public.contracts(district_code, id);

ALTER TABLE ONLY public.contract_reviews
    ADD CONSTRAINT contract_reviews_contract FOREIGN KEY (district_code, contract_id) REFERENCES public.contracts(district_code, id);

ALTER TABLE ONLY public.contract_violations
    ADD CONSTRAINT contract_violations_contract FOREIGN KEY (district_code, contract_id) REFERENCES public.contracts(district_code, id);

ALTER TABLE ONLY public.contract_violations
    ADD CONSTRAINT contract_violations_firm FOREIGN KEY (district_code, firm_id) REFERENCES public.firms(district_code, id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_firm FOREIGN KEY (district_code, firm_id) REFERENCES public.firms(district_code, id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_predecessor FOREIGN KEY (district_code, predecessor_id) REFERENCES public.contracts(district_code, id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_service_unit FOREIGN KEY (district_code, service_unit_id) REFERENCES public.service_units(district_code, id);

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

ALTER TABLE ONLY public.estate_records
    ADD CONSTRAINT estate_records_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.estate_records
    ADD CONSTRAINT estate_records_supersedes FOREIGN KEY (district_code, supersedes) REFERENCES public.estate_records(district_code, id);

ALTER TABLE ONLY public.estates
    ADD CONSTRAINT estates_community FOREIGN KEY (community_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.estates
    ADD CONSTRAINT estates_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.estates
    ADD CONSTRAINT estates_street FOREIGN KEY (street_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.firm_entry_steps
    ADD CONSTRAINT firm_entry_steps_firm FOREIGN KEY (district_code, firm_id) REFERENCES public.firms(district_code, id);

ALTER TABLE ONLY public.firm_entry_steps
    ADD CONSTRAINT firm_entry_steps_street FOREIGN KEY (street_code) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.firm_market_access
    ADD CONSTRAINT firm_market_access_firm FOREIGN KEY (district_code, firm_id) REFERENCES public.firms(district_code, id);

ALTER TABLE ONLY public.firms
    ADD CONSTRAINT firms_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.firms
    ADD CONSTRAINT firms_registered FOREIGN KEY (registered_division) REFERENCES public.divisions(code);

ALTER TABLE ONLY public.hotline_messages
    ADD CONSTRAINT hotline_messages_complaint FOREIGN KEY (district_code, complaint_id) REFERENCES public.complaints(district_code, id);

ALTER TABLE ONLY public.hotline_messages
    ADD CONSTRAINT hotline_messages_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.import_columns
    ADD CONSTRAINT import_columns_code_list FOREIGN KEY (code_list) REFERENCES public.code_lists(code);

ALTER TABLE ONLY public.import_problems
    ADD CONSTRAINT import_problems_import FOREIGN KEY (district_code, import_id) REFERENCES public.imports(district_code, id);

ALTER TABLE ONLY public.import_rows
    ADD CONSTRAINT import_rows_import FOREIGN KEY (district_code, import_id) REFERENCES public.imports(district_code, id);

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_firm FOREIGN KEY (district_code, firm_id) REFERENCES public.firms(district_code, id);

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
    ADD CONSTRAINT person_roles_staff FOREIGN KEY (district_code, staff_id, firm_id) REFERENCES public.staff(district_code, id, firm_id);

ALTER TABLE ONLY public.project_syncs
    ADD CONSTRAINT project_syncs_contract FOREIGN KEY (district_code, contract_id) REFERENCES public.contracts(district_code, id);

ALTER TABLE ONLY public.project_syncs
    ADD CONSTRAINT project_syncs_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.project_syncs
    ADD CONSTRAINT project_syncs_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.refresh_families
    ADD CONSTRAINT refresh_families_client FOREIGN KEY (district_code, client_id) REFERENCES public.clients(district_code, id);

ALTER TABLE ONLY public.refresh_families
    ADD CONSTRAINT refresh_families_user FOREIGN KEY (district_code, user_id) REFERENCES public.users(district_code, id);

ALTER TABLE ONLY public.refresh_tokens
    ADD CONSTRAINT refresh_tokens_family FOREIGN KEY (district_code, family_id) REFERENCES public.refresh_families(district_code, id);

ALTER TABLE ONLY public.removal_cases
    ADD CONSTRAINT removal_cases_contract FOREIGN KEY (district_code, contract_id) REFERENCES public.contracts(district_code, id);

ALTER TABLE ONLY public.removal_cases
    ADD CONSTRAINT removal_cases_replacement FOREIGN KEY (district_code, replacement_contract_id) REFERENCES public.contracts(district_code, id);

ALTER TABLE ONLY public.service_unit_estates
    ADD CONSTRAINT service_unit_estates_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.service_unit_estates
    ADD CONSTRAINT service_unit_estates_unit FOREIGN KEY (district_code, service_unit_id) REFERENCES public.service_units(district_code, id);

ALTER TABLE ONLY public.service_units
    ADD CONSTRAINT service_units_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.space_consents
    ADD CONSTRAINT space_consents_contract FOREIGN KEY (district_code, contract_id) REFERENCES public.contracts(district_code, id);

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_firm FOREIGN KEY (district_code, firm_id) REFERENCES public.firms(district_code, id);

ALTER TABLE ONLY public.surplus_entries
    ADD CONSTRAINT surplus_entries_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

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

CREATE POLICY complainants_hotline ON personal.complainants FOR INSERT TO wuye_district, wuye_street, wuye_community, wuye_hotline WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY complainants_seen ON personal.complainants FOR SELECT TO wuye_district, wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = complainants.district_code) AND (c.id = complainants.complaint_id))))));

ALTER TABLE personal.message_texts ENABLE ROW LEVEL SECURITY;

CREATE POLICY message_texts_hotline ON personal.message_texts FOR INSERT TO wuye_hotline WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY message_texts_seen ON personal.message_texts FOR SELECT TO wuye_district, wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.hotline_messages m
  WHERE ((m.district_code = message_texts.district_code) AND (m.id = message_texts.message_id))))));

ALTER TABLE public.account_quotas ENABLE ROW LEVEL SECURITY;

CREATE POLICY account_quotas_company ON public.account_quotas FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND ((firm_id IS NULL) OR (firm_id = ( SELECT public.current_firm() AS current_firm)))));

CREATE POLICY account_quotas_district ON public.account_quotas FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY account_quotas_sets ON public.account_quotas FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.audit_log ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.audit_log_default ENABLE ROW LEVEL SECURITY;

CREATE POLICY audit_log_district ON public.audit_log FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY audit_log_own ON public.audit_log FOR INSERT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_auth WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (user_id = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY audit_log_vouched ON public.audit_log FOR INSERT TO wuye_auth WITH CHECK (((operation = 'vouchedPerson'::text) AND (user_id IS NOT NULL)));

ALTER TABLE public.auth_limits ENABLE ROW LEVEL SECURITY;

CREATE POLICY auth_limits_auth ON public.auth_limits FOR SELECT TO wuye_auth USING (true);

ALTER TABLE public.award_rules ENABLE ROW LEVEL SECURITY;

CREATE POLICY award_rules_read ON public.award_rules FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.category_mappings ENABLE ROW LEVEL SECURITY;

CREATE POLICY category_mappings_ended ON public.category_mappings FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY category_mappings_made ON public.category_mappings FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY category_mappings_read ON public.category_mappings FOR SELECT TO wuye_member USING ((district_code = ANY (ARRAY[( SELECT public.current_district() AS current_district), '*'::text])));

CREATE POLICY category_mappings_worker ON public.category_mappings FOR SELECT TO wuye_worker USING (true);

ALTER TABLE public.change_proposal_transitions ENABLE ROW LEVEL SECURITY;

CREATE POLICY change_proposal_transitions_read ON public.change_proposal_transitions FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company USING (true);

ALTER TABLE public.change_proposals ENABLE ROW LEVEL SECURITY;

CREATE POLICY change_proposals_asks_community ON public.change_proposals FOR INSERT TO wuye_community WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (community_code = ( SELECT public.current_community() AS current_community)) AND (state = 'proposed'::text)));

CREATE POLICY change_proposals_asks_company ON public.change_proposals FOR INSERT TO wuye_company WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm)) AND (state = 'proposed'::text)));

CREATE POLICY change_proposals_asks_street ON public.change_proposals FOR INSERT TO wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street)) AND (community_code IS NULL) AND (state = 'proposed'::text)));

CREATE POLICY change_proposals_community ON public.change_proposals FOR SELECT TO wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (community_code = ( SELECT public.current_community() AS current_community))));

CREATE POLICY change_proposals_company ON public.change_proposals FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY change_proposals_decides ON public.change_proposals FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY change_proposals_district ON public.change_proposals FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY change_proposals_street ON public.change_proposals FOR SELECT TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street))));

CREATE POLICY change_proposals_withdraws_community ON public.change_proposals FOR UPDATE TO wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (community_code = ( SELECT public.current_community() AS current_community)))) WITH CHECK ((state = ANY (ARRAY['proposed'::text, 'withdrawn'::text])));

CREATE POLICY change_proposals_withdraws_company ON public.change_proposals FOR UPDATE TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm)))) WITH CHECK ((state = ANY (ARRAY['proposed'::text, 'withdrawn'::text])));

CREATE POLICY change_proposals_withdraws_street ON public.change_proposals FOR UPDATE TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street)) AND (community_code IS NULL))) WITH CHECK ((state = ANY (ARRAY['proposed'::text, 'withdrawn'::text])));

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

CREATE POLICY clients_district ON public.clients TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.code_lists ENABLE ROW LEVEL SECURITY;

CREATE POLICY code_lists_read ON public.code_lists FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.codes ENABLE ROW LEVEL SECURITY;

CREATE POLICY codes_read ON public.codes FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.complaint_assignments ENABLE ROW LEVEL SECURITY;

CREATE POLICY complaint_assignments_company ON public.complaint_assignments FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm)) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = complaint_assignments.district_code) AND (c.id = complaint_assignments.complaint_id))))));

CREATE POLICY complaint_assignments_made ON public.complaint_assignments FOR INSERT TO wuye_district, wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (assigned_by = ( SELECT public.current_user_id() AS current_user_id)) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = complaint_assignments.district_code) AND (c.id = complaint_assignments.complaint_id))))));

CREATE POLICY complaint_assignments_seen ON public.complaint_assignments FOR SELECT TO wuye_district, wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = complaint_assignments.district_code) AND (c.id = complaint_assignments.complaint_id))))));

ALTER TABLE public.complaint_categories ENABLE ROW LEVEL SECURITY;

CREATE POLICY complaint_categories_read ON public.complaint_categories FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.complaint_events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.complaint_events_default ENABLE ROW LEVEL SECURITY;

CREATE POLICY complaint_events_hotline ON public.complaint_events FOR INSERT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (actor_id = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY complaint_events_seen ON public.complaint_events FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = complaint_events.district_code) AND (c.id = complaint_events.complaint_id))))));

ALTER TABLE public.complaint_rules ENABLE ROW LEVEL SECURITY;

CREATE POLICY complaint_rules_all ON public.complaint_rules FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline USING ((district_code = ANY (ARRAY['*'::text, ( SELECT public.current_district() AS current_district)])));

ALTER TABLE public.complaint_texts ENABLE ROW LEVEL SECURITY;

CREATE POLICY complaint_texts_hotline ON public.complaint_texts FOR INSERT TO wuye_district, wuye_street, wuye_community, wuye_hotline WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY complaint_texts_seen ON public.complaint_texts FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = complaint_texts.district_code) AND (c.id = complaint_texts.complaint_id))))));

ALTER TABLE public.complaint_transitions ENABLE ROW LEVEL SECURITY;

CREATE POLICY complaint_transitions_all ON public.complaint_transitions FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline USING (true);

ALTER TABLE public.complaints ENABLE ROW LEVEL SECURITY;

CREATE POLICY complaints_community ON public.complaints FOR SELECT TO wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (community_code = ( SELECT public.current_community() AS current_community)) AND (NOT confidential)));

CREATE POLICY complaints_company ON public.complaints FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm)) AND (NOT secret) AND (NOT confidential) AND (category IS NOT NULL)));

CREATE POLICY complaints_district ON public.complaints FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY complaints_hotline ON public.complaints TO wuye_hotline USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (client_id = ( SELECT public.current_user_id() AS current_user_id)))) WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (client_id = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY complaints_moved_community ON public.complaints FOR UPDATE TO wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (community_code = ( SELECT public.current_community() AS current_community)) AND (NOT confidential)));

CREATE POLICY complaints_moved_company ON public.complaints FOR UPDATE TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm)) AND (NOT secret) AND (NOT confidential) AND (category IS NOT NULL)));

CREATE POLICY complaints_moved_district ON public.complaints FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY complaints_moved_street ON public.complaints FOR UPDATE TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street)) AND (NOT confidential)));

CREATE POLICY complaints_platform ON public.complaints FOR SELECT TO wuye_platform USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (NOT confidential)));

CREATE POLICY complaints_street ON public.complaints FOR SELECT TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street)) AND (NOT confidential)));

CREATE POLICY complaints_taken ON public.complaints FOR INSERT TO wuye_district WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (client_id = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY complaints_taken_community ON public.complaints FOR INSERT TO wuye_community WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (client_id = ( SELECT public.current_user_id() AS current_user_id)) AND (community_code = ( SELECT public.current_community() AS current_community))));

CREATE POLICY complaints_taken_street ON public.complaints FOR INSERT TO wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (client_id = ( SELECT public.current_user_id() AS current_user_id)) AND (street_code = ( SELECT public.current_street() AS current_street))));

ALTER TABLE public.consultations ENABLE ROW LEVEL SECURITY;

CREATE POLICY consultations_company ON public.consultations FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contract_estates ce
  WHERE ((ce.district_code = consultations.district_code) AND (ce.estate_id = consultations.estate_id) AND ce.in_force AND (ce.service_period @> consultations.held_on))))));

CREATE POLICY consultations_recorded ON public.consultations FOR INSERT TO wuye_district, wuye_street, wuye_community WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = consultations.district_code) AND (e.id = consultations.estate_id)))) AND (recorded_by = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY consultations_seen ON public.consultations FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_platform USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = consultations.district_code) AND (e.id = consultations.estate_id))))));

ALTER TABLE public.contract_charges ENABLE ROW LEVEL SECURITY;

CREATE POLICY contract_charges_ended ON public.contract_charges FOR UPDATE TO wuye_district, wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_charges.district_code) AND (c.id = contract_charges.contract_id))))));

CREATE POLICY contract_charges_published ON public.contract_charges FOR INSERT TO wuye_district, wuye_company WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_charges.district_code) AND (c.id = contract_charges.contract_id)))) AND (published_by = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY contract_charges_seen ON public.contract_charges FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_charges.district_code) AND (c.id = contract_charges.contract_id))))));

ALTER TABLE public.contract_counters ENABLE ROW LEVEL SECURITY;

CREATE POLICY contract_counters_district ON public.contract_counters TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.contract_estates ENABLE ROW LEVEL SECURITY;

CREATE POLICY contract_estates_area ON public.contract_estates FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = contract_estates.district_code) AND (e.id = contract_estates.estate_id))))));

CREATE POLICY contract_estates_company ON public.contract_estates FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_estates.district_code) AND (c.id = contract_estates.contract_id))))));

CREATE POLICY contract_estates_district ON public.contract_estates FOR SELECT TO wuye_district, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY contract_estates_drafted ON public.contract_estates FOR INSERT TO wuye_district WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (NOT in_force)));

CREATE POLICY contract_estates_drafted_area ON public.contract_estates FOR INSERT TO wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (NOT in_force) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = contract_estates.district_code) AND (e.id = contract_estates.estate_id))))));

CREATE POLICY contract_estates_drafted_own ON public.contract_estates FOR INSERT TO wuye_company WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (NOT in_force) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_estates.district_code) AND (c.id = contract_estates.contract_id))))));

CREATE POLICY contract_estates_dropped ON public.contract_estates FOR DELETE TO wuye_district USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (NOT in_force)));

CREATE POLICY contract_estates_dropped_area ON public.contract_estates FOR DELETE TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (NOT in_force) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = contract_estates.district_code) AND (e.id = contract_estates.estate_id))))));

CREATE POLICY contract_estates_dropped_own ON public.contract_estates FOR DELETE TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (NOT in_force) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_estates.district_code) AND (c.id = contract_estates.contract_id))))));

CREATE POLICY contract_estates_kept ON public.contract_estates FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY contract_estates_kept_area ON public.contract_estates FOR UPDATE TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (NOT in_force) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = contract_estates.district_code) AND (e.id = contract_estates.estate_id))))));

CREATE POLICY contract_estates_kept_own ON public.contract_estates FOR UPDATE TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (NOT in_force) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_estates.district_code) AND (c.id = contract_estates.contract_id))))));

ALTER TABLE public.contract_estates_past ENABLE ROW LEVEL SECURITY;

CREATE POLICY contract_estates_past_area ON public.contract_estates_past FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = contract_estates_past.district_code) AND (e.id = contract_estates_past.estate_id))))));

CREATE POLICY contract_estates_past_company ON public.contract_estates_past FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_estates_past.district_code) AND (c.id = contract_estates_past.contract_id))))));

CREATE POLICY contract_estates_past_district ON public.contract_estates_past FOR SELECT TO wuye_district, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY contract_estates_past_kept ON public.contract_estates_past FOR INSERT TO wuye_district, wuye_street, wuye_company WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY contract_estates_registers ON public.contract_estates FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.contract_events ENABLE ROW LEVEL SECURITY;

CREATE POLICY contract_events_own ON public.contract_events FOR INSERT TO wuye_district, wuye_street, wuye_company WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (NOT (actor_id IS DISTINCT FROM ( SELECT public.current_user_id() AS current_user_id)))));

CREATE POLICY contract_events_seen ON public.contract_events FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_events.district_code) AND (c.id = contract_events.contract_id))))));

ALTER TABLE public.contract_handovers ENABLE ROW LEVEL SECURITY;

CREATE POLICY contract_handovers_kept ON public.contract_handovers FOR UPDATE TO wuye_district, wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_handovers.district_code) AND (c.id = contract_handovers.contract_id))))));

CREATE POLICY contract_handovers_opened ON public.contract_handovers FOR INSERT TO wuye_district, wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_handovers.district_code) AND (c.id = contract_handovers.contract_id))))));

CREATE POLICY contract_handovers_seen ON public.contract_handovers FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_handovers.district_code) AND (c.id = contract_handovers.contract_id))))));

ALTER TABLE public.contract_reviews ENABLE ROW LEVEL SECURITY;

CREATE POLICY contract_reviews_done ON public.contract_reviews FOR UPDATE TO wuye_district, wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_reviews.district_code) AND (c.id = contract_reviews.contract_id))))));

CREATE POLICY contract_reviews_made ON public.contract_reviews FOR INSERT TO wuye_district WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (reviewed_by = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY contract_reviews_seen ON public.contract_reviews FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_reviews.district_code) AND (c.id = contract_reviews.contract_id))))));

ALTER TABLE public.contract_rules ENABLE ROW LEVEL SECURITY;

CREATE POLICY contract_rules_read ON public.contract_rules FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.contract_transitions ENABLE ROW LEVEL SECURITY;

CREATE POLICY contract_transitions_read ON public.contract_transitions FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.contract_violations ENABLE ROW LEVEL SECURITY;

CREATE POLICY contract_violations_company ON public.contract_violations FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm)) AND (state = 'confirmed'::text)));

CREATE POLICY contract_violations_decided ON public.contract_violations FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY contract_violations_proposed ON public.contract_violations FOR INSERT TO wuye_district, wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_violations.district_code) AND (c.id = contract_violations.contract_id)))) AND (proposed_by = ( SELECT public.current_user_id() AS current_user_id)) AND (state = 'proposed'::text)));

CREATE POLICY contract_violations_seen ON public.contract_violations FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_platform USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_violations.district_code) AND (c.id = contract_violations.contract_id))))));

ALTER TABLE public.contracts ENABLE ROW LEVEL SECURITY;

CREATE POLICY contracts_area ON public.contracts FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contract_estates ce
  WHERE ((ce.district_code = contracts.district_code) AND (ce.contract_id = contracts.id))))));

CREATE POLICY contracts_company ON public.contracts FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY contracts_district ON public.contracts FOR SELECT TO wuye_district, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY contracts_drafted ON public.contracts FOR INSERT TO wuye_district, wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (NOT in_force)));

CREATE POLICY contracts_drafted_own ON public.contracts FOR INSERT TO wuye_company WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (NOT in_force) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY contracts_moved ON public.contracts FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY contracts_moved_area ON public.contracts FOR UPDATE TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contract_estates ce
  WHERE ((ce.district_code = contracts.district_code) AND (ce.contract_id = contracts.id)))))) WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY contracts_moved_own ON public.contracts FOR UPDATE TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm)) AND (NOT in_force)));

ALTER TABLE public.contracts_past ENABLE ROW LEVEL SECURITY;

CREATE POLICY contracts_past_area ON public.contracts_past FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contract_estates ce
  WHERE ((ce.district_code = contracts_past.district_code) AND (ce.contract_id = contracts_past.id))))));

CREATE POLICY contracts_past_company ON public.contracts_past FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY contracts_past_district ON public.contracts_past FOR SELECT TO wuye_district, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY contracts_past_kept ON public.contracts_past FOR INSERT TO wuye_district, wuye_street, wuye_company WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY contracts_registers ON public.contracts FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

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

CREATE POLICY division_jurisdictions_read ON public.division_jurisdictions FOR SELECT TO wuye_member, wuye_auth, wuye_worker USING (true);

ALTER TABLE public.divisions ENABLE ROW LEVEL SECURITY;

CREATE POLICY divisions_read ON public.divisions FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.eligibility_rules ENABLE ROW LEVEL SECURITY;

CREATE POLICY eligibility_rules_read ON public.eligibility_rules FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform USING (true);

ALTER TABLE public.estate_aliases ENABLE ROW LEVEL SECURITY;

CREATE POLICY estate_aliases_area ON public.estate_aliases FOR SELECT TO wuye_street, wuye_community, wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = estate_aliases.district_code) AND (e.id = estate_aliases.estate_id))))));

CREATE POLICY estate_aliases_changes ON public.estate_aliases FOR UPDATE TO wuye_district, wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = estate_aliases.district_code) AND (e.id = estate_aliases.estate_id))))));

CREATE POLICY estate_aliases_district ON public.estate_aliases FOR SELECT TO wuye_district, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY estate_aliases_registers ON public.estate_aliases FOR INSERT TO wuye_district, wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = estate_aliases.district_code) AND (e.id = estate_aliases.estate_id))))));

ALTER TABLE public.estate_limits ENABLE ROW LEVEL SECURITY;

CREATE POLICY estate_limits_changes ON public.estate_limits FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY estate_limits_read ON public.estate_limits FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform USING ((district_code = ANY (ARRAY[( SELECT public.current_district() AS current_district), '*'::text])));

CREATE POLICY estate_limits_sets ON public.estate_limits FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.estate_modes ENABLE ROW LEVEL SECURITY;

CREATE POLICY estate_modes_area ON public.estate_modes FOR SELECT TO wuye_street, wuye_community, wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND ((EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = estate_modes.district_code) AND (e.id = estate_modes.estate_id)))) OR (EXISTS ( SELECT
   FROM public.estates_past e
  WHERE ((e.district_code = estate_modes.district_code) AND (e.id = estate_modes.estate_id)))))));

CREATE POLICY estate_modes_changes ON public.estate_modes FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY estate_modes_district ON public.estate_modes FOR SELECT TO wuye_district, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.estate_modes_past ENABLE ROW LEVEL SECURITY;

CREATE POLICY estate_modes_past_area ON public.estate_modes_past FOR SELECT TO wuye_street, wuye_community, wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND ((EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = estate_modes_past.district_code) AND (e.id = estate_modes_past.estate_id)))) OR (EXISTS ( SELECT
   FROM public.estates_past e
  WHERE ((e.district_code = estate_modes_past.district_code) AND (e.id = estate_modes_past.estate_id)))))));

CREATE POLICY estate_modes_past_district ON public.estate_modes_past FOR SELECT TO wuye_district, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY estate_modes_past_kept ON public.estate_modes_past FOR INSERT TO wuye_district, wuye_street WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY estate_modes_registers ON public.estate_modes FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.estate_records ENABLE ROW LEVEL SECURITY;

CREATE POLICY estate_records_area ON public.estate_records FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = estate_records.district_code) AND (e.id = estate_records.estate_id))))));

CREATE POLICY estate_records_changes ON public.estate_records FOR UPDATE TO wuye_district, wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = estate_records.district_code) AND (e.id = estate_records.estate_id))))));

CREATE POLICY estate_records_company ON public.estate_records FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contract_estates ce
  WHERE ((ce.district_code = estate_records.district_code) AND (ce.estate_id = estate_records.estate_id) AND ce.in_force AND (ce.service_period && daterange((estate_records.created_at)::date, (estate_records.ended_at)::date, '[]'::text)))))));

CREATE POLICY estate_records_district ON public.estate_records FOR SELECT TO wuye_district, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY estate_records_registers ON public.estate_records FOR INSERT TO wuye_district, wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = estate_records.district_code) AND (e.id = estate_records.estate_id))))));

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

ALTER TABLE public.firm_entry_steps ENABLE ROW LEVEL SECURITY;

CREATE POLICY firm_entry_steps_decides ON public.firm_entry_steps FOR INSERT TO wuye_district WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code IS NULL)));

CREATE POLICY firm_entry_steps_district ON public.firm_entry_steps FOR SELECT TO wuye_district, wuye_street USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY firm_entry_steps_reviews ON public.firm_entry_steps FOR INSERT TO wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street))));

ALTER TABLE public.firm_entry_transitions ENABLE ROW LEVEL SECURITY;

CREATE POLICY firm_entry_transitions_read ON public.firm_entry_transitions FOR SELECT TO wuye_district, wuye_street USING (true);

ALTER TABLE public.firm_market_access ENABLE ROW LEVEL SECURITY;

CREATE POLICY firm_market_access_company ON public.firm_market_access FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY firm_market_access_decides ON public.firm_market_access FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY firm_market_access_district ON public.firm_market_access FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY firm_market_access_overtakes ON public.firm_market_access FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.firms ENABLE ROW LEVEL SECURITY;

CREATE POLICY firms_auth ON public.firms FOR SELECT TO wuye_auth USING (true);

CREATE POLICY firms_changes ON public.firms FOR UPDATE TO wuye_district, wuye_street USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY firms_changes_own ON public.firms FOR UPDATE TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY firms_company ON public.firms FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY firms_district ON public.firms FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY firms_enters ON public.firms FOR INSERT TO wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (entry = 'entry_review'::text)));

ALTER TABLE public.firms_past ENABLE ROW LEVEL SECURITY;

CREATE POLICY firms_past_company ON public.firms_past FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY firms_past_district ON public.firms_past FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY firms_past_kept ON public.firms_past FOR INSERT TO wuye_district, wuye_street, wuye_company WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY firms_registers ON public.firms FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.hotline_messages ENABLE ROW LEVEL SECURITY;

CREATE POLICY hotline_messages_district ON public.hotline_messages FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY hotline_messages_hotline ON public.hotline_messages TO wuye_hotline USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (client_id = ( SELECT public.current_user_id() AS current_user_id)))) WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (client_id = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY hotline_messages_seen ON public.hotline_messages FOR SELECT TO wuye_street, wuye_community, wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = hotline_messages.district_code) AND (c.id = hotline_messages.complaint_id))))));

ALTER TABLE public.idempotency_keys ENABLE ROW LEVEL SECURITY;

CREATE POLICY idempotency_keys_own ON public.idempotency_keys TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_auth USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (principal_id = ( SELECT public.current_user_id() AS current_user_id)))) WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (principal_id = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY idempotency_keys_worker ON public.idempotency_keys TO wuye_worker USING (true) WITH CHECK (true);

ALTER TABLE public.import_columns ENABLE ROW LEVEL SECURITY;

CREATE POLICY import_columns_read ON public.import_columns FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.import_problems ENABLE ROW LEVEL SECURITY;

CREATE POLICY import_problems_company ON public.import_problems TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (import_id IN ( SELECT i.id
   FROM public.imports i)))) WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (import_id IN ( SELECT i.id
   FROM public.imports i))));

CREATE POLICY import_problems_district ON public.import_problems TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district))) WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY import_problems_worker ON public.import_problems TO wuye_worker USING (true) WITH CHECK (true);

ALTER TABLE public.import_rows ENABLE ROW LEVEL SECURITY;

CREATE POLICY import_rows_company ON public.import_rows TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (import_id IN ( SELECT i.id
   FROM public.imports i)))) WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (import_id IN ( SELECT i.id
   FROM public.imports i))));

CREATE POLICY import_rows_district ON public.import_rows TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district))) WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY import_rows_worker ON public.import_rows TO wuye_worker USING (true) WITH CHECK (true);

ALTER TABLE public.imports ENABLE ROW LEVEL SECURITY;

CREATE POLICY imports_company ON public.imports TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm)))) WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm)) AND (register = 'staff'::text)));

CREATE POLICY imports_district ON public.imports TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district))) WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY imports_worker ON public.imports TO wuye_worker USING (true) WITH CHECK (true);

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

ALTER TABLE public.market_access_transitions ENABLE ROW LEVEL SECURITY;

CREATE POLICY market_access_transitions_read ON public.market_access_transitions FOR SELECT TO wuye_district, wuye_street, wuye_community USING (true);

ALTER TABLE public.mode_rules ENABLE ROW LEVEL SECURITY;

CREATE POLICY mode_rules_changes ON public.mode_rules FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY mode_rules_read ON public.mode_rules FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform USING ((district_code = ANY (ARRAY[( SELECT public.current_district() AS current_district), '*'::text])));

CREATE POLICY mode_rules_sets ON public.mode_rules FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

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

CREATE POLICY owners_committees_area ON public.owners_committees FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND ((EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = owners_committees.district_code) AND (e.id = owners_committees.estate_id)))) OR (EXISTS ( SELECT
   FROM public.estates_past e
  WHERE ((e.district_code = owners_committees.district_code) AND (e.id = owners_committees.estate_id)))))));

CREATE POLICY owners_committees_changes ON public.owners_committees FOR UPDATE TO wuye_district, wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = owners_committees.district_code) AND (e.id = owners_committees.estate_id))))));

CREATE POLICY owners_committees_company ON public.owners_committees FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contract_estates ce
  WHERE ((ce.district_code = owners_committees.district_code) AND (ce.estate_id = owners_committees.estate_id) AND ce.in_force AND (ce.service_period && daterange(owners_committees.established_on, owners_committees.dissolved_on)) AND (upper(ce.service_period) > (owners_committees.known_from)::date))))));

CREATE POLICY owners_committees_district ON public.owners_committees FOR SELECT TO wuye_district, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.owners_committees_past ENABLE ROW LEVEL SECURITY;

CREATE POLICY owners_committees_past_area ON public.owners_committees_past FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND ((EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = owners_committees_past.district_code) AND (e.id = owners_committees_past.estate_id)))) OR (EXISTS ( SELECT
   FROM public.estates_past e
  WHERE ((e.district_code = owners_committees_past.district_code) AND (e.id = owners_committees_past.estate_id)))))));

CREATE POLICY owners_committees_past_company ON public.owners_committees_past FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contract_estates ce
  WHERE ((ce.district_code = owners_committees_past.district_code) AND (ce.estate_id = owners_committees_past.estate_id) AND ce.in_force AND (ce.service_period && daterange(owners_committees_past.established_on, owners_committees_past.dissolved_on)) AND (ce.service_period && daterange((owners_committees_past.known_from)::date, (owners_committees_past.known_to)::date)))))));

CREATE POLICY owners_committees_past_district ON public.owners_committees_past FOR SELECT TO wuye_district, wuye_hotline, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY owners_committees_past_kept ON public.owners_committees_past FOR INSERT TO wuye_district, wuye_street WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY owners_committees_registers ON public.owners_committees FOR INSERT TO wuye_district, wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = owners_committees.district_code) AND (e.id = owners_committees.estate_id))))));

ALTER TABLE public.person_roles ENABLE ROW LEVEL SECURITY;

CREATE POLICY person_roles_changes ON public.person_roles FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY person_roles_changes_own ON public.person_roles FOR UPDATE TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY person_roles_company ON public.person_roles FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY person_roles_district ON public.person_roles FOR SELECT TO wuye_district, wuye_street, wuye_community USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY person_roles_registers ON public.person_roles FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY person_roles_registers_own ON public.person_roles FOR INSERT TO wuye_company WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm)) AND (role <> 'quality_director'::text)));

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

ALTER TABLE public.removal_cases ENABLE ROW LEVEL SECURITY;

CREATE POLICY removal_cases_kept ON public.removal_cases FOR UPDATE TO wuye_district, wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = removal_cases.district_code) AND (c.id = removal_cases.contract_id))))));

CREATE POLICY removal_cases_opened ON public.removal_cases FOR INSERT TO wuye_district, wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = removal_cases.district_code) AND (c.id = removal_cases.contract_id)))) AND (opened_by = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY removal_cases_seen ON public.removal_cases FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = removal_cases.district_code) AND (c.id = removal_cases.contract_id))))));

ALTER TABLE public.removal_rules ENABLE ROW LEVEL SECURITY;

CREATE POLICY removal_rules_read ON public.removal_rules FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.service_unit_estates ENABLE ROW LEVEL SECURITY;

CREATE POLICY service_unit_estates_area ON public.service_unit_estates FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = service_unit_estates.district_code) AND (e.id = service_unit_estates.estate_id))))));

CREATE POLICY service_unit_estates_made ON public.service_unit_estates FOR INSERT TO wuye_district, wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = service_unit_estates.district_code) AND (e.id = service_unit_estates.estate_id))))));

CREATE POLICY service_unit_estates_seen ON public.service_unit_estates FOR SELECT TO wuye_district, wuye_company, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.service_units ENABLE ROW LEVEL SECURITY;

CREATE POLICY service_units_area ON public.service_units FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.service_unit_estates m
  WHERE ((m.district_code = service_units.district_code) AND (m.service_unit_id = service_units.id))))));

CREATE POLICY service_units_made ON public.service_units FOR INSERT TO wuye_district, wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (created_by = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY service_units_seen ON public.service_units FOR SELECT TO wuye_district, wuye_company, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.signing_keys ENABLE ROW LEVEL SECURITY;

CREATE POLICY signing_keys_auth ON public.signing_keys FOR SELECT TO wuye_auth USING (true);

ALTER TABLE public.space_consents ENABLE ROW LEVEL SECURITY;

CREATE POLICY space_consents_recorded ON public.space_consents FOR INSERT TO wuye_district, wuye_street, wuye_community WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = space_consents.district_code) AND (c.id = space_consents.contract_id)))) AND (recorded_by = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY space_consents_seen ON public.space_consents FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = space_consents.district_code) AND (c.id = space_consents.contract_id))))));

ALTER TABLE public.staff ENABLE ROW LEVEL SECURITY;

CREATE POLICY staff_changes ON public.staff FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY staff_changes_own ON public.staff FOR UPDATE TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY staff_company ON public.staff FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY staff_district ON public.staff FOR SELECT TO wuye_district, wuye_street, wuye_community USING ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.staff_past ENABLE ROW LEVEL SECURITY;

CREATE POLICY staff_past_company ON public.staff_past FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY staff_past_district ON public.staff_past FOR SELECT TO wuye_district, wuye_street, wuye_community USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY staff_past_kept ON public.staff_past FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY staff_past_kept_own ON public.staff_past FOR INSERT TO wuye_company WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY staff_registers ON public.staff FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY staff_registers_own ON public.staff FOR INSERT TO wuye_company WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

ALTER TABLE public.staffing_minimums ENABLE ROW LEVEL SECURITY;

CREATE POLICY staffing_minimums_ends ON public.staffing_minimums FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY staffing_minimums_read ON public.staffing_minimums FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_platform USING ((district_code = ANY (ARRAY['*'::text, ( SELECT public.current_district() AS current_district)])));

CREATE POLICY staffing_minimums_sets ON public.staffing_minimums FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.surplus_entries ENABLE ROW LEVEL SECURITY;

CREATE POLICY surplus_entries_company ON public.surplus_entries FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contract_estates ce
  WHERE ((ce.district_code = surplus_entries.district_code) AND (ce.estate_id = surplus_entries.estate_id) AND ce.in_force AND (ce.service_period @> surplus_entries.entry_on))))));

CREATE POLICY surplus_entries_entered ON public.surplus_entries FOR INSERT TO wuye_district, wuye_street, wuye_community WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = surplus_entries.district_code) AND (e.id = surplus_entries.estate_id)))) AND (entered_by = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY surplus_entries_seen ON public.surplus_entries FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_platform USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.estates e
  WHERE ((e.district_code = surplus_entries.district_code) AND (e.id = surplus_entries.estate_id))))));

ALTER TABLE public.tickets ENABLE ROW LEVEL SECURITY;

CREATE POLICY tickets_district ON public.tickets FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY tickets_hotline ON public.tickets TO wuye_district, wuye_street, wuye_community, wuye_hotline USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (client_id = ( SELECT public.current_user_id() AS current_user_id)))) WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (client_id = ( SELECT public.current_user_id() AS current_user_id))));

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

CREATE POLICY users_auth ON public.users FOR SELECT TO wuye_auth USING (true);

CREATE POLICY users_auth_changes ON public.users FOR UPDATE TO wuye_auth USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (id = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY users_company ON public.users TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (role = 'company'::text) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY users_district ON public.users TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY users_street ON public.users TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (role = 'community'::text) AND (street_code = ( SELECT public.current_street() AS current_street))));

CREATE POLICY users_vouched ON public.users FOR UPDATE TO wuye_auth USING ((issuer IS NOT NULL)) WITH CHECK (((issuer IS NOT NULL) AND (role = ANY (ARRAY['district'::text, 'street'::text, 'community'::text, 'company'::text]))));

CREATE POLICY users_vouched_new ON public.users FOR INSERT TO wuye_auth WITH CHECK (((issuer IS NOT NULL) AND (role = ANY (ARRAY['district'::text, 'street'::text, 'community'::text, 'company'::text]))));

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

REVOKE ALL ON FUNCTION public.account_within_quota(firm uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.account_within_quota(firm uuid, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.account_within_quota(firm uuid, day date) TO wuye_street;
GRANT ALL ON FUNCTION public.account_within_quota(firm uuid, day date) TO wuye_company;

REVOKE ALL ON FUNCTION public.add_calendar_days(day date, days integer, OUT due date, OUT provisional boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.add_calendar_days(day date, days integer, OUT due date, OUT provisional boolean) TO wuye_member;
GRANT ALL ON FUNCTION public.add_calendar_days(day date, days integer, OUT due date, OUT provisional boolean) TO wuye_worker;

GRANT SELECT,INSERT ON TABLE public.tickets TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.tickets TO wuye_hotline;
GRANT SELECT,INSERT ON TABLE public.tickets TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.tickets TO wuye_community;

GRANT UPDATE(tries) ON TABLE public.tickets TO wuye_hotline;
GRANT UPDATE(tries) ON TABLE public.tickets TO wuye_district;
GRANT UPDATE(tries) ON TABLE public.tickets TO wuye_street;
GRANT UPDATE(tries) ON TABLE public.tickets TO wuye_community;

GRANT UPDATE(last_try_at) ON TABLE public.tickets TO wuye_hotline;
GRANT UPDATE(last_try_at) ON TABLE public.tickets TO wuye_district;
GRANT UPDATE(last_try_at) ON TABLE public.tickets TO wuye_street;
GRANT UPDATE(last_try_at) ON TABLE public.tickets TO wuye_community;

REVOKE ALL ON FUNCTION public.add_round(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.add_round(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) TO wuye_hotline;
GRANT ALL ON FUNCTION public.add_round(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) TO wuye_district;
GRANT ALL ON FUNCTION public.add_round(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) TO wuye_street;
GRANT ALL ON FUNCTION public.add_round(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) TO wuye_community;

REVOKE ALL ON FUNCTION public.add_working_days(day date, days integer, OUT due date, OUT provisional boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.add_working_days(day date, days integer, OUT due date, OUT provisional boolean) TO wuye_member;
GRANT ALL ON FUNCTION public.add_working_days(day date, days integer, OUT due date, OUT provisional boolean) TO wuye_worker;

REVOKE ALL ON FUNCTION public.apply_firm_patch(district text, target uuid, patch jsonb, base jsonb, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.apply_firm_patch(district text, target uuid, patch jsonb, base jsonb, at timestamp with time zone) TO wuye_district;

REVOKE ALL ON FUNCTION public.assigned_after(district text, person uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.assigned_after(district text, person uuid, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.assigned_after(district text, person uuid, day date) TO wuye_company;

REVOKE ALL ON FUNCTION public.award_method_allowed(district text, why text, method text, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.award_method_allowed(district text, why text, method text, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.award_method_allowed(district text, why text, method text, day date) TO wuye_street;
GRANT ALL ON FUNCTION public.award_method_allowed(district text, why text, method text, day date) TO wuye_company;

REVOKE ALL ON FUNCTION public.base_ledger(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.base_ledger(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.base_ledger(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.base_ledger(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.base_ledger(day date) TO wuye_platform;

GRANT SELECT ON TABLE public.hotline_messages TO wuye_district;
GRANT SELECT ON TABLE public.hotline_messages TO wuye_street;
GRANT SELECT ON TABLE public.hotline_messages TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.hotline_messages TO wuye_hotline;

GRANT SELECT(district_code) ON TABLE public.hotline_messages TO wuye_company;

GRANT SELECT(id) ON TABLE public.hotline_messages TO wuye_company;

GRANT SELECT(kind) ON TABLE public.hotline_messages TO wuye_company;

GRANT UPDATE(tries) ON TABLE public.hotline_messages TO wuye_hotline;

GRANT UPDATE(last_try_at) ON TABLE public.hotline_messages TO wuye_hotline;

GRANT SELECT(reached) ON TABLE public.hotline_messages TO wuye_company;

GRANT SELECT(result) ON TABLE public.hotline_messages TO wuye_company;

GRANT SELECT(satisfaction) ON TABLE public.hotline_messages TO wuye_company;

GRANT SELECT(content) ON TABLE public.hotline_messages TO wuye_company;

GRANT SELECT(reason) ON TABLE public.hotline_messages TO wuye_company;

GRANT SELECT(outcome) ON TABLE public.hotline_messages TO wuye_company;
GRANT UPDATE(outcome) ON TABLE public.hotline_messages TO wuye_hotline;

GRANT UPDATE(why) ON TABLE public.hotline_messages TO wuye_hotline;

GRANT SELECT(complaint_id) ON TABLE public.hotline_messages TO wuye_company;
GRANT UPDATE(complaint_id) ON TABLE public.hotline_messages TO wuye_hotline;

GRANT SELECT(from_state) ON TABLE public.hotline_messages TO wuye_company;
GRANT UPDATE(from_state) ON TABLE public.hotline_messages TO wuye_hotline;

GRANT SELECT(to_state) ON TABLE public.hotline_messages TO wuye_company;
GRANT UPDATE(to_state) ON TABLE public.hotline_messages TO wuye_hotline;

GRANT SELECT(settled_at) ON TABLE public.hotline_messages TO wuye_company;
GRANT UPDATE(settled_at) ON TABLE public.hotline_messages TO wuye_hotline;

GRANT UPDATE(first_outcome) ON TABLE public.hotline_messages TO wuye_hotline;

GRANT UPDATE(first_why) ON TABLE public.hotline_messages TO wuye_hotline;

GRANT UPDATE(first_complaint_id) ON TABLE public.hotline_messages TO wuye_hotline;

GRANT UPDATE(first_state) ON TABLE public.hotline_messages TO wuye_hotline;

GRANT SELECT(created_at) ON TABLE public.hotline_messages TO wuye_company;

REVOKE ALL ON FUNCTION public.callback_wants(m public.hotline_messages) FROM PUBLIC;
GRANT ALL ON FUNCTION public.callback_wants(m public.hotline_messages) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.category_of(from_source text, told text, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.category_of(from_source text, told text, day date) TO wuye_member;

REVOKE ALL ON FUNCTION public.client_admitted(district text, holder uuid, epoch bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.client_admitted(district text, holder uuid, epoch bigint) TO wuye_member;

REVOKE ALL ON FUNCTION public.complaint_did_any(district text, complaint uuid, actions text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_did_any(district text, complaint uuid, actions text[]) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_did_any(district text, complaint uuid, actions text[]) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_did_any(district text, complaint uuid, actions text[]) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_did_any(district text, complaint uuid, actions text[]) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_did_any(district text, complaint uuid, actions text[]) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.complaint_rule(wanted text, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_rule(wanted text, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_rule(wanted text, day date) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_rule(wanted text, day date) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_rule(wanted text, day date) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_rule(wanted text, day date) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) TO wuye_hotline;

GRANT SELECT ON TABLE public.contract_rules TO wuye_member;
GRANT SELECT ON TABLE public.contract_rules TO wuye_worker;

GRANT SELECT,INSERT,UPDATE ON TABLE public.contracts TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.contracts TO wuye_street;
GRANT SELECT ON TABLE public.contracts TO wuye_community;
GRANT SELECT,INSERT,UPDATE ON TABLE public.contracts TO wuye_company;
GRANT SELECT ON TABLE public.contracts TO wuye_platform;

REVOKE ALL ON FUNCTION public.contract_card(c public.contracts, day date, rule public.contract_rules) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_card(c public.contracts, day date, rule public.contract_rules) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_card(c public.contracts, day date, rule public.contract_rules) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_card(c public.contracts, day date, rule public.contract_rules) TO wuye_community;
GRANT ALL ON FUNCTION public.contract_card(c public.contracts, day date, rule public.contract_rules) TO wuye_company;
GRANT ALL ON FUNCTION public.contract_card(c public.contracts, day date, rule public.contract_rules) TO wuye_platform;

REVOKE ALL ON FUNCTION public.contract_cleared(contract uuid, standing text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_cleared(contract uuid, standing text) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_cleared(contract uuid, standing text) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_cleared(contract uuid, standing text) TO wuye_company;

REVOKE ALL ON FUNCTION public.contract_draft(contract uuid, fields jsonb, codes text[], at timestamp with time zone, day date, OUT moved public.contracts, OUT rule public.contract_rules, OUT problem text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_draft(contract uuid, fields jsonb, codes text[], at timestamp with time zone, day date, OUT moved public.contracts, OUT rule public.contract_rules, OUT problem text) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_draft(contract uuid, fields jsonb, codes text[], at timestamp with time zone, day date, OUT moved public.contracts, OUT rule public.contract_rules, OUT problem text) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_draft(contract uuid, fields jsonb, codes text[], at timestamp with time zone, day date, OUT moved public.contracts, OUT rule public.contract_rules, OUT problem text) TO wuye_company;

REVOKE ALL ON FUNCTION public.contract_estate_names(contract uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_estate_names(contract uuid, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_estate_names(contract uuid, day date) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_estate_names(contract uuid, day date) TO wuye_community;
GRANT ALL ON FUNCTION public.contract_estate_names(contract uuid, day date) TO wuye_company;
GRANT ALL ON FUNCTION public.contract_estate_names(contract uuid, day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.contract_estates_at(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_estates_at(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_estates_at(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_estates_at(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.contract_estates_at(day date) TO wuye_company;
GRANT ALL ON FUNCTION public.contract_estates_at(day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.contract_fault(contract public.contracts, served uuid[], day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_fault(contract public.contracts, served uuid[], day date) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_fault(contract public.contracts, served uuid[], day date) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_fault(contract public.contracts, served uuid[], day date) TO wuye_company;

REVOKE ALL ON FUNCTION public.contract_handover_keep(contract public.contracts, said jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_handover_keep(contract public.contracts, said jsonb) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_handover_keep(contract public.contracts, said jsonb) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_handover_keep(contract public.contracts, said jsonb) TO wuye_company;

REVOKE ALL ON FUNCTION public.contract_handover_overdue(c public.contracts, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_handover_overdue(c public.contracts, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_handover_overdue(c public.contracts, day date) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_handover_overdue(c public.contracts, day date) TO wuye_community;
GRANT ALL ON FUNCTION public.contract_handover_overdue(c public.contracts, day date) TO wuye_company;
GRANT ALL ON FUNCTION public.contract_handover_overdue(c public.contracts, day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.contract_held(contract uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_held(contract uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_held(contract uuid) TO wuye_company;

REVOKE ALL ON FUNCTION public.contract_move(contract uuid, what text, changes jsonb, note text, at timestamp with time zone, day date, if_version integer, new_estates uuid[], OUT moved public.contracts, OUT rule public.contract_rules, OUT standing text, OUT problem text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_move(contract uuid, what text, changes jsonb, note text, at timestamp with time zone, day date, if_version integer, new_estates uuid[], OUT moved public.contracts, OUT rule public.contract_rules, OUT standing text, OUT problem text) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_move(contract uuid, what text, changes jsonb, note text, at timestamp with time zone, day date, if_version integer, new_estates uuid[], OUT moved public.contracts, OUT rule public.contract_rules, OUT standing text, OUT problem text) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_move(contract uuid, what text, changes jsonb, note text, at timestamp with time zone, day date, if_version integer, new_estates uuid[], OUT moved public.contracts, OUT rule public.contract_rules, OUT standing text, OUT problem text) TO wuye_company;

REVOKE ALL ON FUNCTION public.contract_now(contract uuid, day date, rule public.contract_rules) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_now(contract uuid, day date, rule public.contract_rules) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_now(contract uuid, day date, rule public.contract_rules) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_now(contract uuid, day date, rule public.contract_rules) TO wuye_community;
GRANT ALL ON FUNCTION public.contract_now(contract uuid, day date, rule public.contract_rules) TO wuye_company;
GRANT ALL ON FUNCTION public.contract_now(contract uuid, day date, rule public.contract_rules) TO wuye_platform;

REVOKE ALL ON FUNCTION public.contract_review_experts(review uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_review_experts(review uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_review_experts(review uuid) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_review_experts(review uuid) TO wuye_community;
GRANT ALL ON FUNCTION public.contract_review_experts(review uuid) TO wuye_company;
GRANT ALL ON FUNCTION public.contract_review_experts(review uuid) TO wuye_platform;

REVOKE ALL ON FUNCTION public.contract_rule(district text, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_rule(district text, day date) TO wuye_member;

REVOKE ALL ON FUNCTION public.contract_served(codes text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_served(codes text[]) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_served(codes text[]) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_served(codes text[]) TO wuye_company;

REVOKE ALL ON FUNCTION public.contract_state(stored text, first_day date, end_date date, terminated_on date, day date, expiring_days integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_state(stored text, first_day date, end_date date, terminated_on date, day date, expiring_days integer) TO wuye_member;

REVOKE ALL ON FUNCTION public.contract_streets(contract uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_streets(contract uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_streets(contract uuid) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_streets(contract uuid) TO wuye_community;
GRANT ALL ON FUNCTION public.contract_streets(contract uuid) TO wuye_company;
GRANT ALL ON FUNCTION public.contract_streets(contract uuid) TO wuye_platform;

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

GRANT SELECT,INSERT,UPDATE ON TABLE public.firm_market_access TO wuye_district;
GRANT SELECT ON TABLE public.firm_market_access TO wuye_street;
GRANT SELECT ON TABLE public.firm_market_access TO wuye_community;
GRANT SELECT ON TABLE public.firm_market_access TO wuye_company;
GRANT SELECT ON TABLE public.firm_market_access TO wuye_hotline;
GRANT SELECT ON TABLE public.firm_market_access TO wuye_platform;

REVOKE ALL ON FUNCTION public.decide_market_access(district text, firm uuid, new_id uuid, new_state text, why text, first_day date, after_last date, decider uuid, at timestamp with time zone, asked_in text, OUT problem text, OUT standing text, OUT decision public.firm_market_access) FROM PUBLIC;
GRANT ALL ON FUNCTION public.decide_market_access(district text, firm uuid, new_id uuid, new_state text, why text, first_day date, after_last date, decider uuid, at timestamp with time zone, asked_in text, OUT problem text, OUT standing text, OUT decision public.firm_market_access) TO wuye_district;

REVOKE ALL ON FUNCTION public.end_department_contacts(district text, department uuid, day date, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.end_department_contacts(district text, department uuid, day date, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.end_department_contacts(district text, department uuid, day date, moment timestamp with time zone) TO wuye_street;

REVOKE ALL ON FUNCTION public.end_org_staff(district text, unit uuid, day date, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.end_org_staff(district text, unit uuid, day date, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.end_org_staff(district text, unit uuid, day date, moment timestamp with time zone) TO wuye_street;

REVOKE ALL ON FUNCTION public.estate_limit(asked_name text, asked_subject text, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.estate_limit(asked_name text, asked_subject text, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.estate_limit(asked_name text, asked_subject text, day date) TO wuye_street;
GRANT ALL ON FUNCTION public.estate_limit(asked_name text, asked_subject text, day date) TO wuye_community;
GRANT ALL ON FUNCTION public.estate_limit(asked_name text, asked_subject text, day date) TO wuye_company;
GRANT ALL ON FUNCTION public.estate_limit(asked_name text, asked_subject text, day date) TO wuye_platform;

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

GRANT SELECT,INSERT,UPDATE ON TABLE public.estate_records TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.estate_records TO wuye_street;
GRANT SELECT ON TABLE public.estate_records TO wuye_community;

GRANT SELECT(district_code) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(district_code) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(id) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(id) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(estate_id) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(estate_id) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(kind) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(kind) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(title) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(title) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(category) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(category) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(reference) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(reference) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(keeper_kind) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(keeper_kind) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(dated_on) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(dated_on) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(starts_on) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(starts_on) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(ends_on) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(ends_on) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(year) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(year) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(amount) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(amount) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(lessor) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(lessor) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(lessee) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(lessee) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(consented_on) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(consented_on) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(note) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(note) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(supersedes) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(supersedes) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(ended_at) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(ended_at) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(end_reason) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(end_reason) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(version) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(version) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(created_at) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(created_at) ON TABLE public.estate_records TO wuye_platform;

GRANT SELECT(updated_at) ON TABLE public.estate_records TO wuye_company;
GRANT SELECT(updated_at) ON TABLE public.estate_records TO wuye_platform;

REVOKE ALL ON FUNCTION public.estate_record_findings(r public.estate_records) FROM PUBLIC;
GRANT ALL ON FUNCTION public.estate_record_findings(r public.estate_records) TO wuye_district;
GRANT ALL ON FUNCTION public.estate_record_findings(r public.estate_records) TO wuye_street;
GRANT ALL ON FUNCTION public.estate_record_findings(r public.estate_records) TO wuye_community;
GRANT ALL ON FUNCTION public.estate_record_findings(r public.estate_records) TO wuye_company;
GRANT ALL ON FUNCTION public.estate_record_findings(r public.estate_records) TO wuye_platform;

REVOKE ALL ON FUNCTION public.estate_record_keeper(record uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.estate_record_keeper(record uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.estate_record_keeper(record uuid) TO wuye_street;
GRANT ALL ON FUNCTION public.estate_record_keeper(record uuid) TO wuye_community;
GRANT ALL ON FUNCTION public.estate_record_keeper(record uuid) TO wuye_company;
GRANT ALL ON FUNCTION public.estate_record_keeper(record uuid) TO wuye_platform;

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

REVOKE ALL ON FUNCTION public.estates_by_code(codes text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.estates_by_code(codes text[]) TO wuye_district;
GRANT ALL ON FUNCTION public.estates_by_code(codes text[]) TO wuye_street;
GRANT ALL ON FUNCTION public.estates_by_code(codes text[]) TO wuye_community;
GRANT ALL ON FUNCTION public.estates_by_code(codes text[]) TO wuye_company;
GRANT ALL ON FUNCTION public.estates_by_code(codes text[]) TO wuye_platform;

REVOKE ALL ON FUNCTION public.estates_of_firm() FROM PUBLIC;
GRANT ALL ON FUNCTION public.estates_of_firm() TO wuye_company;

REVOKE ALL ON FUNCTION public.firm_barred(firm uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.firm_barred(firm uuid, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.firm_barred(firm uuid, day date) TO wuye_street;
GRANT ALL ON FUNCTION public.firm_barred(firm uuid, day date) TO wuye_community;
GRANT ALL ON FUNCTION public.firm_barred(firm uuid, day date) TO wuye_company;
GRANT ALL ON FUNCTION public.firm_barred(firm uuid, day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.firm_in_force(district text, estate uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.firm_in_force(district text, estate uuid, day date) TO wuye_hotline;
GRANT ALL ON FUNCTION public.firm_in_force(district text, estate uuid, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.firm_in_force(district text, estate uuid, day date) TO wuye_street;
GRANT ALL ON FUNCTION public.firm_in_force(district text, estate uuid, day date) TO wuye_community;

REVOKE ALL ON FUNCTION public.firm_portfolio(district text, firm uuid, day date, OUT projects bigint, OUT estates bigint, OUT area_m2 numeric) FROM PUBLIC;
GRANT ALL ON FUNCTION public.firm_portfolio(district text, firm uuid, day date, OUT projects bigint, OUT estates bigint, OUT area_m2 numeric) TO wuye_district;
GRANT ALL ON FUNCTION public.firm_portfolio(district text, firm uuid, day date, OUT projects bigint, OUT estates bigint, OUT area_m2 numeric) TO wuye_street;
GRANT ALL ON FUNCTION public.firm_portfolio(district text, firm uuid, day date, OUT projects bigint, OUT estates bigint, OUT area_m2 numeric) TO wuye_community;
GRANT ALL ON FUNCTION public.firm_portfolio(district text, firm uuid, day date, OUT projects bigint, OUT estates bigint, OUT area_m2 numeric) TO wuye_company;
GRANT ALL ON FUNCTION public.firm_portfolio(district text, firm uuid, day date, OUT projects bigint, OUT estates bigint, OUT area_m2 numeric) TO wuye_hotline;
GRANT ALL ON FUNCTION public.firm_portfolio(district text, firm uuid, day date, OUT projects bigint, OUT estates bigint, OUT area_m2 numeric) TO wuye_platform;

REVOKE ALL ON FUNCTION public.firm_reasons(firm uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.firm_reasons(firm uuid, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.firm_reasons(firm uuid, day date) TO wuye_street;
GRANT ALL ON FUNCTION public.firm_reasons(firm uuid, day date) TO wuye_community;
GRANT ALL ON FUNCTION public.firm_reasons(firm uuid, day date) TO wuye_company;
GRANT ALL ON FUNCTION public.firm_reasons(firm uuid, day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.firm_vouched_by(firm uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.firm_vouched_by(firm uuid, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.firm_vouched_by(firm uuid, day date) TO wuye_street;
GRANT ALL ON FUNCTION public.firm_vouched_by(firm uuid, day date) TO wuye_community;
GRANT ALL ON FUNCTION public.firm_vouched_by(firm uuid, day date) TO wuye_company;
GRANT ALL ON FUNCTION public.firm_vouched_by(firm uuid, day date) TO wuye_hotline;
GRANT ALL ON FUNCTION public.firm_vouched_by(firm uuid, day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.uscc_valid(code text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.uscc_valid(code text) TO wuye_member;
GRANT ALL ON FUNCTION public.uscc_valid(code text) TO wuye_auth;
GRANT ALL ON FUNCTION public.uscc_valid(code text) TO wuye_worker;

GRANT SELECT,INSERT,UPDATE ON TABLE public.firms TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.firms TO wuye_street;
GRANT SELECT,UPDATE ON TABLE public.firms TO wuye_company;

GRANT SELECT(district_code) ON TABLE public.firms TO wuye_community;
GRANT SELECT(district_code) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(district_code) ON TABLE public.firms TO wuye_platform;
GRANT SELECT(district_code) ON TABLE public.firms TO wuye_auth;

GRANT SELECT(id) ON TABLE public.firms TO wuye_community;
GRANT SELECT(id) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(id) ON TABLE public.firms TO wuye_platform;
GRANT SELECT(id) ON TABLE public.firms TO wuye_auth;

GRANT SELECT(uscc) ON TABLE public.firms TO wuye_community;
GRANT SELECT(uscc) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(uscc) ON TABLE public.firms TO wuye_platform;
GRANT SELECT(uscc) ON TABLE public.firms TO wuye_auth;

GRANT SELECT(uscc_override_reason) ON TABLE public.firms TO wuye_community;
GRANT SELECT(uscc_override_reason) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(uscc_override_reason) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(uscc_override_at) ON TABLE public.firms TO wuye_community;
GRANT SELECT(uscc_override_at) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(uscc_override_at) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(name) ON TABLE public.firms TO wuye_community;
GRANT SELECT(name) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(name) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(locality) ON TABLE public.firms TO wuye_community;
GRANT SELECT(locality) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(locality) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(registered_division) ON TABLE public.firms TO wuye_community;
GRANT SELECT(registered_division) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(registered_division) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(service_hotline) ON TABLE public.firms TO wuye_community;
GRANT SELECT(service_hotline) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(service_hotline) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(party_org) ON TABLE public.firms TO wuye_community;
GRANT SELECT(party_org) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(party_org) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(party_org_since) ON TABLE public.firms TO wuye_community;
GRANT SELECT(party_org_since) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(party_org_since) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(market_access) ON TABLE public.firms TO wuye_community;
GRANT SELECT(market_access) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(market_access) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(status) ON TABLE public.firms TO wuye_community;
GRANT SELECT(status) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(status) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(version) ON TABLE public.firms TO wuye_community;
GRANT SELECT(version) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(version) ON TABLE public.firms TO wuye_platform;
GRANT UPDATE(version) ON TABLE public.firms TO wuye_street;

GRANT SELECT(created_at) ON TABLE public.firms TO wuye_community;
GRANT SELECT(created_at) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(created_at) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(updated_at) ON TABLE public.firms TO wuye_community;
GRANT SELECT(updated_at) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(updated_at) ON TABLE public.firms TO wuye_platform;
GRANT UPDATE(updated_at) ON TABLE public.firms TO wuye_street;

GRANT SELECT(name_x) ON TABLE public.firms TO wuye_community;
GRANT SELECT(name_x) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(name_x) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(known_from) ON TABLE public.firms TO wuye_community;
GRANT SELECT(known_from) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(known_from) ON TABLE public.firms TO wuye_platform;
GRANT UPDATE(known_from) ON TABLE public.firms TO wuye_street;

GRANT SELECT(contact_phone) ON TABLE public.firms TO wuye_community;
GRANT SELECT(contact_phone) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(contact_phone) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(office_address) ON TABLE public.firms TO wuye_community;
GRANT SELECT(office_address) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(office_address) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(entry) ON TABLE public.firms TO wuye_community;
GRANT SELECT(entry) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(entry) ON TABLE public.firms TO wuye_platform;
GRANT UPDATE(entry) ON TABLE public.firms TO wuye_street;

REVOKE ALL ON FUNCTION public.firms_at(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.firms_at(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.firms_at(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.firms_at(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.firms_at(day date) TO wuye_company;
GRANT ALL ON FUNCTION public.firms_at(day date) TO wuye_hotline;
GRANT ALL ON FUNCTION public.firms_at(day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.firms_managing_in(district text, streets text[], day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.firms_managing_in(district text, streets text[], day date) TO wuye_district;
GRANT ALL ON FUNCTION public.firms_managing_in(district text, streets text[], day date) TO wuye_street;
GRANT ALL ON FUNCTION public.firms_managing_in(district text, streets text[], day date) TO wuye_community;
GRANT ALL ON FUNCTION public.firms_managing_in(district text, streets text[], day date) TO wuye_company;
GRANT ALL ON FUNCTION public.firms_managing_in(district text, streets text[], day date) TO wuye_hotline;
GRANT ALL ON FUNCTION public.firms_managing_in(district text, streets text[], day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.heir_of_complaint(own uuid, becomes_secret boolean, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.heir_of_complaint(own uuid, becomes_secret boolean, moment timestamp with time zone) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.import_apply(import uuid, after bigint, size integer, moment timestamp with time zone, alone boolean, OUT last bigint, OUT rows bigint, OUT created bigint, OUT updated bigint, OUT unchanged bigint, OUT refused bigint, OUT problems text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_apply(import uuid, after bigint, size integer, moment timestamp with time zone, alone boolean, OUT last bigint, OUT rows bigint, OUT created bigint, OUT updated bigint, OUT unchanged bigint, OUT refused bigint, OUT problems text) TO wuye_district;
GRANT ALL ON FUNCTION public.import_apply(import uuid, after bigint, size integer, moment timestamp with time zone, alone boolean, OUT last bigint, OUT rows bigint, OUT created bigint, OUT updated bigint, OUT unchanged bigint, OUT refused bigint, OUT problems text) TO wuye_company;

REVOKE ALL ON FUNCTION public.import_attempt(import uuid, register text, first bigint, last bigint, moment timestamp with time zone, OUT created bigint, OUT updated bigint, OUT unchanged bigint, OUT problems jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_attempt(import uuid, register text, first bigint, last bigint, moment timestamp with time zone, OUT created bigint, OUT updated bigint, OUT unchanged bigint, OUT problems jsonb) TO wuye_district;
GRANT ALL ON FUNCTION public.import_attempt(import uuid, register text, first bigint, last bigint, moment timestamp with time zone, OUT created bigint, OUT updated bigint, OUT unchanged bigint, OUT problems jsonb) TO wuye_company;

REVOKE ALL ON FUNCTION public.import_check(import uuid, after bigint, size integer, moment timestamp with time zone, OUT last bigint, OUT rows bigint, OUT refused bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_check(import uuid, after bigint, size integer, moment timestamp with time zone, OUT last bigint, OUT rows bigint, OUT refused bigint) TO wuye_district;
GRANT ALL ON FUNCTION public.import_check(import uuid, after bigint, size integer, moment timestamp with time zone, OUT last bigint, OUT rows bigint, OUT refused bigint) TO wuye_company;

REVOKE ALL ON FUNCTION public.import_check_cells(import uuid, register text, first bigint, last bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_check_cells(import uuid, register text, first bigint, last bigint) TO wuye_district;
GRANT ALL ON FUNCTION public.import_check_cells(import uuid, register text, first bigint, last bigint) TO wuye_company;

REVOKE ALL ON FUNCTION public.import_check_contracts(import uuid, first bigint, last bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_check_contracts(import uuid, first bigint, last bigint) TO wuye_district;

REVOKE ALL ON FUNCTION public.import_check_estates(import uuid, first bigint, last bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_check_estates(import uuid, first bigint, last bigint) TO wuye_district;

REVOKE ALL ON FUNCTION public.import_check_firms(import uuid, first bigint, last bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_check_firms(import uuid, first bigint, last bigint) TO wuye_district;

REVOKE ALL ON FUNCTION public.import_check_staff(import uuid, first bigint, last bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_check_staff(import uuid, first bigint, last bigint) TO wuye_district;
GRANT ALL ON FUNCTION public.import_check_staff(import uuid, first bigint, last bigint) TO wuye_company;

REVOKE ALL ON FUNCTION public.import_chunk(import uuid, after bigint, size integer, OUT last bigint, OUT rows bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_chunk(import uuid, after bigint, size integer, OUT last bigint, OUT rows bigint) TO wuye_district;
GRANT ALL ON FUNCTION public.import_chunk(import uuid, after bigint, size integer, OUT last bigint, OUT rows bigint) TO wuye_company;

REVOKE ALL ON FUNCTION public.import_codes(value text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_codes(value text) TO wuye_district;

REVOKE ALL ON FUNCTION public.import_contract(cells jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_contract(cells jsonb) TO wuye_district;

REVOKE ALL ON FUNCTION public.import_day(value text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_day(value text) TO wuye_district;
GRANT ALL ON FUNCTION public.import_day(value text) TO wuye_company;

REVOKE ALL ON FUNCTION public.import_follow_contracts(import uuid, first bigint, last bigint, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_follow_contracts(import uuid, first bigint, last bigint, moment timestamp with time zone) TO wuye_district;

REVOKE ALL ON FUNCTION public.import_follow_estates(import uuid, first bigint, last bigint, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_follow_estates(import uuid, first bigint, last bigint, moment timestamp with time zone) TO wuye_district;

REVOKE ALL ON FUNCTION public.import_follow_firms(import uuid, first bigint, last bigint, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_follow_firms(import uuid, first bigint, last bigint, moment timestamp with time zone) TO wuye_district;

REVOKE ALL ON FUNCTION public.import_follow_staff(import uuid, first bigint, last bigint, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_follow_staff(import uuid, first bigint, last bigint, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.import_follow_staff(import uuid, first bigint, last bigint, moment timestamp with time zone) TO wuye_company;

REVOKE ALL ON FUNCTION public.import_head(import uuid, line bigint, names text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_head(import uuid, line bigint, names text[]) TO wuye_district;
GRANT ALL ON FUNCTION public.import_head(import uuid, line bigint, names text[]) TO wuye_company;

REVOKE ALL ON FUNCTION public.import_id() FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_id() TO wuye_district;
GRANT ALL ON FUNCTION public.import_id() TO wuye_company;

REVOKE ALL ON FUNCTION public.import_ready(import uuid, first bigint, last bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_ready(import uuid, first bigint, last bigint) TO wuye_district;
GRANT ALL ON FUNCTION public.import_ready(import uuid, first bigint, last bigint) TO wuye_company;

REVOKE ALL ON FUNCTION public.import_resolve_contracts(import uuid, first bigint, last bigint, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_resolve_contracts(import uuid, first bigint, last bigint, moment timestamp with time zone) TO wuye_district;

REVOKE ALL ON FUNCTION public.import_resolve_estates(import uuid, first bigint, last bigint, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_resolve_estates(import uuid, first bigint, last bigint, moment timestamp with time zone) TO wuye_district;

REVOKE ALL ON FUNCTION public.import_resolve_firms(import uuid, first bigint, last bigint, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_resolve_firms(import uuid, first bigint, last bigint, moment timestamp with time zone) TO wuye_district;

REVOKE ALL ON FUNCTION public.import_resolve_staff(import uuid, first bigint, last bigint, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_resolve_staff(import uuid, first bigint, last bigint, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.import_resolve_staff(import uuid, first bigint, last bigint, moment timestamp with time zone) TO wuye_company;

REVOKE ALL ON FUNCTION public.import_same_state(stored text, told text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_same_state(stored text, told text) TO wuye_district;

REVOKE ALL ON FUNCTION public.import_says_other(stored public.contracts, cells jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_says_other(stored public.contracts, cells jsonb) TO wuye_district;

GRANT SELECT,INSERT,UPDATE ON TABLE public.staff TO wuye_district;
GRANT SELECT ON TABLE public.staff TO wuye_street;
GRANT SELECT ON TABLE public.staff TO wuye_community;
GRANT SELECT,INSERT,UPDATE ON TABLE public.staff TO wuye_company;

REVOKE ALL ON FUNCTION public.import_staff_member(uscc text, person text, certificate text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_staff_member(uscc text, person text, certificate text) TO wuye_district;
GRANT ALL ON FUNCTION public.import_staff_member(uscc text, person text, certificate text) TO wuye_company;

REVOKE ALL ON FUNCTION public.import_statement(register text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_statement(register text) TO wuye_district;
GRANT ALL ON FUNCTION public.import_statement(register text) TO wuye_company;

REVOKE ALL ON FUNCTION public.import_take_over(import uuid, register text, first bigint, last bigint, moment timestamp with time zone, OUT created bigint, OUT updated bigint, OUT unchanged bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_take_over(import uuid, register text, first bigint, last bigint, moment timestamp with time zone, OUT created bigint, OUT updated bigint, OUT unchanged bigint) TO wuye_district;
GRANT ALL ON FUNCTION public.import_take_over(import uuid, register text, first bigint, last bigint, moment timestamp with time zone, OUT created bigint, OUT updated bigint, OUT unchanged bigint) TO wuye_company;

REVOKE ALL ON FUNCTION public.import_tell(import uuid, problems text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_tell(import uuid, problems text) TO wuye_district;
GRANT ALL ON FUNCTION public.import_tell(import uuid, problems text) TO wuye_company;

REVOKE ALL ON FUNCTION public.lock_ticket(source text, ticket_no text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.lock_ticket(source text, ticket_no text) TO wuye_hotline;
GRANT ALL ON FUNCTION public.lock_ticket(source text, ticket_no text) TO wuye_district;
GRANT ALL ON FUNCTION public.lock_ticket(source text, ticket_no text) TO wuye_street;
GRANT ALL ON FUNCTION public.lock_ticket(source text, ticket_no text) TO wuye_community;

REVOKE ALL ON FUNCTION public.make_complaint(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.make_complaint(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) TO wuye_hotline;
GRANT ALL ON FUNCTION public.make_complaint(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) TO wuye_district;
GRANT ALL ON FUNCTION public.make_complaint(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) TO wuye_street;
GRANT ALL ON FUNCTION public.make_complaint(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) TO wuye_community;

REVOKE ALL ON FUNCTION public.message_after(m public.hotline_messages, other public.hotline_messages) FROM PUBLIC;
GRANT ALL ON FUNCTION public.message_after(m public.hotline_messages, other public.hotline_messages) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.message_moves(m public.hotline_messages) FROM PUBLIC;
GRANT ALL ON FUNCTION public.message_moves(m public.hotline_messages) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.mode_allowed(asked_new_or_old text, asked_building_type text, mode text, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.mode_allowed(asked_new_or_old text, asked_building_type text, mode text, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.mode_allowed(asked_new_or_old text, asked_building_type text, mode text, day date) TO wuye_street;

REVOKE ALL ON FUNCTION public.move_by_message(m public.hotline_messages, heir uuid, sender_name text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.move_by_message(m public.hotline_messages, heir uuid, sender_name text, moment timestamp with time zone) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.must_exist(there boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.must_exist(there boolean) TO wuye_member;

REVOKE ALL ON FUNCTION public.next_registration_no(district text, of_year integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.next_registration_no(district text, of_year integer) TO wuye_district;
GRANT ALL ON FUNCTION public.next_registration_no(district text, of_year integer) TO wuye_street;
GRANT ALL ON FUNCTION public.next_registration_no(district text, of_year integer) TO wuye_company;

REVOKE ALL ON FUNCTION public.note_message(m public.hotline_messages, heir uuid, sender_name text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.note_message(m public.hotline_messages, heir uuid, sender_name text, moment timestamp with time zone) TO wuye_hotline;

GRANT SELECT,INSERT,UPDATE ON TABLE public.org_units TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.org_units TO wuye_street;
GRANT SELECT ON TABLE public.org_units TO wuye_community;
GRANT SELECT ON TABLE public.org_units TO wuye_platform;

REVOKE ALL ON FUNCTION public.org_units_at(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.org_units_at(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.org_units_at(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.org_units_at(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.org_units_at(day date) TO wuye_platform;

GRANT SELECT,INSERT,UPDATE ON TABLE public.owners_committees TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.owners_committees TO wuye_street;
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

REVOKE ALL ON FUNCTION public.place_of(told_code text, told_name text, told_division text, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.place_of(told_code text, told_name text, told_division text, day date) TO wuye_member;

REVOKE ALL ON FUNCTION public.refused(problem text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.refused(problem text) TO wuye_member;
GRANT ALL ON FUNCTION public.refused(problem text) TO wuye_auth;

REVOKE ALL ON FUNCTION public.removal_consent(district text, day date, households_for numeric, households_voted numeric, households_all numeric, area_for numeric, area_voted numeric, area_all numeric) FROM PUBLIC;
GRANT ALL ON FUNCTION public.removal_consent(district text, day date, households_for numeric, households_voted numeric, households_all numeric, area_for numeric, area_voted numeric, area_all numeric) TO wuye_district;
GRANT ALL ON FUNCTION public.removal_consent(district text, day date, households_for numeric, households_voted numeric, households_all numeric, area_for numeric, area_voted numeric, area_all numeric) TO wuye_street;

REVOKE ALL ON FUNCTION public.round_begun(m public.hotline_messages, standing integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.round_begun(m public.hotline_messages, standing integer) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.service_unit_codes(unit uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.service_unit_codes(unit uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.service_unit_codes(unit uuid) TO wuye_street;
GRANT ALL ON FUNCTION public.service_unit_codes(unit uuid) TO wuye_community;
GRANT ALL ON FUNCTION public.service_unit_codes(unit uuid) TO wuye_company;
GRANT ALL ON FUNCTION public.service_unit_codes(unit uuid) TO wuye_platform;

REVOKE ALL ON FUNCTION public.service_unit_estate_names(unit uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.service_unit_estate_names(unit uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.service_unit_estate_names(unit uuid) TO wuye_street;
GRANT ALL ON FUNCTION public.service_unit_estate_names(unit uuid) TO wuye_community;
GRANT ALL ON FUNCTION public.service_unit_estate_names(unit uuid) TO wuye_company;
GRANT ALL ON FUNCTION public.service_unit_estate_names(unit uuid) TO wuye_platform;

REVOKE ALL ON FUNCTION public.settle_message(m public.hotline_messages, own uuid, heir uuid, sender_name text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.settle_message(m public.hotline_messages, own uuid, heir uuid, sender_name text, moment timestamp with time zone) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.settle_refused_messages(moved public.hotline_messages, own uuid, heir uuid, sender_name text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.settle_refused_messages(moved public.hotline_messages, own uuid, heir uuid, sender_name text, moment timestamp with time zone) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.settle_waiting_messages(of_source text, number text, sender_name text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.settle_waiting_messages(of_source text, number text, sender_name text, moment timestamp with time zone) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.staff_at(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.staff_at(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.staff_at(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.staff_at(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.staff_at(day date) TO wuye_company;

REVOKE ALL ON FUNCTION public.staffing_at(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.staffing_at(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.staffing_at(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.staffing_at(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.staffing_at(day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.surplus_left(estate uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.surplus_left(estate uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.surplus_left(estate uuid) TO wuye_street;
GRANT ALL ON FUNCTION public.surplus_left(estate uuid) TO wuye_community;

REVOKE ALL ON FUNCTION public.take_message(told public.message_told, new_id uuid, sender uuid, sender_name text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.take_message(told public.message_told, new_id uuid, sender uuid, sender_name text, moment timestamp with time zone) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.take_ticket(told public.ticket_told, new_id uuid, sender uuid, sender_name text, sender_role text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.take_ticket(told public.ticket_told, new_id uuid, sender uuid, sender_name text, sender_role text, moment timestamp with time zone) TO wuye_hotline;
GRANT ALL ON FUNCTION public.take_ticket(told public.ticket_told, new_id uuid, sender uuid, sender_name text, sender_role text, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.take_ticket(told public.ticket_told, new_id uuid, sender uuid, sender_name text, sender_role text, moment timestamp with time zone) TO wuye_street;
GRANT ALL ON FUNCTION public.take_ticket(told public.ticket_told, new_id uuid, sender uuid, sender_name text, sender_role text, moment timestamp with time zone) TO wuye_community;

REVOKE ALL ON FUNCTION public.tax_relief_areas(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tax_relief_areas(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.tax_relief_areas(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.tax_relief_areas(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.tax_relief_areas(day date) TO wuye_company;
GRANT ALL ON FUNCTION public.tax_relief_areas(day date) TO wuye_hotline;
GRANT ALL ON FUNCTION public.tax_relief_areas(day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.ticket_number(told text, round integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ticket_number(told text, round integer) TO wuye_member;

REVOKE ALL ON FUNCTION public.ticket_round(told text, round integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ticket_round(told text, round integer) TO wuye_member;

REVOKE ALL ON FUNCTION public.user_admitted(district text, holder uuid, epoch bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.user_admitted(district text, holder uuid, epoch bigint) TO wuye_member;

REVOKE ALL ON FUNCTION public.working_days_between(first date, last date, OUT days integer, OUT provisional boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.working_days_between(first date, last date, OUT days integer, OUT provisional boolean) TO wuye_member;
GRANT ALL ON FUNCTION public.working_days_between(first date, last date, OUT days integer, OUT provisional boolean) TO wuye_worker;

REVOKE ALL ON FUNCTION public.zh_like(term text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.zh_like(term text) TO wuye_member;

GRANT SELECT,INSERT ON TABLE public.complaints TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.complaints TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.complaints TO wuye_community;
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
GRANT UPDATE(round) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(round) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(round) ON TABLE public.complaints TO wuye_community;

GRANT SELECT(request_type) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(request_type) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(category) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(category) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(category) ON TABLE public.complaints TO wuye_district;

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
GRANT UPDATE(confidential) ON TABLE public.complaints TO wuye_district;

GRANT SELECT(occurred_at) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(occurred_at) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(received_at) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(received_at) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(street_code) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(street_code) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(street_code) ON TABLE public.complaints TO wuye_district;

GRANT SELECT(community_code) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(community_code) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(community_code) ON TABLE public.complaints TO wuye_district;

GRANT SELECT(estate_id) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(estate_id) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(estate_id) ON TABLE public.complaints TO wuye_district;

GRANT SELECT(firm_id) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(firm_id) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(firm_id) ON TABLE public.complaints TO wuye_district;

GRANT SELECT(validity) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(validity) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(validity) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(validity) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(validity) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(validity) ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(due_at) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(due_at) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(due_at) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(due_at) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(due_at) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(due_at) ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(state),UPDATE(state) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(state) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(state) ON TABLE public.complaints TO wuye_hotline;
GRANT UPDATE(state) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(state) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(state) ON TABLE public.complaints TO wuye_community;

GRANT SELECT(result) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(result) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(result) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(result) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(result) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(result) ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(satisfaction) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(satisfaction) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(satisfaction) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(satisfaction) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(satisfaction) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(satisfaction) ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(master_id) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(master_id) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(master_id) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(master_id) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(master_id) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(master_id) ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(version),UPDATE(version) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(version) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(version) ON TABLE public.complaints TO wuye_hotline;
GRANT UPDATE(version) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(version) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(version) ON TABLE public.complaints TO wuye_community;

GRANT SELECT(created_at) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(created_at) ON TABLE public.complaints TO wuye_platform;

GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(updated_at) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(updated_at) ON TABLE public.complaints TO wuye_hotline;
GRANT UPDATE(updated_at) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(updated_at) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(updated_at) ON TABLE public.complaints TO wuye_community;

GRANT SELECT(assigned_to) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(assigned_to) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(assigned_to) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(assigned_to) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(assigned_to) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(assigned_to) ON TABLE public.complaints TO wuye_company;

GRANT UPDATE(first_receiver_id) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(first_receiver_id) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(first_receiver_id) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(first_receiver_id) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(first_receiver_id),UPDATE(first_receiver_id) ON TABLE public.complaints TO wuye_company;

GRANT UPDATE(first_receiver_name) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(first_receiver_name) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(first_receiver_name) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(first_receiver_name) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(first_receiver_name),UPDATE(first_receiver_name) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(returns) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(returns) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(returns) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(returns) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(returns) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(returns) ON TABLE public.complaints TO wuye_company;

GRANT UPDATE(dispatched_at) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(dispatched_at) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(dispatched_at) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(dispatched_at) ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(signed_at) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(signed_at) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(signed_at) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(signed_at) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(signed_at) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(signed_at),UPDATE(signed_at) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(contacted_at) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(contacted_at) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(contacted_at) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(contacted_at) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(contacted_at) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(contacted_at),UPDATE(contacted_at) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(reported_at) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(reported_at) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(reported_at) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(reported_at) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(reported_at) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(reported_at),UPDATE(reported_at) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(reported_result) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(reported_result) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(reported_result) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(reported_result) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(reported_result) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(reported_result),UPDATE(reported_result) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(closed_at) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(closed_at) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(closed_at) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(closed_at) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(closed_at) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(closed_at) ON TABLE public.complaints TO wuye_company;

GRANT UPDATE(urges) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(urges) ON TABLE public.complaints TO wuye_company;

GRANT UPDATE(supervisions) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(supervisions) ON TABLE public.complaints TO wuye_company;

GRANT SELECT ON TABLE as_community.complaint_cards TO wuye_community;

GRANT SELECT,INSERT ON TABLE public.complaint_texts TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.complaint_texts TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.complaint_texts TO wuye_community;
GRANT SELECT ON TABLE public.complaint_texts TO wuye_company;
GRANT SELECT,INSERT ON TABLE public.complaint_texts TO wuye_hotline;

GRANT SELECT ON TABLE as_community.complaint_contents TO wuye_community;

GRANT SELECT,INSERT ON TABLE public.complaint_assignments TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.complaint_assignments TO wuye_street;
GRANT SELECT ON TABLE public.complaint_assignments TO wuye_community;

GRANT SELECT(district_code) ON TABLE public.complaint_assignments TO wuye_company;

GRANT SELECT(id) ON TABLE public.complaint_assignments TO wuye_company;

GRANT SELECT(complaint_id) ON TABLE public.complaint_assignments TO wuye_company;

GRANT SELECT(unit_kind) ON TABLE public.complaint_assignments TO wuye_company;

GRANT SELECT(firm_id) ON TABLE public.complaint_assignments TO wuye_company;

GRANT SELECT(receiver) ON TABLE public.complaint_assignments TO wuye_company;

GRANT SELECT(handler) ON TABLE public.complaint_assignments TO wuye_company;

GRANT SELECT(designated) ON TABLE public.complaint_assignments TO wuye_company;

GRANT SELECT(assigned_at) ON TABLE public.complaint_assignments TO wuye_company;

GRANT SELECT ON TABLE as_community.complaint_hands TO wuye_community;

GRANT SELECT,INSERT ON TABLE public.complaint_events TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.complaint_events TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.complaint_events TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.complaint_events TO wuye_hotline;
GRANT INSERT ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(district_code) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(complaint_id) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(at) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(id) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(action) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(from_state) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(to_state) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(actor_role) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(note_public) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT ON TABLE as_community.complaint_history TO wuye_community;

GRANT SELECT ON TABLE as_community.complaint_messages TO wuye_community;

GRANT SELECT ON TABLE as_community.complaint_search TO wuye_community;

GRANT SELECT ON TABLE as_company.complaint_cards TO wuye_company;

GRANT SELECT ON TABLE as_company.complaint_contents TO wuye_company;

GRANT SELECT ON TABLE as_company.complaint_hands TO wuye_company;

GRANT SELECT ON TABLE as_company.complaint_history TO wuye_company;

GRANT SELECT ON TABLE as_company.complaint_messages TO wuye_company;

GRANT SELECT ON TABLE as_company.complaint_search TO wuye_company;

GRANT SELECT ON TABLE as_district.complaint_cards TO wuye_district;

GRANT SELECT ON TABLE as_district.complaint_contents TO wuye_district;

GRANT SELECT ON TABLE as_district.complaint_hands TO wuye_district;

GRANT SELECT ON TABLE as_district.complaint_history TO wuye_district;

GRANT SELECT ON TABLE as_district.complaint_messages TO wuye_district;

GRANT SELECT ON TABLE as_district.complaint_search TO wuye_district;

GRANT SELECT ON TABLE as_hotline.complaint_cards TO wuye_hotline;

GRANT SELECT ON TABLE as_hotline.complaint_contents TO wuye_hotline;

GRANT SELECT ON TABLE as_hotline.complaint_history TO wuye_hotline;

GRANT SELECT ON TABLE as_hotline.complaint_messages TO wuye_hotline;

GRANT SELECT ON TABLE as_hotline.complaint_search TO wuye_hotline;

GRANT SELECT ON TABLE as_platform.complaint_cards TO wuye_platform;

GRANT SELECT ON TABLE as_platform.complaint_contents TO wuye_platform;

GRANT SELECT ON TABLE as_platform.complaint_search TO wuye_platform;

GRANT SELECT ON TABLE as_street.complaint_cards TO wuye_street;

GRANT SELECT ON TABLE as_street.complaint_contents TO wuye_street;

GRANT SELECT ON TABLE as_street.complaint_hands TO wuye_street;

GRANT SELECT ON TABLE as_street.complaint_history TO wuye_street;

GRANT SELECT ON TABLE as_street.complaint_messages TO wuye_street;

GRANT SELECT ON TABLE as_street.complaint_search TO wuye_street;

GRANT SELECT,INSERT ON TABLE personal.complainants TO wuye_district;
GRANT SELECT,INSERT ON TABLE personal.complainants TO wuye_street;
GRANT SELECT,INSERT ON TABLE personal.complainants TO wuye_community;
GRANT INSERT ON TABLE personal.complainants TO wuye_hotline;

GRANT SELECT ON TABLE personal.message_texts TO wuye_district;
GRANT SELECT ON TABLE personal.message_texts TO wuye_street;
GRANT SELECT ON TABLE personal.message_texts TO wuye_community;
GRANT INSERT ON TABLE personal.message_texts TO wuye_hotline;

GRANT SELECT,INSERT ON TABLE public.account_quotas TO wuye_district;
GRANT SELECT ON TABLE public.account_quotas TO wuye_company;

GRANT SELECT,INSERT ON TABLE public.audit_log TO wuye_district;
GRANT INSERT ON TABLE public.audit_log TO wuye_street;
GRANT INSERT ON TABLE public.audit_log TO wuye_community;
GRANT INSERT ON TABLE public.audit_log TO wuye_company;
GRANT INSERT ON TABLE public.audit_log TO wuye_hotline;
GRANT INSERT ON TABLE public.audit_log TO wuye_platform;
GRANT INSERT ON TABLE public.audit_log TO wuye_auth;

GRANT SELECT ON TABLE public.auth_limits TO wuye_auth;

GRANT SELECT ON TABLE public.award_rules TO wuye_member;
GRANT SELECT ON TABLE public.award_rules TO wuye_worker;

GRANT SELECT ON TABLE public.category_mappings TO wuye_member;
GRANT SELECT ON TABLE public.category_mappings TO wuye_worker;
GRANT INSERT ON TABLE public.category_mappings TO wuye_district;

GRANT UPDATE(effective_to) ON TABLE public.category_mappings TO wuye_district;

GRANT UPDATE(end_reason) ON TABLE public.category_mappings TO wuye_district;

GRANT SELECT ON TABLE public.change_proposal_transitions TO wuye_district;
GRANT SELECT ON TABLE public.change_proposal_transitions TO wuye_street;
GRANT SELECT ON TABLE public.change_proposal_transitions TO wuye_community;
GRANT SELECT ON TABLE public.change_proposal_transitions TO wuye_company;

GRANT SELECT ON TABLE public.change_proposals TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.change_proposals TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.change_proposals TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.change_proposals TO wuye_company;

GRANT UPDATE(state) ON TABLE public.change_proposals TO wuye_district;
GRANT UPDATE(state) ON TABLE public.change_proposals TO wuye_street;
GRANT UPDATE(state) ON TABLE public.change_proposals TO wuye_community;
GRANT UPDATE(state) ON TABLE public.change_proposals TO wuye_company;

GRANT UPDATE(decided_by) ON TABLE public.change_proposals TO wuye_district;
GRANT UPDATE(decided_by) ON TABLE public.change_proposals TO wuye_street;
GRANT UPDATE(decided_by) ON TABLE public.change_proposals TO wuye_community;
GRANT UPDATE(decided_by) ON TABLE public.change_proposals TO wuye_company;

GRANT UPDATE(decided_at) ON TABLE public.change_proposals TO wuye_district;
GRANT UPDATE(decided_at) ON TABLE public.change_proposals TO wuye_street;
GRANT UPDATE(decided_at) ON TABLE public.change_proposals TO wuye_community;
GRANT UPDATE(decided_at) ON TABLE public.change_proposals TO wuye_company;

GRANT UPDATE(decision_reason) ON TABLE public.change_proposals TO wuye_district;
GRANT UPDATE(decision_reason) ON TABLE public.change_proposals TO wuye_street;
GRANT UPDATE(decision_reason) ON TABLE public.change_proposals TO wuye_community;
GRANT UPDATE(decision_reason) ON TABLE public.change_proposals TO wuye_company;

GRANT UPDATE(version) ON TABLE public.change_proposals TO wuye_district;
GRANT UPDATE(version) ON TABLE public.change_proposals TO wuye_street;
GRANT UPDATE(version) ON TABLE public.change_proposals TO wuye_community;
GRANT UPDATE(version) ON TABLE public.change_proposals TO wuye_company;

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

GRANT SELECT(district_code),INSERT(district_code) ON TABLE public.clients TO wuye_district;

GRANT SELECT(id),INSERT(id) ON TABLE public.clients TO wuye_district;

GRANT SELECT(name),INSERT(name) ON TABLE public.clients TO wuye_district;

GRANT SELECT(role),INSERT(role) ON TABLE public.clients TO wuye_district;

GRANT INSERT(secret_digest),UPDATE(secret_digest) ON TABLE public.clients TO wuye_district;

GRANT UPDATE(secret_digest_2) ON TABLE public.clients TO wuye_district;

GRANT UPDATE(webhook_secret) ON TABLE public.clients TO wuye_district;

GRANT UPDATE(webhook_secret_key) ON TABLE public.clients TO wuye_district;

GRANT UPDATE(webhook_secret_2) ON TABLE public.clients TO wuye_district;

GRANT UPDATE(webhook_secret_2_key) ON TABLE public.clients TO wuye_district;

GRANT SELECT(state),UPDATE(state) ON TABLE public.clients TO wuye_district;

GRANT SELECT(version),UPDATE(version) ON TABLE public.clients TO wuye_district;

GRANT SELECT(created_at),INSERT(created_at) ON TABLE public.clients TO wuye_district;

GRANT SELECT(updated_at),INSERT(updated_at),UPDATE(updated_at) ON TABLE public.clients TO wuye_district;

GRANT SELECT(token_epoch),UPDATE(token_epoch) ON TABLE public.clients TO wuye_district;

GRANT SELECT(secret_1_live) ON TABLE public.clients TO wuye_district;

GRANT SELECT(secret_2_live) ON TABLE public.clients TO wuye_district;

GRANT SELECT(webhook_1_live) ON TABLE public.clients TO wuye_district;

GRANT SELECT(webhook_2_live) ON TABLE public.clients TO wuye_district;

GRANT SELECT ON TABLE public.code_lists TO wuye_member;
GRANT SELECT ON TABLE public.code_lists TO wuye_worker;

GRANT SELECT ON TABLE public.codes TO wuye_member;
GRANT SELECT ON TABLE public.codes TO wuye_worker;

GRANT SELECT ON TABLE public.complaint_categories TO wuye_member;
GRANT SELECT ON TABLE public.complaint_categories TO wuye_worker;

GRANT SELECT ON TABLE public.complaint_rules TO wuye_district;
GRANT SELECT ON TABLE public.complaint_rules TO wuye_street;
GRANT SELECT ON TABLE public.complaint_rules TO wuye_community;
GRANT SELECT ON TABLE public.complaint_rules TO wuye_company;
GRANT SELECT ON TABLE public.complaint_rules TO wuye_hotline;

GRANT SELECT ON TABLE public.complaint_transitions TO wuye_district;
GRANT SELECT ON TABLE public.complaint_transitions TO wuye_street;
GRANT SELECT ON TABLE public.complaint_transitions TO wuye_community;
GRANT SELECT ON TABLE public.complaint_transitions TO wuye_company;
GRANT SELECT ON TABLE public.complaint_transitions TO wuye_hotline;

GRANT SELECT,INSERT ON TABLE public.consultations TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.consultations TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.consultations TO wuye_community;
GRANT SELECT ON TABLE public.consultations TO wuye_company;
GRANT SELECT ON TABLE public.consultations TO wuye_platform;

GRANT SELECT,INSERT,UPDATE ON TABLE public.contract_charges TO wuye_district;
GRANT SELECT ON TABLE public.contract_charges TO wuye_street;
GRANT SELECT ON TABLE public.contract_charges TO wuye_community;
GRANT SELECT,INSERT,UPDATE ON TABLE public.contract_charges TO wuye_company;
GRANT SELECT ON TABLE public.contract_charges TO wuye_platform;

GRANT SELECT,INSERT,UPDATE ON TABLE public.contract_counters TO wuye_district;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contract_estates TO wuye_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contract_estates TO wuye_street;
GRANT SELECT ON TABLE public.contract_estates TO wuye_community;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contract_estates TO wuye_company;
GRANT SELECT ON TABLE public.contract_estates TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.contract_estates_past TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.contract_estates_past TO wuye_street;
GRANT SELECT ON TABLE public.contract_estates_past TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.contract_estates_past TO wuye_company;
GRANT SELECT ON TABLE public.contract_estates_past TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.contract_events TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.contract_events TO wuye_street;
GRANT SELECT ON TABLE public.contract_events TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.contract_events TO wuye_company;
GRANT SELECT ON TABLE public.contract_events TO wuye_platform;

GRANT SELECT,INSERT,UPDATE ON TABLE public.contract_handovers TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.contract_handovers TO wuye_street;
GRANT SELECT ON TABLE public.contract_handovers TO wuye_community;
GRANT SELECT ON TABLE public.contract_handovers TO wuye_company;
GRANT SELECT ON TABLE public.contract_handovers TO wuye_platform;

GRANT SELECT,INSERT,UPDATE ON TABLE public.contract_reviews TO wuye_district;
GRANT SELECT,UPDATE ON TABLE public.contract_reviews TO wuye_street;
GRANT SELECT ON TABLE public.contract_reviews TO wuye_community;

GRANT SELECT(district_code) ON TABLE public.contract_reviews TO wuye_company;
GRANT SELECT(district_code) ON TABLE public.contract_reviews TO wuye_platform;

GRANT SELECT(id) ON TABLE public.contract_reviews TO wuye_company;
GRANT SELECT(id) ON TABLE public.contract_reviews TO wuye_platform;

GRANT SELECT(contract_id) ON TABLE public.contract_reviews TO wuye_company;
GRANT SELECT(contract_id) ON TABLE public.contract_reviews TO wuye_platform;

GRANT SELECT(kind) ON TABLE public.contract_reviews TO wuye_company;
GRANT SELECT(kind) ON TABLE public.contract_reviews TO wuye_platform;

GRANT SELECT(result) ON TABLE public.contract_reviews TO wuye_company;
GRANT SELECT(result) ON TABLE public.contract_reviews TO wuye_platform;

GRANT SELECT(faults) ON TABLE public.contract_reviews TO wuye_company;
GRANT SELECT(faults) ON TABLE public.contract_reviews TO wuye_platform;

GRANT SELECT(opinion) ON TABLE public.contract_reviews TO wuye_company;
GRANT SELECT(opinion) ON TABLE public.contract_reviews TO wuye_platform;

GRANT SELECT(reviewed_on) ON TABLE public.contract_reviews TO wuye_company;
GRANT SELECT(reviewed_on) ON TABLE public.contract_reviews TO wuye_platform;

GRANT SELECT(notice_no) ON TABLE public.contract_reviews TO wuye_company;
GRANT SELECT(notice_no) ON TABLE public.contract_reviews TO wuye_platform;

GRANT SELECT(notice_due) ON TABLE public.contract_reviews TO wuye_company;
GRANT SELECT(notice_due) ON TABLE public.contract_reviews TO wuye_platform;

GRANT SELECT(notice_done_on) ON TABLE public.contract_reviews TO wuye_company;
GRANT SELECT(notice_done_on) ON TABLE public.contract_reviews TO wuye_platform;

GRANT SELECT(notice_done_note) ON TABLE public.contract_reviews TO wuye_company;
GRANT SELECT(notice_done_note) ON TABLE public.contract_reviews TO wuye_platform;

GRANT SELECT(created_at) ON TABLE public.contract_reviews TO wuye_company;
GRANT SELECT(created_at) ON TABLE public.contract_reviews TO wuye_platform;

GRANT SELECT ON TABLE public.contract_transitions TO wuye_member;
GRANT SELECT ON TABLE public.contract_transitions TO wuye_worker;

GRANT SELECT,INSERT,UPDATE ON TABLE public.contract_violations TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.contract_violations TO wuye_street;
GRANT SELECT ON TABLE public.contract_violations TO wuye_community;
GRANT SELECT ON TABLE public.contract_violations TO wuye_company;
GRANT SELECT ON TABLE public.contract_violations TO wuye_platform;

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
GRANT SELECT ON TABLE public.division_jurisdictions TO wuye_auth;
GRANT SELECT ON TABLE public.division_jurisdictions TO wuye_worker;

GRANT SELECT ON TABLE public.divisions TO wuye_member;
GRANT SELECT ON TABLE public.divisions TO wuye_worker;

GRANT SELECT ON TABLE public.eligibility_rules TO wuye_district;
GRANT SELECT ON TABLE public.eligibility_rules TO wuye_street;
GRANT SELECT ON TABLE public.eligibility_rules TO wuye_community;
GRANT SELECT ON TABLE public.eligibility_rules TO wuye_company;
GRANT SELECT ON TABLE public.eligibility_rules TO wuye_platform;

GRANT SELECT,INSERT,UPDATE ON TABLE public.estate_aliases TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.estate_aliases TO wuye_street;
GRANT SELECT ON TABLE public.estate_aliases TO wuye_community;
GRANT SELECT ON TABLE public.estate_aliases TO wuye_company;
GRANT SELECT ON TABLE public.estate_aliases TO wuye_hotline;
GRANT SELECT ON TABLE public.estate_aliases TO wuye_platform;

GRANT SELECT,INSERT,UPDATE ON TABLE public.estate_limits TO wuye_district;
GRANT SELECT ON TABLE public.estate_limits TO wuye_street;
GRANT SELECT ON TABLE public.estate_limits TO wuye_community;
GRANT SELECT ON TABLE public.estate_limits TO wuye_company;
GRANT SELECT ON TABLE public.estate_limits TO wuye_hotline;
GRANT SELECT ON TABLE public.estate_limits TO wuye_platform;

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

GRANT SELECT,INSERT ON TABLE public.firm_entry_steps TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.firm_entry_steps TO wuye_street;

GRANT SELECT ON TABLE public.firm_entry_transitions TO wuye_district;
GRANT SELECT ON TABLE public.firm_entry_transitions TO wuye_street;

GRANT SELECT,INSERT ON TABLE public.firms_past TO wuye_district;
GRANT INSERT ON TABLE public.firms_past TO wuye_street;
GRANT INSERT ON TABLE public.firms_past TO wuye_company;

GRANT SELECT(district_code) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(district_code) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(district_code) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(district_code) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(district_code) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(id) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(id) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(id) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(id) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(id) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(uscc) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(uscc) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(uscc) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(uscc) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(uscc) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(uscc_override_reason) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(uscc_override_reason) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(uscc_override_reason) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(uscc_override_reason) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(uscc_override_reason) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(uscc_override_at) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(uscc_override_at) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(uscc_override_at) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(uscc_override_at) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(uscc_override_at) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(name) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(name) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(name) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(name) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(name) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(locality) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(locality) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(locality) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(locality) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(locality) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(registered_division) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(registered_division) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(registered_division) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(registered_division) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(registered_division) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(service_hotline) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(service_hotline) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(service_hotline) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(service_hotline) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(service_hotline) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(party_org) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(party_org) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(party_org) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(party_org) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(party_org) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(party_org_since) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(party_org_since) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(party_org_since) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(party_org_since) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(party_org_since) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(market_access) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(market_access) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(market_access) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(market_access) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(market_access) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(status) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(status) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(status) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(status) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(status) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(version) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(version) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(version) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(version) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(version) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(created_at) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(created_at) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(created_at) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(created_at) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(created_at) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(updated_at) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(updated_at) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(updated_at) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(updated_at) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(updated_at) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(name_x) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(name_x) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(name_x) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(name_x) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(name_x) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(known_from) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(known_from) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(known_from) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(known_from) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(known_from) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(known_to) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(known_to) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(known_to) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(known_to) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(known_to) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(contact_phone) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(contact_phone) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(contact_phone) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(contact_phone) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(contact_phone) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(office_address) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(office_address) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(office_address) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(office_address) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(office_address) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT(entry) ON TABLE public.firms_past TO wuye_street;
GRANT SELECT(entry) ON TABLE public.firms_past TO wuye_community;
GRANT SELECT(entry) ON TABLE public.firms_past TO wuye_company;
GRANT SELECT(entry) ON TABLE public.firms_past TO wuye_hotline;
GRANT SELECT(entry) ON TABLE public.firms_past TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.idempotency_keys TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.idempotency_keys TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.idempotency_keys TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.idempotency_keys TO wuye_company;
GRANT SELECT,INSERT ON TABLE public.idempotency_keys TO wuye_hotline;
GRANT SELECT,INSERT ON TABLE public.idempotency_keys TO wuye_platform;
GRANT SELECT,INSERT ON TABLE public.idempotency_keys TO wuye_auth;
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
GRANT UPDATE(tries) ON TABLE public.idempotency_keys TO wuye_auth;
GRANT UPDATE(tries) ON TABLE public.idempotency_keys TO wuye_worker;

GRANT UPDATE(status) ON TABLE public.idempotency_keys TO wuye_district;
GRANT UPDATE(status) ON TABLE public.idempotency_keys TO wuye_street;
GRANT UPDATE(status) ON TABLE public.idempotency_keys TO wuye_community;
GRANT UPDATE(status) ON TABLE public.idempotency_keys TO wuye_company;
GRANT UPDATE(status) ON TABLE public.idempotency_keys TO wuye_hotline;
GRANT UPDATE(status) ON TABLE public.idempotency_keys TO wuye_platform;
GRANT UPDATE(status) ON TABLE public.idempotency_keys TO wuye_auth;

GRANT UPDATE(answer) ON TABLE public.idempotency_keys TO wuye_district;
GRANT UPDATE(answer) ON TABLE public.idempotency_keys TO wuye_street;
GRANT UPDATE(answer) ON TABLE public.idempotency_keys TO wuye_community;
GRANT UPDATE(answer) ON TABLE public.idempotency_keys TO wuye_company;
GRANT UPDATE(answer) ON TABLE public.idempotency_keys TO wuye_hotline;
GRANT UPDATE(answer) ON TABLE public.idempotency_keys TO wuye_platform;
GRANT UPDATE(answer) ON TABLE public.idempotency_keys TO wuye_auth;

GRANT UPDATE(location) ON TABLE public.idempotency_keys TO wuye_district;
GRANT UPDATE(location) ON TABLE public.idempotency_keys TO wuye_street;
GRANT UPDATE(location) ON TABLE public.idempotency_keys TO wuye_community;
GRANT UPDATE(location) ON TABLE public.idempotency_keys TO wuye_company;
GRANT UPDATE(location) ON TABLE public.idempotency_keys TO wuye_hotline;
GRANT UPDATE(location) ON TABLE public.idempotency_keys TO wuye_platform;
GRANT UPDATE(location) ON TABLE public.idempotency_keys TO wuye_auth;

GRANT SELECT(expires_at) ON TABLE public.idempotency_keys TO wuye_worker;

GRANT SELECT ON TABLE public.import_columns TO wuye_member;
GRANT SELECT ON TABLE public.import_columns TO wuye_worker;

GRANT SELECT,INSERT ON TABLE public.import_problems TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.import_problems TO wuye_company;
GRANT SELECT,DELETE ON TABLE public.import_problems TO wuye_worker;

GRANT SELECT,INSERT ON TABLE public.import_rows TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.import_rows TO wuye_company;
GRANT SELECT,DELETE ON TABLE public.import_rows TO wuye_worker;

GRANT SELECT,INSERT,UPDATE ON TABLE public.imports TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.imports TO wuye_company;
GRANT SELECT,UPDATE ON TABLE public.imports TO wuye_worker;

GRANT SELECT,INSERT,UPDATE ON TABLE public.liaisons TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.liaisons TO wuye_street;
GRANT SELECT ON TABLE public.liaisons TO wuye_community;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.login_failures TO wuye_auth;
GRANT SELECT,DELETE ON TABLE public.login_failures TO wuye_worker;

GRANT UPDATE(locked_until) ON TABLE public.login_failures TO wuye_worker;

GRANT SELECT ON TABLE public.market_access_transitions TO wuye_district;
GRANT SELECT ON TABLE public.market_access_transitions TO wuye_street;
GRANT SELECT ON TABLE public.market_access_transitions TO wuye_community;

GRANT SELECT,INSERT,UPDATE ON TABLE public.mode_rules TO wuye_district;
GRANT SELECT ON TABLE public.mode_rules TO wuye_street;
GRANT SELECT ON TABLE public.mode_rules TO wuye_community;
GRANT SELECT ON TABLE public.mode_rules TO wuye_company;
GRANT SELECT ON TABLE public.mode_rules TO wuye_hotline;
GRANT SELECT ON TABLE public.mode_rules TO wuye_platform;

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

GRANT SELECT,INSERT,UPDATE ON TABLE public.person_roles TO wuye_district;
GRANT SELECT ON TABLE public.person_roles TO wuye_street;
GRANT SELECT ON TABLE public.person_roles TO wuye_community;
GRANT SELECT,INSERT,UPDATE ON TABLE public.person_roles TO wuye_company;

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

GRANT SELECT,INSERT,UPDATE ON TABLE public.removal_cases TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.removal_cases TO wuye_street;
GRANT SELECT ON TABLE public.removal_cases TO wuye_community;
GRANT SELECT ON TABLE public.removal_cases TO wuye_company;
GRANT SELECT ON TABLE public.removal_cases TO wuye_platform;

GRANT SELECT ON TABLE public.removal_rules TO wuye_member;
GRANT SELECT ON TABLE public.removal_rules TO wuye_worker;

GRANT SELECT,INSERT ON TABLE public.service_unit_estates TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.service_unit_estates TO wuye_street;
GRANT SELECT ON TABLE public.service_unit_estates TO wuye_community;
GRANT SELECT ON TABLE public.service_unit_estates TO wuye_company;
GRANT SELECT ON TABLE public.service_unit_estates TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.service_units TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.service_units TO wuye_street;
GRANT SELECT ON TABLE public.service_units TO wuye_community;
GRANT SELECT ON TABLE public.service_units TO wuye_company;
GRANT SELECT ON TABLE public.service_units TO wuye_platform;

GRANT SELECT ON TABLE public.signing_keys TO wuye_auth;

GRANT SELECT,INSERT ON TABLE public.space_consents TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.space_consents TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.space_consents TO wuye_community;
GRANT SELECT ON TABLE public.space_consents TO wuye_company;
GRANT SELECT ON TABLE public.space_consents TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.staff_past TO wuye_district;
GRANT SELECT ON TABLE public.staff_past TO wuye_street;
GRANT SELECT ON TABLE public.staff_past TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.staff_past TO wuye_company;

GRANT SELECT,INSERT,UPDATE ON TABLE public.staffing_minimums TO wuye_district;
GRANT SELECT ON TABLE public.staffing_minimums TO wuye_street;
GRANT SELECT ON TABLE public.staffing_minimums TO wuye_community;
GRANT SELECT ON TABLE public.staffing_minimums TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.surplus_entries TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.surplus_entries TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.surplus_entries TO wuye_community;
GRANT SELECT ON TABLE public.surplus_entries TO wuye_company;
GRANT SELECT ON TABLE public.surplus_entries TO wuye_platform;

GRANT SELECT ON TABLE public.users TO wuye_auth;

GRANT SELECT(district_code),INSERT(district_code) ON TABLE public.users TO wuye_district;
GRANT SELECT(district_code),INSERT(district_code) ON TABLE public.users TO wuye_street;
GRANT SELECT(district_code),INSERT(district_code) ON TABLE public.users TO wuye_company;
GRANT INSERT(district_code) ON TABLE public.users TO wuye_auth;

GRANT SELECT(id),INSERT(id) ON TABLE public.users TO wuye_district;
GRANT SELECT(id),INSERT(id) ON TABLE public.users TO wuye_street;
GRANT SELECT(id),INSERT(id) ON TABLE public.users TO wuye_company;
GRANT INSERT(id) ON TABLE public.users TO wuye_auth;

GRANT SELECT(name),INSERT(name) ON TABLE public.users TO wuye_district;
GRANT SELECT(name),INSERT(name) ON TABLE public.users TO wuye_street;
GRANT SELECT(name),INSERT(name) ON TABLE public.users TO wuye_company;
GRANT INSERT(name) ON TABLE public.users TO wuye_auth;

GRANT SELECT(display_name),INSERT(display_name),UPDATE(display_name) ON TABLE public.users TO wuye_district;
GRANT SELECT(display_name),INSERT(display_name),UPDATE(display_name) ON TABLE public.users TO wuye_street;
GRANT SELECT(display_name),INSERT(display_name),UPDATE(display_name) ON TABLE public.users TO wuye_company;
GRANT INSERT(display_name),UPDATE(display_name) ON TABLE public.users TO wuye_auth;

GRANT SELECT(role),INSERT(role) ON TABLE public.users TO wuye_district;
GRANT SELECT(role),INSERT(role) ON TABLE public.users TO wuye_street;
GRANT SELECT(role),INSERT(role) ON TABLE public.users TO wuye_company;
GRANT INSERT(role),UPDATE(role) ON TABLE public.users TO wuye_auth;

GRANT SELECT(street_code),INSERT(street_code),UPDATE(street_code) ON TABLE public.users TO wuye_district;
GRANT SELECT(street_code),INSERT(street_code),UPDATE(street_code) ON TABLE public.users TO wuye_street;
GRANT SELECT(street_code),INSERT(street_code),UPDATE(street_code) ON TABLE public.users TO wuye_company;
GRANT INSERT(street_code),UPDATE(street_code) ON TABLE public.users TO wuye_auth;

GRANT SELECT(community_code),INSERT(community_code),UPDATE(community_code) ON TABLE public.users TO wuye_district;
GRANT SELECT(community_code),INSERT(community_code),UPDATE(community_code) ON TABLE public.users TO wuye_street;
GRANT SELECT(community_code),INSERT(community_code),UPDATE(community_code) ON TABLE public.users TO wuye_company;
GRANT INSERT(community_code),UPDATE(community_code) ON TABLE public.users TO wuye_auth;

GRANT SELECT(firm_id),INSERT(firm_id),UPDATE(firm_id) ON TABLE public.users TO wuye_district;
GRANT SELECT(firm_id),INSERT(firm_id),UPDATE(firm_id) ON TABLE public.users TO wuye_street;
GRANT SELECT(firm_id),INSERT(firm_id),UPDATE(firm_id) ON TABLE public.users TO wuye_company;
GRANT INSERT(firm_id),UPDATE(firm_id) ON TABLE public.users TO wuye_auth;

GRANT UPDATE(password_digest) ON TABLE public.users TO wuye_auth;
GRANT INSERT(password_digest),UPDATE(password_digest) ON TABLE public.users TO wuye_district;
GRANT INSERT(password_digest),UPDATE(password_digest) ON TABLE public.users TO wuye_street;
GRANT INSERT(password_digest),UPDATE(password_digest) ON TABLE public.users TO wuye_company;

GRANT SELECT(state),UPDATE(state) ON TABLE public.users TO wuye_district;
GRANT SELECT(state),UPDATE(state) ON TABLE public.users TO wuye_street;
GRANT SELECT(state),UPDATE(state) ON TABLE public.users TO wuye_company;

GRANT UPDATE(version) ON TABLE public.users TO wuye_auth;
GRANT SELECT(version),UPDATE(version) ON TABLE public.users TO wuye_district;
GRANT SELECT(version),UPDATE(version) ON TABLE public.users TO wuye_street;
GRANT SELECT(version),UPDATE(version) ON TABLE public.users TO wuye_company;

GRANT SELECT(created_at),INSERT(created_at) ON TABLE public.users TO wuye_district;
GRANT SELECT(created_at),INSERT(created_at) ON TABLE public.users TO wuye_street;
GRANT SELECT(created_at),INSERT(created_at) ON TABLE public.users TO wuye_company;
GRANT INSERT(created_at) ON TABLE public.users TO wuye_auth;

GRANT INSERT(updated_at),UPDATE(updated_at) ON TABLE public.users TO wuye_auth;
GRANT SELECT(updated_at),INSERT(updated_at),UPDATE(updated_at) ON TABLE public.users TO wuye_district;
GRANT SELECT(updated_at),INSERT(updated_at),UPDATE(updated_at) ON TABLE public.users TO wuye_street;
GRANT SELECT(updated_at),INSERT(updated_at),UPDATE(updated_at) ON TABLE public.users TO wuye_company;

GRANT UPDATE(token_epoch) ON TABLE public.users TO wuye_auth;
GRANT SELECT(token_epoch),UPDATE(token_epoch) ON TABLE public.users TO wuye_district;
GRANT SELECT(token_epoch),UPDATE(token_epoch) ON TABLE public.users TO wuye_street;
GRANT SELECT(token_epoch),UPDATE(token_epoch) ON TABLE public.users TO wuye_company;

GRANT INSERT(issuer) ON TABLE public.users TO wuye_auth;

GRANT INSERT(subject) ON TABLE public.users TO wuye_auth;

GRANT INSERT(vouched_at),UPDATE(vouched_at) ON TABLE public.users TO wuye_auth;

GRANT SELECT ON TABLE public.workdays TO wuye_member;
GRANT SELECT ON TABLE public.workdays TO wuye_worker;

ALTER DEFAULT PRIVILEGES FOR ROLE wuye_owner REVOKE ALL ON FUNCTIONS  FROM PUBLIC;

