
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

CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;

COMMENT ON EXTENSION btree_gin IS 'support for indexing common datatypes in GIN';

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

CREATE TYPE public.project_state AS (
	id uuid,
	subject text,
	code text,
	version integer,
	changed_at timestamp with time zone,
	state text,
	acknowledged_version integer,
	acknowledged_at timestamp with time zone,
	last_sent_at timestamp with time zone,
	reference_no text,
	message text,
	tries integer
);

ALTER TYPE public.project_state OWNER TO wuye_owner;

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

CREATE FUNCTION public.name_key(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    select lower(regexp_replace(normalize(name, NFKC), '[[:space:]·•.,、。()-]', '', 'g'))
$$;

ALTER FUNCTION public.name_key(name text) OWNER TO wuye_owner;

SET default_table_access_method = heap;

CREATE TABLE public.accountability_records (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    complaint_id uuid NOT NULL,
    call_id uuid,
    department_id uuid,
    street_code text COLLATE pg_catalog."C",
    community_code text COLLATE pg_catalog."C",
    facts text NOT NULL,
    detected text[] NOT NULL,
    state text DEFAULT 'proposed'::text NOT NULL COLLATE pg_catalog."C",
    proposed_by uuid NOT NULL,
    proposed_by_name text,
    proposed_role text NOT NULL COLLATE pg_catalog."C",
    proposed_at timestamp with time zone NOT NULL,
    decided_by uuid,
    decided_by_name text,
    decided_at timestamp with time zone,
    opinion text,
    notified_at timestamp with time zone,
    notice_no text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT accountability_records_decided CHECK ((((state = 'proposed'::text) = (decided_at IS NULL)) AND ((decided_at IS NULL) = (decided_by IS NULL)) AND ((decided_by IS NULL) = (opinion IS NULL)))),
    CONSTRAINT accountability_records_kind_known CHECK ((kind = ANY (ARRAY['no_whistle'::text, 'no_report'::text, 'duty_not_done'::text]))),
    CONSTRAINT accountability_records_notified CHECK (((state = 'notified'::text) = (notified_at IS NOT NULL))),
    CONSTRAINT accountability_records_of_whom CHECK ((((kind = 'no_whistle'::text) = (call_id IS NULL)) AND ((call_id IS NULL) = (department_id IS NULL)))),
    CONSTRAINT accountability_records_state_known CHECK ((state = ANY (ARRAY['proposed'::text, 'confirmed'::text, 'dismissed'::text, 'notified'::text]))),
    CONSTRAINT accountability_records_two_people CHECK ((decided_by <> proposed_by))
);

ALTER TABLE public.accountability_records OWNER TO wuye_owner;

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

CREATE VIEW public.accountability_cards WITH (security_invoker='true') AS
 SELECT r.id,
    r.kind,
    to_json(r.detected) AS detected,
    r.complaint_id,
    r.call_id,
    d.id AS "department.id",
    d.code AS "department.code",
    d.name AS "department.name",
    r.street_code,
    r.community_code,
    r.facts,
    r.state,
    r.proposed_role,
    r.proposed_by_name,
    r.proposed_at,
    r.decided_by_name,
    r.decided_at,
    r.opinion,
    r.notice_no,
    r.notified_at,
    r.version
   FROM (public.accountability_records r
     LEFT JOIN public.departments d ON (((d.district_code = r.district_code) AND (d.id = r.department_id))));

ALTER TABLE public.accountability_cards OWNER TO wuye_owner;

CREATE FUNCTION public.accountability_card(record uuid) RETURNS SETOF public.accountability_cards
    LANGUAGE sql
    AS $$
    select r.* from accountability_cards r where r.id = record
$$;

ALTER FUNCTION public.accountability_card(record uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.accountability_move(record uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text) RETURNS TABLE(id uuid, problem text, standing text)
    LANGUAGE plpgsql
    AS $$
declare
    r accountability_records;
    step accountability_transitions;
begin
    select t.* into r from accountability_records t where t.district_code = (select current_district()) and t.id = record for update;
    if not found then
        return;
    end if;
    select t.* into step from accountability_transitions t where t.from_state = r.state and t.action = wanted and t.role = caller_role;
    problem := case when step.action is null then 'state_conflict'
                    when wanted in ('confirm', 'dismiss') and r.proposed_by = (select current_user_id()) then 'separation_of_duties' end;
    if problem is null and wanted = 'notify' then
        update accountability_records t set state = step.to_state, notice_no = said, notified_at = moment, version = r.version + 1
        where t.district_code = r.district_code and t.id = r.id;
    elsif problem is null then
        update accountability_records t set state = step.to_state, opinion = said, decided_by = (select current_user_id()), decided_by_name = caller_name,
            decided_at = moment, version = r.version + 1
        where t.district_code = r.district_code and t.id = r.id;
    end if;
    return query select r.id, problem, r.state;
end $$;

ALTER FUNCTION public.accountability_move(record uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text) OWNER TO wuye_owner;

CREATE FUNCTION public.accountability_propose(record uuid, wanted text, complaint uuid, call uuid, said text, caller_role text, caller_name text, moment timestamp with time zone) RETURNS TABLE(id uuid, problem text)
    LANGUAGE plpgsql
    AS $$
declare
    k record;
begin
    select c.district_code, c.id as complaint_id, t.id as call_id, t.department_id, c.street_code, c.community_code into k
    from complaints c
    left join whistle_calls t on t.district_code = c.district_code and t.complaint_id = c.id and t.id = call
    where c.district_code = (select current_district()) and c.id = coalesce(complaint, (select w.complaint_id from whistle_calls w where w.id = call));
    problem := case
        when (wanted = 'no_whistle') <> (call is null) or (call is null and complaint is null) then 'accountability_misfit'
        when k.complaint_id is null or (call is not null and k.call_id is null) then 'source_unknown'
        end;
    if problem is null then
        insert into accountability_records (district_code, id, kind, complaint_id, call_id, department_id, street_code, community_code, facts, detected,
                                            proposed_by, proposed_by_name, proposed_role, proposed_at)
        select k.district_code, record, wanted, k.complaint_id, k.call_id, k.department_id, k.street_code, k.community_code, said,
               coalesce((select array(select json_array_elements_text(f.detected)) from accountability_findings f
                         where f.kind = wanted and f.complaint_id = k.complaint_id and f.call_id is not distinct from k.call_id), '{}'),
               (select current_user_id()), caller_name, caller_role, moment;
    end if;
    return query select record, problem;
end $$;

ALTER FUNCTION public.accountability_propose(record uuid, wanted text, complaint uuid, call uuid, said text, caller_role text, caller_name text, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.add_calendar_days(day date, days integer, OUT due date, OUT provisional boolean) RETURNS record
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    select day + days, false where days between 0 and 36600
$$;

ALTER FUNCTION public.add_calendar_days(day date, days integer, OUT due date, OUT provisional boolean) OWNER TO wuye_owner;

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
        -- In the order of their ids, as a merge locks them. A round that a message announced before is none that is new. What is said about a protected one is
        -- told in its heir, which is therefore as protected.
        select c.id, c.id = heir.id as lives, c.id = heir.id and own.secret as secret, c.id = heir.id and own.confidential as confidential,
               made.round > greatest((select max(t.round) from tickets t where t.district_code = made.district_code and t.complaint_id = made.complaint_id),
                                     (select max(m.round) from hotline_messages m where m.district_code = made.district_code and m.source = made.source
                                        and m.ticket_no = made.ticket_no and m.kind = 'redispatch' and m.outcome = 'applied'), 0) as newer
        from heir join complaints c on c.district_code = made.district_code and c.id in (made.complaint_id, heir.id)
        join complaints own on own.district_code = made.district_code and own.id = made.complaint_id
        order by c.id
        for update of c
    ), further_round as (
        -- What a later round says can only make the complaint more protected. Handled already, it is to be handled again; what was not taken up, or lives on in
        -- one that is not the sender's, is received anew.
        update complaints c set
            round = greatest(c.round, made.round),
            state = case when not (held.lives and held.newer) then c.state
                         when c.state in ('resolved_reported', 'callback', 'closed') then case when c.contacted_at is null then 'received' else 'rework' end
                         when c.state in ('rejected', 'merged') then 'received'
                         else c.state end,
            validity = case when held.lives and held.newer and c.state = 'rejected' then 'undetermined' else c.validity end,
            master_id = case when held.lives and held.newer then null else c.master_id end,
            secret = c.secret or held.secret or coalesce(told.secret, false),
            confidential = c.confidential or held.confidential or is_confidential,
            leader_instruction = c.leader_instruction or coalesce(told.leader_instruction, false),
            group_petition = c.group_petition or coalesce(told.group_petition, false),
            opinion_event = c.opinion_event or coalesce(told.opinion_event, false),
            version = c.version + 1,
            updated_at = made.created_at,
            (clock_at, extended_to, stopped_at, due_at, due_provisional, warn_at, alarm_at) = (select l.* from complaint_limit_anew(c, held.lives and held.newer, made.created_at) l)
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
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
    AS $$ -- a session plans this once
begin
    -- Where the calendar has every day, its working days need only be read off.
    if days between 1 and 3660 then
        select w.date into due from workdays w where w.date > day and w.is_workday order by w.date offset days - 1 limit 1;
        provisional := false;
        if due - day = (select count(*) from workdays w where w.date > day and w.date <= due) then
            return;
        end if;
    end if;
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
    into due, provisional
    from found
    where days between 0 and 3660;
end $$;

ALTER FUNCTION public.add_working_days(day date, days integer, OUT due date, OUT provisional boolean) OWNER TO wuye_owner;

CREATE FUNCTION public.assigned_after(district text, person uuid, day date) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
begin
    return exists (
        select from person_roles r
        where r.district_code = district and r.staff_id = person and coalesce(r.valid_to > greatest(day, r.valid_from), true));
end $$;

ALTER FUNCTION public.assigned_after(district text, person uuid, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.attachment_move(attachment uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text) RETURNS TABLE(id uuid, state text, version integer, at timestamp with time zone, problem text, standing text)
    LANGUAGE plpgsql
    AS $$
declare
    a record;
    step record;
    closed boolean;
    own boolean;
begin
    select k.district_code, k.id, k.owner_kind, k.owner_id into a from attachments k where k.district_code = (select current_district()) and k.id = attachment;
    if not found then
        return;
    end if;
    closed := attachment_owner_over(a.owner_kind, a.owner_id);
    select k.district_code, k.id, k.state, k.version, k.updated_at into a
    from attachments k where k.district_code = a.district_code and k.id = a.id for update;
    if not found then
        return;
    end if;
    moment := greatest(moment, a.updated_at + interval '1 microsecond');
    select t.* into step from attachment_transitions t where t.from_state = a.state and t.action = wanted and t.role = caller_role;
    if not found then
        return query select a.id, a.state, a.version, moment, 'state_conflict', a.state;
        return;
    end if;
    if step.needs = 'own_and_open' then
        -- A firm's people act for one another; it does not read who they are.
        if caller_role = 'company' then
            select k.uploader_firm_id = (select current_firm()) into own from attachments k where k.district_code = a.district_code and k.id = a.id;
        else
            select k.uploaded_by = (select current_user_id()) into own from attachments k where k.district_code = a.district_code and k.id = a.id;
        end if;
        problem := case when own is not true then 'attachment_of_another' when closed then 'attachment_owner_over' end;
    end if;
    if problem is not null then
        return query select a.id, a.state, a.version, moment, problem, a.state;
        return;
    end if;
    -- Each command names only columns that its role was granted.
    if wanted = 'remove' then
        update attachments k set state = step.to_state, removed_at = moment, removed_by_name = caller_name, reason = said, version = k.version + 1, updated_at = moment
        where k.district_code = a.district_code and k.id = a.id;
        delete from attachment_chunks c where c.district_code = a.district_code and c.attachment_id = a.id;
    else
        update attachments k set state = step.to_state, version = k.version + 1, updated_at = moment,
            reason = said,
            released_at = case wanted when 'release' then moment else k.released_at end,
            released_by_name = case wanted when 'release' then caller_name else k.released_by_name end,
            withdrawn_at = case wanted when 'withdraw' then moment end,
            withdrawn_by_name = case wanted when 'withdraw' then caller_name end
        where k.district_code = a.district_code and k.id = a.id;
    end if;
    return query select a.id, step.to_state, a.version + 1, moment, null::text, null::text;
end $$;

ALTER FUNCTION public.attachment_move(attachment uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text) OWNER TO wuye_owner;

CREATE FUNCTION public.attachment_owner_over(kind text, owner uuid) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
declare
    standing text;
begin
    if kind = 'complaint' then
        select c.state into standing from complaints c where c.district_code = (select current_district()) and c.id = owner for share;
    end if;
    return standing in ('closed', 'merged', 'rejected');
end $$;

ALTER FUNCTION public.attachment_owner_over(kind text, owner uuid) OWNER TO wuye_owner;

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
    SET enable_indexscan TO 'off'
    SET work_mem TO '64MB'
    AS $$
    with service as (
        select ce.estate_id, c.firm_id
        from contracts_at(base_ledger.day) c
        join contract_estates_at(base_ledger.day) ce on ce.contract_id = c.id
        where c.district_code = (select current_district()) and ce.district_code = (select current_district()) and c.in_force and c.service_period @> base_ledger.day
    ), register as (
        select e.id, e.street_code, e.community_code, e.area_m2, e.households, e.new_or_old, e.old_kind, m.mode,
               coalesce(o.committee, false) as committee, coalesce(o.substitute, false) as substitute, f.estate_id is not null as served
        from estates_at(base_ledger.day) e
        left join (
            select m.estate_id, m.mode from estate_modes_at(base_ledger.day) m
            where m.district_code = (select current_district()) and m.valid_from <= base_ledger.day and coalesce(m.valid_to > base_ledger.day, true)
        ) m on m.estate_id = e.id
        left join (
            select c.estate_id, bool_or(c.kind = 'owners_committee') as committee, bool_or(c.kind <> 'owners_committee') as substitute
            from owners_committees_at(base_ledger.day) c
            where c.district_code = (select current_district()) and c.established_on <= base_ledger.day and coalesce(c.dissolved_on > base_ledger.day, true)
            group by c.estate_id
        ) o on o.estate_id = e.id
        left join (select distinct s.estate_id from service s) f on f.estate_id = e.id
        where e.district_code = (select current_district())
          and ((select current_street()) is null or e.street_code = (select current_street()))
          and ((select current_community()) is null or e.community_code = (select current_community()))
    ), alike as (
        select (select current_district()) as district_code, r.street_code, r.community_code, r.mode, r.new_or_old, r.old_kind, r.committee, r.substitute, r.served,
               count(*) as estates, sum(r.area_m2) as area_m2, sum(r.households) as households
        from register r
        group by 2, 3, 4, 5, 6, 7, 8, 9
    ), present as (
        select r.street_code, r.community_code, s.firm_id from service s join register r on r.id = s.estate_id group by 1, 2, 3
    ), streets as (
        select p.street_code, p.firm_id from present p group by 1, 2
    ), communities as (
        select p.community_code, p.firm_id from present p group by 1, 2
    ), serving as (
        select p.code, count(*) as firms, count(*) filter (where f.locality = 'in_district') as firms_in, count(*) filter (where f.locality = 'out_of_district') as firms_out
        from (
            select (select current_district()) as code, s.firm_id from streets s group by 1, 2
            union all
            select s.street_code, s.firm_id from streets s
            union all
            select c.community_code, c.firm_id from communities c
        ) p
        left join (select f.id, f.locality from firms_at(base_ledger.day) f where f.district_code = (select current_district())) f on f.id = p.firm_id
        group by p.code
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

CREATE FUNCTION public.categories_of_day(day date) RETURNS TABLE(code text, confidential boolean, expedited boolean, delegated boolean, department text)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select g.code, g.confidential, g.expedited, coalesce(d.delegated, g.delegated), g.department
    from complaint_categories g
    left join delegations d on d.district_code = (select current_district()) and d.category = g.code
        and d.effective_from <= day and coalesce(d.effective_to > day, true)
    where g.effective_from <= day and coalesce(g.effective_to > day, true)
$$;

ALTER FUNCTION public.categories_of_day(day date) OWNER TO wuye_owner;

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

CREATE FUNCTION public.change_estate(target uuid, patch jsonb, base jsonb, at timestamp with time zone, day date, if_version integer DEFAULT NULL::integer, OUT problem text, OUT estate public.estates) RETURNS record
    LANGUAGE plpgsql
    AS $$
declare
    others constant jsonb := patch - '{households,party_org,service_room_use,service_room_m2,public_revenue,grids,no_oc_reason}'::text[];
    b estates;
    a estates;
begin
    select e.* into b from estates e where e.district_code = current_district() and e.id = target for update;
    a := jsonb_populate_record(b, patch);
    if patch ? 'community_code' then
        a.street_code := (select j.street_code from division_jurisdictions j
                          where j.district_code = b.district_code and j.community_code = a.community_code
                            and j.effective_from <= day and coalesce(j.effective_to > day, true));
    end if;
    problem := case
        when b.id is null then 'not_found'
        when b.version <> if_version then 'precondition_failed'
        when others <> '{}' and current_user <> 'wuye_district' then 'members_reserved'
        when to_jsonb(jsonb_populate_record(b, base)) <> to_jsonb(b) then 'target_changed'
        when a.street_code is null then 'community_unknown'
        when (a.new_or_old, a.building_type) <> (b.new_or_old, b.building_type) and exists (
            select from estate_modes m
            where m.district_code = b.district_code and m.estate_id = b.id and coalesce(m.valid_to > day, true)
              and not mode_allowed(a.new_or_old, a.building_type, m.mode, greatest(m.valid_from, day))) then 'mode_not_allowed'
        end;
    if problem is not null then
        return;
    end if;
    a.known_from := greatest(at, b.known_from + interval '1 microsecond');
    perform keep_estate(b.id, a.known_from);
    update estates e set
        name = a.name, street_code = a.street_code, community_code = a.community_code, area_m2 = a.area_m2, households = a.households,
        building_type = a.building_type, old_kind = a.old_kind, new_or_old = a.new_or_old, is_key = a.is_key, party_org = a.party_org,
        service_room_use = a.service_room_use, service_room_m2 = a.service_room_m2, public_revenue = a.public_revenue, grids = a.grids,
        in_deficit = a.in_deficit, no_oc_reason = a.no_oc_reason, version = b.version + 1, updated_at = a.known_from, known_from = a.known_from
    where e.district_code = b.district_code and e.id = b.id
    returning e.* into estate;
end $$;

ALTER FUNCTION public.change_estate(target uuid, patch jsonb, base jsonb, at timestamp with time zone, day date, if_version integer, OUT problem text, OUT estate public.estates) OWNER TO wuye_owner;

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

CREATE FUNCTION public.change_firm(target uuid, patch jsonb, base jsonb, at timestamp with time zone, if_version integer DEFAULT NULL::integer, OUT problem text, OUT firm public.firms) RETURNS record
    LANGUAGE plpgsql
    AS $_$
declare
    others constant jsonb := patch - '{service_hotline,contact_phone,office_address}'::text[];
    word_given constant boolean := patch ? 'uscc_override_reason';
    b firms;
    a firms;
    moment timestamptz;
begin
    select h.* into b from firm_held(target) h;
    moment := greatest(at, b.known_from + interval '1 microsecond');
    a := jsonb_populate_record(b, patch);
    -- The word was for the code that stood.
    if uscc_valid(a.uscc) or (a.uscc <> b.uscc and not word_given) then
        a.uscc_override_reason := null;
    end if;
    problem := case
        when b.id is null then 'not_found'
        when b.version <> if_version then 'precondition_failed'
        when others <> '{}' and current_user <> 'wuye_district' then 'members_reserved'
        when to_jsonb(jsonb_populate_record(b, base)) <> to_jsonb(b) then 'target_changed'
        when (patch ? 'service_hotline' or patch ? 'status') and a.status = 'active' and a.service_hotline is null then 'service_hotline_required'
        when a.party_org_since is not null and not a.party_org then 'party_org_since_misplaced'
        when uscc_valid(a.uscc) or a.uscc_override_reason is not null then null
        when a.uscc ~ '^[0-9][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$' then 'uscc_check_failed'
        else 'uscc_malformed'
        end;
    if problem is not null then
        return;
    end if;
    perform keep_firm(b.id, moment);
    update firms f set
        service_hotline = a.service_hotline, contact_phone = a.contact_phone, office_address = a.office_address,
        version = b.version + 1, updated_at = moment, known_from = moment
    where f.district_code = b.district_code and f.id = b.id;
    if others <> '{}' then
        update firms f set
            uscc = a.uscc, name = a.name, locality = a.locality, registered_division = a.registered_division, party_org = a.party_org,
            party_org_since = a.party_org_since, status = a.status, uscc_override_reason = a.uscc_override_reason,
            uscc_override_by = case when a.uscc_override_reason is null then null when word_given then current_user_id()::text else f.uscc_override_by end,
            uscc_override_at = case when a.uscc_override_reason is null then null when word_given then moment else f.uscc_override_at end
        where f.district_code = b.district_code and f.id = b.id;
    end if;
    select h.* into firm from firm_held(target) h;
end $_$;

ALTER FUNCTION public.change_firm(target uuid, patch jsonb, base jsonb, at timestamp with time zone, if_version integer, OUT problem text, OUT firm public.firms) OWNER TO wuye_owner;

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

CREATE FUNCTION public.complaint_assign(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, kind text, who jsonb, new_id uuid) RETURNS TABLE(id uuid, problem text, standing text, to_state text, version integer, at timestamp with time zone)
    LANGUAGE plpgsql
    AS $$
declare
    m record;
begin
    if kind = 'firm' and exists (select from complaints c where c.district_code = (select current_district()) and c.id = complaint and c.firm_id is null) then
        return query select complaint, 'no_firm_in_force', null::text, null::text, null::integer, null::timestamptz;
        return;
    end if;
    select * into m from complaint_move(complaint, wanted, caller_role, caller_name, moment, said, said_inside,
                                        jsonb_build_object('assigned_to', kind, 'complex', who -> 'complex'));
    if not found then
        return;
    end if;
    if m.problem is null then
        insert into complaint_assignments (district_code, id, complaint_id, unit_kind, firm_id, street_code, community_code, department, receiver, handler, watcher,
                                           designated, note, assigned_by, assigned_by_name, assigned_at)
        values ((select current_district()), new_id, m.id, kind, case kind when 'firm' then m.firm_id end, case kind when 'street' then m.street_code end,
                case kind when 'community' then m.community_code end, who ->> 'department', who ->> 'receiver', who ->> 'handler', who ->> 'watcher',
                wanted = 'designate', said, (select current_user_id()), caller_name, m.at);
    end if;
    return query select m.id, m.problem, m.standing, m.to_state, m.version, m.at;
end $$;

ALTER FUNCTION public.complaint_assign(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, kind text, who jsonb, new_id uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_clusters(wanted text, last date, caller_role text) RETURNS TABLE(id uuid, estate_id uuid, category text, total_raw bigint, total_merged bigint, open bigint, callers bigint, first_received_at timestamp with time zone, last_received_at timestamp with time zone, complaints uuid[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    with rules as materialized (
        select (select n.value from rule_at('cluster_callers', '*', last) n) as callers,
               make_interval(days => (select n.value::integer from rule_at('false_closure_days', '*', last) n)) as closed_within,
               (last + 1 - (select n.value::integer from rule_at(case wanted when 'repeat' then 'repeat_days' else 'cluster_days' end, '*', last) n))::timestamp at time zone 'Asia/Shanghai' as since
    ), recent as materialized (
        select c.id, c.estate_id, c.category, c.state, c.received_at
        from complaints c
        where c.district_code = (select current_district()) and c.estate_id is not null and c.category is not null and c.state <> 'rejected'
          and c.received_at >= (select r.since from rules r) and c.received_at < (last + 1)::timestamp at time zone 'Asia/Shanghai'
          and case caller_role when 'district' then true
              when 'street' then c.street_code = (select current_street()) and not c.confidential
              when 'community' then c.community_code = (select current_community()) and not c.confidential
              else false end
    ), closed as materialized (
        -- What was closed then has changed since.
        select c.id, c.estate_id, c.category, c.state, c.received_at, c.closed_at
        from complaints c
        where wanted = 'false_closure' and c.district_code = (select current_district()) and c.estate_id is not null and c.category is not null
          and c.updated_at >= (select r.since - r.closed_within from rules r) and c.closed_at >= (select r.since - r.closed_within from rules r)
          and case caller_role when 'district' then true
              when 'street' then c.street_code = (select current_street()) and not c.confidential
              when 'community' then c.community_code = (select current_community()) and not c.confidential
              else false end
    ), again as (
        select distinct x.id, x.estate_id, x.category, x.state, x.received_at
        from recent l
        join closed e on e.estate_id = l.estate_id and e.category = l.category and e.id <> l.id
            and l.received_at > e.closed_at and l.received_at <= e.closed_at + (select r.closed_within from rules r)
        cross join lateral (values (l.id, l.estate_id, l.category, l.state, l.received_at), (e.id, e.estate_id, e.category, e.state, e.received_at))
            x (id, estate_id, category, state, received_at)
    ), meant as (
        select r.id, r.estate_id, r.category, r.state, r.received_at from recent r where wanted <> 'false_closure'
        union all
        select a.id, a.estate_id, a.category, a.state, a.received_at from again a
    ), voices as (
        -- One that came in several rounds may have several.
        select m.*, p.phone_hash
        from meant m
        left join personal.complainants p on p.district_code = (select current_district()) and p.complaint_id = m.id
        where wanted <> 'repeat' or p.phone_hash is not null
    ), told as (
        -- Of each caller the first complaint and the last: callers whose first is the same are one row, for a row is known by its first.
        select v.*, first_value(v.id) over each as first, last_value(v.id) over each as last
        from voices v
        window each as (partition by v.estate_id, v.category, v.phone_hash order by v.id rows between unbounded preceding and unbounded following)
    )
    select (array_agg(distinct v.id order by v.id))[1], v.estate_id, v.category, count(distinct v.id), count(distinct v.id) filter (where v.state <> 'merged'),
           count(distinct v.id) filter (where v.state not in ('merged', 'closed')), count(distinct v.phone_hash), min(v.received_at), max(v.received_at),
           (array_agg(distinct v.id order by v.id desc))[:100]
    from told v
    where wanted <> 'repeat' or v.first <> v.last
    group by v.estate_id, v.category, case wanted when 'repeat' then v.first end
    having case wanted when 'aggregate' then count(distinct v.phone_hash) >= (select r.callers from rules r) else true end
$$;

ALTER FUNCTION public.complaint_clusters(wanted text, last date, caller_role text) OWNER TO wuye_owner;

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

CREATE FUNCTION public.complaint_ended_at(district text, complaint uuid) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
    with recursive line as (
        select 0 as step, c.id, c.state, c.closed_at, c.updated_at, c.master_id from complaints c where c.district_code = district and c.id = complaint
        union all
        select l.step + 1, c.id, c.state, c.closed_at, c.updated_at, c.master_id
        from line l join complaints c on c.district_code = district and c.id = l.master_id
        where l.state = 'merged' and l.step < 16
    )
    select case l.state when 'closed' then coalesce(l.closed_at, l.updated_at) when 'rejected' then coalesce(
               (select max(e.at) from complaint_events e where e.district_code = district and e.complaint_id = l.id and e.action = 'reject'), l.updated_at) end
    from line l order by l.step desc limit 1
$$;

ALTER FUNCTION public.complaint_ended_at(district text, complaint uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_extension_refusal(district text, complaint uuid, standing timestamp with time zone, wanted timestamp with time zone, moment timestamp with time zone) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
declare
    most timestamptz := (select l.extendable_to from complaint_handle_limit(district, complaint) l);
begin
    return case when wanted <= greatest(moment, standing) then 'due_not_later'
                when wanted > most or greatest(moment, standing) >= most then 'extension_too_long' end;
end $$;

ALTER FUNCTION public.complaint_extension_refusal(district text, complaint uuid, standing timestamp with time zone, wanted timestamp with time zone, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_first_limit(district text, started timestamp with time zone, urgency_is text, category_is text, street_is text, type_is text, source_is text, complex_is boolean, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone) RETURNS record
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
declare
    policy sla_policies;
begin
    select p.* into policy
    from sla_policies_for(district, (started at time zone 'Asia/Shanghai')::date, urgency_is, category_is, complex_is, street_is, type_is, source_is) p where p.kind = 'handle';
    due_provisional := false;
    if policy.id is not null then
        select l.due, l.provisional into due_at, due_provisional from limit_from(started, policy.amount, policy.unit) l;
        select m.warn_at, m.alarm_at into warn_at, alarm_at from limit_marks(due_at, policy) m;
    end if;
end $$;

ALTER FUNCTION public.complaint_first_limit(district text, started timestamp with time zone, urgency_is text, category_is text, street_is text, type_is text, source_is text, complex_is boolean, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_handle_limit(district text, complaint uuid, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone, OUT stopped_at timestamp with time zone, OUT extendable_to timestamp with time zone) RETURNS record
    LANGUAGE plpgsql STABLE
    AS $$
declare
    c record;
    p sla_policies;
    policy sla_policies;
    longer sla_policies;
    step record;
    plain timestamptz; -- without extensions
begin
    select k.urgency, k.category, k.complex, k.street_code, k.request_type, k.source, k.extended_to, coalesce(k.clock_at, least(k.received_at, k.created_at)) as started
    into c from complaints k where k.district_code = district and k.id = complaint;
    for p in select * from sla_policies_for(district, (c.started at time zone 'Asia/Shanghai')::date, c.urgency, c.category, c.complex, c.street_code, c.request_type, c.source) loop
        if p.kind = 'handle' then
            policy := p;
        elsif p.kind = 'extend' then
            longer := p;
        end if;
    end loop;
    due_provisional := false;
    if policy.id is not null then
        select l.due, l.provisional into due_at, due_provisional from limit_from(c.started, policy.amount, policy.unit) l;
    end if;
    plain := due_at;
    for step in select e.action, e.at from complaint_events e
                where e.district_code = district and e.complaint_id = complaint and e.at >= c.started and e.action in ('suspend', 'resume', 'approve_extension')
                order by e.at, e.id loop
        if step.action = 'approve_extension' then
            due_at := c.extended_to;
            due_provisional := false;
        elsif step.action = 'suspend' and due_at > step.at and coalesce(policy.suspension_stops, true) then
            stopped_at := step.at;
        elsif step.action = 'resume' and stopped_at is not null then
            select m.moved, due_provisional or m.provisional into due_at, due_provisional
            from limit_after_stop(due_at, coalesce(policy.unit, 'working_days'), stopped_at, step.at) m;
            plain := (select m.moved from limit_after_stop(plain, coalesce(policy.unit, 'working_days'), stopped_at, step.at) m);
            stopped_at := null;
        end if;
    end loop;
    if due_at is not null then
        select m.warn_at, m.alarm_at into warn_at, alarm_at from limit_marks(due_at, policy) m;
    end if;
    -- From the last moment of its last day, where days are counted.
    extendable_to := (select l.due from limit_from(plain - case when longer.unit in ('minutes', 'hours') then interval '0' else interval '1 microsecond' end, longer.amount, longer.unit) l);
end $$;

ALTER FUNCTION public.complaint_handle_limit(district text, complaint uuid, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone, OUT stopped_at timestamp with time zone, OUT extendable_to timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_limit_again(district text, complaint uuid) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    update complaints k set (due_at, due_provisional, warn_at, alarm_at, stopped_at) =
        (select l.due_at, l.due_provisional, l.warn_at, l.alarm_at, l.stopped_at from complaint_handle_limit(district, complaint) l)
    where k.district_code = district and k.id = complaint;
end $$;

ALTER FUNCTION public.complaint_limit_again(district text, complaint uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_pending(state text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select state in ('received', 'needs_info', 'dispatched', 'signed', 'contacted', 'processing', 'extension_requested', 'suspended', 'rework', 'returned', 'designated', 'reopened')
$$;

ALTER FUNCTION public.complaint_pending(state text) OWNER TO wuye_owner;

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
    complex boolean DEFAULT false NOT NULL,
    designated boolean DEFAULT false NOT NULL,
    first_signed_at timestamp with time zone,
    clock_at timestamp with time zone,
    due_provisional boolean DEFAULT false NOT NULL,
    warn_at timestamp with time zone,
    alarm_at timestamp with time zone,
    stopped_at timestamp with time zone,
    asked_due_at timestamp with time zone,
    extended_to timestamp with time zone,
    handle_by timestamp with time zone GENERATED ALWAYS AS (
CASE
    WHEN (public.complaint_pending(state) AND (stopped_at IS NULL) AND (due_at IS NOT NULL)) THEN due_at
    ELSE 'infinity'::timestamp with time zone
END) STORED NOT NULL,
    in_hands_of text GENERATED ALWAYS AS (
CASE
    WHEN public.complaint_pending(state) THEN assigned_to
    ELSE NULL::text
END) STORED COLLATE pg_catalog."C",
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

CREATE FUNCTION public.complaint_limit_anew(c public.complaints, newer boolean, moment timestamp with time zone) RETURNS TABLE(clock_at timestamp with time zone, extended_to timestamp with time zone, stopped_at timestamp with time zone, due_at timestamp with time zone, due_provisional boolean, warn_at timestamp with time zone, alarm_at timestamp with time zone)
    LANGUAGE plpgsql STABLE
    AS $$
begin
    if newer and not complaint_pending(c.state) then
        return query select moment, null::timestamptz, null::timestamptz, l.due_at, l.due_provisional, l.warn_at, l.alarm_at
            from complaint_first_limit(c.district_code, moment, c.urgency, c.category, c.street_code, c.request_type, c.source, c.complex) l;
    else
        return query select c.clock_at, c.extended_to, c.stopped_at, c.due_at, c.due_provisional, c.warn_at, c.alarm_at;
    end if;
end $$;

ALTER FUNCTION public.complaint_limit_anew(c public.complaints, newer boolean, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_limit_named(complaint uuid, kind_is text) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
declare
    c record;
begin
    if kind_is = 'return' then -- no firm asks, nor reads when it was dispatched
        select k.*, k.dispatched_at as started into c from complaints k where k.district_code = (select current_district()) and k.id = complaint;
    else
        select k.urgency, k.category, k.complex, k.street_code, k.request_type, k.source, coalesce(k.clock_at, least(k.received_at, k.created_at)) as started
        into c from complaints k where k.district_code = (select current_district()) and k.id = complaint;
    end if;
    return (
        select format('%s %s %s %s: %s', p.policy_set, p.kind, p.amount, p.unit, p.basis)
        from sla_policies_for((select current_district()), (c.started at time zone 'Asia/Shanghai')::date, c.urgency, c.category, c.complex, c.street_code, c.request_type, c.source) p
        where p.kind = kind_is);
end $$;

ALTER FUNCTION public.complaint_limit_named(complaint uuid, kind_is text) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_limits(complaint uuid, moment timestamp with time zone) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS $$
declare
    c record;
    first_day date;
begin
    select k.*, coalesce(k.clock_at, least(k.received_at, k.created_at)) as started into c from complaint_cards k where k.id = complaint;
    first_day := least(c.received_at, c.created_at) at time zone 'Asia/Shanghai';
    return (
        with clock as (
            -- kind, where its place is, since when, until when, whether it is still to be done
            select * from (values
                ('receive', 1, least(c.received_at, c.created_at), c.first_signed_at, c.first_signed_at is null and complaint_pending(c.state)),
                ('contact', 2, least(c.received_at, c.created_at), c.contacted_at, c.contacted_at is null and complaint_pending(c.state)),
                ('handle', 3, c.started, case when c.state in ('resolved_reported', 'callback', 'closed') then c.reported_at end, complaint_pending(c.state)),
                ('return', 4, case when c.state in ('dispatched', 'signed') and not c.designated then c.dispatched_at end, null, true),
                ('resolve', 5, least(c.received_at, c.created_at), case when c.state = 'closed' and c.result = 'solved' then c.closed_at end,
                 c.state not in ('merged', 'rejected') and not (c.state = 'closed' and c.result = 'solved'))
            ) v (kind, place, started_at, done_at, pending)
            where v.started_at is not null
        ), held as (
            select k.*, p as policy, p.id, p.policy_set, p.amount, p.unit
            from clock k
            cross join lateral sla_policies_for((select current_district()), (k.started_at at time zone 'Asia/Shanghai')::date, c.urgency, c.category, c.complex,
                c.street_code, c.request_type, c.source) p
            where p.kind = k.kind
        ), counted as (
            -- The one for handling is kept with the complaint: suspensions and extensions are in it.
            select h.*, case h.kind when 'handle' then c.due_at else l.due end as due_at, case h.kind when 'handle' then c.due_provisional else l.provisional end as provisional,
                case h.kind when 'handle' then c.stopped_at end as stopped_at
            from held h cross join lateral limit_from(h.started_at, h.amount, h.unit) l
        )
        select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'policy_id', k.id, 'policy_set', nullif(k.policy_set, '*'), 'amount', k.amount, 'unit', k.unit,
            'started_at', k.started_at, 'due_at', k.due_at, 'provisional', k.provisional, 'warn_at', m.warn_at, 'alarm_at', m.alarm_at, 'stopped_at', k.stopped_at,
            'done_at', k.done_at, 'remaining_minutes', s.remaining_minutes, 'warning', s.warning, 'overdue', s.overdue, 'alarm', s.alarm, 'punctual', s.punctual)
            order by k.place), '[]')
        from counted k
        cross join lateral limit_marks(k.due_at, k.policy) m
        cross join lateral limit_standing(k.due_at, m.warn_at, m.alarm_at, k.stopped_at, k.pending, k.done_at, moment) s
    );
end $$;

ALTER FUNCTION public.complaint_limits(complaint uuid, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_limits_again(moment timestamp with time zone, everything boolean DEFAULT false) RETURNS integer
    LANGUAGE plpgsql
    AS $$
declare
    c record;
    moved integer := 0;
begin
    for c in select k.district_code, k.id, k.due_at, k.due_provisional from complaints k
             where k.due_provisional or everything and complaint_pending(k.state)
             order by k.district_code, k.id for update loop
        perform complaint_limit_again(c.district_code, c.id);
        update complaints k set version = k.version + 1, updated_at = greatest(moment, k.updated_at + interval '1 microsecond')
        where k.district_code = c.district_code and k.id = c.id and (k.due_at, k.due_provisional) is distinct from (c.due_at, c.due_provisional);
        moved := moved + found::integer;
    end loop;
    return moved;
end $$;

ALTER FUNCTION public.complaint_limits_again(moment timestamp with time zone, everything boolean) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_log_position() RETURNS bigint
    LANGUAGE plpgsql
    AS $$
begin
    return greatest(pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1);
end $$;

ALTER FUNCTION public.complaint_log_position() OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb DEFAULT '{}'::jsonb) RETURNS TABLE(id uuid, problem text, standing text, to_state text, version integer, at timestamp with time zone, street_code text, community_code text, firm_id uuid)
    LANGUAGE plpgsql
    AS $$
declare
    c record;
    step record;
    again boolean; -- the limit for handling runs anew
begin
    select k.district_code, k.id, k.state, k.version, k.updated_at, k.assigned_to, k.returns, k.contacted_at, k.closed_at, k.due_at, k.street_code, k.community_code, k.firm_id,
        k.urgency, k.category, k.complex, k.request_type, k.source, k.designated
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
    if step.to_state = 'rework' and c.contacted_at is null then
        -- Taken back before anybody had it in hand: there is nothing to do again, and from there no way to speak with whoever complained.
        step.to_state := 'received';
    end if;
    problem := complaint_step_refusal(step.needs, c.contacted_at, c.returns, c.closed_at, moment);
    if step.needs = 'returnable' then
        -- A unit that the district designated keeps it, and one that was slow to say that it is not its own.
        problem := case when c.designated then 'returns_spent'
                        when moment > complaint_returnable_until(c.district_code, (select k.dispatched_at from complaints k where k.district_code = c.district_code and k.id = c.id),
                            c.urgency, c.category, c.complex, c.street_code, c.request_type, c.source) then 'return_too_late' end;
    elsif step.needs in ('later', 'extendable') then
        problem := complaint_extension_refusal(c.district_code, c.id, c.due_at, (details ->> 'due_at')::timestamptz, moment);
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
            first_signed_at = case wanted when 'sign' then coalesce(k.first_signed_at, moment) else k.first_signed_at end,
            first_receiver_id = case wanted when 'sign' then coalesce(k.first_receiver_id, (select current_user_id())) else k.first_receiver_id end,
            first_receiver_name = case wanted when 'sign' then coalesce(k.first_receiver_name, caller_name) else k.first_receiver_name end,
            contacted_at = case wanted when 'contact' then coalesce(k.contacted_at, moment) else k.contacted_at end,
            asked_due_at = case wanted when 'request_extension' then (details ->> 'due_at')::timestamptz else k.asked_due_at end,
            reported_at = case when wanted in ('report', 'close_on_spot') then moment else k.reported_at end,
            reported_result = coalesce(details ->> 'reported_result', k.reported_result)
        where k.district_code = c.district_code and k.id = c.id;
        if caller_role <> 'company' then
            again := wanted in ('reopen', 'redispatch') or wanted = 'rework' and c.state in ('callback', 'closed');
            update complaints k set
                state = step.to_state,
                assigned_to = coalesce(details ->> 'assigned_to', k.assigned_to),
                dispatched_at = case when wanted in ('dispatch', 'designate') then moment else k.dispatched_at end,
                designated = case wanted when 'dispatch' then false when 'designate' then true else k.designated end,
                complex = coalesce((details ->> 'complex')::boolean, k.complex),
                returns = k.returns + (wanted = 'return')::integer,
                clock_at = case when again then moment else k.clock_at end,
                extended_to = case when again then null when wanted = 'approve_extension' then (details ->> 'due_at')::timestamptz else k.extended_to end,
                result = coalesce(details ->> 'result', k.result),
                satisfaction = coalesce(details ->> 'satisfaction', k.satisfaction),
                validity = coalesce(details ->> 'validity', k.validity),
                master_id = coalesce((details ->> 'master_id')::uuid, k.master_id),
                closed_at = case wanted when 'close' then moment else k.closed_at end
            where k.district_code = c.district_code and k.id = c.id;
        end if;
        insert into complaint_events (district_code, complaint_id, at, action, from_state, to_state, actor_id, actor_name, actor_role, note_public, note_internal)
        values (c.district_code, c.id, moment, wanted, c.state, step.to_state, (select current_user_id()), caller_name, caller_role, said, said_inside);
        if again or wanted in ('approve_extension', 'suspend', 'resume') or (details ->> 'complex')::boolean <> c.complex then
            perform complaint_limit_again(c.district_code, c.id);
        end if;
    end if;
    return query select c.id, problem, c.state, step.to_state, c.version + 1, moment, c.street_code, c.community_code, c.firm_id;
end $$;

ALTER FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_outcomes(first date, before date, ruled_on date, moment timestamp with time zone) RETURNS TABLE(id uuid, received_at timestamp with time zone, source text, request_type text, category text, urgency text, street_code text, community_code text, estate_id uuid, firm_id uuid, merged boolean, fair boolean, valid boolean, open boolean, dispatched boolean, answered boolean, reached boolean, solved boolean, satisfied boolean, due boolean, on_time boolean, dispatched_on date, reported_on date, closed_on date)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select k.id, k.received_at, k.source, k.request_type, k.category, k.urgency, k.street_code, k.community_code, k.estate_id, k.firm_id,
        s.merged, s.fair, not s.merged and k.validity = 'valid', not s.merged and k.state not in ('closed', 'rejected'),
        s.fair and k.dispatched_at is not null,
        s.fair and k.dispatched_at is not null and k.contacted_at is not null and coalesce(k.contacted_at <= s.contact_due_at, true),
        s.reached,
        s.reached and (k.result = 'solved' or k.result = 'partly' and (select r.value from rule_at('partly_counts', '*', complaint_outcomes.ruled_on) r) = 1),
        s.reached and coalesce(k.satisfaction in ('satisfied', 'very_satisfied')
                               or k.satisfaction = 'understanding' and (select r.value from rule_at('understanding_counts', '*', complaint_outcomes.ruled_on) r) = 1, false),
        s.fair and s.due_at is not null and (s.handled_at is not null or s.due_at < complaint_outcomes.moment and k.stopped_at is null),
        s.fair and coalesce(s.handled_at <= s.due_at, false),
        k.dispatched_at::date,
        case when s.fair and k.reported_at >= k.dispatched_at then k.reported_at::date end,
        case when s.fair and k.state = 'closed' and k.closed_at >= k.dispatched_at then k.closed_at::date end
    from complaints k
    cross join lateral (
        select f.merged, f.fair, f.fair and k.result in ('solved', 'partly', 'unsolved') as reached,
            -- Limits as they stand on the complaint: of contact and of handling.
            k.due_at as contact_due_at, k.due_at,
            case when k.state in ('resolved_reported', 'callback', 'closed')
                 then coalesce(case when k.reported_at >= coalesce(k.dispatched_at, k.reported_at) then k.reported_at end, k.closed_at) end as handled_at
        from (select k.state = 'merged' as merged, k.state not in ('merged', 'rejected') and k.validity not in ('invalid', 'out_of_duty') as fair offset 0) f
        offset 0
    ) s
    where k.district_code = (select current_district())
      and k.received_at >= complaint_outcomes.first::timestamptz and k.received_at < complaint_outcomes.before::timestamptz
$$;

ALTER FUNCTION public.complaint_outcomes(first date, before date, ruled_on date, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_repeats(first date, before date, days integer, caller_role text) RETURNS TABLE(id uuid, caller bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET work_mem TO '64MB'
    AS $$
    with voices as (
        -- A number of the hash sorts faster than the hash.
        select c.id, c.estate_id, c.category, c.received_at, hashtextextended(p.phone_hash, 0) as voice
        from complaints c
        join personal.complainants p on p.district_code = c.district_code and p.complaint_id = c.id
        where c.district_code = (select current_district()) and c.estate_id is not null and c.category is not null and p.phone_hash is not null
          and c.received_at >= (complaint_repeats.first - complaint_repeats.days)::timestamp at time zone 'Asia/Shanghai'
          and c.received_at < complaint_repeats.before::timestamp at time zone 'Asia/Shanghai'
          and case caller_role when 'district' then true
              when 'street' then c.street_code = (select current_street()) and not c.confidential
              when 'community' then c.community_code = (select current_community()) and not c.confidential
              else false end
    ), told as (
        select v.id, v.received_at, v.voice, lag(v.received_at) over told as before, lag(v.id) over told as before_id
        from voices v
        window told as (partition by v.voice, v.estate_id, v.category order by v.received_at, v.id)
    )
    select t.id, dense_rank() over (order by min(t.voice)) from told t
    where t.before_id <> t.id -- not another round of the same
      and t.received_at >= complaint_repeats.first::timestamp at time zone 'Asia/Shanghai'
      and t.received_at <= t.before + make_interval(days => complaint_repeats.days)
    group by t.id
$$;

ALTER FUNCTION public.complaint_repeats(first date, before date, days integer, caller_role text) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_returnable_until(district text, dispatched timestamp with time zone, urgency_is text, category_is text, complex_is boolean, street_is text, type_is text, source_is text) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select l.due
    from sla_policies_for(district, (dispatched at time zone 'Asia/Shanghai')::date, urgency_is, category_is, complex_is, street_is, type_is, source_is) p,
        limit_from(dispatched, p.amount, p.unit) l
    where p.kind = 'return'
$$;

ALTER FUNCTION public.complaint_returnable_until(district text, dispatched timestamp with time zone, urgency_is text, category_is text, complex_is boolean, street_is text, type_is text, source_is text) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_route(complaint uuid, day date) RETURNS TABLE(id uuid, unit_kind text, firm_id uuid, street_code text, community_code text, department text, delegated boolean, expedited boolean, confidential boolean, enforcement_route text, first_contact text, rule_id uuid, reasons text[])
    LANGUAGE sql STABLE
    AS $$
    with c as (
        select k.*, g.code is not null as known, coalesce(g.delegated, false) as delegated, coalesce(g.expedited, false) as expedited, g.department as own_department,
            not k.secret and k.category is not null and k.firm_id is not null as firm_may
        from complaints k
        left join categories_of_day(day) g on g.code = k.category
        where k.district_code = (select current_district()) and k.id = complaint
    ), rule as (
        select r.*, coalesce(r.department, c.own_department) as whose
        from c
        join routing_rules r on r.district_code in ('*', c.district_code) and r.effective_from <= day and coalesce(r.effective_to > day, true)
            and coalesce(r.category = c.category, r.category is null) and coalesce(r.delegated = (c.known and c.delegated), true)
            and coalesce(r.expedited = c.expedited, true) and coalesce(r.urgency = c.urgency, true)
        where not c.confidential and case r.unit_kind
            when 'firm' then c.firm_may
            when 'department' then coalesce(r.department, c.own_department) is not null
            when 'community' then c.community_code is not null
            else c.street_code is not null end
        order by r.district_code = '*', r.position
        limit 1
    )
    select c.id, coalesce(rule.unit_kind, 'district'), case when rule.unit_kind = 'firm' then c.firm_id end, c.street_code, c.community_code,
        case when rule.unit_kind = 'department' then rule.whose end, c.delegated, c.expedited, c.confidential,
        case when c.known and not c.confidential then case when c.delegated then 'delegated' else 'joint' end end,
        case when c.confidential then 'district' when c.community_code is not null then 'community' when c.street_code is not null then 'street' else 'district' end,
        rule.id,
        array_remove(array[
            case when c.confidential then 'confidential' end,
            case when c.known then null when c.category is null then 'no_category' else 'category_ended' end,
            case when c.expedited then 'expedited' end,
            case when c.known and not c.confidential then case when c.delegated then 'delegated' when c.own_department is not null then 'department_matter' end end,
            case when rule.district_code <> '*' then 'own_rule' end,
            case when c.estate_id is null then 'no_estate' when c.firm_id is null then 'no_firm_in_force' when rule.unit_kind = 'firm' then 'firm_in_force'
                 when not c.firm_may or c.confidential then 'firm_may_not_know' end,
            case when c.community_code is null then 'no_community' end,
            case when c.street_code is null then 'no_street' end], null)
    from c left join rule on true
$$;

ALTER FUNCTION public.complaint_route(complaint uuid, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_similar(complaint uuid, caller_role text) RETURNS TABLE(id uuid, reasons text[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    with area as materialized (
        select c.id, c.estate_id, c.category, c.state, c.received_at, c.closed_at
        from complaints c
        where c.district_code = (select current_district())
          and c.estate_id = (select k.estate_id from complaints k where k.district_code = (select current_district()) and k.id = complaint)
          and case caller_role when 'district' then true
              when 'street' then c.street_code = (select current_street()) and not c.confidential
              when 'community' then c.community_code = (select current_community()) and not c.confidential
              else false end
    ), mine as materialized (
        select a.*, make_interval(days => (select n.value::integer from rule_at('repeat_days', '*', r.day) n)) as repeat_within,
               make_interval(days => (select n.value::integer from rule_at('false_closure_days', '*', r.day) n)) as closed_within,
               make_interval(days => (select n.value::integer from rule_at('cluster_days', '*', r.day) n)) as cluster_within,
               (select n.value from rule_at('cluster_callers', '*', r.day) n) as callers
        from area a cross join lateral (select (a.received_at at time zone 'Asia/Shanghai')::date) as r (day)
        where a.id = complaint and a.state not in ('merged', 'rejected')
    ), near as materialized (
        select a.id, abs(extract(epoch from a.received_at - m.received_at)) <= extract(epoch from m.repeat_within) as repeats,
               abs(extract(epoch from a.received_at - m.received_at)) <= extract(epoch from m.cluster_within) as clusters,
               coalesce(m.received_at > a.closed_at and m.received_at <= a.closed_at + m.closed_within, false)
               or coalesce(a.received_at > m.closed_at and a.received_at <= m.closed_at + m.closed_within, false) as again
        from mine m join area a on a.category = m.category and a.id <> m.id and a.state not in ('merged', 'rejected')
    ), voices as materialized (
        select n.id, p.phone_hash
        from (select complaint as id union all select n.id from near n where n.repeats or n.clusters) n
        join personal.complainants p on p.district_code = (select current_district()) and p.complaint_id = n.id
        where p.phone_hash is not null
    ), crowd as (
        select count(distinct v.phone_hash) >= (select m.callers from mine m) as many
        from voices v
        where v.id = complaint or v.id in (select n.id from near n where n.clusters)
    ), told as (
        select n.id, array_remove(array[
            case when n.repeats and exists (select from voices v join voices o on o.phone_hash = v.phone_hash where v.id = complaint and o.id = n.id) then 'same_caller' end,
            case when n.again then 'again_after_closing' end,
            case when n.clusters and crowd.many then 'many_callers' end], null) as reasons
        from near n cross join crowd
    )
    select t.id, t.reasons from told t where t.reasons <> '{}'
$$;

ALTER FUNCTION public.complaint_similar(complaint uuid, caller_role text) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select case needs
        when 'contact' then case when contacted_at is null then 'contact_first' end
        when 'returns_left' then case when returns >= (select r.value from rule_at('returns_max', '*', moment::date) r) then 'returns_spent' end
        when 'recently_closed' then case when moment > closed_at + make_interval(days => (select r.value::integer from rule_at('reopen_days', '*', moment::date) r)) then 'closed_too_long' end
    end
$$;

ALTER FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.complaint_update_type(action text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select 'complaint.' || case action
        when 'receive' then 'received'
        when 'receive_again' then 'received_again'
        when 'ask_info' then 'info_asked'
        when 'supply_info' then 'info_supplied'
        when 'dispatch' then 'dispatched'
        when 'designate' then 'designated'
        when 'reject' then 'rejected'
        when 'sign' then 'signed'
        when 'return' then 'returned'
        when 'contact' then 'contacted'
        when 'start' then 'started'
        when 'report' then 'reported'
        when 'request_extension' then 'extension_requested'
        when 'approve_extension' then 'extension_approved'
        when 'refuse_extension' then 'extension_refused'
        when 'suspend' then 'suspended'
        when 'resume' then 'resumed'
        when 'verify' then 'verified'
        when 'rework' then 'reworked'
        when 'close_on_spot' then 'closed_on_spot'
        when 'close' then 'closed'
        when 'merge' then 'merged'
        when 'reopen' then 'reopened'
        else action
    end
$$;

ALTER FUNCTION public.complaint_update_type(action text) OWNER TO wuye_owner;

CREATE FUNCTION public.contact_is_due(district text, complaint uuid, cutoff timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select coalesce(complaint_ended_at(district, complaint) < cutoff, false)
       and not exists (select from complaint_holds h where h.district_code = district and h.complaint_id = complaint and h.lifted_at is null)
$$;

ALTER FUNCTION public.contact_is_due(district text, complaint uuid, cutoff timestamp with time zone) OWNER TO wuye_owner;

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

CREATE FUNCTION public.contract_card(c public.contracts, day date, expiring_days integer) RETURNS SETOF public.contract_face
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select c.id, c.registration_no, c.kind,
        contract_state(c.state, c.service_start, c.end_date, c.terminated_on, day, expiring_days), f.id,
        coalesce(n.name, f.name), coalesce(n.uscc, f.uscc),
        c.award_trigger, c.award_method, c.award_reference, c.service_grade, c.fee_m2_month, c.annual_fee, c.fee_cadence,
        c.fee_relief, c.signed_on, c.service_start, c.fee_start, c.end_date,
        c.entry_reviewed_on, c.filed_at, s.filing_due, coalesce(coalesce(c.filed_at, day) > s.filing_due, false),
        c.terminated_on, c.termination_reason, c.termination_document, c.review,
        h.due, h.receiver, h.rooms_on, h.facilities_on, h.documents_on, h.fee_statement_on, h.refused_on, h.refusal,
        coalesce(least(c.end_date, c.terminated_on) <= day, false) and contract_handover_overdue(c, day),
        c.service_unit_id, c.predecessor_id, contract_estate_names(c.id, day), c.version, c.created_at, c.updated_at
    from (values (1)) one (row)
    left join firms f on f.district_code = c.district_code and f.id = c.firm_id
    left join lateral (select n.name, n.uscc from firms_at(day) n where n.district_code = c.district_code and n.id = c.firm_id limit 1) n on true
    left join contract_handovers_at(day) h on h.district_code = c.district_code and h.contract_id = c.id
    cross join lateral (select c.signed_on + (select r.value::integer from rule_at('filing_days', '*', c.signed_on) r) as filing_due) s
$$;

ALTER FUNCTION public.contract_card(c public.contracts, day date, expiring_days integer) OWNER TO wuye_owner;

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

CREATE FUNCTION public.contract_draft(contract uuid, fields jsonb, codes text[], at timestamp with time zone, day date, OUT moved public.contracts, OUT expiring_days integer, OUT problem text) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    draft contracts;
    served uuid[];
    caller constant text := substr(current_user::text, 6);
begin
    select r.value into expiring_days from rule_at('expiring_days', '*', day) r;
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

ALTER FUNCTION public.contract_draft(contract uuid, fields jsonb, codes text[], at timestamp with time zone, day date, OUT moved public.contracts, OUT expiring_days integer, OUT problem text) OWNER TO wuye_owner;

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
    fee_free_months integer;
    follows_preliminary boolean;
    is_first boolean;
    goes_on boolean;
begin
    select r.value into fee_free_months from rule_at('fee_free_months', '*', contract.service_start) r;
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
        when contract.award_trigger <> 'renewal' and contract.fee_start < contract.service_start + make_interval(months => fee_free_months)
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
    insert into contract_handovers_past (district_code, contract_id, due, receiver, rooms_on, facilities_on, documents_on, fee_statement_on, refused_on, refusal,
        known_from, known_to)
    select t.district_code, t.contract_id, t.due, t.receiver, t.rooms_on, t.facilities_on, t.documents_on, t.fee_statement_on, t.refused_on, t.refusal, t.known_from,
           contract.known_from
    from contract_handovers t where t.district_code = contract.district_code and t.contract_id = contract.id;
    select t.* into h from contract_handovers t where t.district_code = contract.district_code and t.contract_id = contract.id;
    h := jsonb_populate_record(h, said);
    last_day := least(contract.end_date, contract.terminated_on);
    h.due := coalesce(h.due, last_day + (select r.value::integer from rule_at('handover_days', '*', last_day) r));
    insert into contract_handovers as t (district_code, contract_id, due, receiver, rooms_on, facilities_on, documents_on, fee_statement_on, refused_on, refusal, known_from)
    values (contract.district_code, contract.id, h.due, h.receiver, h.rooms_on, h.facilities_on, h.documents_on, h.fee_statement_on, h.refused_on, h.refusal,
        contract.known_from)
    on conflict (district_code, contract_id) do update set due = excluded.due, receiver = excluded.receiver, rooms_on = excluded.rooms_on,
        facilities_on = excluded.facilities_on, documents_on = excluded.documents_on, fee_statement_on = excluded.fee_statement_on,
        refused_on = excluded.refused_on, refusal = excluded.refusal, known_from = excluded.known_from;
end $$;

ALTER FUNCTION public.contract_handover_keep(contract public.contracts, said jsonb) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_handover_overdue(c public.contracts, day date) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select coalesce(case
        when h.contract_id is not null then h.due < day and (num_nulls(h.rooms_on, h.facilities_on, h.documents_on, h.fee_statement_on) > 0
            or greatest(h.rooms_on, h.facilities_on, h.documents_on, h.fee_statement_on) > h.due)
        when contract_state(c.state, c.service_start, c.end_date, c.terminated_on, day, 0) in ('expired', 'terminated') then
            least(c.end_date, c.terminated_on) + (select r.value::integer from rule_at('handover_days', '*', least(c.end_date, c.terminated_on)) r) < day
            and not exists (select from contracts n where n.district_code = c.district_code and n.predecessor_id = c.id and n.firm_id = c.firm_id and n.in_force)
            and not exists (
                select from contract_estates m
                join contract_estates o on o.district_code = m.district_code and o.estate_id = m.estate_id and o.in_force and o.contract_id <> c.id
                    and coalesce(upper(o.service_period) > upper(c.service_period), true)
                join contracts n on n.district_code = o.district_code and n.id = o.contract_id and n.firm_id = c.firm_id
                where m.district_code = c.district_code and m.contract_id = c.id)
        end, false)
    from (values (1)) one (row)
    left join contract_handovers_at(day) h on h.district_code = c.district_code and h.contract_id = c.id
$$;

ALTER FUNCTION public.contract_handover_overdue(c public.contracts, day date) OWNER TO wuye_owner;

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
    known_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT contract_handovers_refusal CHECK (((refused_on IS NULL) = (refusal IS NULL)))
);

ALTER TABLE public.contract_handovers OWNER TO wuye_owner;

CREATE FUNCTION public.contract_handovers_at(day date) RETURNS SETOF public.contract_handovers
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select u.district_code, u.contract_id, u.due, u.receiver, u.rooms_on, u.facilities_on, u.documents_on, u.fee_statement_on, u.refused_on, u.refusal, u.known_from
    from (
        select t.district_code, t.contract_id, t.due, t.receiver, t.rooms_on, t.facilities_on, t.documents_on, t.fee_statement_on, t.refused_on, t.refusal, t.known_from,
               'infinity'::timestamptz as known_to
        from contract_handovers t
        union all
        select p.district_code, p.contract_id, p.due, p.receiver, p.rooms_on, p.facilities_on, p.documents_on, p.fee_statement_on, p.refused_on, p.refusal, p.known_from,
               p.known_to
        from contract_handovers_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;

ALTER FUNCTION public.contract_handovers_at(day date) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_held(contract uuid) RETURNS SETOF public.contracts
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
    return query select c.* from contracts c where c.district_code = current_district() and c.id = contract for share;
end $$;

ALTER FUNCTION public.contract_held(contract uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_move(contract uuid, what text, changes jsonb, note text, at timestamp with time zone, day date, if_version integer DEFAULT NULL::integer, new_estates uuid[] DEFAULT NULL::uuid[], OUT moved public.contracts, OUT expiring_days integer, OUT standing text, OUT problem text) RETURNS record
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
    select r.value into expiring_days from rule_at('expiring_days', '*', day) r;
    standing := contract_state(before.state, before.service_start, before.end_date, before.terminated_on, day, expiring_days);
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
            contract_state(moved.state, moved.service_start, moved.end_date, moved.terminated_on, day, expiring_days), note);
end $$;

ALTER FUNCTION public.contract_move(contract uuid, what text, changes jsonb, note text, at timestamp with time zone, day date, if_version integer, new_estates uuid[], OUT moved public.contracts, OUT expiring_days integer, OUT standing text, OUT problem text) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_now(contract uuid, day date, expiring_days integer) RETURNS SETOF public.contract_face
    LANGUAGE plpgsql
    AS $$
begin
    return query select k.* from contracts c cross join lateral contract_card(c, day, expiring_days) k
                 where c.district_code = current_district() and c.id = contract;
end $$;

ALTER FUNCTION public.contract_now(contract uuid, day date, expiring_days integer) OWNER TO wuye_owner;

CREATE FUNCTION public.contract_review_experts(review uuid) RETURNS json
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
begin
    return (select to_json(r.experts) from contract_reviews r where r.district_code = (select current_district()) and r.id = review);
end $$;

ALTER FUNCTION public.contract_review_experts(review uuid) OWNER TO wuye_owner;

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

CREATE FUNCTION public.duty_due(wanted text, about text, since timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select coalesce(since + t.takes, t.ends) from duty_term(wanted, about, (since at time zone 'Asia/Shanghai')::date) t
$$;

ALTER FUNCTION public.duty_due(wanted text, about text, since timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.duty_term(wanted text, about text, day date, OUT takes interval, OUT ends timestamp with time zone) RETURNS record
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select case l.unit when 'minutes' then make_interval(mins => l.value::integer) when 'hours' then make_interval(hours => l.value::integer) end,
        (case l.unit
            when 'days' then day + l.value::integer
            when 'working_days' then (add_working_days(day, l.value::integer)).due
            when 'months' then (day + make_interval(months => l.value::integer))::date end + 1)::timestamp at time zone 'Asia/Shanghai'
    from rule_at(wanted, about, day) l
$$;

ALTER FUNCTION public.duty_term(wanted text, about text, day date, OUT takes interval, OUT ends timestamp with time zone) OWNER TO wuye_owner;

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

CREATE TABLE public.enforcement_cases (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    complaint_id uuid,
    whistle_id uuid,
    three_form_id uuid,
    estate_id uuid,
    street_code text NOT NULL COLLATE pg_catalog."C",
    community_code text COLLATE pg_catalog."C",
    category text NOT NULL COLLATE pg_catalog."C",
    delegated boolean NOT NULL,
    route text GENERATED ALWAYS AS (
CASE
    WHEN delegated THEN 'delegated'::text
    ELSE 'joint'::text
END) STORED NOT NULL COLLATE pg_catalog."C",
    expedited boolean NOT NULL,
    matter text NOT NULL,
    leader text,
    departments uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    state text DEFAULT 'reported'::text NOT NULL COLLATE pg_catalog."C",
    reported_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    dispatched_at timestamp with time zone,
    enforced_at timestamp with time zone,
    fed_back_at timestamp with time zone,
    outcome text COLLATE pg_catalog."C",
    opened_by uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT enforcement_cases_joint_team CHECK (((dispatched_at IS NULL) OR delegated OR (cardinality(departments) > 0))),
    CONSTRAINT enforcement_cases_outcome_comes CHECK (((outcome IS NULL) = (enforced_at IS NULL))),
    CONSTRAINT enforcement_cases_outcome_known CHECK ((outcome = ANY (ARRAY['no_violation'::text, 'corrected'::text, 'ordered'::text, 'penalised'::text, 'transferred'::text]))),
    CONSTRAINT enforcement_cases_source_fits CHECK (
CASE source
    WHEN 'complaint'::text THEN ((complaint_id IS NOT NULL) AND (whistle_id IS NULL) AND (three_form_id IS NULL))
    WHEN 'whistle'::text THEN ((complaint_id IS NOT NULL) AND (whistle_id IS NOT NULL) AND (three_form_id IS NULL))
    WHEN 'three_form'::text THEN ((three_form_id IS NOT NULL) AND (complaint_id IS NULL) AND (whistle_id IS NULL))
    ELSE false
END),
    CONSTRAINT enforcement_cases_state_known CHECK ((state = ANY (ARRAY['reported'::text, 'rejected'::text, 'accepted'::text, 'dispatched'::text, 'enforced'::text, 'fed_back'::text])))
);

ALTER TABLE public.enforcement_cases OWNER TO wuye_owner;

CREATE VIEW public.enforcement_cards WITH (security_invoker='true') AS
 SELECT c.id,
    c.source,
    c.complaint_id,
    c.whistle_id,
    c.three_form_id,
    e.id AS "estate.id",
    e.code AS "estate.code",
    e.name AS "estate.name",
    c.street_code,
    c.community_code,
    c.category,
    c.delegated,
    c.expedited,
    c.route,
    c.matter,
    c.leader,
    ( SELECT COALESCE(json_agg(json_build_object('id', d.id, 'code', d.code, 'name', d.name) ORDER BY d.code, d.id), '[]'::json) AS "coalesce"
           FROM public.departments d
          WHERE ((d.district_code = c.district_code) AND (d.id = ANY (c.departments)))) AS departments,
    c.state,
    c.reported_at,
    c.accepted_at,
    c.dispatched_at,
    c.enforced_at,
    c.fed_back_at,
    c.outcome,
    c.version,
    c.updated_at
   FROM (public.enforcement_cases c
     LEFT JOIN public.estates e ON (((e.district_code = c.district_code) AND (e.id = c.estate_id))));

ALTER TABLE public.enforcement_cards OWNER TO wuye_owner;

CREATE FUNCTION public.enforcement_card(opened uuid) RETURNS SETOF public.enforcement_cards
    LANGUAGE sql
    AS $$
    select c.* from enforcement_cards c where c.id = opened
$$;

ALTER FUNCTION public.enforcement_card(opened uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.enforcement_move(opened uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text, changes jsonb DEFAULT '{}'::jsonb) RETURNS TABLE(id uuid, problem text, standing text)
    LANGUAGE plpgsql
    AS $$
declare
    c enforcement_cases;
    step enforcement_transitions;
    team constant uuid[] := array(select t.value::uuid from jsonb_array_elements_text(coalesce(nullif(changes -> 'departments', 'null'), '[]')) t order by 1);
begin
    select t.* into c from enforcement_cases t where t.district_code = (select current_district()) and t.id = opened for update;
    if not found then
        return;
    end if;
    moment := greatest(moment, c.updated_at + interval '1 microsecond');
    happened := coalesce(happened, moment);
    select t.* into step from enforcement_transitions t where t.from_state = c.state and t.action = wanted and t.role = caller_role;
    problem := case
        when step.action is null then 'state_conflict'
        when happened > moment then 'moment_in_the_future'
        when happened < greatest(c.reported_at, c.accepted_at, c.dispatched_at, c.enforced_at) then 'moment_before_step'
        when wanted = 'dispatch' and not c.delegated and team = '{}' then 'joint_team_needed'
        when exists (select from unnest(team) a where not exists (
            select from departments d
            where d.district_code = c.district_code and d.id = a and d.valid_from <= moment::date and coalesce(d.valid_to > moment::date, true)
              and coalesce(d.street_code = c.street_code, d.street_code is null))) then 'department_unknown'
        end;
    if problem is null then
        update enforcement_cases t set
            state = step.to_state, version = c.version + 1, updated_at = moment,
            leader = coalesce(changes ->> 'leader', t.leader),
            departments = case wanted when 'dispatch' then team else t.departments end,
            outcome = coalesce(changes ->> 'outcome', t.outcome),
            accepted_at = case wanted when 'accept' then happened else t.accepted_at end,
            dispatched_at = case wanted when 'dispatch' then happened else t.dispatched_at end,
            enforced_at = case wanted when 'enforce' then happened else t.enforced_at end,
            fed_back_at = case wanted when 'feedback' then happened else t.fed_back_at end
        where t.district_code = c.district_code and t.id = c.id;
        insert into enforcement_events (district_code, case_id, at, action, from_state, to_state, happened_at, actor_id, actor_name, actor_role, note)
        values (c.district_code, c.id, moment, wanted, c.state, step.to_state, happened, (select current_user_id()), caller_name, caller_role, said);
    end if;
    return query select c.id, problem, c.state;
end $$;

ALTER FUNCTION public.enforcement_move(opened uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text, changes jsonb) OWNER TO wuye_owner;

CREATE FUNCTION public.enforcement_open(opened uuid, complaint uuid, whistle uuid, form uuid, given_category text, said text, more text, caller_role text, caller_name text, moment timestamp with time zone) RETURNS TABLE(id uuid, problem text)
    LANGUAGE plpgsql
    AS $$
declare
    s record;
    g record;
    day constant date := (moment at time zone 'Asia/Shanghai')::date;
begin
    if num_nonnulls(complaint, whistle, form) <> 1 then
        return query select opened, 'source_not_one';
        return;
    end if;
    select o.* into s from (
        select c.district_code, 'complaint' as source, c.id as complaint_id, null::uuid as whistle_id, null::uuid as form_id, c.estate_id, c.street_code, c.community_code, c.category
        from complaints c where c.id = complaint
        union all
        select c.district_code, 'whistle', c.id, w.id, null, c.estate_id, c.street_code, c.community_code, c.category
        from whistles w join complaints c on c.district_code = w.district_code and c.id = w.complaint_id where w.id = whistle
        union all
        select f.district_code, 'three_form', null, null, f.id, f.estate_id, f.street_code, f.community_code, f.category
        from three_forms f where f.id = form and f.report_no is not null
    ) o where o.district_code = (select current_district());
    select k.* into g from categories_of_day(day) k where k.code = coalesce(given_category, s.category);
    problem := case
        when s.source is null then 'source_unknown'
        when s.street_code is null then 'street_unknown'
        when g.code is null then case when given_category is null and s.category is null then 'category_needed' else 'category_unknown' end
        end;
    if problem is null then
        insert into enforcement_cases (district_code, id, source, complaint_id, whistle_id, three_form_id, estate_id, street_code, community_code, category, delegated, expedited,
                                       matter, reported_at, opened_by, updated_at)
        values (s.district_code, opened, s.source, s.complaint_id, s.whistle_id, s.form_id, s.estate_id, s.street_code, s.community_code, g.code, g.delegated, g.expedited,
                said, moment, (select current_user_id()), moment);
        insert into enforcement_events (district_code, case_id, at, action, to_state, happened_at, actor_id, actor_name, actor_role, note)
        values (s.district_code, opened, moment, 'report', 'reported', moment, (select current_user_id()), caller_name, caller_role, more);
    end if;
    return query select opened, problem;
end $$;

ALTER FUNCTION public.enforcement_open(opened uuid, complaint uuid, whistle uuid, form uuid, given_category text, said text, more text, caller_role text, caller_name text, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.erase_contacts(most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    -- What officials told one another is not masked when it is written; the numbers in it that lead to a person go with the rest.
    numbers constant text := '(?<![0-9])(?:[+]?(?:86)?[ -]?1[3-9][0-9](?:[ .-]?[0-9]){8}|１[３-９][０-９]{9}|0[0-9]{2,3}[ -]?[2-9][0-9]{6,7}'
        '|[1-8][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx]|[１-８][０-９]{16}[０-９Ｘ]|62[0-9]{14,17})(?![0-9])';
    today date := (now() at time zone 'Asia/Shanghai')::date;
    d record;
    held uuid[];
    late uuid[];
    cutoff timestamptz;
    done integer;
    total integer := 0;
begin
    for d in select i.district_code as code, (select r.value::integer from rule_at('contact_years', '*', today, i.district_code) r) as years,
                 (select r.value from rule_at('keeps_caller_hash', '*', today, i.district_code) r) = 1 as keeps
             from districts i order by 1 loop
        cutoff := now() - make_interval(years => d.years);
        select array_agg(locked.id) into held from (
            select c.id from complaints c
            where c.district_code = d.code and c.id in (
                select p.complaint_id
                from personal.complainants p
                join complaints k on k.district_code = p.district_code and k.id = p.complaint_id and k.state in ('closed', 'rejected', 'merged')
                where p.district_code = d.code and p.erased_at is null and p.created_at < cutoff and contact_is_due(d.code, p.complaint_id, cutoff)
                order by p.created_at
                limit most - total)
            order by c.id
            for update of c skip locked) locked;
        with erased as (
            update personal.complainants p set
                name_sealed = null, phone_sealed = null, address_sealed = null, place_sealed = null, title_sealed = null, content_sealed = null,
                phone_hash = case when d.keeps then p.phone_hash end, erased_at = now()
            where p.district_code = d.code and p.complaint_id = any(held) and p.erased_at is null and contact_is_due(d.code, p.complaint_id, cutoff)
            returning p.complaint_id
        ), said as (
            update personal.message_texts t set content_sealed = null, reason_sealed = null, erased_at = now()
            from hotline_messages m
            where t.district_code = d.code and t.erased_at is null and m.district_code = t.district_code and m.id = t.message_id
              and m.complaint_id in (select r.complaint_id from erased r)
        ), named as (
            -- What its sender called a file may name whose home it shows; no mask finds that.
            update attachments a set file_name = null
            where a.district_code = d.code and a.complaint_id in (select r.complaint_id from erased r) and a.file_name is not null
        ), told as (
            update complaint_events e set note_internal = regexp_replace(e.note_internal, numbers, '[已清除]', 'g')
            where e.district_code = d.code and e.complaint_id in (select r.complaint_id from erased r) and e.note_internal ~ numbers
        ), noted as (
            insert into contact_erasures (district_code, id, complaint_id, erased_at, ended_at, contact_years, keeps_caller_hash, tickets)
            select d.code, gen_random_uuid(), e.complaint_id, now(), complaint_ended_at(d.code, e.complaint_id), d.years, d.keeps, count(*)::integer
            from erased e group by e.complaint_id
            returning id
        )
        select count(*) into done from noted;
        -- What was said when the rest was erased already is kept for as many years of its own.
        select array_agg(locked.id) into late from (
            select c.id from complaints c
            where c.district_code = d.code and c.id in (
                select m.complaint_id
                from personal.message_texts t
                join hotline_messages m on m.district_code = t.district_code and m.id = t.message_id
                where t.district_code = d.code and t.erased_at is null and t.created_at < cutoff and contact_is_due(d.code, m.complaint_id, cutoff)
                order by t.created_at
                limit most)
            order by c.id
            for update of c skip locked) locked;
        update personal.message_texts t set content_sealed = null, reason_sealed = null, erased_at = now()
        from hotline_messages m
        where t.district_code = d.code and t.erased_at is null and t.created_at < cutoff and m.district_code = t.district_code and m.id = t.message_id
          and m.complaint_id = any(late) and contact_is_due(d.code, m.complaint_id, cutoff);
        -- What never met its ticket is nobody's matter.
        update personal.message_texts t set content_sealed = null, reason_sealed = null, erased_at = now()
        from hotline_messages m
        where t.district_code = d.code and t.erased_at is null and t.created_at < cutoff and m.district_code = t.district_code and m.id = t.message_id and m.outcome = 'waiting';
        total := total + done;
        exit when total >= most;
    end loop;
    return total;
end $$;

ALTER FUNCTION public.erase_contacts(most integer) OWNER TO wuye_owner;

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
            and r.ends_on >= r.starts_on + make_interval(months => (select l.value::integer from rule_at('outside_lease_months', '*', r.starts_on) l)) then 'too_long' end,
        case when r.kind = 'parking_fee' and r.amount > (select l.value from rule_at('parking_guide_price', r.category, r.dated_on) l) then 'above_guide_price' end,
        case when r.kind = 'parking_fee' and not exists (select from rule_at('parking_guide_price', r.category, r.dated_on)) then 'no_guide_price' end,
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

CREATE FUNCTION public.estates_served(first date, before date) RETURNS TABLE(estate_id uuid, firm_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    SET enable_nestloop TO 'off'
    AS $$
    select distinct ce.estate_id, c.firm_id
    from contract_estates ce
    join contracts c on c.district_code = ce.district_code and c.id = ce.contract_id
    join estates e on e.district_code = ce.district_code and e.id = ce.estate_id
    where ce.district_code = (select current_district()) and ce.in_force
      and ce.service_period && daterange(estates_served.first, greatest(estates_served.before, estates_served.first))
      and ((select current_street()) is null or e.street_code = (select current_street()))
      and ((select current_community()) is null or e.community_code = (select current_community()))
      and ((select current_firm()) is null or c.firm_id = (select current_firm()))
$$;

ALTER FUNCTION public.estates_served(first date, before date) OWNER TO wuye_owner;

CREATE FUNCTION public.exact_share(part numeric, whole numeric, places integer) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select case when whole > 0 then round(div(2 * part * ('1e' || places)::numeric + whole, 2 * whole) / ('1e' || places)::numeric, places) end
$$;

ALTER FUNCTION public.exact_share(part numeric, whole numeric, places integer) OWNER TO wuye_owner;

CREATE FUNCTION public.firm_barred(firm uuid, day date) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select exists (select from firm_reasons(firm, day) r where r.bars)
$$;

ALTER FUNCTION public.firm_barred(firm uuid, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.firm_held(target uuid) RETURNS SETOF public.firms
    LANGUAGE plpgsql
    AS $$
begin
    if current_user = 'wuye_district' then
        return query select f.* from firms f where f.district_code = current_district() and f.id = target for update;
        return;
    end if;
    return query
    select n.*
    from (select f.district_code, f.id, f.uscc, f.uscc_override_reason, f.uscc_override_at, f.name, f.locality, f.registered_division, f.service_hotline, f.party_org,
                 f.party_org_since, f.market_access, f.status, f.version, f.created_at, f.updated_at, f.name_x, f.known_from, f.contact_phone, f.office_address, f.entry
          from firms f where f.district_code = current_district() and f.id = target for update) f
    cross join lateral jsonb_populate_record(null::firms, to_jsonb(f)) n;
end $$;

ALTER FUNCTION public.firm_held(target uuid) OWNER TO wuye_owner;

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

CREATE FUNCTION public.firm_serves(estate uuid, day date) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    select coalesce(firm_in_force((select current_district()), estate, day) = (select current_firm()), false)
$$;

ALTER FUNCTION public.firm_serves(estate uuid, day date) OWNER TO wuye_owner;

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
    held uuid[];
    heir uuid;
begin
    -- Until the way is as it was when it was locked: a merge that was waited for has made it longer.
    loop
        with recursive line as (
            select 0 as step, c.id, c.state, c.master_id from complaints c where c.district_code = current_district() and c.id = own
            union all
            select l.step + 1, c.id, c.state, c.master_id
            from line l join complaints c on c.district_code = current_district() and c.id = l.master_id
            where l.state = 'merged' and l.step < 16
        )
        select array_agg(l.id), (array_agg(l.id order by l.step desc))[1] into way, heir from line l;
        exit when way <@ held;
        perform from complaints c where c.district_code = current_district() and c.id = any(way) order by c.id for update;
        held := way;
    end loop;
    update complaints c set
        secret = c.secret or becomes_secret or c.id = heir and line.secret, confidential = c.confidential or c.id = heir and line.confidential,
        version = c.version + 1, updated_at = greatest(moment, c.updated_at + interval '1 microsecond')
    from (select bool_or(k.secret) as secret, bool_or(k.confidential) as confidential from complaints k where k.district_code = current_district() and k.id = any(way)) line
    where c.district_code = current_district() and c.id in (own, heir)
      and (not c.secret and (becomes_secret or c.id = heir and line.secret) or not c.confidential and c.id = heir and line.confidential);
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
            when c.kind in ('text', 'prose') then case when length(v.value) > c.detail::integer then 'too_long' end
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

CREATE FUNCTION public.import_head(import uuid, line bigint, names text[]) RETURNS TABLE(place integer, name text, masked boolean)
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
    select h.place::integer, h.name, c.kind = 'prose'
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

CREATE FUNCTION public.imports_under_way(of_user uuid) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
begin
    perform pg_advisory_xact_lock(hashtextextended('imports of ' || of_user, 0));
    return (select count(*) from imports i
            where i.district_code = current_district() and i.user_id = of_user and i.finished_at is null and i.beat_at > clock_timestamp() - interval '3 minutes');
end $$;

ALTER FUNCTION public.imports_under_way(of_user uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.keep_estate(target uuid, moment timestamp with time zone) RETURNS void
    LANGUAGE sql
    AS $$
    insert into estates_past (district_code, id, code, name, street_code, community_code, area_m2, households, building_type, old_kind, new_or_old,
                              is_key, party_org, service_room_use, service_room_m2, public_revenue, grids, version, created_at, updated_at, known_from,
                              in_deficit, no_oc_reason, known_to)
    select e.district_code, e.id, e.code, e.name, e.street_code, e.community_code, e.area_m2, e.households, e.building_type, e.old_kind, e.new_or_old,
           e.is_key, e.party_org, e.service_room_use, e.service_room_m2, e.public_revenue, e.grids, e.version, e.created_at, e.updated_at, e.known_from,
           e.in_deficit, e.no_oc_reason, moment
    from estates e
    where e.district_code = current_district() and e.id = target
$$;

ALTER FUNCTION public.keep_estate(target uuid, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.keep_firm(target uuid, moment timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    insert into firms_past (district_code, id, uscc, uscc_override_reason, uscc_override_by, uscc_override_at, name, locality, registered_division,
                            service_hotline, party_org, party_org_since, market_access, status, version, created_at, updated_at, contact_phone,
                            office_address, entry, known_from, known_to)
    select f.district_code, f.id, f.uscc, f.uscc_override_reason, f.uscc_override_by, f.uscc_override_at, f.name, f.locality, f.registered_division,
           f.service_hotline, f.party_org, f.party_org_since, f.market_access, f.status, f.version, f.created_at, f.updated_at, f.contact_phone,
           f.office_address, f.entry, f.known_from, moment
    from firms f
    where f.district_code = current_district() and f.id = target and coalesce(f.id = current_firm(), true)
$$;

ALTER FUNCTION public.keep_firm(target uuid, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.limit_after_stop(due timestamp with time zone, unit text, stopped timestamp with time zone, resumed timestamp with time zone, OUT moved timestamp with time zone, OUT provisional boolean) RETURNS record
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
declare
    first date := stopped at time zone 'Asia/Shanghai';
    last date := resumed at time zone 'Asia/Shanghai';
    day date := (due - interval '1 microsecond') at time zone 'Asia/Shanghai';
    later date;
begin
    provisional := false;
    if unit in ('minutes', 'hours') then
        moved := due + (resumed - stopped);
    elsif unit = 'working_days' then
        select a.due, a.provisional or b.provisional into later, provisional
        from working_days_between(first, last) b, add_working_days(day, b.days) a;
        moved := due + make_interval(days => later - day);
    else
        moved := due + make_interval(days => last - first);
    end if;
end $$;

ALTER FUNCTION public.limit_after_stop(due timestamp with time zone, unit text, stopped timestamp with time zone, resumed timestamp with time zone, OUT moved timestamp with time zone, OUT provisional boolean) OWNER TO wuye_owner;

CREATE FUNCTION public.limit_from(moment timestamp with time zone, amount integer, unit text, OUT due timestamp with time zone, OUT provisional boolean) RETURNS record
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
declare
    day date := moment at time zone 'Asia/Shanghai';
begin
    provisional := false;
    if unit in ('minutes', 'hours') then
        due := moment + make_interval(mins => amount * case unit when 'hours' then 60 else 1 end);
        return;
    elsif unit = 'working_days' then
        select a.due, a.provisional into day, provisional from add_working_days(day, amount) a;
    elsif unit = 'months' then
        day := day + make_interval(months => amount);
    else
        day := day + amount;
    end if;
    due := (day + 1)::timestamp at time zone 'Asia/Shanghai';
end $$;

ALTER FUNCTION public.limit_from(moment timestamp with time zone, amount integer, unit text, OUT due timestamp with time zone, OUT provisional boolean) OWNER TO wuye_owner;

CREATE TABLE public.sla_policies (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    policy_set text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    urgency text DEFAULT '*'::text NOT NULL COLLATE pg_catalog."C",
    category text DEFAULT '*'::text NOT NULL COLLATE pg_catalog."C",
    expedited text DEFAULT '*'::text NOT NULL COLLATE pg_catalog."C",
    complex text DEFAULT '*'::text NOT NULL COLLATE pg_catalog."C",
    street_code text DEFAULT '*'::text NOT NULL COLLATE pg_catalog."C",
    request_type text DEFAULT '*'::text NOT NULL COLLATE pg_catalog."C",
    source text DEFAULT '*'::text NOT NULL COLLATE pg_catalog."C",
    amount integer NOT NULL,
    unit text NOT NULL COLLATE pg_catalog."C",
    suspension_stops boolean DEFAULT true NOT NULL,
    warn_amount integer,
    warn_unit text COLLATE pg_catalog."C",
    alarm_amount integer,
    alarm_unit text COLLATE pg_catalog."C",
    basis text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_for uuid,
    ended_before date,
    CONSTRAINT sla_policies_alarm_whole CHECK ((((alarm_amount IS NULL) = (alarm_unit IS NULL)) AND (alarm_unit = ANY (ARRAY['minutes'::text, 'hours'::text, 'calendar_days'::text, 'working_days'::text])))),
    CONSTRAINT sla_policies_amount_counted CHECK ((((amount >= 1) AND (amount <= 3660)) AND COALESCE(((warn_amount >= 1) AND (warn_amount <= 3660)), true) AND COALESCE(((alarm_amount >= 1) AND (alarm_amount <= 3660)), true))),
    CONSTRAINT sla_policies_flags_known CHECK (((expedited = ANY (ARRAY['*'::text, 'true'::text, 'false'::text])) AND (complex = ANY (ARRAY['*'::text, 'true'::text, 'false'::text])))),
    CONSTRAINT sla_policies_kind_known CHECK ((kind = ANY (ARRAY['receive'::text, 'contact'::text, 'handle'::text, 'extend'::text, 'return'::text, 'resolve'::text]))),
    CONSTRAINT sla_policies_period CHECK ((effective_to >= effective_from)),
    CONSTRAINT sla_policies_request_type_known CHECK ((request_type = ANY (ARRAY['*'::text, 'consultation'::text, 'help'::text, 'complaint'::text, 'report'::text, 'suggestion'::text, 'praise'::text]))),
    CONSTRAINT sla_policies_set_well_formed CHECK ((policy_set ~ '^([a-z0-9_]{2,40}|[*])$'::text)),
    CONSTRAINT sla_policies_source_known CHECK ((source = ANY (ARRAY['*'::text, 'hotline12345'::text, 'petition'::text, 'street'::text, 'firm'::text, 'web'::text, 'solicitation'::text]))),
    CONSTRAINT sla_policies_unit_known CHECK ((unit = ANY (ARRAY['minutes'::text, 'hours'::text, 'calendar_days'::text, 'working_days'::text, 'months'::text]))),
    CONSTRAINT sla_policies_urgency_known CHECK ((urgency = ANY (ARRAY['*'::text, 'ordinary'::text, 'urgent'::text, 'emergency'::text]))),
    CONSTRAINT sla_policies_warning_whole CHECK ((((warn_amount IS NULL) = (warn_unit IS NULL)) AND (warn_unit = ANY (ARRAY['minutes'::text, 'hours'::text, 'calendar_days'::text, 'working_days'::text]))))
);

ALTER TABLE public.sla_policies OWNER TO wuye_owner;

CREATE FUNCTION public.limit_marks(due timestamp with time zone, policy public.sla_policies, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone) RETURNS record
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
declare
    last date := (due - interval '1 microsecond') at time zone 'Asia/Shanghai';
    day date;
begin
    if policy.warn_unit in ('minutes', 'hours') then
        warn_at := due - make_interval(mins => policy.warn_amount * case policy.warn_unit when 'hours' then 60 else 1 end);
    elsif policy.warn_unit = 'working_days' then
        select d.date into day
        from generate_series(1, policy.warn_amount * 2 + 30) i cross join lateral (select last - i) as d (date) left join workdays w on w.date = d.date
        where coalesce(w.is_workday, extract(isodow from d.date) < 6)
        order by d.date desc offset policy.warn_amount - 1 limit 1;
        warn_at := day::timestamp at time zone 'Asia/Shanghai';
    else
        warn_at := (last - policy.warn_amount)::timestamp at time zone 'Asia/Shanghai';
    end if;
    if policy.alarm_unit in ('minutes', 'hours') then
        alarm_at := due + make_interval(mins => policy.alarm_amount * case policy.alarm_unit when 'hours' then 60 else 1 end);
    elsif policy.alarm_unit = 'working_days' then
        alarm_at := (select a.due from add_working_days(last, policy.alarm_amount) a)::timestamp at time zone 'Asia/Shanghai';
    else
        alarm_at := (last + policy.alarm_amount)::timestamp at time zone 'Asia/Shanghai';
    end if;
end $$;

ALTER FUNCTION public.limit_marks(due timestamp with time zone, policy public.sla_policies, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.limit_standing(due_at timestamp with time zone, warn_at timestamp with time zone, alarm_at timestamp with time zone, stopped_at timestamp with time zone, pending boolean, done_at timestamp with time zone, moment timestamp with time zone) RETURNS TABLE(remaining_minutes integer, warning boolean, overdue boolean, alarm boolean, punctual boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select case when pending then floor(extract(epoch from due_at - coalesce(stopped_at, moment)) / 60)::integer end,
        coalesce(pending and stopped_at is null and moment >= warn_at and moment <= due_at, false),
        coalesce(pending and stopped_at is null and moment > due_at, false),
        coalesce(pending and stopped_at is null and moment > due_at and moment >= alarm_at, false),
        case when not pending then done_at <= due_at end
$$;

ALTER FUNCTION public.limit_standing(due_at timestamp with time zone, warn_at timestamp with time zone, alarm_at timestamp with time zone, stopped_at timestamp with time zone, pending boolean, done_at timestamp with time zone, moment timestamp with time zone) OWNER TO wuye_owner;

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
                                street_code, community_code, estate_id, firm_id, created_at, updated_at, due_at, due_provisional, warn_at, alarm_at)
        select made.district_code, made.complaint_id, made.source, made.ticket_no, made.round, made.client_id, told.request_type, made.category,
                made.external_category, coalesce(told.urgency, 'ordinary'), told.title, told.place,
                coalesce(told.leader_instruction, false), coalesce(told.group_petition, false), coalesce(told.opinion_event, false),
                coalesce(told.secret, false), coalesce(told.anonymous, false), is_confidential, told.occurred_at, made.received_at,
                made.street_code, made.community_code, made.estate_id,
                firm_in_force(made.district_code, made.estate_id, (coalesce(told.occurred_at, made.received_at) at time zone 'Asia/Shanghai')::date),
                made.created_at, made.created_at, l.due_at, l.due_provisional, l.warn_at, l.alarm_at
        from complaint_first_limit(made.district_code, least(made.received_at, made.created_at), coalesce(told.urgency, 'ordinary'), made.category, made.street_code,
                                   told.request_type, made.source, false) l
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
        moment := greatest(moment, c.updated_at + interval '1 microsecond');
        update complaints k set state = 'received', master_id = null, clock_at = moment, extended_to = null, updated_at = moment
        where k.district_code = c.district_code and k.id = c.id;
        insert into complaint_events (district_code, complaint_id, at, action, from_state, to_state, actor_id, actor_name, actor_role)
        values (c.district_code, c.id, moment, wanted, c.state, 'received', m.client_id, sender_name, 'hotline');
        perform complaint_limit_again(c.district_code, c.id);
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

CREATE FUNCTION public.person_roles_at(day date) RETURNS SETOF public.person_roles
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select u.district_code, u.id, u.staff_id, u.firm_id, u.estate_id, u.role, u.valid_from, u.valid_to, u.reason, u.end_reason, u.assigned_by, u.ended_by,
           u.known_from, u.created_at, u.updated_at
    from (
        select t.district_code, t.id, t.staff_id, t.firm_id, t.estate_id, t.role, t.valid_from, t.valid_to, t.reason, t.end_reason, t.assigned_by, t.ended_by,
               t.known_from, t.created_at, t.updated_at, 'infinity'::timestamptz as known_to
        from person_roles t
        union all
        select p.district_code, p.id, p.staff_id, p.firm_id, p.estate_id, p.role, p.valid_from, p.valid_to, p.reason, p.end_reason, p.assigned_by, p.ended_by,
               p.known_from, p.created_at, p.updated_at, p.known_to
        from person_roles_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;

ALTER FUNCTION public.person_roles_at(day date) OWNER TO wuye_owner;

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

CREATE FUNCTION public.posts_of(district text, person uuid, day date) RETURNS json
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select coalesce(json_agg(json_build_object('id', r.id, 'post', r.role, 'valid_from', r.valid_from, 'valid_to', r.valid_to,
               'estate', case when e.id is not null then json_build_object('id', e.id, 'code', e.code, 'name', e.name) end) order by r.valid_from, r.id), '[]')
    from person_roles_at(day) r
    left join estates e on e.district_code = r.district_code and e.id = r.estate_id
    where r.district_code = district and r.staff_id = person and daterange(r.valid_from, r.valid_to) @> day
$$;

ALTER FUNCTION public.posts_of(district text, person uuid, day date) OWNER TO wuye_owner;

CREATE FUNCTION public.project_said(project uuid, said text, of_version integer, at timestamp with time zone, moment timestamp with time zone, number text, words text) RETURNS TABLE(problem text, stands public.project_state)
    LANGUAGE plpgsql
    AS $$
declare
    p project_state;
    old project_syncs;
begin
    select * into p from project_stands(project);
    problem := case
        when p.id is null then 'not_found'
        when of_version > p.version then 'sync_version_unknown'
        when at > moment + interval '5 minutes' then 'sync_time_ahead'
        end;
    if problem is null then
        of_version := coalesce(of_version, p.version);
        insert into project_syncs (district_code, estate_id, contract_id, state, project_version, acknowledged_at, last_sent_at, reference_no, message, tries, updated_at)
        values (current_district(), case p.subject when 'estate' then p.id end, case p.subject when 'contract' then p.id end, said, of_version, at,
                case said when 'sent' then at end, number, words, (said = 'sent')::integer, moment)
        on conflict (district_code, id) do nothing;
        if not found then
            select s.* into old from project_syncs s where s.district_code = current_district() and s.id = project for update;
            update project_syncs s set acknowledgements = s.acknowledgements + (said <> 'pending')::integer,
                last_sent_at = case said when 'sent' then greatest(s.last_sent_at, at) else s.last_sent_at end
            where s.district_code = old.district_code and s.id = old.id;
            if said = 'pending' or (of_version, at, said <> 'sent') > (old.project_version, old.acknowledged_at, old.state <> 'sent') then
                update project_syncs s set
                    state = said, message = words, reference_no = coalesce(number, s.reference_no), tries = s.tries + (said = 'sent')::integer, updated_at = moment,
                    project_version = greatest(s.project_version, of_version),
                    acknowledged_at = case said when 'pending' then greatest(s.acknowledged_at, at) else at end
                where s.district_code = old.district_code and s.id = old.id;
            end if;
        end if;
    end if;
    return query select project_said.problem, k from project_stands(project) k;
end $$;

ALTER FUNCTION public.project_said(project uuid, said text, of_version integer, at timestamp with time zone, moment timestamp with time zone, number text, words text) OWNER TO wuye_owner;

CREATE FUNCTION public.project_stands(project uuid) RETURNS SETOF public.project_state
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select p.id, p.subject, p.code, p.version, p.updated_at, case when s.project_version >= p.version then s.state else 'pending' end,
           case when s.state <> 'pending' then s.project_version end, s.acknowledged_at, s.last_sent_at, s.reference_no, s.message, coalesce(s.tries, 0)
    from (
        select e.district_code, e.id, 'estate' as subject, e.code, e.version, e.updated_at
        from estates e
        where e.district_code = (select current_district()) and e.id = project
        union all
        select c.district_code, c.id, 'contract', c.registration_no, c.version, c.updated_at
        from contracts c
        where c.district_code = (select current_district()) and c.in_force and c.id = project
    ) p
    left join project_syncs s on s.district_code = p.district_code and s.id = p.id
$$;

ALTER FUNCTION public.project_stands(project uuid) OWNER TO wuye_owner;

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

CREATE TABLE public.routing_rules (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    "position" integer NOT NULL,
    category text COLLATE pg_catalog."C",
    delegated boolean,
    expedited boolean,
    urgency text COLLATE pg_catalog."C",
    unit_kind text NOT NULL COLLATE pg_catalog."C",
    department text COLLATE pg_catalog."C",
    basis text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_for uuid,
    ended_before date,
    CONSTRAINT routing_rules_department_fits CHECK (((department IS NULL) OR (unit_kind = 'department'::text))),
    CONSTRAINT routing_rules_period CHECK ((effective_to >= effective_from)),
    CONSTRAINT routing_rules_position_positive CHECK (("position" > 0)),
    CONSTRAINT routing_rules_unit_known CHECK ((unit_kind = ANY (ARRAY['street'::text, 'community'::text, 'firm'::text, 'department'::text]))),
    CONSTRAINT routing_rules_urgency_known CHECK ((urgency = ANY (ARRAY['ordinary'::text, 'urgent'::text, 'emergency'::text])))
);

ALTER TABLE public.routing_rules OWNER TO wuye_owner;

CREATE FUNCTION public.routing_rule_end(wanted uuid, until date, today date) RETURNS TABLE(ended public.routing_rules, problem text)
    LANGUAGE plpgsql
    AS $$
declare
    r routing_rules;
    last date;
begin
    perform routing_rules_alone();
    select t.* into r from routing_rules t where t.district_code = current_district() and t.id = wanted for update;
    if not found then
        return;
    end if;
    last := greatest(until, r.effective_from);
    problem := case when until < today then 'takes_effect_in_the_past' when r.effective_to <= last then 'state_conflict' end;
    if problem is null then
        update routing_rules t set effective_to = last, ended_for = null, ended_before = null
        where t.district_code = r.district_code and t.id = r.id
        returning t.* into ended;
    end if;
    if problem is null and last = r.effective_from then
        update routing_rules t set effective_to = least(n.effective_from, t.ended_before),
            ended_for = case when coalesce(n.effective_from < t.ended_before, true) then n.id end
        from (select) one
        left join lateral (
            select n.effective_from, n.id from routing_rules n
            where n.district_code = r.district_code and n.position = r.position
              and n.effective_from > r.effective_from and coalesce(n.effective_to > n.effective_from, true)
            order by n.effective_from
            limit 1) n on true
        where t.district_code = r.district_code and t.ended_for = r.id;
    end if;
    return next;
end $$;

ALTER FUNCTION public.routing_rule_end(wanted uuid, until date, today date) OWNER TO wuye_owner;

CREATE FUNCTION public.routing_rule_room(place integer, first date, another uuid, OUT next_from date, OUT next_id uuid) RETURNS record
    LANGUAGE plpgsql STRICT
    AS $$
begin
    perform routing_rules_alone();
    update routing_rules r set effective_to = first, ended_for = another, ended_before = case when r.ended_for is null then r.effective_to else r.ended_before end
    where r.district_code = current_district() and r.position = place
      and r.effective_from < first and coalesce(r.effective_to > first, true);
    select n.effective_from, n.id into next_from, next_id
    from routing_rules n
    where n.district_code = current_district() and n.position = place
      and n.effective_from > first and coalesce(n.effective_to > n.effective_from, true)
    order by n.effective_from
    limit 1;
end $$;

ALTER FUNCTION public.routing_rule_room(place integer, first date, another uuid, OUT next_from date, OUT next_id uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.routing_rules_alone() RETURNS void
    LANGUAGE sql
    AS $$
    select pg_advisory_xact_lock(hashtextextended('routing_rules|' || current_district(), 0))
$$;

ALTER FUNCTION public.routing_rules_alone() OWNER TO wuye_owner;

CREATE FUNCTION public.rule_alone(wanted text, about text) RETURNS void
    LANGUAGE sql
    AS $$
    select pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'rule', current_district(), wanted, about), 0))
$$;

ALTER FUNCTION public.rule_alone(wanted text, about text) OWNER TO wuye_owner;

CREATE FUNCTION public.rule_at(wanted text, about text, day date, district text DEFAULT public.current_district()) RETURNS TABLE(value numeric, unit text)
    LANGUAGE sql STABLE ROWS 1 PARALLEL SAFE
    AS $$
    select r.value, r.unit
    from district_rules r
    where r.name = wanted and r.effective_from <= day and coalesce(r.effective_to > day, true)
      and r.district_code in (district, '*') and r.subject in (about, '*')
    order by r.district_code = '*', r.subject = '*'
    limit 1
$$;

ALTER FUNCTION public.rule_at(wanted text, about text, day date, district text) OWNER TO wuye_owner;

CREATE TABLE public.district_rules (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    domain text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    subject text DEFAULT '*'::text NOT NULL COLLATE pg_catalog."C",
    value numeric(14,2) NOT NULL,
    unit text COLLATE pg_catalog."C",
    basis text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_because text,
    CONSTRAINT district_rules_period CHECK ((effective_to >= effective_from)),
    CONSTRAINT district_rules_unit_known CHECK ((unit = ANY (ARRAY['minutes'::text, 'hours'::text, 'days'::text, 'working_days'::text, 'months'::text, 'years'::text, 'times'::text, 'people'::text, 'items'::text, 'bytes'::text, 'yuan'::text, 'm2'::text]))),
    CONSTRAINT district_rules_value_positive CHECK ((value >= (0)::numeric)),
    CONSTRAINT district_rules_withdrawn_whole CHECK ((((withdrawn_at IS NULL) = (withdrawn_because IS NULL)) AND ((withdrawn_at IS NOT NULL) = COALESCE((effective_to = effective_from), false))))
);

ALTER TABLE public.district_rules OWNER TO wuye_owner;

CREATE FUNCTION public.rule_card(r public.district_rules) RETURNS TABLE(id uuid, common boolean, domain text, name text, subject text, value numeric, unit text, basis text, effective_from date, effective_to date, created_at timestamp with time zone, withdrawn_at timestamp with time zone, withdrawn_because text)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select r.id, r.district_code = '*', r.domain, r.name, nullif(r.subject, '*'), case n.kind when 'decimal' then r.value else trunc(r.value) end, r.unit, r.basis,
        r.effective_from, r.effective_to, r.created_at, r.withdrawn_at, r.withdrawn_because
    from rule_names n
    where n.name = r.name
$$;

ALTER FUNCTION public.rule_card(r public.district_rules) OWNER TO wuye_owner;

CREATE FUNCTION public.rule_faults(wanted text, about text, said numeric, in_unit text) RETURNS jsonb
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
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

ALTER FUNCTION public.rule_faults(wanted text, about text, said numeric, in_unit text) OWNER TO wuye_owner;

CREATE FUNCTION public.rule_set(new_id uuid, wanted text, about text, said numeric, in_unit text, rests_on text, first date, today date, moment timestamp with time zone, OUT made public.district_rules, OUT problem text, OUT faults jsonb) RETURNS record
    LANGUAGE plpgsql
    AS $$
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

ALTER FUNCTION public.rule_set(new_id uuid, wanted text, about text, said numeric, in_unit text, rests_on text, first date, today date, moment timestamp with time zone, OUT made public.district_rules, OUT problem text, OUT faults jsonb) OWNER TO wuye_owner;

CREATE FUNCTION public.rule_withdraw(rule uuid, why text, today date, moment timestamp with time zone) RETURNS TABLE(gone public.district_rules, standing text)
    LANGUAGE plpgsql
    AS $$
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

ALTER FUNCTION public.rule_withdraw(rule uuid, why text, today date, moment timestamp with time zone) OWNER TO wuye_owner;

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

CREATE FUNCTION public.settle_early_callbacks(complaint uuid, moment timestamp with time zone, OUT state text, OUT version integer) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    m hotline_messages;
    caller text := current_setting('wuye.user', true);
begin
    for m in select o.* from hotline_messages o join complaints c on c.district_code = o.district_code and c.id = o.complaint_id
             where o.district_code = current_district() and o.complaint_id = complaint and o.kind = 'callback' and o.outcome = 'refused'
               and o.from_state = 'resolved_reported' and o.settled_at >= c.reported_at and c.state = 'callback' and c.client_id = o.client_id
             order by o.sequence desc nulls last, o.sent_at desc, o.message_no desc loop
        perform set_config('wuye.user', m.client_id::text, true);
        perform settle_message(m, (select t.complaint_id from tickets t where t.district_code = m.district_code and t.source = m.source and t.ticket_no = m.ticket_no
                                     and t.client_id = m.client_id limit 1), complaint,
            (select e.actor_name from complaint_events e where e.district_code = m.district_code and e.complaint_id = complaint and e.at = m.settled_at limit 1), moment);
    end loop;
    perform set_config('wuye.user', caller, true);
    select c.state, c.version into state, version from complaints c where c.district_code = current_district() and c.id = complaint;
end $$;

ALTER FUNCTION public.settle_early_callbacks(complaint uuid, moment timestamp with time zone, OUT state text, OUT version integer) OWNER TO wuye_owner;

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
        or m.kind = 'redispatch' and m.round <= (select max(t.round) from tickets t where t.district_code = m.district_code and t.complaint_id = own)
        -- Nor is what was said about the round before it, which is over.
        or m.kind in ('callback', 'cancel') and exists (
            select from tickets t
            where t.district_code = m.district_code and t.complaint_id = own and t.round > 1
              and case when m.round is null then m.sent_at < t.received_at else m.round < t.round end)) then
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

CREATE FUNCTION public.sla_policies_alone() RETURNS void
    LANGUAGE sql
    AS $$
    select pg_advisory_xact_lock(hashtextextended('sla_policies|' || current_district(), 0))
$$;

ALTER FUNCTION public.sla_policies_alone() OWNER TO wuye_owner;

CREATE FUNCTION public.sla_policies_for(district text, day date, urgency_is text, category_is text, complex_is boolean, street_is text, type_is text, source_is text) RETURNS SETOF public.sla_policies
    LANGUAGE plpgsql STABLE ROWS 6 PARALLEL SAFE
    AS $$ -- a session plans this once
declare
    chosen text := (select s.policy_set from sla_choices s
                    where s.district_code in (district, '*') and s.effective_from <= day and coalesce(s.effective_to > day, true)
                    order by s.district_code = '*' limit 1);
    expedited_is text := coalesce((select k.expedited from complaint_categories k where k.code = category_is and k.effective_from <= day and coalesce(k.effective_to > day, true)), false)::text;
begin
    return query
    select distinct on (p.kind) p.*
    from sla_policies p
    where p.district_code in (district, '*') and p.policy_set in (chosen, '*') and p.effective_from <= day and coalesce(p.effective_to > day, true)
      and p.urgency in (urgency_is, '*') and p.category in (category_is, '*') and p.expedited in (expedited_is, '*') and p.complex in (complex_is::text, '*')
      and p.street_code in (street_is, '*') and p.request_type in (type_is, '*') and p.source in (source_is, '*')
    order by p.kind, p.urgency = '*', p.category = '*', p.expedited = '*', p.complex = '*', p.street_code = '*', p.request_type = '*', p.source = '*',
        p.policy_set = '*', p.district_code = '*';
end $$;

ALTER FUNCTION public.sla_policies_for(district text, day date, urgency_is text, category_is text, complex_is boolean, street_is text, type_is text, source_is text) OWNER TO wuye_owner;

CREATE FUNCTION public.sla_policy_card(p public.sla_policies) RETURNS TABLE(id uuid, common boolean, policy_set text, kind text, urgency text, category text, expedited boolean, complex boolean, street_code text, request_type text, source text, amount integer, unit text, suspension_stops boolean, warn_amount integer, warn_unit text, alarm_amount integer, alarm_unit text, basis text, effective_from date, effective_to date, created_at timestamp with time zone)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select p.id, p.district_code = '*', nullif(p.policy_set, '*'), p.kind, nullif(p.urgency, '*'), nullif(p.category, '*'), nullif(p.expedited, '*')::boolean,
        nullif(p.complex, '*')::boolean, nullif(p.street_code, '*'), nullif(p.request_type, '*'), nullif(p.source, '*'), p.amount, p.unit, p.suspension_stops,
        p.warn_amount, p.warn_unit, p.alarm_amount, p.alarm_unit, p.basis, p.effective_from, p.effective_to, p.created_at
$$;

ALTER FUNCTION public.sla_policy_card(p public.sla_policies) OWNER TO wuye_owner;

CREATE FUNCTION public.sla_policy_end(wanted uuid, until date, today date) RETURNS TABLE(ended public.sla_policies, problem text)
    LANGUAGE plpgsql
    AS $$
declare
    r sla_policies;
    last date;
begin
    perform sla_policies_alone();
    select t.* into r from sla_policies t where t.district_code = current_district() and t.id = wanted for update;
    if not found then
        return;
    end if;
    last := greatest(until, r.effective_from);
    problem := case when r.effective_to <= greatest(r.effective_from, today) then 'state_conflict' when until <= today then 'limit_not_ahead' end;
    if problem is null then
        update sla_policies t set effective_to = last, ended_for = null, ended_before = null
        where t.district_code = r.district_code and t.id = r.id
        returning t.* into ended;
    end if;
    if problem is null and last = r.effective_from then
        update sla_policies t set effective_to = least(n.effective_from, t.ended_before),
            ended_for = case when coalesce(n.effective_from < t.ended_before, true) then n.id end
        from (select) one
        left join lateral (
            select n.effective_from, n.id from sla_policies n
            where n.district_code = r.district_code and sla_policy_things(n) = sla_policy_things(r)
              and n.effective_from > r.effective_from and coalesce(n.effective_to > n.effective_from, true)
            order by n.effective_from
            limit 1) n on true
        where t.district_code = r.district_code and t.ended_for = r.id;
    end if;
    return next;
end $$;

ALTER FUNCTION public.sla_policy_end(wanted uuid, until date, today date) OWNER TO wuye_owner;

CREATE FUNCTION public.sla_policy_room(things text[], first date, another uuid, OUT next_from date, OUT next_id uuid) RETURNS record
    LANGUAGE plpgsql STRICT
    AS $$
begin
    perform sla_policies_alone();
    update sla_policies r set effective_to = first, ended_for = another, ended_before = case when r.ended_for is null then r.effective_to else r.ended_before end
    where r.district_code = current_district() and sla_policy_things(r) = things
      and r.effective_from < first and coalesce(r.effective_to > first, true);
    select n.effective_from, n.id into next_from, next_id
    from sla_policies n
    where n.district_code = current_district() and sla_policy_things(n) = things
      and n.effective_from > first and coalesce(n.effective_to > n.effective_from, true)
    order by n.effective_from
    limit 1;
end $$;

ALTER FUNCTION public.sla_policy_room(things text[], first date, another uuid, OUT next_from date, OUT next_id uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.sla_policy_things(p public.sla_policies) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select array[p.policy_set, p.kind, p.urgency, p.category, p.expedited, p.complex, p.street_code, p.request_type, p.source]
$$;

ALTER FUNCTION public.sla_policy_things(p public.sla_policies) OWNER TO wuye_owner;

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
    with areas as materialized ( -- asked once, however many estates it is joined to
        select s.subject, r.value
        from rule_names n
        cross join lateral unnest(n.subjects) s (subject)
        cross join lateral rule_at(n.name, s.subject, day) r
        where n.name = 'tax_relief_area_m2'
    )
    select a.subject, a.value from areas a
$$;

ALTER FUNCTION public.tax_relief_areas(day date) OWNER TO wuye_owner;

CREATE TABLE public.three_form_units (
    district_code text NOT NULL COLLATE pg_catalog."C",
    three_form_id uuid NOT NULL,
    unit text NOT NULL COLLATE pg_catalog."C",
    on_site_due timestamp with time zone,
    on_site_at timestamp with time zone,
    result text COLLATE pg_catalog."C",
    note text,
    answered_at timestamp with time zone,
    CONSTRAINT three_form_units_answer_whole CHECK ((num_nulls(on_site_at, result, answered_at) = ANY (ARRAY[0, 3]))),
    CONSTRAINT three_form_units_result_known CHECK ((result = ANY (ARRAY['no_violation'::text, 'corrected'::text, 'ordered'::text, 'penalised'::text, 'transferred'::text])))
);

ALTER TABLE public.three_form_units OWNER TO wuye_owner;

CREATE TABLE public.three_forms (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    estate_id uuid NOT NULL,
    firm_id uuid NOT NULL,
    street_code text NOT NULL COLLATE pg_catalog."C",
    community_code text NOT NULL COLLATE pg_catalog."C",
    category text NOT NULL COLLATE pg_catalog."C",
    record_no text NOT NULL COLLATE pg_catalog."C",
    found_at timestamp with time zone NOT NULL,
    place text NOT NULL,
    offender text,
    facts text NOT NULL,
    evidence text[] DEFAULT '{}'::text[] NOT NULL,
    state text DEFAULT 'recorded'::text NOT NULL COLLATE pg_catalog."C",
    notice_no text COLLATE pg_catalog."C",
    noticed_at timestamp with time zone,
    notice text,
    rectify_by date,
    failed_at timestamp with time zone,
    settled_at timestamp with time zone,
    report_no text COLLATE pg_catalog."C",
    reported_at timestamp with time zone,
    report text,
    units_asked integer DEFAULT 0 NOT NULL,
    units_answered integer DEFAULT 0 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT three_forms_answers_fit CHECK (((units_answered >= 0) AND (units_answered <= units_asked))),
    CONSTRAINT three_forms_notice_whole CHECK ((num_nulls(notice_no, noticed_at, notice, rectify_by) = ANY (ARRAY[0, 4]))),
    CONSTRAINT three_forms_report_whole CHECK (((num_nulls(report_no, reported_at, report) = ANY (ARRAY[0, 3])) AND ((report IS NULL) = (units_asked = 0)))),
    CONSTRAINT three_forms_state_known CHECK ((state = ANY (ARRAY['recorded'::text, 'noticed'::text, 'failed'::text, 'settled'::text, 'reported'::text, 'answered'::text])))
);

ALTER TABLE public.three_forms OWNER TO wuye_owner;

CREATE VIEW public.three_form_cards WITH (security_invoker='true') AS
 SELECT f.id,
    e.id AS "estate.id",
    e.code AS "estate.code",
    e.name AS "estate.name",
    m.id AS "firm.id",
    m.name AS "firm.name",
    f.street_code,
    f.community_code,
    f.category,
    f.record_no,
    f.found_at,
    f.place,
    f.offender,
    f.facts,
    to_json(f.evidence) AS evidence,
    f.state,
    f.notice_no,
    f.noticed_at,
    f.notice,
    f.rectify_by,
    f.failed_at,
    f.settled_at,
    f.report_no,
    f.reported_at,
    f.report,
    ( SELECT COALESCE(json_agg(json_build_object('unit', u.unit, 'on_site_due', u.on_site_due, 'on_site_at', u.on_site_at, 'result', u.result, 'note', u.note, 'answered_at', u.answered_at, 'late', COALESCE((COALESCE(u.on_site_at, now()) >= u.on_site_due), false)) ORDER BY u.unit), '[]'::json) AS "coalesce"
           FROM public.three_form_units u
          WHERE ((u.district_code = f.district_code) AND (u.three_form_id = f.id))) AS units,
    f.version,
    f.created_at,
    f.updated_at
   FROM ((public.three_forms f
     JOIN public.estates e ON (((e.district_code = f.district_code) AND (e.id = f.estate_id))))
     JOIN public.firms m ON (((m.district_code = f.district_code) AND (m.id = f.firm_id))));

ALTER TABLE public.three_form_cards OWNER TO wuye_owner;

CREATE FUNCTION public.three_form_card(form uuid) RETURNS SETOF public.three_form_cards
    LANGUAGE sql
    AS $$
    select f.* from three_form_cards f where f.id = form
$$;

ALTER FUNCTION public.three_form_card(form uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.three_form_make(form uuid, estate uuid, said_category text, seen_at timestamp with time zone, at_place text, who text, what text, proofs text[], caller_name text, moment timestamp with time zone) RETURNS TABLE(id uuid, problem text)
    LANGUAGE plpgsql
    AS $$
declare
    e estates;
    day constant date := (moment at time zone 'Asia/Shanghai')::date;
begin
    select t.* into e from estates t where t.district_code = (select current_district()) and t.id = estate;
    problem := case
        when e.id is null then 'estate_unknown'
        when not firm_serves(e.id, day) then 'estate_not_served'
        when seen_at > moment then 'moment_in_the_future'
        when not exists (select from complaint_categories k where k.code = said_category and k.effective_from <= day and coalesce(k.effective_to > day, true)) then 'category_unknown'
        end;
    if problem is null then
        insert into three_forms (district_code, id, estate_id, firm_id, street_code, community_code, category, record_no, found_at, place, offender, facts, evidence,
                                 created_by, created_at, updated_at)
        values (e.district_code, form, e.id, (select current_firm()), e.street_code, e.community_code, said_category,
                three_form_number(e.id, e.code, 'patrol_record', extract(year from day)::integer), seen_at, at_place, who, what, proofs, (select current_user_id()), moment, moment);
        insert into three_form_events (district_code, three_form_id, at, action, to_state, actor_id, actor_name, actor_role)
        values (e.district_code, form, moment, 'record', 'recorded', (select current_user_id()), caller_name, 'company');
    end if;
    return query select form, problem;
end $$;

ALTER FUNCTION public.three_form_make(form uuid, estate uuid, said_category text, seen_at timestamp with time zone, at_place text, who text, what text, proofs text[], caller_name text, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE FUNCTION public.three_form_move(form uuid, wanted text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text, rectify date DEFAULT NULL::date, told text[] DEFAULT NULL::text[]) RETURNS TABLE(id uuid, problem text, standing text)
    LANGUAGE plpgsql
    AS $$
declare
    f three_forms;
    step three_form_transitions;
    day constant date := (moment at time zone 'Asia/Shanghai')::date;
    estate_code constant text := (select e.code from three_forms t join estates e on e.district_code = t.district_code and e.id = t.estate_id where t.id = form);
begin
    select t.* into f from three_forms t where t.district_code = (select current_district()) and t.id = form for update;
    if not found then
        return;
    end if;
    moment := greatest(moment, f.updated_at + interval '1 microsecond');
    happened := coalesce(happened, moment);
    select t.* into step from three_form_transitions t where t.from_state = f.state and t.action = wanted and t.role = 'company';
    problem := case
        when step.action is null then 'state_conflict'
        when happened > moment then 'moment_in_the_future'
        when happened < greatest(f.found_at, f.noticed_at, f.failed_at) then 'moment_before_step'
        when rectify < day then 'takes_effect_in_the_past'
        when exists (select from unnest(told) u where not exists (select from codes k where k.list_code = 'department' and k.code = u
                                                                     and k.effective_from <= day and coalesce(k.effective_to > day, true))) then 'department_code_unknown'
        end;
    if problem is null then
        update three_forms t set
            state = step.to_state, version = f.version + 1, updated_at = moment,
            notice_no = case wanted when 'notice' then three_form_number(f.estate_id, estate_code, 'dissuasion_notice', extract(year from day)::integer) else t.notice_no end,
            noticed_at = case wanted when 'notice' then moment else t.noticed_at end,
            notice = case wanted when 'notice' then said else t.notice end,
            rectify_by = case wanted when 'notice' then rectify else t.rectify_by end,
            failed_at = case wanted when 'fail' then happened else t.failed_at end,
            settled_at = case wanted when 'settle' then happened else t.settled_at end,
            report_no = case wanted when 'report' then three_form_number(f.estate_id, estate_code, 'violation_report', extract(year from day)::integer) else t.report_no end,
            reported_at = case wanted when 'report' then moment else t.reported_at end,
            report = case wanted when 'report' then said else t.report end,
            units_asked = case wanted when 'report' then cardinality(told) else t.units_asked end
        where t.district_code = f.district_code and t.id = f.id;
        insert into three_form_units (district_code, three_form_id, unit, on_site_due)
        select f.district_code, f.id, u, duty_due('report_on_site', '*', moment) from unnest(told) u;
        insert into three_form_events (district_code, three_form_id, at, action, from_state, to_state, actor_id, actor_name, actor_role, note)
        values (f.district_code, f.id, moment, wanted, f.state, step.to_state, (select current_user_id()), caller_name, 'company', said);
    end if;
    return query select f.id, problem, f.state;
end $$;

ALTER FUNCTION public.three_form_move(form uuid, wanted text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text, rectify date, told text[]) OWNER TO wuye_owner;

CREATE FUNCTION public.three_form_number(estate uuid, estate_code text, wanted text, of_year integer) RETURNS text
    LANGUAGE sql
    AS $$
    insert into three_form_counters as n (district_code, estate_id, form, year, last) values ((select current_district()), estate, wanted, of_year, 1)
    on conflict (district_code, estate_id, form, year) do update set last = n.last + 1
    returning format('%s-%s-%s-%s', estate_code, of_year, case wanted when 'patrol_record' then 1 when 'dissuasion_notice' then 2 else 3 end, lpad(n.last::text, 4, '0'))
$$;

ALTER FUNCTION public.three_form_number(estate uuid, estate_code text, wanted text, of_year integer) OWNER TO wuye_owner;

CREATE FUNCTION public.three_form_respond(form uuid, of_unit text, caller_name text, moment timestamp with time zone, came timestamp with time zone, what text, said text) RETURNS TABLE(id uuid, problem text, standing text)
    LANGUAGE plpgsql
    AS $$
declare
    f three_forms;
    u three_form_units;
    step three_form_transitions;
begin
    select t.* into f from three_forms t where t.district_code = (select current_district()) and t.id = form for update;
    if not found then
        return;
    end if;
    moment := greatest(moment, f.updated_at + interval '1 microsecond');
    came := coalesce(came, moment);
    select t.* into step from three_form_transitions t where t.from_state = f.state and t.action = 'respond' and t.role = 'street';
    select t.* into u from three_form_units t where t.district_code = f.district_code and t.three_form_id = f.id and t.unit = of_unit;
    problem := case
        when step.action is null then 'state_conflict'
        when u.unit is null then 'unit_not_told'
        when u.answered_at is not null then 'unit_answered'
        when came > moment then 'moment_in_the_future'
        when came < f.reported_at then 'moment_before_step'
        end;
    if problem is null then
        update three_form_units t set on_site_at = came, result = what, note = said, answered_at = moment
        where t.district_code = f.district_code and t.three_form_id = f.id and t.unit = of_unit;
        update three_forms t set units_answered = f.units_answered + 1, version = f.version + 1, updated_at = moment,
            state = case when f.units_answered + 1 = f.units_asked then step.to_state else f.state end
        where t.district_code = f.district_code and t.id = f.id;
        insert into three_form_events (district_code, three_form_id, at, action, from_state, to_state, actor_id, actor_name, actor_role, note)
        values (f.district_code, f.id, moment, 'respond', f.state, case when f.units_answered + 1 = f.units_asked then step.to_state else f.state end,
                (select current_user_id()), caller_name, 'street', said);
    end if;
    return query select f.id, problem, f.state;
end $$;

ALTER FUNCTION public.three_form_respond(form uuid, of_unit text, caller_name text, moment timestamp with time zone, came timestamp with time zone, what text, said text) OWNER TO wuye_owner;

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

CREATE FUNCTION public.weighed_score(weights numeric[], counts bigint[], wholes bigint[]) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select exact_share(w1 * n1 * d2 * d3 + w2 * n2 * d1 * d3 + w3 * n3 * d1 * d2, d1 * d2 * d3, 2)
    from (select weights[1] as w1, weights[2] as w2, weights[3] as w3, counts[1]::numeric as n1, counts[2]::numeric as n2, counts[3]::numeric as n3,
                 case when weights[1] = 0 then 1 else wholes[1] end::numeric as d1, case when weights[2] = 0 then 1 else wholes[2] end::numeric as d2,
                 case when weights[3] = 0 then 1 else wholes[3] end::numeric as d3) t
$$;

ALTER FUNCTION public.weighed_score(weights numeric[], counts bigint[], wholes bigint[]) OWNER TO wuye_owner;

CREATE FUNCTION public.whistle_blow(whistle uuid, complaint uuid, wanted uuid[], said text, caller_role text, caller_name text, moment timestamp with time zone) RETURNS TABLE(id uuid, problem text, standing text)
    LANGUAGE plpgsql
    AS $$
declare
    k complaints;
    opening whistle_openings;
    pressing text;
    day constant date := (moment at time zone 'Asia/Shanghai')::date;
begin
    select c.* into k from complaints c where c.district_code = (select current_district()) and c.id = complaint for share;
    if not found then
        return;
    end if;
    -- What is to be handled with priority is urgent at least (E22).
    pressing := case when k.urgency = 'ordinary' and exists (
        select from complaint_categories g
        where g.code = k.category and g.expedited and g.effective_from <= day and coalesce(g.effective_to > day, true)) then 'urgent' else k.urgency end;
    select o.* into opening from whistle_openings o where o.state = k.state and o.role = caller_role;
    problem := case
        when opening.state is null then 'state_conflict'
        -- Nobody can be asked where nobody is known, and an emergency does not wait.
        when opening.needs = 'contact' and k.contacted_at is null and not k.anonymous and k.urgency <> 'emergency' then 'contact_first'
        when exists (select from unnest(wanted) a where not exists (
            select from departments d
            where d.district_code = k.district_code and d.id = a and d.valid_from <= day and coalesce(d.valid_to > day, true)
              and coalesce(d.street_code = k.street_code, d.street_code is null))) then 'department_unknown'
        end;
    if problem is null then
        insert into whistles (district_code, id, complaint_id, street_code, community_code, urgency, matter, asked_by, asked_by_name, asked_role, asked_at)
        values (k.district_code, whistle, k.id, k.street_code, k.community_code, pressing, said, (select current_user_id()), caller_name, caller_role, moment);
        -- In the order of their ids, as another whistle for the same complaint does.
        insert into whistle_calls (district_code, whistle_id, complaint_id, department_id, asked_at, respond_due, on_site_due, result_due, updated_at)
        select k.district_code, whistle, k.id, a, moment, duty_due('whistle_respond', pressing, moment), duty_due('whistle_on_site', pressing, moment),
               duty_due('whistle_result', pressing, moment), moment
        from unnest(wanted) a
        order by a;
        insert into whistle_events (district_code, call_id, at, action, to_state, happened_at, actor_id, actor_name, actor_role, note)
        select c.district_code, c.id, moment, 'ask', 'asked', moment, (select current_user_id()), caller_name, caller_role, said
        from whistle_calls c where c.district_code = k.district_code and c.whistle_id = whistle;
    end if;
    return query select whistle, problem, k.state;
end $$;

ALTER FUNCTION public.whistle_blow(whistle uuid, complaint uuid, wanted uuid[], said text, caller_role text, caller_name text, moment timestamp with time zone) OWNER TO wuye_owner;

CREATE TABLE public.whistle_calls (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    whistle_id uuid NOT NULL,
    complaint_id uuid NOT NULL,
    department_id uuid NOT NULL,
    state text DEFAULT 'asked'::text NOT NULL COLLATE pg_catalog."C",
    asked_at timestamp with time zone NOT NULL,
    respond_due timestamp with time zone,
    responded_at timestamp with time zone,
    on_site_due timestamp with time zone,
    on_site_at timestamp with time zone,
    result_due timestamp with time zone,
    finished_at timestamp with time zone,
    result text COLLATE pg_catalog."C",
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT whistle_calls_in_order CHECK (((asked_at <= responded_at) AND (responded_at <= on_site_at) AND (GREATEST(asked_at, responded_at, on_site_at) <= finished_at))),
    CONSTRAINT whistle_calls_result_ends CHECK ((((state = 'finished'::text) = (result IS NOT NULL)) AND ((result IS NULL) = (finished_at IS NULL)))),
    CONSTRAINT whistle_calls_result_known CHECK ((result = ANY (ARRAY['done'::text, 'late'::text, 'not_reported'::text]))),
    CONSTRAINT whistle_calls_state_known CHECK ((state = ANY (ARRAY['asked'::text, 'responded'::text, 'on_site'::text, 'finished'::text])))
);

ALTER TABLE public.whistle_calls OWNER TO wuye_owner;

CREATE TABLE public.whistles (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    complaint_id uuid NOT NULL,
    street_code text NOT NULL COLLATE pg_catalog."C",
    community_code text COLLATE pg_catalog."C",
    urgency text NOT NULL COLLATE pg_catalog."C",
    matter text NOT NULL,
    asked_by uuid NOT NULL,
    asked_by_name text,
    asked_role text NOT NULL COLLATE pg_catalog."C",
    asked_at timestamp with time zone NOT NULL,
    CONSTRAINT whistles_matter_given CHECK ((matter <> ''::text))
);

ALTER TABLE public.whistles OWNER TO wuye_owner;

CREATE VIEW public.whistle_call_cards WITH (security_invoker='true') AS
 SELECT c.id,
    c.whistle_id,
    c.complaint_id,
    d.id AS "department.id",
    d.code AS "department.code",
    d.name AS "department.name",
    w.street_code,
    w.community_code,
    w.urgency,
    w.matter,
    w.asked_role,
    w.asked_by_name,
    c.state,
    c.asked_at,
    c.respond_due,
    c.responded_at,
    c.on_site_due,
    c.on_site_at,
    c.result_due,
    c.finished_at,
    c.result,
    COALESCE(((COALESCE(c.responded_at, now()) >= c.respond_due) OR (COALESCE(c.on_site_at, now()) >= c.on_site_due) OR (COALESCE(c.finished_at, now()) >= c.result_due)), false) AS overdue,
    c.version,
    c.updated_at
   FROM ((public.whistle_calls c
     JOIN public.whistles w ON (((w.district_code = c.district_code) AND (w.id = c.whistle_id))))
     JOIN public.departments d ON (((d.district_code = c.district_code) AND (d.id = c.department_id))));

ALTER TABLE public.whistle_call_cards OWNER TO wuye_owner;

CREATE FUNCTION public.whistle_call_card(call uuid) RETURNS SETOF public.whistle_call_cards
    LANGUAGE sql
    AS $$
    select c.* from whistle_call_cards c where c.id = call
$$;

ALTER FUNCTION public.whistle_call_card(call uuid) OWNER TO wuye_owner;

CREATE VIEW public.whistle_cards WITH (security_invoker='true') AS
 SELECT w.id,
    w.complaint_id,
    w.street_code,
    w.community_code,
    w.urgency,
    w.matter,
    w.asked_role,
    w.asked_by_name,
    w.asked_at,
    ( SELECT json_agg(json_build_object('id', c.id, 'department_id', d.id, 'code', d.code, 'name', d.name, 'state', c.state, 'result', c.result, 'respond_due', c.respond_due, 'on_site_due', c.on_site_due, 'result_due', c.result_due) ORDER BY d.code, d.id) AS json_agg
           FROM (public.whistle_calls c
             JOIN public.departments d ON (((d.district_code = c.district_code) AND (d.id = c.department_id))))
          WHERE ((c.district_code = w.district_code) AND (c.whistle_id = w.id))) AS calls
   FROM public.whistles w;

ALTER TABLE public.whistle_cards OWNER TO wuye_owner;

CREATE FUNCTION public.whistle_card(whistle uuid) RETURNS SETOF public.whistle_cards
    LANGUAGE sql
    AS $$
    select w.* from whistle_cards w where w.id = whistle
$$;

ALTER FUNCTION public.whistle_card(whistle uuid) OWNER TO wuye_owner;

CREATE FUNCTION public.whistle_move(call uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text) RETURNS TABLE(id uuid, problem text, standing text)
    LANGUAGE plpgsql
    AS $$
declare
    c whistle_calls;
    step whistle_transitions;
begin
    select t.* into c from whistle_calls t where t.district_code = (select current_district()) and t.id = call for update;
    if not found then
        return;
    end if;
    moment := greatest(moment, c.updated_at + interval '1 microsecond');
    happened := coalesce(happened, moment);
    select t.* into step from whistle_transitions t where t.from_state = c.state and t.action = wanted and t.role = caller_role;
    problem := case
        when step.action is null then 'state_conflict'
        when happened > moment then 'moment_in_the_future'
        when happened < coalesce(c.on_site_at, c.responded_at, c.asked_at) then 'moment_before_step'
        when step.needs = 'overdue' and happened < coalesce(case c.state when 'asked' then c.respond_due else c.on_site_due end, '-infinity') then 'not_yet_due'
        end;
    if problem is null then
        update whistle_calls t set
            state = step.to_state, version = c.version + 1, updated_at = moment,
            responded_at = case when wanted in ('respond', 'arrive') then coalesce(t.responded_at, happened) else t.responded_at end,
            on_site_at = case wanted when 'arrive' then happened else t.on_site_at end,
            finished_at = case when step.to_state = 'finished' then happened end,
            result = case wanted
                when 'give_up' then 'not_reported'
                when 'complete' then case when c.responded_at >= c.respond_due or c.on_site_at >= c.on_site_due or happened >= c.result_due then 'late' else 'done' end end
        where t.district_code = c.district_code and t.id = c.id;
        insert into whistle_events (district_code, call_id, at, action, from_state, to_state, happened_at, actor_id, actor_name, actor_role, note)
        values (c.district_code, c.id, moment, wanted, c.state, step.to_state, happened, (select current_user_id()), caller_name, caller_role, said);
    end if;
    return query select c.id, problem, c.state;
end $$;

ALTER FUNCTION public.whistle_move(call uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text) OWNER TO wuye_owner;

CREATE FUNCTION public.working_day_numbers(first date, last date) RETURNS TABLE(date date, number integer)
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS $$
    select d.date, (count(*) filter (where coalesce(w.is_workday, extract(isodow from d.date) < 6)) over (order by d.date))::integer
    from generate_series(0, last - first) i
    cross join lateral (select first + i) as d (date)
    left join workdays w on w.date = d.date
$$;

ALTER FUNCTION public.working_day_numbers(first date, last date) OWNER TO wuye_owner;

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

CREATE TABLE public.attachments (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    owner_kind text NOT NULL COLLATE pg_catalog."C",
    owner_id uuid NOT NULL,
    complaint_id uuid GENERATED ALWAYS AS (
CASE
    WHEN (owner_kind = 'complaint'::text) THEN owner_id
    ELSE NULL::uuid
END) STORED,
    media text NOT NULL COLLATE pg_catalog."C",
    bytes bigint NOT NULL,
    sha256 text NOT NULL COLLATE pg_catalog."C",
    file_name text,
    caption text,
    state text DEFAULT 'held'::text NOT NULL COLLATE pg_catalog."C",
    uploaded_at timestamp with time zone NOT NULL,
    uploaded_by uuid NOT NULL,
    uploaded_by_name text,
    uploader_role text NOT NULL COLLATE pg_catalog."C",
    uploader_firm_id uuid,
    released_at timestamp with time zone,
    released_by_name text,
    withdrawn_at timestamp with time zone,
    withdrawn_by_name text,
    removed_at timestamp with time zone,
    removed_by_name text,
    reason text,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT attachments_bytes_positive CHECK ((bytes > 0)),
    CONSTRAINT attachments_firm_fits CHECK (((uploader_role = 'company'::text) = (uploader_firm_id IS NOT NULL))),
    CONSTRAINT attachments_media_known CHECK ((media = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'image/webp'::text, 'application/pdf'::text]))),
    CONSTRAINT attachments_owner_known CHECK ((owner_kind = 'complaint'::text)),
    CONSTRAINT attachments_removed_fits CHECK (((state = 'removed'::text) = (removed_at IS NOT NULL))),
    CONSTRAINT attachments_sha256_form CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT attachments_state_known CHECK ((state = ANY (ARRAY['held'::text, 'released'::text, 'withdrawn'::text, 'removed'::text]))),
    CONSTRAINT attachments_uploader_role_known CHECK ((uploader_role = ANY (ARRAY['district'::text, 'street'::text, 'community'::text, 'company'::text, 'hotline'::text])))
);

ALTER TABLE public.attachments OWNER TO wuye_owner;

CREATE VIEW as_community.attachment_cards WITH (security_invoker='true') AS
 SELECT a.district_code,
    a.id,
    a.owner_kind,
    a.owner_id,
    a.media,
    a.bytes,
    a.sha256,
    a.file_name,
    a.caption,
    a.state,
    a.uploaded_at,
    a.uploader_role,
    a.uploaded_by_name,
    a.released_at,
    a.released_by_name,
    a.withdrawn_at,
    a.withdrawn_by_name,
    a.removed_at,
    a.removed_by_name,
    a.reason,
    a.version,
    a.updated_at
   FROM public.attachments a;

ALTER TABLE as_community.attachment_cards OWNER TO wuye_owner;

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
    c.complex,
    c.designated,
    c.first_signed_at,
    c.dispatched_at,
    c.clock_at,
    c.due_provisional,
    c.warn_at,
    c.alarm_at,
    c.stopped_at,
    c.asked_due_at,
    c.handle_by,
    c.in_hands_of,
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
    note_internal text,
    log_position bigint DEFAULT public.complaint_log_position() NOT NULL
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
    c.complex,
    c.designated,
    c.first_signed_at,
    c.dispatched_at,
    c.clock_at,
    c.due_provisional,
    c.warn_at,
    c.alarm_at,
    c.stopped_at,
    c.asked_due_at,
    c.handle_by,
    c.in_hands_of,
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

CREATE VIEW as_community.estate_past_search AS
 SELECT r.district_code,
    r.id,
    r.code,
    r.name,
    r.street_code,
    r.community_code,
    r.area_m2,
    r.households,
    r.building_type,
    r.old_kind,
    r.new_or_old,
    r.is_key,
    r.party_org,
    r.service_room_use,
    r.service_room_m2,
    r.public_revenue,
    r.grids,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_key,
    r.name_x,
    r.known_from,
    r.in_deficit,
    r.no_oc_reason,
    r.known_to
   FROM ( SELECT estates.district_code,
            estates.id,
            estates.code,
            estates.name,
            estates.street_code,
            estates.community_code,
            estates.area_m2,
            estates.households,
            estates.building_type,
            estates.old_kind,
            estates.new_or_old,
            estates.is_key,
            estates.party_org,
            estates.service_room_use,
            estates.service_room_m2,
            estates.public_revenue,
            estates.grids,
            estates.version,
            estates.created_at,
            estates.updated_at,
            estates.name_key,
            estates.name_x,
            estates.known_from,
            estates.in_deficit,
            estates.no_oc_reason,
            'infinity'::timestamp with time zone AS known_to
           FROM public.estates
        UNION ALL
         SELECT estates_past.district_code,
            estates_past.id,
            estates_past.code,
            estates_past.name,
            estates_past.street_code,
            estates_past.community_code,
            estates_past.area_m2,
            estates_past.households,
            estates_past.building_type,
            estates_past.old_kind,
            estates_past.new_or_old,
            estates_past.is_key,
            estates_past.party_org,
            estates_past.service_room_use,
            estates_past.service_room_m2,
            estates_past.public_revenue,
            estates_past.grids,
            estates_past.version,
            estates_past.created_at,
            estates_past.updated_at,
            estates_past.name_key,
            estates_past.name_x,
            estates_past.known_from,
            estates_past.in_deficit,
            estates_past.no_oc_reason,
            estates_past.known_to
           FROM public.estates_past) r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND (r.community_code = ( SELECT public.current_community() AS current_community)));

ALTER TABLE as_community.estate_past_search OWNER TO wuye_owner;

CREATE VIEW as_community.estate_search AS
 SELECT r.district_code,
    r.id,
    r.code,
    r.name,
    r.street_code,
    r.community_code,
    r.area_m2,
    r.households,
    r.building_type,
    r.old_kind,
    r.new_or_old,
    r.is_key,
    r.party_org,
    r.service_room_use,
    r.service_room_m2,
    r.public_revenue,
    r.grids,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_key,
    r.name_x,
    r.known_from,
    r.in_deficit,
    r.no_oc_reason
   FROM public.estates r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND (r.community_code = ( SELECT public.current_community() AS current_community)));

ALTER TABLE as_community.estate_search OWNER TO wuye_owner;

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

CREATE VIEW as_community.firm_past_search AS
 SELECT r.district_code,
    r.id,
    r.uscc,
    r.uscc_override_reason,
    r.uscc_override_at,
    r.name,
    r.locality,
    r.registered_division,
    r.service_hotline,
    r.party_org,
    r.party_org_since,
    r.market_access,
    r.status,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_x,
    r.known_from,
    r.contact_phone,
    r.office_address,
    r.entry,
    r.known_to
   FROM ( SELECT firms.district_code,
            firms.id,
            firms.uscc,
            firms.uscc_override_reason,
            firms.uscc_override_at,
            firms.name,
            firms.locality,
            firms.registered_division,
            firms.service_hotline,
            firms.party_org,
            firms.party_org_since,
            firms.market_access,
            firms.status,
            firms.version,
            firms.created_at,
            firms.updated_at,
            firms.name_x,
            firms.known_from,
            firms.contact_phone,
            firms.office_address,
            firms.entry,
            'infinity'::timestamp with time zone AS known_to
           FROM public.firms
        UNION ALL
         SELECT firms_past.district_code,
            firms_past.id,
            firms_past.uscc,
            firms_past.uscc_override_reason,
            firms_past.uscc_override_at,
            firms_past.name,
            firms_past.locality,
            firms_past.registered_division,
            firms_past.service_hotline,
            firms_past.party_org,
            firms_past.party_org_since,
            firms_past.market_access,
            firms_past.status,
            firms_past.version,
            firms_past.created_at,
            firms_past.updated_at,
            firms_past.name_x,
            firms_past.known_from,
            firms_past.contact_phone,
            firms_past.office_address,
            firms_past.entry,
            firms_past.known_to
           FROM public.firms_past) r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_community.firm_past_search OWNER TO wuye_owner;

CREATE VIEW as_community.firm_search AS
 SELECT r.district_code,
    r.id,
    r.uscc,
    r.uscc_override_reason,
    r.uscc_override_at,
    r.name,
    r.locality,
    r.registered_division,
    r.service_hotline,
    r.party_org,
    r.party_org_since,
    r.market_access,
    r.status,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_x,
    r.known_from,
    r.contact_phone,
    r.office_address,
    r.entry
   FROM public.firms r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_community.firm_search OWNER TO wuye_owner;

CREATE VIEW as_company.attachment_cards WITH (security_invoker='true') AS
 SELECT a.district_code,
    a.id,
    a.owner_kind,
    a.owner_id,
    a.media,
    a.bytes,
    a.sha256,
        CASE
            WHEN (a.uploader_firm_id = ( SELECT public.current_firm() AS current_firm)) THEN a.file_name
            ELSE NULL::text
        END AS file_name,
    a.caption,
    a.state,
    a.uploaded_at,
        CASE
            WHEN (a.uploader_firm_id = ( SELECT public.current_firm() AS current_firm)) THEN 'company'::text
            ELSE NULL::text
        END AS uploader_role,
    NULL::text AS uploaded_by_name,
    a.released_at,
    NULL::text AS released_by_name,
    NULL::timestamp with time zone AS withdrawn_at,
    NULL::text AS withdrawn_by_name,
    a.removed_at,
    NULL::text AS removed_by_name,
    NULL::text AS reason,
    a.version,
    a.updated_at
   FROM public.attachments a;

ALTER TABLE as_company.attachment_cards OWNER TO wuye_owner;

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
    c.complex,
    c.designated,
    c.first_signed_at,
    NULL::timestamp with time zone AS dispatched_at,
    c.clock_at,
    c.due_provisional,
    c.warn_at,
    c.alarm_at,
    c.stopped_at,
    c.asked_due_at,
    c.handle_by,
    c.in_hands_of,
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
    c.complex,
    c.designated,
    c.first_signed_at,
    NULL::timestamp with time zone AS dispatched_at,
    c.clock_at,
    c.due_provisional,
    c.warn_at,
    c.alarm_at,
    c.stopped_at,
    c.asked_due_at,
    c.handle_by,
    c.in_hands_of,
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

CREATE VIEW as_company.estate_past_search AS
 SELECT r.district_code,
    r.id,
    r.code,
    r.name,
    r.street_code,
    r.community_code,
    r.area_m2,
    r.households,
    r.building_type,
    r.old_kind,
    r.new_or_old,
    r.is_key,
    r.party_org,
    r.service_room_use,
    r.service_room_m2,
    r.public_revenue,
    r.grids,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_key,
    r.name_x,
    r.known_from,
    r.in_deficit,
    r.no_oc_reason,
    r.known_to
   FROM ( SELECT estates.district_code,
            estates.id,
            estates.code,
            estates.name,
            estates.street_code,
            estates.community_code,
            estates.area_m2,
            estates.households,
            estates.building_type,
            estates.old_kind,
            estates.new_or_old,
            estates.is_key,
            estates.party_org,
            estates.service_room_use,
            estates.service_room_m2,
            estates.public_revenue,
            estates.grids,
            estates.version,
            estates.created_at,
            estates.updated_at,
            estates.name_key,
            estates.name_x,
            estates.known_from,
            estates.in_deficit,
            estates.no_oc_reason,
            'infinity'::timestamp with time zone AS known_to
           FROM public.estates
        UNION ALL
         SELECT estates_past.district_code,
            estates_past.id,
            estates_past.code,
            estates_past.name,
            estates_past.street_code,
            estates_past.community_code,
            estates_past.area_m2,
            estates_past.households,
            estates_past.building_type,
            estates_past.old_kind,
            estates_past.new_or_old,
            estates_past.is_key,
            estates_past.party_org,
            estates_past.service_room_use,
            estates_past.service_room_m2,
            estates_past.public_revenue,
            estates_past.grids,
            estates_past.version,
            estates_past.created_at,
            estates_past.updated_at,
            estates_past.name_key,
            estates_past.name_x,
            estates_past.known_from,
            estates_past.in_deficit,
            estates_past.no_oc_reason,
            estates_past.known_to
           FROM public.estates_past) r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND (r.id = ANY (( SELECT public.estates_of_firm() AS estates_of_firm)::uuid[])));

ALTER TABLE as_company.estate_past_search OWNER TO wuye_owner;

CREATE VIEW as_company.estate_search AS
 SELECT r.district_code,
    r.id,
    r.code,
    r.name,
    r.street_code,
    r.community_code,
    r.area_m2,
    r.households,
    r.building_type,
    r.old_kind,
    r.new_or_old,
    r.is_key,
    r.party_org,
    r.service_room_use,
    r.service_room_m2,
    r.public_revenue,
    r.grids,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_key,
    r.name_x,
    r.known_from,
    r.in_deficit,
    r.no_oc_reason
   FROM public.estates r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND (r.id = ANY (( SELECT public.estates_of_firm() AS estates_of_firm)::uuid[])));

ALTER TABLE as_company.estate_search OWNER TO wuye_owner;

CREATE VIEW as_company.firm_past_search AS
 SELECT r.district_code,
    r.id,
    r.uscc,
    r.uscc_override_reason,
    r.uscc_override_at,
    r.name,
    r.locality,
    r.registered_division,
    r.service_hotline,
    r.party_org,
    r.party_org_since,
    r.market_access,
    r.status,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_x,
    r.known_from,
    r.contact_phone,
    r.office_address,
    r.entry,
    r.known_to
   FROM ( SELECT firms.district_code,
            firms.id,
            firms.uscc,
            firms.uscc_override_reason,
            firms.uscc_override_at,
            firms.name,
            firms.locality,
            firms.registered_division,
            firms.service_hotline,
            firms.party_org,
            firms.party_org_since,
            firms.market_access,
            firms.status,
            firms.version,
            firms.created_at,
            firms.updated_at,
            firms.name_x,
            firms.known_from,
            firms.contact_phone,
            firms.office_address,
            firms.entry,
            'infinity'::timestamp with time zone AS known_to
           FROM public.firms
        UNION ALL
         SELECT firms_past.district_code,
            firms_past.id,
            firms_past.uscc,
            firms_past.uscc_override_reason,
            firms_past.uscc_override_at,
            firms_past.name,
            firms_past.locality,
            firms_past.registered_division,
            firms_past.service_hotline,
            firms_past.party_org,
            firms_past.party_org_since,
            firms_past.market_access,
            firms_past.status,
            firms_past.version,
            firms_past.created_at,
            firms_past.updated_at,
            firms_past.name_x,
            firms_past.known_from,
            firms_past.contact_phone,
            firms_past.office_address,
            firms_past.entry,
            firms_past.known_to
           FROM public.firms_past) r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND (r.id = ( SELECT public.current_firm() AS current_firm)));

ALTER TABLE as_company.firm_past_search OWNER TO wuye_owner;

CREATE VIEW as_company.firm_search AS
 SELECT r.district_code,
    r.id,
    r.uscc,
    r.uscc_override_reason,
    r.uscc_override_at,
    r.name,
    r.locality,
    r.registered_division,
    r.service_hotline,
    r.party_org,
    r.party_org_since,
    r.market_access,
    r.status,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_x,
    r.known_from,
    r.contact_phone,
    r.office_address,
    r.entry
   FROM public.firms r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND (r.id = ( SELECT public.current_firm() AS current_firm)));

ALTER TABLE as_company.firm_search OWNER TO wuye_owner;

CREATE VIEW as_district.attachment_cards WITH (security_invoker='true') AS
 SELECT a.district_code,
    a.id,
    a.owner_kind,
    a.owner_id,
    a.media,
    a.bytes,
    a.sha256,
    a.file_name,
    a.caption,
    a.state,
    a.uploaded_at,
    a.uploader_role,
    a.uploaded_by_name,
    a.released_at,
    a.released_by_name,
    a.withdrawn_at,
    a.withdrawn_by_name,
    a.removed_at,
    a.removed_by_name,
    a.reason,
    a.version,
    a.updated_at
   FROM public.attachments a;

ALTER TABLE as_district.attachment_cards OWNER TO wuye_owner;

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
    c.complex,
    c.designated,
    c.first_signed_at,
    c.dispatched_at,
    c.clock_at,
    c.due_provisional,
    c.warn_at,
    c.alarm_at,
    c.stopped_at,
    c.asked_due_at,
    c.handle_by,
    c.in_hands_of,
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
    c.complex,
    c.designated,
    c.first_signed_at,
    c.dispatched_at,
    c.clock_at,
    c.due_provisional,
    c.warn_at,
    c.alarm_at,
    c.stopped_at,
    c.asked_due_at,
    c.handle_by,
    c.in_hands_of,
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

CREATE VIEW as_district.estate_past_search AS
 SELECT r.district_code,
    r.id,
    r.code,
    r.name,
    r.street_code,
    r.community_code,
    r.area_m2,
    r.households,
    r.building_type,
    r.old_kind,
    r.new_or_old,
    r.is_key,
    r.party_org,
    r.service_room_use,
    r.service_room_m2,
    r.public_revenue,
    r.grids,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_key,
    r.name_x,
    r.known_from,
    r.in_deficit,
    r.no_oc_reason,
    r.known_to
   FROM ( SELECT estates.district_code,
            estates.id,
            estates.code,
            estates.name,
            estates.street_code,
            estates.community_code,
            estates.area_m2,
            estates.households,
            estates.building_type,
            estates.old_kind,
            estates.new_or_old,
            estates.is_key,
            estates.party_org,
            estates.service_room_use,
            estates.service_room_m2,
            estates.public_revenue,
            estates.grids,
            estates.version,
            estates.created_at,
            estates.updated_at,
            estates.name_key,
            estates.name_x,
            estates.known_from,
            estates.in_deficit,
            estates.no_oc_reason,
            'infinity'::timestamp with time zone AS known_to
           FROM public.estates
        UNION ALL
         SELECT estates_past.district_code,
            estates_past.id,
            estates_past.code,
            estates_past.name,
            estates_past.street_code,
            estates_past.community_code,
            estates_past.area_m2,
            estates_past.households,
            estates_past.building_type,
            estates_past.old_kind,
            estates_past.new_or_old,
            estates_past.is_key,
            estates_past.party_org,
            estates_past.service_room_use,
            estates_past.service_room_m2,
            estates_past.public_revenue,
            estates_past.grids,
            estates_past.version,
            estates_past.created_at,
            estates_past.updated_at,
            estates_past.name_key,
            estates_past.name_x,
            estates_past.known_from,
            estates_past.in_deficit,
            estates_past.no_oc_reason,
            estates_past.known_to
           FROM public.estates_past) r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_district.estate_past_search OWNER TO wuye_owner;

CREATE VIEW as_district.estate_search AS
 SELECT r.district_code,
    r.id,
    r.code,
    r.name,
    r.street_code,
    r.community_code,
    r.area_m2,
    r.households,
    r.building_type,
    r.old_kind,
    r.new_or_old,
    r.is_key,
    r.party_org,
    r.service_room_use,
    r.service_room_m2,
    r.public_revenue,
    r.grids,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_key,
    r.name_x,
    r.known_from,
    r.in_deficit,
    r.no_oc_reason
   FROM public.estates r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_district.estate_search OWNER TO wuye_owner;

CREATE VIEW as_district.firm_past_search AS
 SELECT r.district_code,
    r.id,
    r.uscc,
    r.uscc_override_reason,
    r.uscc_override_at,
    r.name,
    r.locality,
    r.registered_division,
    r.service_hotline,
    r.party_org,
    r.party_org_since,
    r.market_access,
    r.status,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_x,
    r.known_from,
    r.contact_phone,
    r.office_address,
    r.entry,
    r.known_to
   FROM ( SELECT firms.district_code,
            firms.id,
            firms.uscc,
            firms.uscc_override_reason,
            firms.uscc_override_at,
            firms.name,
            firms.locality,
            firms.registered_division,
            firms.service_hotline,
            firms.party_org,
            firms.party_org_since,
            firms.market_access,
            firms.status,
            firms.version,
            firms.created_at,
            firms.updated_at,
            firms.name_x,
            firms.known_from,
            firms.contact_phone,
            firms.office_address,
            firms.entry,
            'infinity'::timestamp with time zone AS known_to
           FROM public.firms
        UNION ALL
         SELECT firms_past.district_code,
            firms_past.id,
            firms_past.uscc,
            firms_past.uscc_override_reason,
            firms_past.uscc_override_at,
            firms_past.name,
            firms_past.locality,
            firms_past.registered_division,
            firms_past.service_hotline,
            firms_past.party_org,
            firms_past.party_org_since,
            firms_past.market_access,
            firms_past.status,
            firms_past.version,
            firms_past.created_at,
            firms_past.updated_at,
            firms_past.name_x,
            firms_past.known_from,
            firms_past.contact_phone,
            firms_past.office_address,
            firms_past.entry,
            firms_past.known_to
           FROM public.firms_past) r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_district.firm_past_search OWNER TO wuye_owner;

CREATE VIEW as_district.firm_search AS
 SELECT r.district_code,
    r.id,
    r.uscc,
    r.uscc_override_reason,
    r.uscc_override_at,
    r.name,
    r.locality,
    r.registered_division,
    r.service_hotline,
    r.party_org,
    r.party_org_since,
    r.market_access,
    r.status,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_x,
    r.known_from,
    r.contact_phone,
    r.office_address,
    r.entry
   FROM public.firms r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_district.firm_search OWNER TO wuye_owner;

CREATE VIEW as_hotline.attachment_cards WITH (security_invoker='true') AS
 SELECT a.district_code,
    a.id,
    a.owner_kind,
    a.owner_id,
    a.media,
    a.bytes,
    a.sha256,
    a.file_name,
    a.caption,
    a.state,
    a.uploaded_at,
    a.uploader_role,
    a.uploaded_by_name,
    a.released_at,
    a.released_by_name,
    a.withdrawn_at,
    a.withdrawn_by_name,
    a.removed_at,
    a.removed_by_name,
    a.reason,
    a.version,
    a.updated_at
   FROM public.attachments a;

ALTER TABLE as_hotline.attachment_cards OWNER TO wuye_owner;

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
    c.complex,
    c.designated,
    c.first_signed_at,
    c.dispatched_at,
    c.clock_at,
    c.due_provisional,
    c.warn_at,
    c.alarm_at,
    c.stopped_at,
    c.asked_due_at,
    c.handle_by,
    c.in_hands_of,
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
    c.complex,
    c.designated,
    c.first_signed_at,
    c.dispatched_at,
    c.clock_at,
    c.due_provisional,
    c.warn_at,
    c.alarm_at,
    c.stopped_at,
    c.asked_due_at,
    c.handle_by,
    c.in_hands_of,
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

CREATE VIEW as_hotline.estate_past_search AS
 SELECT r.district_code,
    r.id,
    r.code,
    r.name,
    r.street_code,
    r.community_code,
    r.area_m2,
    r.households,
    r.building_type,
    r.old_kind,
    r.new_or_old,
    r.is_key,
    r.party_org,
    r.service_room_use,
    r.service_room_m2,
    r.public_revenue,
    r.grids,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_key,
    r.name_x,
    r.known_from,
    r.in_deficit,
    r.no_oc_reason,
    r.known_to
   FROM ( SELECT estates.district_code,
            estates.id,
            estates.code,
            estates.name,
            estates.street_code,
            estates.community_code,
            estates.area_m2,
            estates.households,
            estates.building_type,
            estates.old_kind,
            estates.new_or_old,
            estates.is_key,
            estates.party_org,
            estates.service_room_use,
            estates.service_room_m2,
            estates.public_revenue,
            estates.grids,
            estates.version,
            estates.created_at,
            estates.updated_at,
            estates.name_key,
            estates.name_x,
            estates.known_from,
            estates.in_deficit,
            estates.no_oc_reason,
            'infinity'::timestamp with time zone AS known_to
           FROM public.estates
        UNION ALL
         SELECT estates_past.district_code,
            estates_past.id,
            estates_past.code,
            estates_past.name,
            estates_past.street_code,
            estates_past.community_code,
            estates_past.area_m2,
            estates_past.households,
            estates_past.building_type,
            estates_past.old_kind,
            estates_past.new_or_old,
            estates_past.is_key,
            estates_past.party_org,
            estates_past.service_room_use,
            estates_past.service_room_m2,
            estates_past.public_revenue,
            estates_past.grids,
            estates_past.version,
            estates_past.created_at,
            estates_past.updated_at,
            estates_past.name_key,
            estates_past.name_x,
            estates_past.known_from,
            estates_past.in_deficit,
            estates_past.no_oc_reason,
            estates_past.known_to
           FROM public.estates_past) r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_hotline.estate_past_search OWNER TO wuye_owner;

CREATE VIEW as_hotline.estate_search AS
 SELECT r.district_code,
    r.id,
    r.code,
    r.name,
    r.street_code,
    r.community_code,
    r.area_m2,
    r.households,
    r.building_type,
    r.old_kind,
    r.new_or_old,
    r.is_key,
    r.party_org,
    r.service_room_use,
    r.service_room_m2,
    r.public_revenue,
    r.grids,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_key,
    r.name_x,
    r.known_from,
    r.in_deficit,
    r.no_oc_reason
   FROM public.estates r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_hotline.estate_search OWNER TO wuye_owner;

CREATE VIEW as_hotline.firm_past_search AS
 SELECT r.district_code,
    r.id,
    r.uscc,
    r.uscc_override_reason,
    r.uscc_override_at,
    r.name,
    r.locality,
    r.registered_division,
    r.service_hotline,
    r.party_org,
    r.party_org_since,
    r.market_access,
    r.status,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_x,
    r.known_from,
    r.contact_phone,
    r.office_address,
    r.entry,
    r.known_to
   FROM ( SELECT firms.district_code,
            firms.id,
            firms.uscc,
            firms.uscc_override_reason,
            firms.uscc_override_at,
            firms.name,
            firms.locality,
            firms.registered_division,
            firms.service_hotline,
            firms.party_org,
            firms.party_org_since,
            firms.market_access,
            firms.status,
            firms.version,
            firms.created_at,
            firms.updated_at,
            firms.name_x,
            firms.known_from,
            firms.contact_phone,
            firms.office_address,
            firms.entry,
            'infinity'::timestamp with time zone AS known_to
           FROM public.firms
        UNION ALL
         SELECT firms_past.district_code,
            firms_past.id,
            firms_past.uscc,
            firms_past.uscc_override_reason,
            firms_past.uscc_override_at,
            firms_past.name,
            firms_past.locality,
            firms_past.registered_division,
            firms_past.service_hotline,
            firms_past.party_org,
            firms_past.party_org_since,
            firms_past.market_access,
            firms_past.status,
            firms_past.version,
            firms_past.created_at,
            firms_past.updated_at,
            firms_past.name_x,
            firms_past.known_from,
            firms_past.contact_phone,
            firms_past.office_address,
            firms_past.entry,
            firms_past.known_to
           FROM public.firms_past) r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_hotline.firm_past_search OWNER TO wuye_owner;

CREATE VIEW as_hotline.firm_search AS
 SELECT r.district_code,
    r.id,
    r.uscc,
    r.uscc_override_reason,
    r.uscc_override_at,
    r.name,
    r.locality,
    r.registered_division,
    r.service_hotline,
    r.party_org,
    r.party_org_since,
    r.market_access,
    r.status,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_x,
    r.known_from,
    r.contact_phone,
    r.office_address,
    r.entry
   FROM public.firms r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_hotline.firm_search OWNER TO wuye_owner;

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
    c.complex,
    c.designated,
    c.first_signed_at,
    c.dispatched_at,
    c.clock_at,
    c.due_provisional,
    c.warn_at,
    c.alarm_at,
    c.stopped_at,
    c.asked_due_at,
    c.handle_by,
    c.in_hands_of,
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
    c.complex,
    c.designated,
    c.first_signed_at,
    c.dispatched_at,
    c.clock_at,
    c.due_provisional,
    c.warn_at,
    c.alarm_at,
    c.stopped_at,
    c.asked_due_at,
    c.handle_by,
    c.in_hands_of,
    ( SELECT m.id
           FROM public.complaints m
          WHERE ((m.district_code = c.district_code) AND (m.id = c.master_id) AND (m.district_code = ( SELECT public.current_district() AS current_district)) AND (NOT m.confidential))) AS master_id,
    NULL::text AS body_x
   FROM ((public.complaints c
     LEFT JOIN public.estates e ON (((e.district_code = c.district_code) AND (e.id = c.estate_id))))
     LEFT JOIN public.firms f ON (((f.district_code = c.district_code) AND (f.id = c.firm_id))))
  WHERE ((c.district_code = ( SELECT public.current_district() AS current_district)) AND (NOT c.confidential));

ALTER TABLE as_platform.complaint_search OWNER TO wuye_owner;

CREATE VIEW as_platform.estate_past_search AS
 SELECT r.district_code,
    r.id,
    r.code,
    r.name,
    r.street_code,
    r.community_code,
    r.area_m2,
    r.households,
    r.building_type,
    r.old_kind,
    r.new_or_old,
    r.is_key,
    r.party_org,
    r.service_room_use,
    r.service_room_m2,
    r.public_revenue,
    r.grids,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_key,
    r.name_x,
    r.known_from,
    r.in_deficit,
    r.no_oc_reason,
    r.known_to
   FROM ( SELECT estates.district_code,
            estates.id,
            estates.code,
            estates.name,
            estates.street_code,
            estates.community_code,
            estates.area_m2,
            estates.households,
            estates.building_type,
            estates.old_kind,
            estates.new_or_old,
            estates.is_key,
            estates.party_org,
            estates.service_room_use,
            estates.service_room_m2,
            estates.public_revenue,
            estates.grids,
            estates.version,
            estates.created_at,
            estates.updated_at,
            estates.name_key,
            estates.name_x,
            estates.known_from,
            estates.in_deficit,
            estates.no_oc_reason,
            'infinity'::timestamp with time zone AS known_to
           FROM public.estates
        UNION ALL
         SELECT estates_past.district_code,
            estates_past.id,
            estates_past.code,
            estates_past.name,
            estates_past.street_code,
            estates_past.community_code,
            estates_past.area_m2,
            estates_past.households,
            estates_past.building_type,
            estates_past.old_kind,
            estates_past.new_or_old,
            estates_past.is_key,
            estates_past.party_org,
            estates_past.service_room_use,
            estates_past.service_room_m2,
            estates_past.public_revenue,
            estates_past.grids,
            estates_past.version,
            estates_past.created_at,
            estates_past.updated_at,
            estates_past.name_key,
            estates_past.name_x,
            estates_past.known_from,
            estates_past.in_deficit,
            estates_past.no_oc_reason,
            estates_past.known_to
           FROM public.estates_past) r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_platform.estate_past_search OWNER TO wuye_owner;

CREATE VIEW as_platform.estate_search AS
 SELECT r.district_code,
    r.id,
    r.code,
    r.name,
    r.street_code,
    r.community_code,
    r.area_m2,
    r.households,
    r.building_type,
    r.old_kind,
    r.new_or_old,
    r.is_key,
    r.party_org,
    r.service_room_use,
    r.service_room_m2,
    r.public_revenue,
    r.grids,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_key,
    r.name_x,
    r.known_from,
    r.in_deficit,
    r.no_oc_reason
   FROM public.estates r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_platform.estate_search OWNER TO wuye_owner;

CREATE VIEW as_platform.firm_past_search AS
 SELECT r.district_code,
    r.id,
    r.uscc,
    r.uscc_override_reason,
    r.uscc_override_at,
    r.name,
    r.locality,
    r.registered_division,
    r.service_hotline,
    r.party_org,
    r.party_org_since,
    r.market_access,
    r.status,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_x,
    r.known_from,
    r.contact_phone,
    r.office_address,
    r.entry,
    r.known_to
   FROM ( SELECT firms.district_code,
            firms.id,
            firms.uscc,
            firms.uscc_override_reason,
            firms.uscc_override_at,
            firms.name,
            firms.locality,
            firms.registered_division,
            firms.service_hotline,
            firms.party_org,
            firms.party_org_since,
            firms.market_access,
            firms.status,
            firms.version,
            firms.created_at,
            firms.updated_at,
            firms.name_x,
            firms.known_from,
            firms.contact_phone,
            firms.office_address,
            firms.entry,
            'infinity'::timestamp with time zone AS known_to
           FROM public.firms
        UNION ALL
         SELECT firms_past.district_code,
            firms_past.id,
            firms_past.uscc,
            firms_past.uscc_override_reason,
            firms_past.uscc_override_at,
            firms_past.name,
            firms_past.locality,
            firms_past.registered_division,
            firms_past.service_hotline,
            firms_past.party_org,
            firms_past.party_org_since,
            firms_past.market_access,
            firms_past.status,
            firms_past.version,
            firms_past.created_at,
            firms_past.updated_at,
            firms_past.name_x,
            firms_past.known_from,
            firms_past.contact_phone,
            firms_past.office_address,
            firms_past.entry,
            firms_past.known_to
           FROM public.firms_past) r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_platform.firm_past_search OWNER TO wuye_owner;

CREATE VIEW as_platform.firm_search AS
 SELECT r.district_code,
    r.id,
    r.uscc,
    r.uscc_override_reason,
    r.uscc_override_at,
    r.name,
    r.locality,
    r.registered_division,
    r.service_hotline,
    r.party_org,
    r.party_org_since,
    r.market_access,
    r.status,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_x,
    r.known_from,
    r.contact_phone,
    r.office_address,
    r.entry
   FROM public.firms r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_platform.firm_search OWNER TO wuye_owner;

CREATE VIEW as_street.attachment_cards WITH (security_invoker='true') AS
 SELECT a.district_code,
    a.id,
    a.owner_kind,
    a.owner_id,
    a.media,
    a.bytes,
    a.sha256,
    a.file_name,
    a.caption,
    a.state,
    a.uploaded_at,
    a.uploader_role,
    a.uploaded_by_name,
    a.released_at,
    a.released_by_name,
    a.withdrawn_at,
    a.withdrawn_by_name,
    a.removed_at,
    a.removed_by_name,
    a.reason,
    a.version,
    a.updated_at
   FROM public.attachments a;

ALTER TABLE as_street.attachment_cards OWNER TO wuye_owner;

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
    c.complex,
    c.designated,
    c.first_signed_at,
    c.dispatched_at,
    c.clock_at,
    c.due_provisional,
    c.warn_at,
    c.alarm_at,
    c.stopped_at,
    c.asked_due_at,
    c.handle_by,
    c.in_hands_of,
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
    c.complex,
    c.designated,
    c.first_signed_at,
    c.dispatched_at,
    c.clock_at,
    c.due_provisional,
    c.warn_at,
    c.alarm_at,
    c.stopped_at,
    c.asked_due_at,
    c.handle_by,
    c.in_hands_of,
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

CREATE VIEW as_street.estate_past_search AS
 SELECT r.district_code,
    r.id,
    r.code,
    r.name,
    r.street_code,
    r.community_code,
    r.area_m2,
    r.households,
    r.building_type,
    r.old_kind,
    r.new_or_old,
    r.is_key,
    r.party_org,
    r.service_room_use,
    r.service_room_m2,
    r.public_revenue,
    r.grids,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_key,
    r.name_x,
    r.known_from,
    r.in_deficit,
    r.no_oc_reason,
    r.known_to
   FROM ( SELECT estates.district_code,
            estates.id,
            estates.code,
            estates.name,
            estates.street_code,
            estates.community_code,
            estates.area_m2,
            estates.households,
            estates.building_type,
            estates.old_kind,
            estates.new_or_old,
            estates.is_key,
            estates.party_org,
            estates.service_room_use,
            estates.service_room_m2,
            estates.public_revenue,
            estates.grids,
            estates.version,
            estates.created_at,
            estates.updated_at,
            estates.name_key,
            estates.name_x,
            estates.known_from,
            estates.in_deficit,
            estates.no_oc_reason,
            'infinity'::timestamp with time zone AS known_to
           FROM public.estates
        UNION ALL
         SELECT estates_past.district_code,
            estates_past.id,
            estates_past.code,
            estates_past.name,
            estates_past.street_code,
            estates_past.community_code,
            estates_past.area_m2,
            estates_past.households,
            estates_past.building_type,
            estates_past.old_kind,
            estates_past.new_or_old,
            estates_past.is_key,
            estates_past.party_org,
            estates_past.service_room_use,
            estates_past.service_room_m2,
            estates_past.public_revenue,
            estates_past.grids,
            estates_past.version,
            estates_past.created_at,
            estates_past.updated_at,
            estates_past.name_key,
            estates_past.name_x,
            estates_past.known_from,
            estates_past.in_deficit,
            estates_past.no_oc_reason,
            estates_past.known_to
           FROM public.estates_past) r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND (r.street_code = ( SELECT public.current_street() AS current_street)));

ALTER TABLE as_street.estate_past_search OWNER TO wuye_owner;

CREATE VIEW as_street.estate_search AS
 SELECT r.district_code,
    r.id,
    r.code,
    r.name,
    r.street_code,
    r.community_code,
    r.area_m2,
    r.households,
    r.building_type,
    r.old_kind,
    r.new_or_old,
    r.is_key,
    r.party_org,
    r.service_room_use,
    r.service_room_m2,
    r.public_revenue,
    r.grids,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_key,
    r.name_x,
    r.known_from,
    r.in_deficit,
    r.no_oc_reason
   FROM public.estates r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND (r.street_code = ( SELECT public.current_street() AS current_street)));

ALTER TABLE as_street.estate_search OWNER TO wuye_owner;

CREATE VIEW as_street.firm_past_search AS
 SELECT r.district_code,
    r.id,
    r.uscc,
    r.uscc_override_reason,
    r.uscc_override_at,
    r.name,
    r.locality,
    r.registered_division,
    r.service_hotline,
    r.party_org,
    r.party_org_since,
    r.market_access,
    r.status,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_x,
    r.known_from,
    r.contact_phone,
    r.office_address,
    r.entry,
    r.known_to
   FROM ( SELECT firms.district_code,
            firms.id,
            firms.uscc,
            firms.uscc_override_reason,
            firms.uscc_override_at,
            firms.name,
            firms.locality,
            firms.registered_division,
            firms.service_hotline,
            firms.party_org,
            firms.party_org_since,
            firms.market_access,
            firms.status,
            firms.version,
            firms.created_at,
            firms.updated_at,
            firms.name_x,
            firms.known_from,
            firms.contact_phone,
            firms.office_address,
            firms.entry,
            'infinity'::timestamp with time zone AS known_to
           FROM public.firms
        UNION ALL
         SELECT firms_past.district_code,
            firms_past.id,
            firms_past.uscc,
            firms_past.uscc_override_reason,
            firms_past.uscc_override_at,
            firms_past.name,
            firms_past.locality,
            firms_past.registered_division,
            firms_past.service_hotline,
            firms_past.party_org,
            firms_past.party_org_since,
            firms_past.market_access,
            firms_past.status,
            firms_past.version,
            firms_past.created_at,
            firms_past.updated_at,
            firms_past.name_x,
            firms_past.known_from,
            firms_past.contact_phone,
            firms_past.office_address,
            firms_past.entry,
            firms_past.known_to
           FROM public.firms_past) r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_street.firm_past_search OWNER TO wuye_owner;

CREATE VIEW as_street.firm_search AS
 SELECT r.district_code,
    r.id,
    r.uscc,
    r.uscc_override_reason,
    r.uscc_override_at,
    r.name,
    r.locality,
    r.registered_division,
    r.service_hotline,
    r.party_org,
    r.party_org_since,
    r.market_access,
    r.status,
    r.version,
    r.created_at,
    r.updated_at,
    r.name_x,
    r.known_from,
    r.contact_phone,
    r.office_address,
    r.entry
   FROM public.firms r
  WHERE ((r.district_code = ( SELECT public.current_district() AS current_district)) AND true);

ALTER TABLE as_street.firm_search OWNER TO wuye_owner;

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

CREATE TABLE public.whistle_openings (
    state text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    needs text COLLATE pg_catalog."C",
    CONSTRAINT whistle_openings_needs_known CHECK ((needs = 'contact'::text)),
    CONSTRAINT whistle_openings_role_known CHECK ((role = ANY (ARRAY['street'::text, 'community'::text])))
);

ALTER TABLE public.whistle_openings OWNER TO wuye_owner;

CREATE VIEW public.accountability_findings WITH (security_invoker='true') AS
 WITH calls AS (
         SELECT c.district_code,
            c.id,
            c.whistle_id,
            c.complaint_id,
            c.department_id,
            c.state,
            c.asked_at,
            c.respond_due,
            c.responded_at,
            c.on_site_due,
            c.on_site_at,
            c.result_due,
            c.finished_at,
            c.result,
            c.version,
            c.updated_at,
            w.street_code,
            w.community_code,
            k.result AS outcome
           FROM ((public.whistle_calls c
             JOIN public.whistles w ON (((w.district_code = c.district_code) AND (w.id = c.whistle_id))))
             JOIN public.complaints k ON (((k.district_code = c.district_code) AND (k.id = c.complaint_id))))
        ), handled AS (
         SELECT k.district_code,
            k.id,
            k.street_code,
            k.community_code,
            k.contacted_at,
            ((k.contacted_at AT TIME ZONE 'Asia/Shanghai'::text))::date AS day
           FROM public.complaints k
          WHERE ((k.assigned_to = 'community'::text) AND (k.contacted_at IS NOT NULL) AND (k.state = ANY (ARRAY( SELECT o.state
                   FROM public.whistle_openings o
                  WHERE (o.role = 'community'::text)))) AND (k.category = ANY (ARRAY( SELECT g.code
                   FROM public.categories_of_day(CURRENT_DATE) g(code, confidential, expedited, delegated, department)
                  WHERE ((g.department IS NOT NULL) AND (NOT g.delegated))))) AND (NOT (EXISTS ( SELECT
                   FROM public.whistles w
                  WHERE ((w.district_code = k.district_code) AND (w.complaint_id = k.id))))))
        ), days AS MATERIALIZED (
         SELECT d_1.day,
            t.takes,
            t.ends
           FROM (( SELECT DISTINCT h.day
                   FROM handled h) d_1
             CROSS JOIN LATERAL public.duty_term('whistle'::text, '*'::text, d_1.day) t(takes, ends))
        ), found AS (
         SELECT 'no_report'::text AS kind,
            c.complaint_id,
            c.id AS call_id,
            c.department_id,
            c.street_code,
            c.community_code,
            array_remove(ARRAY[
                CASE
                    WHEN ((c.responded_at IS NULL) AND (now() >= c.respond_due)) THEN 'not_responded'::text
                    WHEN (c.responded_at >= c.respond_due) THEN 'responded_late'::text
                    ELSE NULL::text
                END,
                CASE
                    WHEN ((c.on_site_at IS NULL) AND (now() >= c.on_site_due)) THEN 'not_on_site'::text
                    WHEN (c.on_site_at >= c.on_site_due) THEN 'on_site_late'::text
                    ELSE NULL::text
                END], NULL::text) AS detected,
                CASE
                    WHEN (COALESCE(c.responded_at, now()) >= c.respond_due) THEN c.respond_due
                    ELSE c.on_site_due
                END AS due_at,
                CASE
                    WHEN (COALESCE(c.responded_at, now()) >= c.respond_due) THEN c.responded_at
                    ELSE c.on_site_at
                END AS done_at,
            c.district_code
           FROM calls c
        UNION ALL
         SELECT 'duty_not_done'::text,
            c.complaint_id,
            c.id,
            c.department_id,
            c.street_code,
            c.community_code,
            array_remove(ARRAY[
                CASE
                    WHEN ((c.finished_at IS NULL) AND (now() >= c.result_due)) THEN 'not_finished'::text
                    WHEN (c.finished_at >= c.result_due) THEN 'finished_late'::text
                    ELSE NULL::text
                END,
                CASE
                    WHEN ((c.finished_at IS NOT NULL) AND (c.outcome = 'unsolved'::text)) THEN 'unsolved'::text
                    ELSE NULL::text
                END], NULL::text) AS array_remove,
            COALESCE(c.result_due, c.finished_at) AS "coalesce",
            c.finished_at,
            c.district_code
           FROM calls c
          WHERE (c.on_site_at IS NOT NULL)
        UNION ALL
         SELECT 'no_whistle'::text,
            h.id,
            NULL::uuid,
            NULL::uuid,
            h.street_code,
            h.community_code,
            ARRAY['not_whistled'::text] AS "array",
            COALESCE((h.contacted_at + d_1.takes), d_1.ends) AS "coalesce",
            NULL::timestamp with time zone,
            h.district_code
           FROM (handled h
             JOIN days d_1 ON ((d_1.day = h.day)))
          WHERE (now() >= COALESCE((h.contacted_at + d_1.takes), d_1.ends))
        )
 SELECT ((f.kind || ':'::text) || COALESCE(f.call_id, f.complaint_id)) AS key,
    f.kind,
    to_json(f.detected) AS detected,
    f.complaint_id,
    f.call_id,
    d.id AS "department.id",
    d.code AS "department.code",
    d.name AS "department.name",
    f.street_code,
    f.community_code,
    f.due_at,
    f.done_at,
    r.id AS record_id
   FROM ((found f
     LEFT JOIN public.departments d ON (((d.district_code = f.district_code) AND (d.id = f.department_id))))
     LEFT JOIN public.accountability_records r ON (((r.district_code = f.district_code) AND (r.kind = f.kind) AND (r.complaint_id = f.complaint_id) AND (NOT (r.call_id IS DISTINCT FROM f.call_id)) AND (r.state <> 'dismissed'::text))))
  WHERE (f.detected <> '{}'::text[]);

ALTER TABLE public.accountability_findings OWNER TO wuye_owner;

CREATE TABLE public.accountability_transitions (
    from_state text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    to_state text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT accountability_transitions_role_known CHECK ((role = 'district'::text))
);

ALTER TABLE public.accountability_transitions OWNER TO wuye_owner;

CREATE TABLE public.attachment_chunks (
    district_code text NOT NULL COLLATE pg_catalog."C",
    attachment_id uuid NOT NULL,
    seq integer NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT attachment_chunks_seq_positive CHECK ((seq >= 0)),
    CONSTRAINT attachment_chunks_size CHECK (((octet_length(bytes) >= 1) AND (octet_length(bytes) <= 262144)))
);
ALTER TABLE ONLY public.attachment_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;

ALTER TABLE public.attachment_chunks OWNER TO wuye_owner;

CREATE TABLE public.attachment_transitions (
    from_state text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    to_state text NOT NULL COLLATE pg_catalog."C",
    needs text COLLATE pg_catalog."C",
    CONSTRAINT attachment_transitions_needs_known CHECK ((needs = 'own_and_open'::text)),
    CONSTRAINT attachment_transitions_of_a_firm CHECK (((role <> ALL (ARRAY['company'::text, 'hotline'::text])) OR (action = 'remove'::text))),
    CONSTRAINT attachment_transitions_role_known CHECK ((role = ANY (ARRAY['district'::text, 'street'::text, 'community'::text, 'company'::text, 'hotline'::text])))
);

ALTER TABLE public.attachment_transitions OWNER TO wuye_owner;

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
    note_internal text,
    log_position bigint DEFAULT public.complaint_log_position() NOT NULL
);

ALTER TABLE public.complaint_events_default OWNER TO wuye_owner;

CREATE TABLE public.complaint_holds (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    complaint_id uuid NOT NULL,
    reason text NOT NULL,
    placed_by uuid NOT NULL,
    placed_by_name text,
    placed_at timestamp with time zone NOT NULL,
    lifted_by uuid,
    lifted_by_name text,
    lifted_at timestamp with time zone,
    lift_reason text,
    CONSTRAINT complaint_holds_lifted_whole CHECK ((num_nulls(lifted_by, lifted_at, lift_reason) = ANY (ARRAY[0, 3])))
);

ALTER TABLE public.complaint_holds OWNER TO wuye_owner;

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
    CONSTRAINT complaint_transitions_needs_known CHECK ((needs = ANY (ARRAY['contact'::text, 'returns_left'::text, 'no_returns_left'::text, 'recently_closed'::text, 'later'::text, 'not_designated'::text, 'returnable'::text, 'extendable'::text]))),
    CONSTRAINT complaint_transitions_of_a_firm CHECK (((role <> 'company'::text) OR (action = ANY (ARRAY['sign'::text, 'contact'::text, 'start'::text, 'report'::text, 'request_extension'::text])))),
    CONSTRAINT complaint_transitions_role_known CHECK ((role = ANY (ARRAY['district'::text, 'street'::text, 'community'::text, 'company'::text, 'hotline'::text])))
);

ALTER TABLE public.complaint_transitions OWNER TO wuye_owner;

CREATE VIEW public.complaint_updates WITH (security_invoker='true') AS
 SELECT e.district_code,
    c.client_id,
    e.log_position,
    e.at,
    e.id,
    public.complaint_update_type(e.action) AS type,
    e.complaint_id,
    COALESCE(t.source, c.source) AS source,
    COALESCE(t.ticket_no, c.ticket_no) AS ticket_no,
    COALESCE(t.round, ( SELECT max(r.round) AS max
           FROM public.tickets r
          WHERE ((r.district_code = e.district_code) AND (r.complaint_id = e.complaint_id) AND (r.created_at <= e.at))), 1) AS round,
    e.to_state AS state,
        CASE
            WHEN (NOT c.confidential) THEN e.note_public
            ELSE NULL::text
        END AS note,
        CASE
            WHEN ((e.action = 'report'::text) AND (e.at = c.reported_at)) THEN c.reported_result
            WHEN ((e.action = 'close'::text) AND (e.at = c.closed_at)) THEN c.result
            ELSE NULL::text
        END AS result,
        CASE
            WHEN ((e.action = 'close'::text) AND (e.at = c.closed_at)) THEN c.satisfaction
            ELSE NULL::text
        END AS satisfaction
   FROM ((public.complaint_events e
     JOIN public.complaints c ON (((c.district_code = e.district_code) AND (c.id = e.complaint_id))))
     LEFT JOIN public.tickets t ON (((t.district_code = e.district_code) AND (t.id = e.ticket_id))));

ALTER TABLE public.complaint_updates OWNER TO wuye_owner;

CREATE TABLE public.complaint_weights (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    response numeric(5,2) NOT NULL,
    solved numeric(5,2) NOT NULL,
    satisfied numeric(5,2) NOT NULL,
    basis text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT complaint_weights_hundred CHECK ((((response + solved) + satisfied) = (100)::numeric)),
    CONSTRAINT complaint_weights_period CHECK ((effective_to > effective_from)),
    CONSTRAINT complaint_weights_positive CHECK (((response >= (0)::numeric) AND (solved >= (0)::numeric) AND (satisfied >= (0)::numeric)))
);

ALTER TABLE public.complaint_weights OWNER TO wuye_owner;

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

CREATE TABLE public.contact_erasures (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    complaint_id uuid NOT NULL,
    erased_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    contact_years integer NOT NULL,
    keeps_caller_hash boolean NOT NULL,
    tickets integer NOT NULL
);

ALTER TABLE public.contact_erasures OWNER TO wuye_owner;

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

CREATE TABLE public.contract_handovers_past (
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
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL,
    CONSTRAINT contract_handovers_past_period CHECK ((known_to > known_from))
);

ALTER TABLE public.contract_handovers_past OWNER TO wuye_owner;

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

CREATE TABLE public.delegations (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    category text NOT NULL COLLATE pg_catalog."C",
    delegated boolean NOT NULL,
    basis text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT delegations_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.delegations OWNER TO wuye_owner;

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

CREATE TABLE public.dispute_tiers (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    complaint_id uuid NOT NULL,
    tier text NOT NULL COLLATE pg_catalog."C",
    body text,
    reason text NOT NULL,
    set_by uuid NOT NULL,
    set_by_name text,
    set_role text NOT NULL COLLATE pg_catalog."C",
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT dispute_tiers_tier_known CHECK ((tier = ANY (ARRAY['early'::text, 'on_the_spot'::text, 'mediation_body'::text, 'expert'::text, 'circuit_court'::text])))
);

ALTER TABLE public.dispute_tiers OWNER TO wuye_owner;

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

CREATE TABLE public.enforcement_events (
    district_code text NOT NULL COLLATE pg_catalog."C",
    case_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    action text NOT NULL COLLATE pg_catalog."C",
    from_state text COLLATE pg_catalog."C",
    to_state text NOT NULL COLLATE pg_catalog."C",
    happened_at timestamp with time zone NOT NULL,
    actor_id uuid NOT NULL,
    actor_name text,
    actor_role text NOT NULL COLLATE pg_catalog."C",
    note text
);

ALTER TABLE public.enforcement_events OWNER TO wuye_owner;

CREATE TABLE public.enforcement_transitions (
    from_state text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    to_state text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT enforcement_transitions_role_known CHECK ((role = ANY (ARRAY['district'::text, 'street'::text])))
);

ALTER TABLE public.enforcement_transitions OWNER TO wuye_owner;

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
    WHEN (kind = ANY (ARRAY['text'::text, 'prose'::text])) THEN COALESCE((detail ~ '^[1-9][0-9]{0,4}$'::text), false)
    WHEN (kind = 'number'::text) THEN (detail IS NOT NULL)
    ELSE (detail IS NULL)
END),
    CONSTRAINT import_columns_key_taken CHECK (((NOT is_key) OR (use <> 'ignored'::text))),
    CONSTRAINT import_columns_kind_known CHECK ((kind = ANY (ARRAY['text'::text, 'prose'::text, 'code'::text, 'day'::text, 'flag'::text, 'number'::text, 'list'::text]))),
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

CREATE VIEW public.overdue_disputes WITH (security_invoker='true') AS
 WITH disputes AS MATERIALIZED (
         SELECT c.district_code,
            c.id,
            c.category,
            c.state,
            c.received_at,
            c.closed_at,
            c.result,
            c.estate_id,
            c.street_code,
            c.community_code,
            ((c.received_at AT TIME ZONE 'Asia/Shanghai'::text))::date AS day
           FROM public.complaints c
          WHERE ((c.category = ANY (ARRAY( SELECT r.subject
                   FROM public.district_rules r
                  WHERE (r.name = 'dispute'::text)))) AND (c.state = ANY ('{received,needs_info,dispatched,designated,signed,contacted,processing,extension_requested,suspended,resolved_reported,callback,rework,returned,reopened,closed}'::text[])))
        ), terms AS MATERIALIZED (
         SELECT b.category,
            b.day,
            t.takes,
            t.ends
           FROM (( SELECT DISTINCT d_1.category,
                    d_1.day
                   FROM disputes d_1) b
             CROSS JOIN LATERAL public.duty_term('dispute'::text, b.category, b.day) t(takes, ends))
        ), due AS (
         SELECT d_1.district_code,
            d_1.id,
            d_1.category,
            d_1.state,
            d_1.received_at,
            d_1.closed_at,
            d_1.result,
            d_1.estate_id,
            d_1.street_code,
            d_1.community_code,
            d_1.day,
            COALESCE((d_1.received_at + t.takes), t.ends) AS overdue_since
           FROM (disputes d_1
             JOIN terms t ON (((t.category = d_1.category) AND (t.day = d_1.day))))
        )
 SELECT d.id,
    d.category,
    d.state,
    d.received_at,
    d.overdue_since,
    d.closed_at,
    d.result,
    e.id AS "estate.id",
    e.code AS "estate.code",
    e.name AS "estate.name",
    d.street_code,
    d.community_code,
    ( SELECT t.tier
           FROM public.dispute_tiers t
          WHERE ((t.district_code = d.district_code) AND (t.complaint_id = d.id))
          ORDER BY t.set_at DESC, t.id DESC
         LIMIT 1) AS tier
   FROM (due d
     LEFT JOIN public.estates e ON (((e.district_code = d.district_code) AND (e.id = d.estate_id))))
  WHERE ((now() >= d.overdue_since) AND (NOT ((d.state = 'closed'::text) AND COALESCE((d.result = 'solved'::text), false) AND (d.closed_at < d.overdue_since))));

ALTER TABLE public.overdue_disputes OWNER TO wuye_owner;

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

CREATE TABLE public.person_roles_past (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
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
    known_from timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL,
    CONSTRAINT person_roles_past_period CHECK ((known_to > known_from))
);

ALTER TABLE public.person_roles_past OWNER TO wuye_owner;

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

CREATE TABLE public.rule_names (
    name text NOT NULL COLLATE pg_catalog."C",
    domain text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    lowest numeric(14,2) NOT NULL,
    highest numeric(14,2) NOT NULL,
    units text[] NOT NULL COLLATE pg_catalog."C",
    subjects text[] DEFAULT '{*}'::text[] NOT NULL COLLATE pg_catalog."C",
    by_category boolean DEFAULT false NOT NULL,
    "position" integer NOT NULL,
    CONSTRAINT rule_names_bounds CHECK (((lowest <= highest) AND ((kind = 'decimal'::text) OR ((lowest = trunc(lowest)) AND (highest = trunc(highest)))) AND ((kind <> 'boolean'::text) OR ((lowest = (0)::numeric) AND (highest = (1)::numeric))))),
    CONSTRAINT rule_names_domain_known CHECK ((domain = ANY (ARRAY['complaint'::text, 'privacy'::text, 'duty'::text, 'estate'::text, 'attachment'::text, 'contract'::text]))),
    CONSTRAINT rule_names_kind_known CHECK ((kind = ANY (ARRAY['integer'::text, 'decimal'::text, 'boolean'::text]))),
    CONSTRAINT rule_names_subjects_said CHECK ((by_category = (subjects = '{}'::text[]))),
    CONSTRAINT rule_names_units_known CHECK (((units <@ ARRAY['minutes'::text, 'hours'::text, 'days'::text, 'working_days'::text, 'months'::text, 'years'::text, 'times'::text, 'people'::text, 'items'::text, 'bytes'::text, 'yuan'::text, 'm2'::text]) AND ((units = '{}'::text[]) = (kind = 'boolean'::text))))
);

ALTER TABLE public.rule_names OWNER TO wuye_owner;

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

CREATE TABLE public.sla_choices (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    policy_set text NOT NULL COLLATE pg_catalog."C",
    basis text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT sla_choices_period CHECK ((effective_to > effective_from))
);

ALTER TABLE public.sla_choices OWNER TO wuye_owner;

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

CREATE VIEW public.three_form_breaches WITH (security_invoker='true') AS
 WITH judged AS (
         SELECT f_1.district_code,
            f_1.id,
            f_1.estate_id,
            f_1.firm_id,
            f_1.street_code,
            f_1.community_code,
            f_1.category,
            f_1.record_no,
            f_1.found_at,
            f_1.place,
            f_1.offender,
            f_1.facts,
            f_1.evidence,
            f_1.state,
            f_1.notice_no,
            f_1.noticed_at,
            f_1.notice,
            f_1.rectify_by,
            f_1.failed_at,
            f_1.settled_at,
            f_1.report_no,
            f_1.reported_at,
            f_1.report,
            f_1.units_asked,
            f_1.units_answered,
            f_1.version,
            f_1.created_by,
            f_1.created_at,
            f_1.updated_at,
            public.duty_due('dissuasion_report'::text, '*'::text, f_1.failed_at) AS report_due,
            (((f_1.rectify_by + 1))::timestamp without time zone AT TIME ZONE 'Asia/Shanghai'::text) AS outcome_due
           FROM public.three_forms f_1
        ), found AS (
         SELECT f_1.district_code,
            f_1.id,
            NULL::text AS unit,
                CASE
                    WHEN (f_1.reported_at IS NULL) THEN 'not_reported'::text
                    ELSE 'reported_late'::text
                END AS kind,
            f_1.failed_at AS since,
            f_1.report_due AS due_at,
            f_1.reported_at AS done_at
           FROM judged f_1
          WHERE ((f_1.failed_at IS NOT NULL) AND (COALESCE(f_1.reported_at, f_1.settled_at, now()) >= f_1.report_due))
        UNION ALL
         SELECT f_1.district_code,
            f_1.id,
            NULL::text,
            'no_outcome'::text,
            f_1.noticed_at,
            f_1.outcome_due,
            NULL::timestamp with time zone
           FROM judged f_1
          WHERE ((f_1.state = 'noticed'::text) AND (now() >= f_1.outcome_due))
        UNION ALL
         SELECT u.district_code,
            u.three_form_id,
            u.unit,
                CASE
                    WHEN (u.on_site_at IS NULL) THEN 'not_on_site'::text
                    ELSE 'on_site_late'::text
                END AS "case",
            f_1.reported_at,
            u.on_site_due,
            u.on_site_at
           FROM (public.three_form_units u
             JOIN public.three_forms f_1 ON (((f_1.district_code = u.district_code) AND (f_1.id = u.three_form_id))))
          WHERE (COALESCE(u.on_site_at, now()) >= u.on_site_due)
        )
 SELECT (((b.kind || ':'::text) || b.id) || COALESCE((':'::text || b.unit), ''::text)) AS key,
    b.kind,
    b.id AS three_form_id,
    f.record_no,
    e.id AS "estate.id",
    e.code AS "estate.code",
    e.name AS "estate.name",
    m.id AS "firm.id",
    m.name AS "firm.name",
    f.street_code,
    f.community_code,
    f.category,
    b.unit,
        CASE
            WHEN (b.kind = ANY (ARRAY['not_reported'::text, 'reported_late'::text])) THEN 'FIRM-14'::text
            ELSE NULL::text
        END AS violation_code,
    b.since,
    b.due_at,
    b.done_at
   FROM (((found b
     JOIN public.three_forms f ON (((f.district_code = b.district_code) AND (f.id = b.id))))
     JOIN public.estates e ON (((e.district_code = f.district_code) AND (e.id = f.estate_id))))
     JOIN public.firms m ON (((m.district_code = f.district_code) AND (m.id = f.firm_id))));

ALTER TABLE public.three_form_breaches OWNER TO wuye_owner;

CREATE TABLE public.three_form_counters (
    district_code text NOT NULL COLLATE pg_catalog."C",
    estate_id uuid NOT NULL,
    form text NOT NULL COLLATE pg_catalog."C",
    year integer NOT NULL,
    last integer NOT NULL,
    CONSTRAINT three_form_counters_form_known CHECK ((form = ANY (ARRAY['patrol_record'::text, 'dissuasion_notice'::text, 'violation_report'::text])))
);

ALTER TABLE public.three_form_counters OWNER TO wuye_owner;

CREATE TABLE public.three_form_events (
    district_code text NOT NULL COLLATE pg_catalog."C",
    three_form_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    action text NOT NULL COLLATE pg_catalog."C",
    from_state text COLLATE pg_catalog."C",
    to_state text NOT NULL COLLATE pg_catalog."C",
    actor_id uuid NOT NULL,
    actor_name text,
    actor_role text NOT NULL COLLATE pg_catalog."C",
    note text
);

ALTER TABLE public.three_form_events OWNER TO wuye_owner;

CREATE TABLE public.three_form_transitions (
    from_state text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    to_state text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT three_form_transitions_by_whom CHECK ((role =
CASE action
    WHEN 'respond'::text THEN 'street'::text
    ELSE 'company'::text
END))
);

ALTER TABLE public.three_form_transitions OWNER TO wuye_owner;

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

CREATE TABLE public.webhook_dead_letters (
    district_code text NOT NULL COLLATE pg_catalog."C",
    endpoint_id uuid NOT NULL,
    update_id uuid NOT NULL,
    type text NOT NULL COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL,
    tries integer NOT NULL,
    first_tried_at timestamp with time zone NOT NULL,
    given_up_at timestamp with time zone NOT NULL,
    outcome text NOT NULL COLLATE pg_catalog."C",
    status integer,
    delivered_at timestamp with time zone
);

ALTER TABLE public.webhook_dead_letters OWNER TO wuye_owner;

CREATE TABLE public.webhook_endpoints (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    url text NOT NULL,
    state text DEFAULT 'active'::text NOT NULL COLLATE pg_catalog."C",
    disabled_reason text COLLATE pg_catalog."C",
    secret_1 bytea,
    secret_1_key text,
    secret_2 bytea,
    secret_2_key text,
    secret_1_live boolean GENERATED ALWAYS AS ((secret_1 IS NOT NULL)) STORED NOT NULL,
    secret_2_live boolean GENERATED ALWAYS AS ((secret_2 IS NOT NULL)) STORED NOT NULL,
    lease uuid,
    leased_until timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT webhook_endpoints_disabled_reason CHECK (
CASE state
    WHEN 'disabled'::text THEN (disabled_reason = ANY (ARRAY['asked'::text, 'gone'::text]))
    ELSE (disabled_reason IS NULL)
END),
    CONSTRAINT webhook_endpoints_signs CHECK (((secret_1 IS NOT NULL) OR (secret_2 IS NOT NULL))),
    CONSTRAINT webhook_endpoints_state_known CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text])))
);

ALTER TABLE public.webhook_endpoints OWNER TO wuye_owner;

CREATE TABLE public.webhook_streams (
    district_code text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    range_from timestamp with time zone,
    range_before timestamp with time zone,
    until_position bigint,
    log_position bigint DEFAULT '-1'::integer NOT NULL,
    at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    update_id uuid DEFAULT '00000000-0000-0000-0000-000000000000'::uuid NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    first_tried_at timestamp with time zone,
    next_try_at timestamp with time zone NOT NULL,
    tried_at timestamp with time zone,
    outcome text COLLATE pg_catalog."C",
    status integer,
    delivered bigint DEFAULT 0 NOT NULL,
    dead bigint DEFAULT 0 NOT NULL,
    delivered_at timestamp with time zone,
    worked_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT webhook_streams_kind_known CHECK ((kind = ANY (ARRAY['live'::text, 'replay'::text, 'ping'::text]))),
    CONSTRAINT webhook_streams_live_never_ends CHECK (((kind <> 'live'::text) OR (finished_at IS NULL))),
    CONSTRAINT webhook_streams_range CHECK (((kind = 'replay'::text) = ((range_from IS NOT NULL) AND (range_before IS NOT NULL) AND (until_position IS NOT NULL)))),
    CONSTRAINT webhook_streams_range_runs_forward CHECK ((range_from < range_before))
);

ALTER TABLE public.webhook_streams OWNER TO wuye_owner;

CREATE TABLE public.whistle_events (
    district_code text NOT NULL COLLATE pg_catalog."C",
    call_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    action text NOT NULL COLLATE pg_catalog."C",
    from_state text COLLATE pg_catalog."C",
    to_state text NOT NULL COLLATE pg_catalog."C",
    happened_at timestamp with time zone NOT NULL,
    actor_id uuid NOT NULL,
    actor_name text,
    actor_role text NOT NULL COLLATE pg_catalog."C",
    note text
);

ALTER TABLE public.whistle_events OWNER TO wuye_owner;

CREATE TABLE public.whistle_transitions (
    from_state text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    to_state text NOT NULL COLLATE pg_catalog."C",
    needs text COLLATE pg_catalog."C",
    CONSTRAINT whistle_transitions_needs_known CHECK ((needs = 'overdue'::text)),
    CONSTRAINT whistle_transitions_role_known CHECK ((role = ANY (ARRAY['district'::text, 'street'::text])))
);

ALTER TABLE public.whistle_transitions OWNER TO wuye_owner;

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

ALTER TABLE ONLY public.accountability_records
    ADD CONSTRAINT accountability_records_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.accountability_transitions
    ADD CONSTRAINT accountability_transitions_key PRIMARY KEY (from_state, action, role);

ALTER TABLE ONLY public.attachment_chunks
    ADD CONSTRAINT attachment_chunks_key PRIMARY KEY (district_code, attachment_id, seq);

ALTER TABLE ONLY public.attachment_transitions
    ADD CONSTRAINT attachment_transitions_key PRIMARY KEY (from_state, action, role);

ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_key PRIMARY KEY (district_code, id);

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

ALTER TABLE ONLY public.complaint_holds
    ADD CONSTRAINT complaint_holds_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.complaint_texts
    ADD CONSTRAINT complaint_texts_key PRIMARY KEY (district_code, complaint_id);

ALTER TABLE ONLY public.complaint_transitions
    ADD CONSTRAINT complaint_transitions_key PRIMARY KEY (from_state, action, role);

ALTER TABLE ONLY public.complaint_weights
    ADD CONSTRAINT complaint_weights_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.complaint_weights
    ADD CONSTRAINT complaint_weights_one EXCLUDE USING gist (district_code WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.complaints
    ADD CONSTRAINT complaints_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.complaints
    ADD CONSTRAINT complaints_ticket_unique UNIQUE (district_code, source, ticket_no);

ALTER TABLE ONLY public.consultations
    ADD CONSTRAINT consultations_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.contact_erasures
    ADD CONSTRAINT contact_erasures_key PRIMARY KEY (district_code, id);

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

ALTER TABLE ONLY public.contract_handovers_past
    ADD CONSTRAINT contract_handovers_past_key PRIMARY KEY (district_code, contract_id, known_from);

ALTER TABLE ONLY public.contract_reviews
    ADD CONSTRAINT contract_reviews_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.contract_reviews
    ADD CONSTRAINT contract_reviews_notice_unique UNIQUE (district_code, notice_no);

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

ALTER TABLE ONLY public.delegations
    ADD CONSTRAINT delegations_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.delegations
    ADD CONSTRAINT delegations_one EXCLUDE USING gist (district_code WITH =, category WITH =, daterange(effective_from, effective_to) WITH &&);

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

ALTER TABLE ONLY public.dispute_tiers
    ADD CONSTRAINT dispute_tiers_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.district_rules
    ADD CONSTRAINT district_rules_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.district_rules
    ADD CONSTRAINT district_rules_one EXCLUDE USING gist (district_code WITH =, name WITH =, subject WITH =, daterange(effective_from, effective_to) WITH &&);

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

ALTER TABLE ONLY public.enforcement_cases
    ADD CONSTRAINT enforcement_cases_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.enforcement_events
    ADD CONSTRAINT enforcement_events_key PRIMARY KEY (district_code, case_id, at, id);

ALTER TABLE ONLY public.enforcement_transitions
    ADD CONSTRAINT enforcement_transitions_key PRIMARY KEY (from_state, action, role);

ALTER TABLE ONLY public.estate_aliases
    ADD CONSTRAINT estate_aliases_id_unique UNIQUE (district_code, id);

ALTER TABLE ONLY public.estate_aliases
    ADD CONSTRAINT estate_aliases_key PRIMARY KEY (district_code, alias_key, estate_id);

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

ALTER TABLE ONLY public.person_roles_past
    ADD CONSTRAINT person_roles_past_key PRIMARY KEY (district_code, id, known_from);

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

ALTER TABLE ONLY public.routing_rules
    ADD CONSTRAINT routing_rules_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.routing_rules
    ADD CONSTRAINT routing_rules_one EXCLUDE USING gist (district_code WITH =, "position" WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.rule_names
    ADD CONSTRAINT rule_names_domain_unique UNIQUE (domain, name);

ALTER TABLE ONLY public.rule_names
    ADD CONSTRAINT rule_names_key PRIMARY KEY (name);

ALTER TABLE ONLY public.rule_names
    ADD CONSTRAINT rule_names_position_unique UNIQUE ("position");

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

ALTER TABLE ONLY public.sla_choices
    ADD CONSTRAINT sla_choices_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.sla_choices
    ADD CONSTRAINT sla_choices_one EXCLUDE USING gist (district_code WITH =, daterange(effective_from, effective_to) WITH &&);

ALTER TABLE ONLY public.sla_policies
    ADD CONSTRAINT sla_policies_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.sla_policies
    ADD CONSTRAINT sla_policies_one EXCLUDE USING gist (district_code WITH =, policy_set WITH =, kind WITH =, urgency WITH =, category WITH =, expedited WITH =, complex WITH =, street_code WITH =, request_type WITH =, source WITH =, daterange(effective_from, effective_to) WITH &&);

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

ALTER TABLE ONLY public.three_form_counters
    ADD CONSTRAINT three_form_counters_key PRIMARY KEY (district_code, estate_id, form, year);

ALTER TABLE ONLY public.three_form_events
    ADD CONSTRAINT three_form_events_key PRIMARY KEY (district_code, three_form_id, at, id);

ALTER TABLE ONLY public.three_form_transitions
    ADD CONSTRAINT three_form_transitions_key PRIMARY KEY (from_state, action, role);

ALTER TABLE ONLY public.three_form_units
    ADD CONSTRAINT three_form_units_key PRIMARY KEY (district_code, three_form_id, unit);

ALTER TABLE ONLY public.three_forms
    ADD CONSTRAINT three_forms_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.three_forms
    ADD CONSTRAINT three_forms_notice_no UNIQUE (district_code, notice_no);

ALTER TABLE ONLY public.three_forms
    ADD CONSTRAINT three_forms_record_no UNIQUE (district_code, record_no);

ALTER TABLE ONLY public.three_forms
    ADD CONSTRAINT three_forms_report_no UNIQUE (district_code, report_no);

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_unique UNIQUE (district_code, source, ticket_no, round);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_name_unique UNIQUE (district_code, name);

ALTER TABLE ONLY public.webhook_dead_letters
    ADD CONSTRAINT webhook_dead_letters_key PRIMARY KEY (district_code, endpoint_id, update_id);

ALTER TABLE ONLY public.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_url_once UNIQUE (district_code, client_id, url);

ALTER TABLE ONLY public.webhook_streams
    ADD CONSTRAINT webhook_streams_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.whistle_calls
    ADD CONSTRAINT whistle_calls_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.whistle_events
    ADD CONSTRAINT whistle_events_key PRIMARY KEY (district_code, call_id, at, id);

ALTER TABLE ONLY public.whistle_openings
    ADD CONSTRAINT whistle_openings_key PRIMARY KEY (state, role);

ALTER TABLE ONLY public.whistle_transitions
    ADD CONSTRAINT whistle_transitions_key PRIMARY KEY (from_state, action, role);

ALTER TABLE ONLY public.whistles
    ADD CONSTRAINT whistles_key PRIMARY KEY (district_code, id);

ALTER TABLE ONLY public.workdays
    ADD CONSTRAINT workdays_key PRIMARY KEY (date);

CREATE INDEX complainants_by_phone ON personal.complainants USING btree (district_code, phone_hash) WHERE (phone_hash IS NOT NULL);

CREATE INDEX complainants_of_complaint ON personal.complainants USING btree (district_code, complaint_id) INCLUDE (phone_hash);

CREATE INDEX complainants_unerased ON personal.complainants USING btree (district_code, created_at) WHERE (erased_at IS NULL);

CREATE INDEX message_texts_kept ON personal.message_texts USING btree (district_code, created_at) WHERE (erased_at IS NULL);

CREATE INDEX account_quotas_in_force ON public.account_quotas USING btree (district_code, firm_id, effective_from DESC, created_at DESC);

CREATE INDEX accountability_records_newest ON public.accountability_records USING btree (district_code, proposed_at DESC, id DESC);

CREATE UNIQUE INDEX accountability_records_of_call ON public.accountability_records USING btree (district_code, call_id, kind) WHERE ((call_id IS NOT NULL) AND (state <> 'dismissed'::text));

CREATE UNIQUE INDEX accountability_records_of_complaint ON public.accountability_records USING btree (district_code, complaint_id) WHERE ((call_id IS NULL) AND (state <> 'dismissed'::text));

CREATE INDEX attachments_of_owner ON public.attachments USING btree (district_code, owner_kind, owner_id, uploaded_at, id);

CREATE UNIQUE INDEX attachments_once ON public.attachments USING btree (district_code, owner_kind, owner_id, sha256, COALESCE(uploader_firm_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE (state <> 'removed'::text);

CREATE INDEX audit_log_of_user ON ONLY public.audit_log USING btree (district_code, user_id, at DESC, id DESC);

CREATE INDEX audit_log_default_district_code_user_id_at_id_idx ON public.audit_log_default USING btree (district_code, user_id, at DESC, id DESC);

CREATE INDEX change_proposals_by_time ON public.change_proposals USING btree (district_code, proposed_at, id);

CREATE INDEX change_proposals_of_firm ON public.change_proposals USING btree (district_code, firm_id, proposed_at);

CREATE INDEX change_proposals_of_target ON public.change_proposals USING btree (district_code, target_kind, target_id, proposed_at);

CREATE INDEX checklist_reports_last ON public.checklist_reports USING btree (district_code, checklist_code, street_code, item_code, reported_at);

CREATE INDEX complaint_assignments_of_complaint ON public.complaint_assignments USING btree (district_code, complaint_id, assigned_at);

CREATE INDEX complaint_events_told ON ONLY public.complaint_events USING btree (district_code, log_position, at, id);

CREATE INDEX complaint_events_default_district_code_log_position_at_id_idx ON public.complaint_events_default USING btree (district_code, log_position, at, id);

CREATE INDEX complaint_holds_newest ON public.complaint_holds USING btree (district_code, placed_at DESC, id DESC);

CREATE INDEX complaint_holds_of_complaint ON public.complaint_holds USING btree (district_code, complaint_id);

CREATE INDEX complaint_texts_search ON public.complaint_texts USING gin (body_x public.gin_trgm_ops);

CREATE INDEX complaints_by_state ON public.complaints USING btree (district_code, state, category);

CREATE INDEX complaints_by_state_of_community ON public.complaints USING btree (district_code, community_code, state, category);

CREATE INDEX complaints_by_state_of_firm ON public.complaints USING btree (district_code, firm_id, state, category) WHERE ((NOT secret) AND (NOT confidential) AND (category IS NOT NULL));

CREATE INDEX complaints_by_state_of_street ON public.complaints USING btree (district_code, street_code, state, category);

CREATE INDEX complaints_changed ON public.complaints USING btree (district_code, updated_at);

CREATE INDEX complaints_due ON public.complaints USING btree (district_code, handle_by, id);

CREATE INDEX complaints_due_of_community ON public.complaints USING btree (district_code, community_code, handle_by, id);

CREATE INDEX complaints_due_of_firm ON public.complaints USING btree (district_code, firm_id, handle_by, id) WHERE ((NOT secret) AND (NOT confidential) AND (category IS NOT NULL));

CREATE INDEX complaints_due_of_street ON public.complaints USING btree (district_code, street_code, handle_by, id);

CREATE INDEX complaints_in_hands ON public.complaints USING btree (district_code, in_hands_of, received_at DESC, id DESC) WHERE (in_hands_of IS NOT NULL);

CREATE INDEX complaints_in_hands_of_community ON public.complaints USING btree (district_code, community_code, in_hands_of, received_at DESC, id DESC) WHERE (in_hands_of IS NOT NULL);

CREATE INDEX complaints_in_hands_of_firm ON public.complaints USING btree (district_code, firm_id, in_hands_of, received_at DESC, id DESC) WHERE ((in_hands_of IS NOT NULL) AND (NOT secret) AND (NOT confidential) AND (category IS NOT NULL));

CREATE INDEX complaints_in_hands_of_street ON public.complaints USING btree (district_code, street_code, in_hands_of, received_at DESC, id DESC) WHERE (in_hands_of IS NOT NULL);

CREATE INDEX complaints_newest ON public.complaints USING btree (district_code, received_at DESC, id DESC);

CREATE INDEX complaints_newest_of_community ON public.complaints USING btree (district_code, community_code, received_at DESC, id DESC);

CREATE INDEX complaints_newest_of_firm ON public.complaints USING btree (district_code, firm_id, received_at DESC, id DESC) WHERE ((NOT secret) AND (NOT confidential) AND (category IS NOT NULL));

CREATE INDEX complaints_newest_of_street ON public.complaints USING btree (district_code, street_code, received_at DESC, id DESC);

CREATE INDEX complaints_of_estate ON public.complaints USING btree (district_code, estate_id, received_at DESC, id DESC);

CREATE INDEX complaints_provisional ON public.complaints USING btree (district_code, id) WHERE due_provisional;

CREATE INDEX complaints_unmapped ON public.complaints USING btree (district_code, received_at DESC, id DESC) WHERE ((category IS NULL) OR (estate_id IS NULL));

CREATE INDEX complaints_unmapped_of_community ON public.complaints USING btree (district_code, community_code, received_at DESC, id DESC) WHERE ((category IS NULL) OR (estate_id IS NULL));

CREATE INDEX complaints_unmapped_of_firm ON public.complaints USING btree (district_code, firm_id, received_at DESC, id DESC) WHERE (((category IS NULL) OR (estate_id IS NULL)) AND (NOT secret) AND (NOT confidential) AND (category IS NOT NULL));

CREATE INDEX complaints_unmapped_of_street ON public.complaints USING btree (district_code, street_code, received_at DESC, id DESC) WHERE ((category IS NULL) OR (estate_id IS NULL));

CREATE INDEX complaints_unplaced ON public.complaints USING btree (district_code, received_at DESC, id DESC) WHERE (((category IS NULL) OR (estate_id IS NULL)) AND (state <> ALL (ARRAY['merged'::text, 'rejected'::text, 'closed'::text])));

CREATE INDEX complaints_without_category ON public.complaints USING btree (district_code, source, external_category) WHERE ((category IS NULL) AND (state <> ALL (ARRAY['merged'::text, 'rejected'::text, 'closed'::text])));

CREATE INDEX consultations_of_estate ON public.consultations USING btree (district_code, estate_id, held_on, id);

CREATE INDEX contact_erasures_newest ON public.contact_erasures USING btree (district_code, erased_at DESC, id DESC);

CREATE INDEX contact_erasures_of_complaint ON public.contact_erasures USING btree (district_code, complaint_id);

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

CREATE INDEX dispute_tiers_of_complaint ON public.dispute_tiers USING btree (district_code, complaint_id, set_at, id);

CREATE INDEX district_rules_of_name ON public.district_rules USING btree (district_code, name, subject, effective_from);

CREATE INDEX division_jurisdictions_of_street ON public.division_jurisdictions USING btree (district_code, street_code, code);

CREATE INDEX divisions_children ON public.divisions USING btree (parent_code, code);

CREATE INDEX divisions_search ON public.divisions USING gin (name_x public.gin_trgm_ops);

CREATE INDEX enforcement_cases_newest ON public.enforcement_cases USING btree (district_code, reported_at DESC, id DESC);

CREATE UNIQUE INDEX enforcement_cases_of_complaint ON public.enforcement_cases USING btree (district_code, complaint_id) WHERE ((complaint_id IS NOT NULL) AND (state <> ALL (ARRAY['rejected'::text, 'fed_back'::text])));

CREATE UNIQUE INDEX enforcement_cases_of_form ON public.enforcement_cases USING btree (district_code, three_form_id) WHERE ((three_form_id IS NOT NULL) AND (state <> ALL (ARRAY['rejected'::text, 'fed_back'::text])));

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

CREATE INDEX estates_past_search ON public.estates_past USING gin (district_code, street_code, community_code, name_x public.gin_trgm_ops);

CREATE INDEX estates_past_until ON public.estates_past USING btree (district_code, known_to);

CREATE INDEX estates_search ON public.estates USING gin (district_code, street_code, community_code, name_x public.gin_trgm_ops);

CREATE INDEX firm_entry_steps_of_firm ON public.firm_entry_steps USING btree (district_code, firm_id, at);

CREATE INDEX firm_market_access_of_firm ON public.firm_market_access USING btree (district_code, firm_id, valid_from);

CREATE INDEX firms_by_name ON public.firms USING btree (district_code, name, id);

CREATE INDEX firms_past_by_name ON public.firms_past USING btree (district_code, name, id);

CREATE INDEX firms_past_search ON public.firms_past USING gin (district_code, name_x public.gin_trgm_ops);

CREATE INDEX firms_past_until ON public.firms_past USING btree (district_code, known_to);

CREATE INDEX firms_search ON public.firms USING gin (district_code, name_x public.gin_trgm_ops);

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

CREATE INDEX person_roles_past_by_day ON public.person_roles_past USING btree (district_code, valid_from, id);

CREATE INDEX person_roles_past_of_staff ON public.person_roles_past USING btree (district_code, staff_id, valid_from);

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

CREATE INDEX three_forms_newest ON public.three_forms USING btree (district_code, found_at DESC, id DESC);

CREATE INDEX three_forms_of_estate ON public.three_forms USING btree (district_code, estate_id, found_at DESC, id DESC);

CREATE INDEX three_forms_of_firm ON public.three_forms USING btree (district_code, firm_id, found_at DESC, id DESC);

CREATE INDEX tickets_newest ON public.tickets USING btree (district_code, created_at DESC, id DESC);

CREATE INDEX tickets_newest_of_client ON public.tickets USING btree (district_code, client_id, created_at DESC, id DESC);

CREATE INDEX tickets_of_complaint ON public.tickets USING btree (district_code, complaint_id, round);

CREATE INDEX users_of_firm ON public.users USING btree (district_code, firm_id) WHERE (firm_id IS NOT NULL);

CREATE UNIQUE INDEX users_subject_unique ON public.users USING btree (district_code, issuer, subject) WHERE (issuer IS NOT NULL);

CREATE INDEX webhook_dead_letters_newest ON public.webhook_dead_letters USING btree (district_code, endpoint_id, given_up_at DESC, update_id DESC);

CREATE INDEX webhook_streams_newest ON public.webhook_streams USING btree (district_code, endpoint_id, created_at DESC, id DESC);

CREATE UNIQUE INDEX webhook_streams_one_live ON public.webhook_streams USING btree (district_code, endpoint_id) WHERE (kind = 'live'::text);

CREATE INDEX webhook_streams_open ON public.webhook_streams USING btree (district_code, endpoint_id) WHERE (finished_at IS NULL);

CREATE INDEX whistle_calls_newest ON public.whistle_calls USING btree (district_code, asked_at DESC, id DESC);

CREATE INDEX whistle_calls_of_whistle ON public.whistle_calls USING btree (district_code, whistle_id);

CREATE UNIQUE INDEX whistle_calls_open ON public.whistle_calls USING btree (district_code, complaint_id, department_id) WHERE (state <> 'finished'::text);

CREATE INDEX whistles_of_complaint ON public.whistles USING btree (district_code, complaint_id);

ALTER INDEX public.audit_log_of_user ATTACH PARTITION public.audit_log_default_district_code_user_id_at_id_idx;

ALTER INDEX public.audit_log_key ATTACH PARTITION public.audit_log_default_pkey;

ALTER INDEX public.complaint_events_told ATTACH PARTITION public.complaint_events_default_district_code_log_position_at_id_idx;

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

ALTER TABLE ONLY public.accountability_records
    ADD CONSTRAINT accountability_records_call FOREIGN KEY (district_code, call_id) REFERENCES public.whistle_calls(district_code, id);

ALTER TABLE ONLY public.accountability_records
    ADD CONSTRAINT accountability_records_complaint FOREIGN KEY (district_code, complaint_id) REFERENCES public.complaints(district_code, id);

ALTER TABLE ONLY public.accountability_records
    ADD CONSTRAINT accountability_records_department FOREIGN KEY (district_code, department_id) REFERENCES public.departments(district_code, id);

ALTER TABLE ONLY public.attachment_chunks
    ADD CONSTRAINT attachment_chunks_attachment FOREIGN KEY (district_code, attachment_id) REFERENCES public.attachments(district_code, id);

ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_complaint FOREIGN KEY (district_code, complaint_id) REFERENCES public.complaints(district_code, id);

ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_district FOREIGN KEY (district_code) REFERENCES public.districts(district_code);

ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_firm FOREIGN KEY (district_code, uploader_firm_id) REFERENCES public.firms(district_code, id);

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

ALTER TABLE ONLY public.complaint_holds
    ADD CONSTRAINT complaint_holds_complaint FOREIGN KEY (district_code, complaint_id) REFERENCES public.complaints(district_code, id);

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

ALTER TABLE ONLY public.contact_erasures
    ADD CONSTRAINT contact_erasures_complaint FOREIGN KEY (district_code, complaint_id) REFERENCES public.complaints(district_code, id);

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

ALTER TABLE ONLY public.contract_handovers_past
    ADD CONSTRAINT contract_handovers_past_contract FOREIGN KEY (district_code, contract_id) REFERENCES public.contracts(district_code, id);

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

ALTER TABLE ONLY public.dispute_tiers
    ADD CONSTRAINT dispute_tiers_complaint FOREIGN KEY (district_code, complaint_id) REFERENCES public.complaints(district_code, id);

ALTER TABLE ONLY public.district_rules
    ADD CONSTRAINT district_rules_name_known FOREIGN KEY (domain, name) REFERENCES public.rule_names(domain, name);

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

ALTER TABLE ONLY public.enforcement_cases
    ADD CONSTRAINT enforcement_cases_complaint FOREIGN KEY (district_code, complaint_id) REFERENCES public.complaints(district_code, id);

ALTER TABLE ONLY public.enforcement_cases
    ADD CONSTRAINT enforcement_cases_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.enforcement_cases
    ADD CONSTRAINT enforcement_cases_form FOREIGN KEY (district_code, three_form_id) REFERENCES public.three_forms(district_code, id);

ALTER TABLE ONLY public.enforcement_cases
    ADD CONSTRAINT enforcement_cases_whistle FOREIGN KEY (district_code, whistle_id) REFERENCES public.whistles(district_code, id);

ALTER TABLE ONLY public.enforcement_events
    ADD CONSTRAINT enforcement_events_case FOREIGN KEY (district_code, case_id) REFERENCES public.enforcement_cases(district_code, id);

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

ALTER TABLE ONLY public.three_form_events
    ADD CONSTRAINT three_form_events_form FOREIGN KEY (district_code, three_form_id) REFERENCES public.three_forms(district_code, id);

ALTER TABLE ONLY public.three_form_units
    ADD CONSTRAINT three_form_units_form FOREIGN KEY (district_code, three_form_id) REFERENCES public.three_forms(district_code, id);

ALTER TABLE ONLY public.three_forms
    ADD CONSTRAINT three_forms_estate FOREIGN KEY (district_code, estate_id) REFERENCES public.estates(district_code, id);

ALTER TABLE ONLY public.three_forms
    ADD CONSTRAINT three_forms_firm FOREIGN KEY (district_code, firm_id) REFERENCES public.firms(district_code, id);

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

ALTER TABLE ONLY public.webhook_dead_letters
    ADD CONSTRAINT webhook_dead_letters_endpoint FOREIGN KEY (district_code, endpoint_id) REFERENCES public.webhook_endpoints(district_code, id);

ALTER TABLE ONLY public.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_client FOREIGN KEY (district_code, client_id) REFERENCES public.clients(district_code, id);

ALTER TABLE ONLY public.webhook_streams
    ADD CONSTRAINT webhook_streams_endpoint FOREIGN KEY (district_code, endpoint_id) REFERENCES public.webhook_endpoints(district_code, id);

ALTER TABLE ONLY public.whistle_calls
    ADD CONSTRAINT whistle_calls_complaint FOREIGN KEY (district_code, complaint_id) REFERENCES public.complaints(district_code, id);

ALTER TABLE ONLY public.whistle_calls
    ADD CONSTRAINT whistle_calls_department FOREIGN KEY (district_code, department_id) REFERENCES public.departments(district_code, id);

ALTER TABLE ONLY public.whistle_calls
    ADD CONSTRAINT whistle_calls_whistle FOREIGN KEY (district_code, whistle_id) REFERENCES public.whistles(district_code, id);

ALTER TABLE ONLY public.whistle_events
    ADD CONSTRAINT whistle_events_call FOREIGN KEY (district_code, call_id) REFERENCES public.whistle_calls(district_code, id);

ALTER TABLE ONLY public.whistles
    ADD CONSTRAINT whistles_complaint FOREIGN KEY (district_code, complaint_id) REFERENCES public.complaints(district_code, id);

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

ALTER TABLE public.accountability_records ENABLE ROW LEVEL SECURITY;

CREATE POLICY accountability_records_decided ON public.accountability_records FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY accountability_records_proposed ON public.accountability_records FOR INSERT TO wuye_district, wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints o
  WHERE ((o.district_code = accountability_records.district_code) AND (o.id = accountability_records.complaint_id)))) AND (proposed_by = ( SELECT public.current_user_id() AS current_user_id)) AND (state = 'proposed'::text)));

CREATE POLICY accountability_records_seen ON public.accountability_records FOR SELECT TO wuye_district, wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints o
  WHERE ((o.district_code = accountability_records.district_code) AND (o.id = accountability_records.complaint_id))
 OFFSET 0))));

ALTER TABLE public.accountability_transitions ENABLE ROW LEVEL SECURITY;

CREATE POLICY accountability_transitions_all ON public.accountability_transitions FOR SELECT TO wuye_district USING (true);

ALTER TABLE public.attachment_chunks ENABLE ROW LEVEL SECURITY;

CREATE POLICY attachment_chunks_removed ON public.attachment_chunks FOR DELETE TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.attachments a
  WHERE ((a.district_code = attachment_chunks.district_code) AND (a.id = attachment_chunks.attachment_id) AND (a.state = 'removed'::text))))));

CREATE POLICY attachment_chunks_seen ON public.attachment_chunks FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.attachments a
  WHERE ((a.district_code = attachment_chunks.district_code) AND (a.id = attachment_chunks.attachment_id))))));

CREATE POLICY attachment_chunks_uploaded ON public.attachment_chunks FOR INSERT TO wuye_district, wuye_street, wuye_community, wuye_hotline WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.attachments a
  WHERE ((a.district_code = attachment_chunks.district_code) AND (a.id = attachment_chunks.attachment_id) AND (a.uploaded_by = ( SELECT public.current_user_id() AS current_user_id)) AND (a.state = 'held'::text))))));

CREATE POLICY attachment_chunks_uploaded_company ON public.attachment_chunks FOR INSERT TO wuye_company WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.attachments a
  WHERE ((a.district_code = attachment_chunks.district_code) AND (a.id = attachment_chunks.attachment_id) AND (a.uploader_firm_id = ( SELECT public.current_firm() AS current_firm)) AND (a.state = 'held'::text))))));

ALTER TABLE public.attachment_transitions ENABLE ROW LEVEL SECURITY;

CREATE POLICY attachment_transitions_all ON public.attachment_transitions FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline USING (true);

ALTER TABLE public.attachments ENABLE ROW LEVEL SECURITY;

CREATE POLICY attachments_company ON public.attachments FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND ((state = 'released'::text) OR ((uploader_firm_id = ( SELECT public.current_firm() AS current_firm)) AND (state <> 'withdrawn'::text))) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = attachments.district_code) AND (c.id = attachments.complaint_id))))));

CREATE POLICY attachments_moved ON public.attachments FOR UPDATE TO wuye_district, wuye_street, wuye_community, wuye_hotline USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = attachments.district_code) AND (c.id = attachments.complaint_id))))));

CREATE POLICY attachments_moved_company ON public.attachments FOR UPDATE TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND ((state = 'released'::text) OR ((uploader_firm_id = ( SELECT public.current_firm() AS current_firm)) AND (state <> 'withdrawn'::text))) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = attachments.district_code) AND (c.id = attachments.complaint_id)))))) WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (uploader_firm_id = ( SELECT public.current_firm() AS current_firm)) AND (state = 'removed'::text)));

CREATE POLICY attachments_seen ON public.attachments FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_hotline USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = attachments.district_code) AND (c.id = attachments.complaint_id))))));

CREATE POLICY attachments_uploaded ON public.attachments FOR INSERT TO wuye_district, wuye_street, wuye_community, wuye_hotline WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (uploaded_by = ( SELECT public.current_user_id() AS current_user_id)) AND (state = 'held'::text) AND (uploader_firm_id IS NULL) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = attachments.district_code) AND (c.id = attachments.complaint_id))))));

CREATE POLICY attachments_uploaded_company ON public.attachments FOR INSERT TO wuye_company WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (uploaded_by = ( SELECT public.current_user_id() AS current_user_id)) AND (state = 'held'::text) AND (uploader_firm_id = ( SELECT public.current_firm() AS current_firm)) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = attachments.district_code) AND (c.id = attachments.complaint_id))))));

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

CREATE POLICY clients_worker ON public.clients FOR SELECT TO wuye_worker USING (true);

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
  WHERE ((c.district_code = complaint_events.district_code) AND (c.id = complaint_events.complaint_id))
 OFFSET 0))));

CREATE POLICY complaint_events_worker ON public.complaint_events FOR SELECT TO wuye_worker USING (true);

ALTER TABLE public.complaint_holds ENABLE ROW LEVEL SECURITY;

CREATE POLICY complaint_holds_district ON public.complaint_holds TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district))) WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.complaint_texts ENABLE ROW LEVEL SECURITY;

CREATE POLICY complaint_texts_hotline ON public.complaint_texts FOR INSERT TO wuye_district, wuye_street, wuye_community, wuye_hotline WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY complaint_texts_seen ON public.complaint_texts FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = complaint_texts.district_code) AND (c.id = complaint_texts.complaint_id))))));

ALTER TABLE public.complaint_transitions ENABLE ROW LEVEL SECURITY;

CREATE POLICY complaint_transitions_all ON public.complaint_transitions FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline USING (true);

ALTER TABLE public.complaint_weights ENABLE ROW LEVEL SECURITY;

CREATE POLICY complaint_weights_changes ON public.complaint_weights FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY complaint_weights_read ON public.complaint_weights FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform USING ((district_code = ANY (ARRAY[( SELECT public.current_district() AS current_district), '*'::text])));

CREATE POLICY complaint_weights_sets ON public.complaint_weights FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

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

CREATE POLICY complaints_worker ON public.complaints FOR SELECT TO wuye_worker USING (true);

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

ALTER TABLE public.contact_erasures ENABLE ROW LEVEL SECURITY;

CREATE POLICY contact_erasures_district ON public.contact_erasures FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

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

ALTER TABLE public.contract_handovers_past ENABLE ROW LEVEL SECURITY;

CREATE POLICY contract_handovers_past_kept ON public.contract_handovers_past FOR INSERT TO wuye_district, wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_handovers_past.district_code) AND (c.id = contract_handovers_past.contract_id))))));

CREATE POLICY contract_handovers_past_seen ON public.contract_handovers_past FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.contracts c
  WHERE ((c.district_code = contract_handovers_past.district_code) AND (c.id = contract_handovers_past.contract_id))))));

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

ALTER TABLE public.delegations ENABLE ROW LEVEL SECURITY;

CREATE POLICY delegations_changes ON public.delegations FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY delegations_read ON public.delegations FOR SELECT TO wuye_district, wuye_street, wuye_community USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY delegations_sets ON public.delegations FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

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

ALTER TABLE public.dispute_tiers ENABLE ROW LEVEL SECURITY;

CREATE POLICY dispute_tiers_own ON public.dispute_tiers FOR INSERT TO wuye_district, wuye_street, wuye_community WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints o
  WHERE ((o.district_code = dispute_tiers.district_code) AND (o.id = dispute_tiers.complaint_id)))) AND (set_by = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY dispute_tiers_seen ON public.dispute_tiers FOR SELECT TO wuye_district, wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints o
  WHERE ((o.district_code = dispute_tiers.district_code) AND (o.id = dispute_tiers.complaint_id))
 OFFSET 0))));

ALTER TABLE public.district_rules ENABLE ROW LEVEL SECURITY;

CREATE POLICY district_rules_ends ON public.district_rules FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY district_rules_of_firms ON public.district_rules FOR SELECT TO wuye_company USING (((district_code = ANY (ARRAY[( SELECT public.current_district() AS current_district), '*'::text])) AND (domain = ANY (ARRAY['complaint'::text, 'duty'::text, 'estate'::text, 'attachment'::text, 'contract'::text]))));

CREATE POLICY district_rules_of_hotlines ON public.district_rules FOR SELECT TO wuye_hotline USING (((district_code = ANY (ARRAY[( SELECT public.current_district() AS current_district), '*'::text])) AND (domain = ANY (ARRAY['complaint'::text, 'estate'::text, 'attachment'::text, 'contract'::text]))));

CREATE POLICY district_rules_of_platforms ON public.district_rules FOR SELECT TO wuye_platform USING (((district_code = ANY (ARRAY[( SELECT public.current_district() AS current_district), '*'::text])) AND (domain = ANY (ARRAY['complaint'::text, 'duty'::text, 'estate'::text, 'contract'::text]))));

CREATE POLICY district_rules_read ON public.district_rules FOR SELECT TO wuye_district, wuye_street, wuye_community USING ((district_code = ANY (ARRAY[( SELECT public.current_district() AS current_district), '*'::text])));

CREATE POLICY district_rules_sets ON public.district_rules FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.districts ENABLE ROW LEVEL SECURITY;

CREATE POLICY districts_read ON public.districts FOR SELECT TO wuye_member, wuye_auth, wuye_worker USING (true);

ALTER TABLE public.division_jurisdictions ENABLE ROW LEVEL SECURITY;

CREATE POLICY division_jurisdictions_read ON public.division_jurisdictions FOR SELECT TO wuye_member, wuye_auth, wuye_worker USING (true);

ALTER TABLE public.divisions ENABLE ROW LEVEL SECURITY;

CREATE POLICY divisions_read ON public.divisions FOR SELECT TO wuye_member, wuye_worker USING (true);

ALTER TABLE public.eligibility_rules ENABLE ROW LEVEL SECURITY;

CREATE POLICY eligibility_rules_read ON public.eligibility_rules FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform USING (true);

ALTER TABLE public.enforcement_cases ENABLE ROW LEVEL SECURITY;

CREATE POLICY enforcement_cases_community ON public.enforcement_cases FOR SELECT TO wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (community_code = ( SELECT public.current_community() AS current_community)) AND ((complaint_id IS NULL) OR (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = enforcement_cases.district_code) AND (c.id = enforcement_cases.complaint_id))
 OFFSET 0)))));

CREATE POLICY enforcement_cases_district ON public.enforcement_cases FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY enforcement_cases_moved_district ON public.enforcement_cases FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY enforcement_cases_moved_street ON public.enforcement_cases FOR UPDATE TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street)) AND ((complaint_id IS NULL) OR (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = enforcement_cases.district_code) AND (c.id = enforcement_cases.complaint_id)))))));

CREATE POLICY enforcement_cases_opened_community ON public.enforcement_cases FOR INSERT TO wuye_community WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (community_code = ( SELECT public.current_community() AS current_community)) AND ((complaint_id IS NULL) OR (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = enforcement_cases.district_code) AND (c.id = enforcement_cases.complaint_id))))) AND (opened_by = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY enforcement_cases_opened_district ON public.enforcement_cases FOR INSERT TO wuye_district WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (opened_by = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY enforcement_cases_opened_street ON public.enforcement_cases FOR INSERT TO wuye_street WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street)) AND ((complaint_id IS NULL) OR (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = enforcement_cases.district_code) AND (c.id = enforcement_cases.complaint_id))))) AND (opened_by = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY enforcement_cases_street ON public.enforcement_cases FOR SELECT TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street)) AND ((complaint_id IS NULL) OR (EXISTS ( SELECT
   FROM public.complaints c
  WHERE ((c.district_code = enforcement_cases.district_code) AND (c.id = enforcement_cases.complaint_id))
 OFFSET 0)))));

ALTER TABLE public.enforcement_events ENABLE ROW LEVEL SECURITY;

CREATE POLICY enforcement_events_own ON public.enforcement_events FOR INSERT TO wuye_district, wuye_street, wuye_community WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.enforcement_cases o
  WHERE ((o.district_code = enforcement_events.district_code) AND (o.id = enforcement_events.case_id)))) AND (actor_id = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY enforcement_events_seen ON public.enforcement_events FOR SELECT TO wuye_district, wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.enforcement_cases o
  WHERE ((o.district_code = enforcement_events.district_code) AND (o.id = enforcement_events.case_id))))));

ALTER TABLE public.enforcement_transitions ENABLE ROW LEVEL SECURITY;

CREATE POLICY enforcement_transitions_all ON public.enforcement_transitions FOR SELECT TO wuye_district, wuye_street, wuye_community USING (true);

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

CREATE POLICY firms_past_kept ON public.firms_past FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

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

ALTER TABLE public.person_roles_past ENABLE ROW LEVEL SECURITY;

CREATE POLICY person_roles_past_company ON public.person_roles_past FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY person_roles_past_district ON public.person_roles_past FOR SELECT TO wuye_district, wuye_street, wuye_community USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY person_roles_past_kept ON public.person_roles_past FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY person_roles_past_kept_own ON public.person_roles_past FOR INSERT TO wuye_company WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY person_roles_registers ON public.person_roles FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY person_roles_registers_own ON public.person_roles FOR INSERT TO wuye_company WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm)) AND (role <> 'quality_director'::text)));

ALTER TABLE public.personal_access_log ENABLE ROW LEVEL SECURITY;

CREATE POLICY personal_access_log_counted ON public.personal_access_log FOR SELECT TO wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (user_id = ( SELECT public.current_user_id() AS current_user_id))));

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

ALTER TABLE public.routing_rules ENABLE ROW LEVEL SECURITY;

CREATE POLICY routing_rules_changes ON public.routing_rules FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY routing_rules_read ON public.routing_rules FOR SELECT TO wuye_district, wuye_street, wuye_community USING ((district_code = ANY (ARRAY[( SELECT public.current_district() AS current_district), '*'::text])));

CREATE POLICY routing_rules_sets ON public.routing_rules FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.rule_names ENABLE ROW LEVEL SECURITY;

CREATE POLICY rule_names_read ON public.rule_names FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform USING (true);

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

ALTER TABLE public.sla_choices ENABLE ROW LEVEL SECURITY;

CREATE POLICY sla_choices_ends ON public.sla_choices FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY sla_choices_read ON public.sla_choices FOR SELECT TO wuye_member USING ((district_code = ANY (ARRAY[( SELECT public.current_district() AS current_district), '*'::text])));

CREATE POLICY sla_choices_sets ON public.sla_choices FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

ALTER TABLE public.sla_policies ENABLE ROW LEVEL SECURITY;

CREATE POLICY sla_policies_ends ON public.sla_policies FOR UPDATE TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY sla_policies_read ON public.sla_policies FOR SELECT TO wuye_member USING ((district_code = ANY (ARRAY[( SELECT public.current_district() AS current_district), '*'::text])));

CREATE POLICY sla_policies_sets ON public.sla_policies FOR INSERT TO wuye_district WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

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

ALTER TABLE public.three_form_counters ENABLE ROW LEVEL SECURITY;

CREATE POLICY three_form_counters_company ON public.three_form_counters TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (estate_id = ANY (( SELECT public.estates_of_firm() AS estates_of_firm)::uuid[]))));

ALTER TABLE public.three_form_events ENABLE ROW LEVEL SECURITY;

CREATE POLICY three_form_events_own ON public.three_form_events FOR INSERT TO wuye_street, wuye_company WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.three_forms o
  WHERE ((o.district_code = three_form_events.district_code) AND (o.id = three_form_events.three_form_id)))) AND (actor_id = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY three_form_events_seen ON public.three_form_events FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.three_forms o
  WHERE ((o.district_code = three_form_events.district_code) AND (o.id = three_form_events.three_form_id))))));

ALTER TABLE public.three_form_transitions ENABLE ROW LEVEL SECURITY;

CREATE POLICY three_form_transitions_all ON public.three_form_transitions FOR SELECT TO wuye_street, wuye_company USING (true);

ALTER TABLE public.three_form_units ENABLE ROW LEVEL SECURITY;

CREATE POLICY three_form_units_answered ON public.three_form_units FOR UPDATE TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.three_forms o
  WHERE ((o.district_code = three_form_units.district_code) AND (o.id = three_form_units.three_form_id))))));

CREATE POLICY three_form_units_seen ON public.three_form_units FOR SELECT TO wuye_district, wuye_street, wuye_community, wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.three_forms o
  WHERE ((o.district_code = three_form_units.district_code) AND (o.id = three_form_units.three_form_id))))));

CREATE POLICY three_form_units_told ON public.three_form_units FOR INSERT TO wuye_company WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.three_forms o
  WHERE ((o.district_code = three_form_units.district_code) AND (o.id = three_form_units.three_form_id)))) AND (answered_at IS NULL)));

ALTER TABLE public.three_forms ENABLE ROW LEVEL SECURITY;

CREATE POLICY three_forms_answered ON public.three_forms FOR UPDATE TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street))));

CREATE POLICY three_forms_community ON public.three_forms FOR SELECT TO wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (community_code = ( SELECT public.current_community() AS current_community))));

CREATE POLICY three_forms_company ON public.three_forms FOR SELECT TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY three_forms_district ON public.three_forms FOR SELECT TO wuye_district, wuye_platform USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY three_forms_made ON public.three_forms FOR INSERT TO wuye_company WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm)) AND (created_by = ( SELECT public.current_user_id() AS current_user_id)) AND public.firm_serves(estate_id, ((created_at AT TIME ZONE 'Asia/Shanghai'::text))::date)));

CREATE POLICY three_forms_moved ON public.three_forms FOR UPDATE TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY three_forms_street ON public.three_forms FOR SELECT TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (street_code = ( SELECT public.current_street() AS current_street))));

ALTER TABLE public.tickets ENABLE ROW LEVEL SECURITY;

CREATE POLICY tickets_district ON public.tickets FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY tickets_hotline ON public.tickets TO wuye_district, wuye_street, wuye_community, wuye_hotline USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (client_id = ( SELECT public.current_user_id() AS current_user_id)))) WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (client_id = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY tickets_worker ON public.tickets FOR SELECT TO wuye_worker USING (true);

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

CREATE POLICY users_auth ON public.users FOR SELECT TO wuye_auth USING (true);

CREATE POLICY users_auth_changes ON public.users FOR UPDATE TO wuye_auth USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (id = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY users_company ON public.users TO wuye_company USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (role = 'company'::text) AND (firm_id = ( SELECT public.current_firm() AS current_firm))));

CREATE POLICY users_district ON public.users TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY users_street ON public.users TO wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (role = 'community'::text) AND (street_code = ( SELECT public.current_street() AS current_street))));

CREATE POLICY users_vouched ON public.users FOR UPDATE TO wuye_auth USING ((issuer IS NOT NULL)) WITH CHECK (((issuer IS NOT NULL) AND (role = ANY (ARRAY['district'::text, 'street'::text, 'community'::text, 'company'::text]))));

CREATE POLICY users_vouched_new ON public.users FOR INSERT TO wuye_auth WITH CHECK (((issuer IS NOT NULL) AND (role = ANY (ARRAY['district'::text, 'street'::text, 'community'::text, 'company'::text]))));

ALTER TABLE public.webhook_dead_letters ENABLE ROW LEVEL SECURITY;

CREATE POLICY webhook_dead_letters_district ON public.webhook_dead_letters FOR SELECT TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY webhook_dead_letters_worker ON public.webhook_dead_letters TO wuye_worker USING (true) WITH CHECK (true);

ALTER TABLE public.webhook_endpoints ENABLE ROW LEVEL SECURITY;

CREATE POLICY webhook_endpoints_district ON public.webhook_endpoints TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district))) WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY webhook_endpoints_worker ON public.webhook_endpoints TO wuye_worker USING (true) WITH CHECK (true);

ALTER TABLE public.webhook_streams ENABLE ROW LEVEL SECURITY;

CREATE POLICY webhook_streams_district ON public.webhook_streams TO wuye_district USING ((district_code = ( SELECT public.current_district() AS current_district))) WITH CHECK ((district_code = ( SELECT public.current_district() AS current_district)));

CREATE POLICY webhook_streams_worker ON public.webhook_streams TO wuye_worker USING (true) WITH CHECK (true);

ALTER TABLE public.whistle_calls ENABLE ROW LEVEL SECURITY;

CREATE POLICY whistle_calls_made ON public.whistle_calls FOR INSERT TO wuye_street, wuye_community WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.whistles o
  WHERE ((o.district_code = whistle_calls.district_code) AND (o.id = whistle_calls.whistle_id)))) AND (state = 'asked'::text)));

CREATE POLICY whistle_calls_moved ON public.whistle_calls FOR UPDATE TO wuye_district, wuye_street USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints o
  WHERE ((o.district_code = whistle_calls.district_code) AND (o.id = whistle_calls.complaint_id))))));

CREATE POLICY whistle_calls_seen ON public.whistle_calls FOR SELECT TO wuye_district, wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints o
  WHERE ((o.district_code = whistle_calls.district_code) AND (o.id = whistle_calls.complaint_id))
 OFFSET 0))));

ALTER TABLE public.whistle_events ENABLE ROW LEVEL SECURITY;

CREATE POLICY whistle_events_own ON public.whistle_events FOR INSERT TO wuye_district, wuye_street, wuye_community WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.whistle_calls o
  WHERE ((o.district_code = whistle_events.district_code) AND (o.id = whistle_events.call_id)))) AND (actor_id = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY whistle_events_seen ON public.whistle_events FOR SELECT TO wuye_district, wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.whistle_calls o
  WHERE ((o.district_code = whistle_events.district_code) AND (o.id = whistle_events.call_id))))));

ALTER TABLE public.whistle_openings ENABLE ROW LEVEL SECURITY;

CREATE POLICY whistle_openings_all ON public.whistle_openings FOR SELECT TO wuye_district, wuye_street, wuye_community USING (true);

ALTER TABLE public.whistle_transitions ENABLE ROW LEVEL SECURITY;

CREATE POLICY whistle_transitions_all ON public.whistle_transitions FOR SELECT TO wuye_district, wuye_street USING (true);

ALTER TABLE public.whistles ENABLE ROW LEVEL SECURITY;

CREATE POLICY whistles_blown ON public.whistles FOR INSERT TO wuye_street, wuye_community WITH CHECK (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints o
  WHERE ((o.district_code = whistles.district_code) AND (o.id = whistles.complaint_id)))) AND (asked_by = ( SELECT public.current_user_id() AS current_user_id))));

CREATE POLICY whistles_seen ON public.whistles FOR SELECT TO wuye_district, wuye_street, wuye_community USING (((district_code = ( SELECT public.current_district() AS current_district)) AND (EXISTS ( SELECT
   FROM public.complaints o
  WHERE ((o.district_code = whistles.district_code) AND (o.id = whistles.complaint_id))
 OFFSET 0))));

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

REVOKE ALL ON FUNCTION public.name_key(name text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.name_key(name text) TO wuye_member;
GRANT ALL ON FUNCTION public.name_key(name text) TO wuye_auth;
GRANT ALL ON FUNCTION public.name_key(name text) TO wuye_worker;

GRANT SELECT,INSERT,UPDATE ON TABLE public.accountability_records TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.accountability_records TO wuye_street;

GRANT SELECT,INSERT,UPDATE ON TABLE public.departments TO wuye_district;
GRANT SELECT ON TABLE public.departments TO wuye_street;
GRANT SELECT ON TABLE public.departments TO wuye_community;
GRANT SELECT ON TABLE public.departments TO wuye_platform;

GRANT SELECT ON TABLE public.accountability_cards TO wuye_district;
GRANT SELECT ON TABLE public.accountability_cards TO wuye_street;

REVOKE ALL ON FUNCTION public.accountability_card(record uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.accountability_card(record uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.accountability_card(record uuid) TO wuye_street;

REVOKE ALL ON FUNCTION public.accountability_move(record uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.accountability_move(record uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text) TO wuye_district;
GRANT ALL ON FUNCTION public.accountability_move(record uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text) TO wuye_street;

REVOKE ALL ON FUNCTION public.accountability_propose(record uuid, wanted text, complaint uuid, call uuid, said text, caller_role text, caller_name text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.accountability_propose(record uuid, wanted text, complaint uuid, call uuid, said text, caller_role text, caller_name text, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.accountability_propose(record uuid, wanted text, complaint uuid, call uuid, said text, caller_role text, caller_name text, moment timestamp with time zone) TO wuye_street;

REVOKE ALL ON FUNCTION public.add_calendar_days(day date, days integer, OUT due date, OUT provisional boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.add_calendar_days(day date, days integer, OUT due date, OUT provisional boolean) TO wuye_member;
GRANT ALL ON FUNCTION public.add_calendar_days(day date, days integer, OUT due date, OUT provisional boolean) TO wuye_worker;

GRANT SELECT,INSERT ON TABLE public.tickets TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.tickets TO wuye_hotline;
GRANT SELECT,INSERT ON TABLE public.tickets TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.tickets TO wuye_community;

GRANT SELECT(district_code) ON TABLE public.tickets TO wuye_worker;

GRANT SELECT(id) ON TABLE public.tickets TO wuye_worker;

GRANT SELECT(source) ON TABLE public.tickets TO wuye_worker;

GRANT SELECT(ticket_no) ON TABLE public.tickets TO wuye_worker;

GRANT SELECT(round) ON TABLE public.tickets TO wuye_worker;

GRANT UPDATE(tries) ON TABLE public.tickets TO wuye_hotline;
GRANT UPDATE(tries) ON TABLE public.tickets TO wuye_district;
GRANT UPDATE(tries) ON TABLE public.tickets TO wuye_street;
GRANT UPDATE(tries) ON TABLE public.tickets TO wuye_community;

GRANT UPDATE(last_try_at) ON TABLE public.tickets TO wuye_hotline;
GRANT UPDATE(last_try_at) ON TABLE public.tickets TO wuye_district;
GRANT UPDATE(last_try_at) ON TABLE public.tickets TO wuye_street;
GRANT UPDATE(last_try_at) ON TABLE public.tickets TO wuye_community;

GRANT SELECT(complaint_id) ON TABLE public.tickets TO wuye_worker;

GRANT SELECT(created_at) ON TABLE public.tickets TO wuye_worker;

REVOKE ALL ON FUNCTION public.add_round(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.add_round(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) TO wuye_hotline;
GRANT ALL ON FUNCTION public.add_round(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) TO wuye_district;
GRANT ALL ON FUNCTION public.add_round(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) TO wuye_street;
GRANT ALL ON FUNCTION public.add_round(told public.ticket_told, made public.tickets, is_confidential boolean, sender_name text, sender_role text) TO wuye_community;

REVOKE ALL ON FUNCTION public.add_working_days(day date, days integer, OUT due date, OUT provisional boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.add_working_days(day date, days integer, OUT due date, OUT provisional boolean) TO wuye_member;
GRANT ALL ON FUNCTION public.add_working_days(day date, days integer, OUT due date, OUT provisional boolean) TO wuye_worker;

REVOKE ALL ON FUNCTION public.assigned_after(district text, person uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.assigned_after(district text, person uuid, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.assigned_after(district text, person uuid, day date) TO wuye_company;

REVOKE ALL ON FUNCTION public.attachment_move(attachment uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.attachment_move(attachment uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text) TO wuye_district;
GRANT ALL ON FUNCTION public.attachment_move(attachment uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text) TO wuye_street;
GRANT ALL ON FUNCTION public.attachment_move(attachment uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text) TO wuye_community;
GRANT ALL ON FUNCTION public.attachment_move(attachment uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text) TO wuye_company;
GRANT ALL ON FUNCTION public.attachment_move(attachment uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.attachment_owner_over(kind text, owner uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.attachment_owner_over(kind text, owner uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.attachment_owner_over(kind text, owner uuid) TO wuye_street;
GRANT ALL ON FUNCTION public.attachment_owner_over(kind text, owner uuid) TO wuye_community;
GRANT ALL ON FUNCTION public.attachment_owner_over(kind text, owner uuid) TO wuye_company;
GRANT ALL ON FUNCTION public.attachment_owner_over(kind text, owner uuid) TO wuye_hotline;

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

REVOKE ALL ON FUNCTION public.categories_of_day(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.categories_of_day(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.categories_of_day(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.categories_of_day(day date) TO wuye_community;

REVOKE ALL ON FUNCTION public.category_of(from_source text, told text, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.category_of(from_source text, told text, day date) TO wuye_member;

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

REVOKE ALL ON FUNCTION public.change_estate(target uuid, patch jsonb, base jsonb, at timestamp with time zone, day date, if_version integer, OUT problem text, OUT estate public.estates) FROM PUBLIC;
GRANT ALL ON FUNCTION public.change_estate(target uuid, patch jsonb, base jsonb, at timestamp with time zone, day date, if_version integer, OUT problem text, OUT estate public.estates) TO wuye_district;
GRANT ALL ON FUNCTION public.change_estate(target uuid, patch jsonb, base jsonb, at timestamp with time zone, day date, if_version integer, OUT problem text, OUT estate public.estates) TO wuye_street;

REVOKE ALL ON FUNCTION public.uscc_valid(code text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.uscc_valid(code text) TO wuye_member;
GRANT ALL ON FUNCTION public.uscc_valid(code text) TO wuye_auth;
GRANT ALL ON FUNCTION public.uscc_valid(code text) TO wuye_worker;

GRANT SELECT,INSERT,UPDATE ON TABLE public.firms TO wuye_district;
GRANT INSERT ON TABLE public.firms TO wuye_street;

GRANT SELECT(district_code) ON TABLE public.firms TO wuye_street;
GRANT SELECT(district_code) ON TABLE public.firms TO wuye_community;
GRANT SELECT(district_code) ON TABLE public.firms TO wuye_company;
GRANT SELECT(district_code) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(district_code) ON TABLE public.firms TO wuye_platform;
GRANT SELECT(district_code) ON TABLE public.firms TO wuye_auth;

GRANT SELECT(id) ON TABLE public.firms TO wuye_street;
GRANT SELECT(id) ON TABLE public.firms TO wuye_community;
GRANT SELECT(id) ON TABLE public.firms TO wuye_company;
GRANT SELECT(id) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(id) ON TABLE public.firms TO wuye_platform;
GRANT SELECT(id) ON TABLE public.firms TO wuye_auth;

GRANT SELECT(uscc) ON TABLE public.firms TO wuye_street;
GRANT SELECT(uscc) ON TABLE public.firms TO wuye_community;
GRANT SELECT(uscc) ON TABLE public.firms TO wuye_company;
GRANT SELECT(uscc) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(uscc) ON TABLE public.firms TO wuye_platform;
GRANT SELECT(uscc) ON TABLE public.firms TO wuye_auth;

GRANT SELECT(uscc_override_reason) ON TABLE public.firms TO wuye_street;
GRANT SELECT(uscc_override_reason) ON TABLE public.firms TO wuye_community;
GRANT SELECT(uscc_override_reason) ON TABLE public.firms TO wuye_company;
GRANT SELECT(uscc_override_reason) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(uscc_override_reason) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(uscc_override_at) ON TABLE public.firms TO wuye_street;
GRANT SELECT(uscc_override_at) ON TABLE public.firms TO wuye_community;
GRANT SELECT(uscc_override_at) ON TABLE public.firms TO wuye_company;
GRANT SELECT(uscc_override_at) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(uscc_override_at) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(name) ON TABLE public.firms TO wuye_street;
GRANT SELECT(name) ON TABLE public.firms TO wuye_community;
GRANT SELECT(name) ON TABLE public.firms TO wuye_company;
GRANT SELECT(name) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(name) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(locality) ON TABLE public.firms TO wuye_street;
GRANT SELECT(locality) ON TABLE public.firms TO wuye_community;
GRANT SELECT(locality) ON TABLE public.firms TO wuye_company;
GRANT SELECT(locality) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(locality) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(registered_division) ON TABLE public.firms TO wuye_street;
GRANT SELECT(registered_division) ON TABLE public.firms TO wuye_community;
GRANT SELECT(registered_division) ON TABLE public.firms TO wuye_company;
GRANT SELECT(registered_division) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(registered_division) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(service_hotline) ON TABLE public.firms TO wuye_street;
GRANT SELECT(service_hotline) ON TABLE public.firms TO wuye_community;
GRANT SELECT(service_hotline),UPDATE(service_hotline) ON TABLE public.firms TO wuye_company;
GRANT SELECT(service_hotline) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(service_hotline) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(party_org) ON TABLE public.firms TO wuye_street;
GRANT SELECT(party_org) ON TABLE public.firms TO wuye_community;
GRANT SELECT(party_org) ON TABLE public.firms TO wuye_company;
GRANT SELECT(party_org) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(party_org) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(party_org_since) ON TABLE public.firms TO wuye_street;
GRANT SELECT(party_org_since) ON TABLE public.firms TO wuye_community;
GRANT SELECT(party_org_since) ON TABLE public.firms TO wuye_company;
GRANT SELECT(party_org_since) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(party_org_since) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(market_access) ON TABLE public.firms TO wuye_street;
GRANT SELECT(market_access) ON TABLE public.firms TO wuye_community;
GRANT SELECT(market_access) ON TABLE public.firms TO wuye_company;
GRANT SELECT(market_access) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(market_access) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(status) ON TABLE public.firms TO wuye_street;
GRANT SELECT(status) ON TABLE public.firms TO wuye_community;
GRANT SELECT(status) ON TABLE public.firms TO wuye_company;
GRANT SELECT(status) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(status) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(version),UPDATE(version) ON TABLE public.firms TO wuye_street;
GRANT SELECT(version) ON TABLE public.firms TO wuye_community;
GRANT SELECT(version),UPDATE(version) ON TABLE public.firms TO wuye_company;
GRANT SELECT(version) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(version) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(created_at) ON TABLE public.firms TO wuye_street;
GRANT SELECT(created_at) ON TABLE public.firms TO wuye_community;
GRANT SELECT(created_at) ON TABLE public.firms TO wuye_company;
GRANT SELECT(created_at) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(created_at) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.firms TO wuye_street;
GRANT SELECT(updated_at) ON TABLE public.firms TO wuye_community;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.firms TO wuye_company;
GRANT SELECT(updated_at) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(updated_at) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(name_x) ON TABLE public.firms TO wuye_street;
GRANT SELECT(name_x) ON TABLE public.firms TO wuye_community;
GRANT SELECT(name_x) ON TABLE public.firms TO wuye_company;
GRANT SELECT(name_x) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(name_x) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(known_from),UPDATE(known_from) ON TABLE public.firms TO wuye_street;
GRANT SELECT(known_from) ON TABLE public.firms TO wuye_community;
GRANT SELECT(known_from),UPDATE(known_from) ON TABLE public.firms TO wuye_company;
GRANT SELECT(known_from) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(known_from) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(contact_phone) ON TABLE public.firms TO wuye_street;
GRANT SELECT(contact_phone) ON TABLE public.firms TO wuye_community;
GRANT SELECT(contact_phone),UPDATE(contact_phone) ON TABLE public.firms TO wuye_company;
GRANT SELECT(contact_phone) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(contact_phone) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(office_address) ON TABLE public.firms TO wuye_street;
GRANT SELECT(office_address) ON TABLE public.firms TO wuye_community;
GRANT SELECT(office_address),UPDATE(office_address) ON TABLE public.firms TO wuye_company;
GRANT SELECT(office_address) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(office_address) ON TABLE public.firms TO wuye_platform;

GRANT SELECT(entry),UPDATE(entry) ON TABLE public.firms TO wuye_street;
GRANT SELECT(entry) ON TABLE public.firms TO wuye_community;
GRANT SELECT(entry) ON TABLE public.firms TO wuye_company;
GRANT SELECT(entry) ON TABLE public.firms TO wuye_hotline;
GRANT SELECT(entry) ON TABLE public.firms TO wuye_platform;

REVOKE ALL ON FUNCTION public.change_firm(target uuid, patch jsonb, base jsonb, at timestamp with time zone, if_version integer, OUT problem text, OUT firm public.firms) FROM PUBLIC;
GRANT ALL ON FUNCTION public.change_firm(target uuid, patch jsonb, base jsonb, at timestamp with time zone, if_version integer, OUT problem text, OUT firm public.firms) TO wuye_district;
GRANT ALL ON FUNCTION public.change_firm(target uuid, patch jsonb, base jsonb, at timestamp with time zone, if_version integer, OUT problem text, OUT firm public.firms) TO wuye_company;

REVOKE ALL ON FUNCTION public.client_admitted(district text, holder uuid, epoch bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.client_admitted(district text, holder uuid, epoch bigint) TO wuye_member;

REVOKE ALL ON FUNCTION public.complaint_assign(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, kind text, who jsonb, new_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_assign(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, kind text, who jsonb, new_id uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_assign(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, kind text, who jsonb, new_id uuid) TO wuye_street;

REVOKE ALL ON FUNCTION public.complaint_clusters(wanted text, last date, caller_role text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_clusters(wanted text, last date, caller_role text) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_clusters(wanted text, last date, caller_role text) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_clusters(wanted text, last date, caller_role text) TO wuye_community;

REVOKE ALL ON FUNCTION public.complaint_did_any(district text, complaint uuid, actions text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_did_any(district text, complaint uuid, actions text[]) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_did_any(district text, complaint uuid, actions text[]) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_did_any(district text, complaint uuid, actions text[]) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_did_any(district text, complaint uuid, actions text[]) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_did_any(district text, complaint uuid, actions text[]) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.complaint_ended_at(district text, complaint uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.complaint_extension_refusal(district text, complaint uuid, standing timestamp with time zone, wanted timestamp with time zone, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_extension_refusal(district text, complaint uuid, standing timestamp with time zone, wanted timestamp with time zone, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_extension_refusal(district text, complaint uuid, standing timestamp with time zone, wanted timestamp with time zone, moment timestamp with time zone) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_extension_refusal(district text, complaint uuid, standing timestamp with time zone, wanted timestamp with time zone, moment timestamp with time zone) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_extension_refusal(district text, complaint uuid, standing timestamp with time zone, wanted timestamp with time zone, moment timestamp with time zone) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_extension_refusal(district text, complaint uuid, standing timestamp with time zone, wanted timestamp with time zone, moment timestamp with time zone) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.complaint_first_limit(district text, started timestamp with time zone, urgency_is text, category_is text, street_is text, type_is text, source_is text, complex_is boolean, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_first_limit(district text, started timestamp with time zone, urgency_is text, category_is text, street_is text, type_is text, source_is text, complex_is boolean, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_first_limit(district text, started timestamp with time zone, urgency_is text, category_is text, street_is text, type_is text, source_is text, complex_is boolean, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_first_limit(district text, started timestamp with time zone, urgency_is text, category_is text, street_is text, type_is text, source_is text, complex_is boolean, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_first_limit(district text, started timestamp with time zone, urgency_is text, category_is text, street_is text, type_is text, source_is text, complex_is boolean, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_first_limit(district text, started timestamp with time zone, urgency_is text, category_is text, street_is text, type_is text, source_is text, complex_is boolean, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.complaint_handle_limit(district text, complaint uuid, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone, OUT stopped_at timestamp with time zone, OUT extendable_to timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_handle_limit(district text, complaint uuid, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone, OUT stopped_at timestamp with time zone, OUT extendable_to timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_handle_limit(district text, complaint uuid, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone, OUT stopped_at timestamp with time zone, OUT extendable_to timestamp with time zone) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_handle_limit(district text, complaint uuid, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone, OUT stopped_at timestamp with time zone, OUT extendable_to timestamp with time zone) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_handle_limit(district text, complaint uuid, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone, OUT stopped_at timestamp with time zone, OUT extendable_to timestamp with time zone) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_handle_limit(district text, complaint uuid, OUT due_at timestamp with time zone, OUT due_provisional boolean, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone, OUT stopped_at timestamp with time zone, OUT extendable_to timestamp with time zone) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.complaint_limit_again(district text, complaint uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_limit_again(district text, complaint uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_limit_again(district text, complaint uuid) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_limit_again(district text, complaint uuid) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_limit_again(district text, complaint uuid) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_limit_again(district text, complaint uuid) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.complaint_pending(state text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_pending(state text) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_pending(state text) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_pending(state text) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_pending(state text) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_pending(state text) TO wuye_hotline;
GRANT ALL ON FUNCTION public.complaint_pending(state text) TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.complaints TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.complaints TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.complaints TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.complaints TO wuye_hotline;

GRANT SELECT(district_code) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(district_code) ON TABLE public.complaints TO wuye_platform;
GRANT SELECT(district_code) ON TABLE public.complaints TO wuye_worker;

GRANT SELECT(id) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(id) ON TABLE public.complaints TO wuye_platform;
GRANT SELECT(id) ON TABLE public.complaints TO wuye_worker;

GRANT SELECT(source) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(source) ON TABLE public.complaints TO wuye_platform;
GRANT SELECT(source) ON TABLE public.complaints TO wuye_worker;

GRANT SELECT(ticket_no) ON TABLE public.complaints TO wuye_platform;
GRANT SELECT(ticket_no) ON TABLE public.complaints TO wuye_worker;

GRANT SELECT(round) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(round) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(round) ON TABLE public.complaints TO wuye_hotline;
GRANT UPDATE(round) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(round) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(round) ON TABLE public.complaints TO wuye_community;

GRANT SELECT(client_id) ON TABLE public.complaints TO wuye_worker;

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
GRANT SELECT(confidential) ON TABLE public.complaints TO wuye_worker;
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
GRANT SELECT(result) ON TABLE public.complaints TO wuye_worker;

GRANT SELECT(satisfaction) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(satisfaction) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(satisfaction) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(satisfaction) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(satisfaction) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(satisfaction) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(satisfaction) ON TABLE public.complaints TO wuye_worker;

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

GRANT SELECT(dispatched_at) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(dispatched_at) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(dispatched_at) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(dispatched_at) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(dispatched_at) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(dispatched_at) ON TABLE public.complaints TO wuye_company;

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
GRANT SELECT(reported_at) ON TABLE public.complaints TO wuye_worker;

GRANT SELECT(reported_result) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(reported_result) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(reported_result) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(reported_result) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(reported_result) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(reported_result),UPDATE(reported_result) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(reported_result) ON TABLE public.complaints TO wuye_worker;

GRANT SELECT(closed_at) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(closed_at) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(closed_at) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(closed_at) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(closed_at) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(closed_at) ON TABLE public.complaints TO wuye_company;
GRANT SELECT(closed_at) ON TABLE public.complaints TO wuye_worker;

GRANT SELECT(complex) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(complex) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(complex) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(complex) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(complex) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(complex) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(designated) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(designated) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(designated) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(designated) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(designated) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(designated) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(first_signed_at) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(first_signed_at) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(first_signed_at) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(first_signed_at) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(first_signed_at) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(first_signed_at),UPDATE(first_signed_at) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(clock_at) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(clock_at) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(clock_at) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(clock_at) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(clock_at) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(clock_at) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(due_provisional) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(due_provisional) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(due_provisional) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(due_provisional) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(due_provisional) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(due_provisional) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(warn_at) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(warn_at) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(warn_at) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(warn_at) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(warn_at) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(warn_at) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(alarm_at) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(alarm_at) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(alarm_at) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(alarm_at) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(alarm_at) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(alarm_at) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(stopped_at) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(stopped_at) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(stopped_at) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(stopped_at) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(stopped_at) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(stopped_at) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(asked_due_at) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(asked_due_at) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(asked_due_at) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(asked_due_at) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(asked_due_at) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(asked_due_at),UPDATE(asked_due_at) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(extended_to) ON TABLE public.complaints TO wuye_platform;
GRANT UPDATE(extended_to) ON TABLE public.complaints TO wuye_district;
GRANT UPDATE(extended_to) ON TABLE public.complaints TO wuye_street;
GRANT UPDATE(extended_to) ON TABLE public.complaints TO wuye_community;
GRANT UPDATE(extended_to) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(extended_to) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(handle_by) ON TABLE public.complaints TO wuye_platform;
GRANT SELECT(handle_by) ON TABLE public.complaints TO wuye_company;

GRANT SELECT(in_hands_of) ON TABLE public.complaints TO wuye_platform;
GRANT SELECT(in_hands_of) ON TABLE public.complaints TO wuye_company;

GRANT UPDATE(urges) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(urges) ON TABLE public.complaints TO wuye_company;

GRANT UPDATE(supervisions) ON TABLE public.complaints TO wuye_hotline;
GRANT SELECT(supervisions) ON TABLE public.complaints TO wuye_company;

REVOKE ALL ON FUNCTION public.complaint_limit_anew(c public.complaints, newer boolean, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_limit_anew(c public.complaints, newer boolean, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_limit_anew(c public.complaints, newer boolean, moment timestamp with time zone) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_limit_anew(c public.complaints, newer boolean, moment timestamp with time zone) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_limit_anew(c public.complaints, newer boolean, moment timestamp with time zone) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_limit_anew(c public.complaints, newer boolean, moment timestamp with time zone) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.complaint_limit_named(complaint uuid, kind_is text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_limit_named(complaint uuid, kind_is text) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_limit_named(complaint uuid, kind_is text) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_limit_named(complaint uuid, kind_is text) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_limit_named(complaint uuid, kind_is text) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_limit_named(complaint uuid, kind_is text) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.complaint_limits(complaint uuid, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_limits(complaint uuid, moment timestamp with time zone) TO wuye_member;

REVOKE ALL ON FUNCTION public.complaint_limits_again(moment timestamp with time zone, everything boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.complaint_log_position() FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_log_position() TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_log_position() TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_log_position() TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_log_position() TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_log_position() TO wuye_hotline;

REVOKE ALL ON FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, said text, said_inside text, details jsonb) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.complaint_outcomes(first date, before date, ruled_on date, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_outcomes(first date, before date, ruled_on date, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_outcomes(first date, before date, ruled_on date, moment timestamp with time zone) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_outcomes(first date, before date, ruled_on date, moment timestamp with time zone) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_outcomes(first date, before date, ruled_on date, moment timestamp with time zone) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_outcomes(first date, before date, ruled_on date, moment timestamp with time zone) TO wuye_platform;

REVOKE ALL ON FUNCTION public.complaint_repeats(first date, before date, days integer, caller_role text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_repeats(first date, before date, days integer, caller_role text) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_repeats(first date, before date, days integer, caller_role text) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_repeats(first date, before date, days integer, caller_role text) TO wuye_community;

REVOKE ALL ON FUNCTION public.complaint_returnable_until(district text, dispatched timestamp with time zone, urgency_is text, category_is text, complex_is boolean, street_is text, type_is text, source_is text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_returnable_until(district text, dispatched timestamp with time zone, urgency_is text, category_is text, complex_is boolean, street_is text, type_is text, source_is text) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_returnable_until(district text, dispatched timestamp with time zone, urgency_is text, category_is text, complex_is boolean, street_is text, type_is text, source_is text) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_returnable_until(district text, dispatched timestamp with time zone, urgency_is text, category_is text, complex_is boolean, street_is text, type_is text, source_is text) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_returnable_until(district text, dispatched timestamp with time zone, urgency_is text, category_is text, complex_is boolean, street_is text, type_is text, source_is text) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_returnable_until(district text, dispatched timestamp with time zone, urgency_is text, category_is text, complex_is boolean, street_is text, type_is text, source_is text) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.complaint_route(complaint uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_route(complaint uuid, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_route(complaint uuid, day date) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_route(complaint uuid, day date) TO wuye_community;

REVOKE ALL ON FUNCTION public.complaint_similar(complaint uuid, caller_role text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_similar(complaint uuid, caller_role text) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_similar(complaint uuid, caller_role text) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_similar(complaint uuid, caller_role text) TO wuye_community;

REVOKE ALL ON FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) TO wuye_street;
GRANT ALL ON FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) TO wuye_community;
GRANT ALL ON FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) TO wuye_company;
GRANT ALL ON FUNCTION public.complaint_step_refusal(needs text, contacted_at timestamp with time zone, returns integer, closed_at timestamp with time zone, moment timestamp with time zone) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.complaint_update_type(action text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complaint_update_type(action text) TO wuye_hotline;
GRANT ALL ON FUNCTION public.complaint_update_type(action text) TO wuye_worker;

REVOKE ALL ON FUNCTION public.contact_is_due(district text, complaint uuid, cutoff timestamp with time zone) FROM PUBLIC;

GRANT SELECT,INSERT,UPDATE ON TABLE public.contracts TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.contracts TO wuye_street;
GRANT SELECT ON TABLE public.contracts TO wuye_community;
GRANT SELECT,INSERT,UPDATE ON TABLE public.contracts TO wuye_company;
GRANT SELECT ON TABLE public.contracts TO wuye_platform;

REVOKE ALL ON FUNCTION public.contract_card(c public.contracts, day date, expiring_days integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_card(c public.contracts, day date, expiring_days integer) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_card(c public.contracts, day date, expiring_days integer) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_card(c public.contracts, day date, expiring_days integer) TO wuye_community;
GRANT ALL ON FUNCTION public.contract_card(c public.contracts, day date, expiring_days integer) TO wuye_company;
GRANT ALL ON FUNCTION public.contract_card(c public.contracts, day date, expiring_days integer) TO wuye_platform;

REVOKE ALL ON FUNCTION public.contract_cleared(contract uuid, standing text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_cleared(contract uuid, standing text) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_cleared(contract uuid, standing text) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_cleared(contract uuid, standing text) TO wuye_company;

REVOKE ALL ON FUNCTION public.contract_draft(contract uuid, fields jsonb, codes text[], at timestamp with time zone, day date, OUT moved public.contracts, OUT expiring_days integer, OUT problem text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_draft(contract uuid, fields jsonb, codes text[], at timestamp with time zone, day date, OUT moved public.contracts, OUT expiring_days integer, OUT problem text) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_draft(contract uuid, fields jsonb, codes text[], at timestamp with time zone, day date, OUT moved public.contracts, OUT expiring_days integer, OUT problem text) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_draft(contract uuid, fields jsonb, codes text[], at timestamp with time zone, day date, OUT moved public.contracts, OUT expiring_days integer, OUT problem text) TO wuye_company;

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

GRANT SELECT,INSERT,UPDATE ON TABLE public.contract_handovers TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.contract_handovers TO wuye_street;
GRANT SELECT ON TABLE public.contract_handovers TO wuye_community;
GRANT SELECT ON TABLE public.contract_handovers TO wuye_company;
GRANT SELECT ON TABLE public.contract_handovers TO wuye_platform;

REVOKE ALL ON FUNCTION public.contract_handovers_at(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_handovers_at(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_handovers_at(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_handovers_at(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.contract_handovers_at(day date) TO wuye_company;
GRANT ALL ON FUNCTION public.contract_handovers_at(day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.contract_held(contract uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_held(contract uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_held(contract uuid) TO wuye_company;

REVOKE ALL ON FUNCTION public.contract_move(contract uuid, what text, changes jsonb, note text, at timestamp with time zone, day date, if_version integer, new_estates uuid[], OUT moved public.contracts, OUT expiring_days integer, OUT standing text, OUT problem text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_move(contract uuid, what text, changes jsonb, note text, at timestamp with time zone, day date, if_version integer, new_estates uuid[], OUT moved public.contracts, OUT expiring_days integer, OUT standing text, OUT problem text) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_move(contract uuid, what text, changes jsonb, note text, at timestamp with time zone, day date, if_version integer, new_estates uuid[], OUT moved public.contracts, OUT expiring_days integer, OUT standing text, OUT problem text) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_move(contract uuid, what text, changes jsonb, note text, at timestamp with time zone, day date, if_version integer, new_estates uuid[], OUT moved public.contracts, OUT expiring_days integer, OUT standing text, OUT problem text) TO wuye_company;

REVOKE ALL ON FUNCTION public.contract_now(contract uuid, day date, expiring_days integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_now(contract uuid, day date, expiring_days integer) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_now(contract uuid, day date, expiring_days integer) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_now(contract uuid, day date, expiring_days integer) TO wuye_community;
GRANT ALL ON FUNCTION public.contract_now(contract uuid, day date, expiring_days integer) TO wuye_company;
GRANT ALL ON FUNCTION public.contract_now(contract uuid, day date, expiring_days integer) TO wuye_platform;

REVOKE ALL ON FUNCTION public.contract_review_experts(review uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_review_experts(review uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.contract_review_experts(review uuid) TO wuye_street;
GRANT ALL ON FUNCTION public.contract_review_experts(review uuid) TO wuye_community;
GRANT ALL ON FUNCTION public.contract_review_experts(review uuid) TO wuye_company;
GRANT ALL ON FUNCTION public.contract_review_experts(review uuid) TO wuye_platform;

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

REVOKE ALL ON FUNCTION public.duty_due(wanted text, about text, since timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.duty_due(wanted text, about text, since timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.duty_due(wanted text, about text, since timestamp with time zone) TO wuye_street;
GRANT ALL ON FUNCTION public.duty_due(wanted text, about text, since timestamp with time zone) TO wuye_community;
GRANT ALL ON FUNCTION public.duty_due(wanted text, about text, since timestamp with time zone) TO wuye_company;
GRANT ALL ON FUNCTION public.duty_due(wanted text, about text, since timestamp with time zone) TO wuye_platform;

REVOKE ALL ON FUNCTION public.duty_term(wanted text, about text, day date, OUT takes interval, OUT ends timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.duty_term(wanted text, about text, day date, OUT takes interval, OUT ends timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.duty_term(wanted text, about text, day date, OUT takes interval, OUT ends timestamp with time zone) TO wuye_street;
GRANT ALL ON FUNCTION public.duty_term(wanted text, about text, day date, OUT takes interval, OUT ends timestamp with time zone) TO wuye_community;
GRANT ALL ON FUNCTION public.duty_term(wanted text, about text, day date, OUT takes interval, OUT ends timestamp with time zone) TO wuye_company;
GRANT ALL ON FUNCTION public.duty_term(wanted text, about text, day date, OUT takes interval, OUT ends timestamp with time zone) TO wuye_platform;

REVOKE ALL ON FUNCTION public.end_department_contacts(district text, department uuid, day date, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.end_department_contacts(district text, department uuid, day date, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.end_department_contacts(district text, department uuid, day date, moment timestamp with time zone) TO wuye_street;

REVOKE ALL ON FUNCTION public.end_org_staff(district text, unit uuid, day date, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.end_org_staff(district text, unit uuid, day date, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.end_org_staff(district text, unit uuid, day date, moment timestamp with time zone) TO wuye_street;

GRANT SELECT,INSERT ON TABLE public.enforcement_cases TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.enforcement_cases TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.enforcement_cases TO wuye_community;

GRANT UPDATE(leader) ON TABLE public.enforcement_cases TO wuye_district;
GRANT UPDATE(leader) ON TABLE public.enforcement_cases TO wuye_street;

GRANT UPDATE(departments) ON TABLE public.enforcement_cases TO wuye_district;
GRANT UPDATE(departments) ON TABLE public.enforcement_cases TO wuye_street;

GRANT UPDATE(state) ON TABLE public.enforcement_cases TO wuye_district;
GRANT UPDATE(state) ON TABLE public.enforcement_cases TO wuye_street;

GRANT UPDATE(accepted_at) ON TABLE public.enforcement_cases TO wuye_district;
GRANT UPDATE(accepted_at) ON TABLE public.enforcement_cases TO wuye_street;

GRANT UPDATE(dispatched_at) ON TABLE public.enforcement_cases TO wuye_district;
GRANT UPDATE(dispatched_at) ON TABLE public.enforcement_cases TO wuye_street;

GRANT UPDATE(enforced_at) ON TABLE public.enforcement_cases TO wuye_district;
GRANT UPDATE(enforced_at) ON TABLE public.enforcement_cases TO wuye_street;

GRANT UPDATE(fed_back_at) ON TABLE public.enforcement_cases TO wuye_district;
GRANT UPDATE(fed_back_at) ON TABLE public.enforcement_cases TO wuye_street;

GRANT UPDATE(outcome) ON TABLE public.enforcement_cases TO wuye_district;
GRANT UPDATE(outcome) ON TABLE public.enforcement_cases TO wuye_street;

GRANT UPDATE(version) ON TABLE public.enforcement_cases TO wuye_district;
GRANT UPDATE(version) ON TABLE public.enforcement_cases TO wuye_street;

GRANT UPDATE(updated_at) ON TABLE public.enforcement_cases TO wuye_district;
GRANT UPDATE(updated_at) ON TABLE public.enforcement_cases TO wuye_street;

GRANT SELECT ON TABLE public.enforcement_cards TO wuye_district;
GRANT SELECT ON TABLE public.enforcement_cards TO wuye_street;
GRANT SELECT ON TABLE public.enforcement_cards TO wuye_community;

REVOKE ALL ON FUNCTION public.enforcement_card(opened uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.enforcement_card(opened uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.enforcement_card(opened uuid) TO wuye_street;
GRANT ALL ON FUNCTION public.enforcement_card(opened uuid) TO wuye_community;

REVOKE ALL ON FUNCTION public.enforcement_move(opened uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text, changes jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.enforcement_move(opened uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text, changes jsonb) TO wuye_district;
GRANT ALL ON FUNCTION public.enforcement_move(opened uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text, changes jsonb) TO wuye_street;
GRANT ALL ON FUNCTION public.enforcement_move(opened uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text, changes jsonb) TO wuye_community;

REVOKE ALL ON FUNCTION public.enforcement_open(opened uuid, complaint uuid, whistle uuid, form uuid, given_category text, said text, more text, caller_role text, caller_name text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.enforcement_open(opened uuid, complaint uuid, whistle uuid, form uuid, given_category text, said text, more text, caller_role text, caller_name text, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.enforcement_open(opened uuid, complaint uuid, whistle uuid, form uuid, given_category text, said text, more text, caller_role text, caller_name text, moment timestamp with time zone) TO wuye_street;
GRANT ALL ON FUNCTION public.enforcement_open(opened uuid, complaint uuid, whistle uuid, form uuid, given_category text, said text, more text, caller_role text, caller_name text, moment timestamp with time zone) TO wuye_community;

REVOKE ALL ON FUNCTION public.erase_contacts(most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.erase_contacts(most integer) TO wuye_worker;

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

REVOKE ALL ON FUNCTION public.estates_served(first date, before date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.estates_served(first date, before date) TO wuye_district;
GRANT ALL ON FUNCTION public.estates_served(first date, before date) TO wuye_street;
GRANT ALL ON FUNCTION public.estates_served(first date, before date) TO wuye_community;
GRANT ALL ON FUNCTION public.estates_served(first date, before date) TO wuye_company;
GRANT ALL ON FUNCTION public.estates_served(first date, before date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.exact_share(part numeric, whole numeric, places integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.exact_share(part numeric, whole numeric, places integer) TO wuye_member;

REVOKE ALL ON FUNCTION public.firm_barred(firm uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.firm_barred(firm uuid, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.firm_barred(firm uuid, day date) TO wuye_street;
GRANT ALL ON FUNCTION public.firm_barred(firm uuid, day date) TO wuye_community;
GRANT ALL ON FUNCTION public.firm_barred(firm uuid, day date) TO wuye_company;
GRANT ALL ON FUNCTION public.firm_barred(firm uuid, day date) TO wuye_platform;

REVOKE ALL ON FUNCTION public.firm_held(target uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.firm_held(target uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.firm_held(target uuid) TO wuye_company;

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

REVOKE ALL ON FUNCTION public.firm_serves(estate uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.firm_serves(estate uuid, day date) TO wuye_company;

REVOKE ALL ON FUNCTION public.firm_vouched_by(firm uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.firm_vouched_by(firm uuid, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.firm_vouched_by(firm uuid, day date) TO wuye_street;
GRANT ALL ON FUNCTION public.firm_vouched_by(firm uuid, day date) TO wuye_community;
GRANT ALL ON FUNCTION public.firm_vouched_by(firm uuid, day date) TO wuye_company;
GRANT ALL ON FUNCTION public.firm_vouched_by(firm uuid, day date) TO wuye_hotline;
GRANT ALL ON FUNCTION public.firm_vouched_by(firm uuid, day date) TO wuye_platform;

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

REVOKE ALL ON FUNCTION public.imports_under_way(of_user uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.imports_under_way(of_user uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.imports_under_way(of_user uuid) TO wuye_company;

REVOKE ALL ON FUNCTION public.keep_estate(target uuid, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.keep_estate(target uuid, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.keep_estate(target uuid, moment timestamp with time zone) TO wuye_street;

REVOKE ALL ON FUNCTION public.keep_firm(target uuid, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.keep_firm(target uuid, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.keep_firm(target uuid, moment timestamp with time zone) TO wuye_street;
GRANT ALL ON FUNCTION public.keep_firm(target uuid, moment timestamp with time zone) TO wuye_company;

REVOKE ALL ON FUNCTION public.limit_after_stop(due timestamp with time zone, unit text, stopped timestamp with time zone, resumed timestamp with time zone, OUT moved timestamp with time zone, OUT provisional boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.limit_after_stop(due timestamp with time zone, unit text, stopped timestamp with time zone, resumed timestamp with time zone, OUT moved timestamp with time zone, OUT provisional boolean) TO wuye_member;

REVOKE ALL ON FUNCTION public.limit_from(moment timestamp with time zone, amount integer, unit text, OUT due timestamp with time zone, OUT provisional boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.limit_from(moment timestamp with time zone, amount integer, unit text, OUT due timestamp with time zone, OUT provisional boolean) TO wuye_member;

GRANT SELECT ON TABLE public.sla_policies TO wuye_member;
GRANT INSERT ON TABLE public.sla_policies TO wuye_district;

GRANT UPDATE(effective_to) ON TABLE public.sla_policies TO wuye_district;

GRANT UPDATE(ended_for) ON TABLE public.sla_policies TO wuye_district;

GRANT UPDATE(ended_before) ON TABLE public.sla_policies TO wuye_district;

REVOKE ALL ON FUNCTION public.limit_marks(due timestamp with time zone, policy public.sla_policies, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.limit_marks(due timestamp with time zone, policy public.sla_policies, OUT warn_at timestamp with time zone, OUT alarm_at timestamp with time zone) TO wuye_member;

REVOKE ALL ON FUNCTION public.limit_standing(due_at timestamp with time zone, warn_at timestamp with time zone, alarm_at timestamp with time zone, stopped_at timestamp with time zone, pending boolean, done_at timestamp with time zone, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.limit_standing(due_at timestamp with time zone, warn_at timestamp with time zone, alarm_at timestamp with time zone, stopped_at timestamp with time zone, pending boolean, done_at timestamp with time zone, moment timestamp with time zone) TO wuye_member;

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

GRANT SELECT,INSERT,UPDATE ON TABLE public.person_roles TO wuye_district;
GRANT SELECT ON TABLE public.person_roles TO wuye_street;
GRANT SELECT ON TABLE public.person_roles TO wuye_community;
GRANT SELECT,INSERT,UPDATE ON TABLE public.person_roles TO wuye_company;

REVOKE ALL ON FUNCTION public.person_roles_at(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.person_roles_at(day date) TO wuye_district;
GRANT ALL ON FUNCTION public.person_roles_at(day date) TO wuye_street;
GRANT ALL ON FUNCTION public.person_roles_at(day date) TO wuye_community;
GRANT ALL ON FUNCTION public.person_roles_at(day date) TO wuye_company;

REVOKE ALL ON FUNCTION public.place_of(told_code text, told_name text, told_division text, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.place_of(told_code text, told_name text, told_division text, day date) TO wuye_member;

REVOKE ALL ON FUNCTION public.posts_of(district text, person uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.posts_of(district text, person uuid, day date) TO wuye_district;
GRANT ALL ON FUNCTION public.posts_of(district text, person uuid, day date) TO wuye_street;
GRANT ALL ON FUNCTION public.posts_of(district text, person uuid, day date) TO wuye_community;
GRANT ALL ON FUNCTION public.posts_of(district text, person uuid, day date) TO wuye_company;

REVOKE ALL ON FUNCTION public.project_said(project uuid, said text, of_version integer, at timestamp with time zone, moment timestamp with time zone, number text, words text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.project_said(project uuid, said text, of_version integer, at timestamp with time zone, moment timestamp with time zone, number text, words text) TO wuye_district;
GRANT ALL ON FUNCTION public.project_said(project uuid, said text, of_version integer, at timestamp with time zone, moment timestamp with time zone, number text, words text) TO wuye_platform;

REVOKE ALL ON FUNCTION public.project_stands(project uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.project_stands(project uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.project_stands(project uuid) TO wuye_platform;

REVOKE ALL ON FUNCTION public.refused(problem text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.refused(problem text) TO wuye_member;
GRANT ALL ON FUNCTION public.refused(problem text) TO wuye_auth;

REVOKE ALL ON FUNCTION public.removal_consent(district text, day date, households_for numeric, households_voted numeric, households_all numeric, area_for numeric, area_voted numeric, area_all numeric) FROM PUBLIC;
GRANT ALL ON FUNCTION public.removal_consent(district text, day date, households_for numeric, households_voted numeric, households_all numeric, area_for numeric, area_voted numeric, area_all numeric) TO wuye_district;
GRANT ALL ON FUNCTION public.removal_consent(district text, day date, households_for numeric, households_voted numeric, households_all numeric, area_for numeric, area_voted numeric, area_all numeric) TO wuye_street;

REVOKE ALL ON FUNCTION public.round_begun(m public.hotline_messages, standing integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.round_begun(m public.hotline_messages, standing integer) TO wuye_hotline;

GRANT SELECT,INSERT,UPDATE ON TABLE public.routing_rules TO wuye_district;
GRANT SELECT ON TABLE public.routing_rules TO wuye_street;
GRANT SELECT ON TABLE public.routing_rules TO wuye_community;

REVOKE ALL ON FUNCTION public.routing_rule_end(wanted uuid, until date, today date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.routing_rule_end(wanted uuid, until date, today date) TO wuye_district;

REVOKE ALL ON FUNCTION public.routing_rule_room(place integer, first date, another uuid, OUT next_from date, OUT next_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.routing_rule_room(place integer, first date, another uuid, OUT next_from date, OUT next_id uuid) TO wuye_district;

REVOKE ALL ON FUNCTION public.routing_rules_alone() FROM PUBLIC;
GRANT ALL ON FUNCTION public.routing_rules_alone() TO wuye_district;

REVOKE ALL ON FUNCTION public.rule_alone(wanted text, about text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.rule_alone(wanted text, about text) TO wuye_district;

REVOKE ALL ON FUNCTION public.rule_at(wanted text, about text, day date, district text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.rule_at(wanted text, about text, day date, district text) TO wuye_district;
GRANT ALL ON FUNCTION public.rule_at(wanted text, about text, day date, district text) TO wuye_street;
GRANT ALL ON FUNCTION public.rule_at(wanted text, about text, day date, district text) TO wuye_community;
GRANT ALL ON FUNCTION public.rule_at(wanted text, about text, day date, district text) TO wuye_company;
GRANT ALL ON FUNCTION public.rule_at(wanted text, about text, day date, district text) TO wuye_hotline;
GRANT ALL ON FUNCTION public.rule_at(wanted text, about text, day date, district text) TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.district_rules TO wuye_district;
GRANT SELECT ON TABLE public.district_rules TO wuye_street;
GRANT SELECT ON TABLE public.district_rules TO wuye_community;
GRANT SELECT ON TABLE public.district_rules TO wuye_company;
GRANT SELECT ON TABLE public.district_rules TO wuye_hotline;
GRANT SELECT ON TABLE public.district_rules TO wuye_platform;

GRANT UPDATE(effective_to) ON TABLE public.district_rules TO wuye_district;

GRANT UPDATE(withdrawn_at) ON TABLE public.district_rules TO wuye_district;

GRANT UPDATE(withdrawn_because) ON TABLE public.district_rules TO wuye_district;

REVOKE ALL ON FUNCTION public.rule_card(r public.district_rules) FROM PUBLIC;
GRANT ALL ON FUNCTION public.rule_card(r public.district_rules) TO wuye_district;
GRANT ALL ON FUNCTION public.rule_card(r public.district_rules) TO wuye_street;
GRANT ALL ON FUNCTION public.rule_card(r public.district_rules) TO wuye_community;
GRANT ALL ON FUNCTION public.rule_card(r public.district_rules) TO wuye_company;
GRANT ALL ON FUNCTION public.rule_card(r public.district_rules) TO wuye_hotline;
GRANT ALL ON FUNCTION public.rule_card(r public.district_rules) TO wuye_platform;

REVOKE ALL ON FUNCTION public.rule_faults(wanted text, about text, said numeric, in_unit text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.rule_faults(wanted text, about text, said numeric, in_unit text) TO wuye_district;

REVOKE ALL ON FUNCTION public.rule_set(new_id uuid, wanted text, about text, said numeric, in_unit text, rests_on text, first date, today date, moment timestamp with time zone, OUT made public.district_rules, OUT problem text, OUT faults jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.rule_set(new_id uuid, wanted text, about text, said numeric, in_unit text, rests_on text, first date, today date, moment timestamp with time zone, OUT made public.district_rules, OUT problem text, OUT faults jsonb) TO wuye_district;

REVOKE ALL ON FUNCTION public.rule_withdraw(rule uuid, why text, today date, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.rule_withdraw(rule uuid, why text, today date, moment timestamp with time zone) TO wuye_district;

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

REVOKE ALL ON FUNCTION public.settle_early_callbacks(complaint uuid, moment timestamp with time zone, OUT state text, OUT version integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.settle_early_callbacks(complaint uuid, moment timestamp with time zone, OUT state text, OUT version integer) TO wuye_district;
GRANT ALL ON FUNCTION public.settle_early_callbacks(complaint uuid, moment timestamp with time zone, OUT state text, OUT version integer) TO wuye_street;

REVOKE ALL ON FUNCTION public.settle_message(m public.hotline_messages, own uuid, heir uuid, sender_name text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.settle_message(m public.hotline_messages, own uuid, heir uuid, sender_name text, moment timestamp with time zone) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.settle_refused_messages(moved public.hotline_messages, own uuid, heir uuid, sender_name text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.settle_refused_messages(moved public.hotline_messages, own uuid, heir uuid, sender_name text, moment timestamp with time zone) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.settle_waiting_messages(of_source text, number text, sender_name text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.settle_waiting_messages(of_source text, number text, sender_name text, moment timestamp with time zone) TO wuye_hotline;

REVOKE ALL ON FUNCTION public.sla_policies_alone() FROM PUBLIC;
GRANT ALL ON FUNCTION public.sla_policies_alone() TO wuye_district;

REVOKE ALL ON FUNCTION public.sla_policies_for(district text, day date, urgency_is text, category_is text, complex_is boolean, street_is text, type_is text, source_is text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.sla_policies_for(district text, day date, urgency_is text, category_is text, complex_is boolean, street_is text, type_is text, source_is text) TO wuye_member;

REVOKE ALL ON FUNCTION public.sla_policy_card(p public.sla_policies) FROM PUBLIC;
GRANT ALL ON FUNCTION public.sla_policy_card(p public.sla_policies) TO wuye_member;

REVOKE ALL ON FUNCTION public.sla_policy_end(wanted uuid, until date, today date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.sla_policy_end(wanted uuid, until date, today date) TO wuye_district;

REVOKE ALL ON FUNCTION public.sla_policy_room(things text[], first date, another uuid, OUT next_from date, OUT next_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.sla_policy_room(things text[], first date, another uuid, OUT next_from date, OUT next_id uuid) TO wuye_district;

REVOKE ALL ON FUNCTION public.sla_policy_things(p public.sla_policies) FROM PUBLIC;
GRANT ALL ON FUNCTION public.sla_policy_things(p public.sla_policies) TO wuye_district;

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

GRANT SELECT ON TABLE public.three_form_units TO wuye_district;
GRANT SELECT ON TABLE public.three_form_units TO wuye_street;
GRANT SELECT ON TABLE public.three_form_units TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.three_form_units TO wuye_company;

GRANT UPDATE(on_site_at) ON TABLE public.three_form_units TO wuye_street;

GRANT UPDATE(result) ON TABLE public.three_form_units TO wuye_street;

GRANT UPDATE(note) ON TABLE public.three_form_units TO wuye_street;

GRANT UPDATE(answered_at) ON TABLE public.three_form_units TO wuye_street;

GRANT SELECT ON TABLE public.three_forms TO wuye_district;
GRANT SELECT ON TABLE public.three_forms TO wuye_street;
GRANT SELECT ON TABLE public.three_forms TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.three_forms TO wuye_company;

GRANT SELECT(district_code) ON TABLE public.three_forms TO wuye_platform;

GRANT SELECT(id) ON TABLE public.three_forms TO wuye_platform;

GRANT SELECT(estate_id) ON TABLE public.three_forms TO wuye_platform;

GRANT SELECT(firm_id) ON TABLE public.three_forms TO wuye_platform;

GRANT SELECT(street_code) ON TABLE public.three_forms TO wuye_platform;

GRANT SELECT(community_code) ON TABLE public.three_forms TO wuye_platform;

GRANT SELECT(category) ON TABLE public.three_forms TO wuye_platform;

GRANT SELECT(found_at) ON TABLE public.three_forms TO wuye_platform;

GRANT SELECT(state) ON TABLE public.three_forms TO wuye_platform;
GRANT UPDATE(state) ON TABLE public.three_forms TO wuye_company;
GRANT UPDATE(state) ON TABLE public.three_forms TO wuye_street;

GRANT UPDATE(notice_no) ON TABLE public.three_forms TO wuye_company;

GRANT SELECT(noticed_at) ON TABLE public.three_forms TO wuye_platform;
GRANT UPDATE(noticed_at) ON TABLE public.three_forms TO wuye_company;

GRANT UPDATE(notice) ON TABLE public.three_forms TO wuye_company;

GRANT SELECT(rectify_by) ON TABLE public.three_forms TO wuye_platform;
GRANT UPDATE(rectify_by) ON TABLE public.three_forms TO wuye_company;

GRANT SELECT(failed_at) ON TABLE public.three_forms TO wuye_platform;
GRANT UPDATE(failed_at) ON TABLE public.three_forms TO wuye_company;

GRANT SELECT(settled_at) ON TABLE public.three_forms TO wuye_platform;
GRANT UPDATE(settled_at) ON TABLE public.three_forms TO wuye_company;

GRANT UPDATE(report_no) ON TABLE public.three_forms TO wuye_company;

GRANT SELECT(reported_at) ON TABLE public.three_forms TO wuye_platform;
GRANT UPDATE(reported_at) ON TABLE public.three_forms TO wuye_company;

GRANT UPDATE(report) ON TABLE public.three_forms TO wuye_company;

GRANT UPDATE(units_asked) ON TABLE public.three_forms TO wuye_company;

GRANT UPDATE(units_answered) ON TABLE public.three_forms TO wuye_street;

GRANT UPDATE(version) ON TABLE public.three_forms TO wuye_company;
GRANT UPDATE(version) ON TABLE public.three_forms TO wuye_street;

GRANT UPDATE(updated_at) ON TABLE public.three_forms TO wuye_company;
GRANT UPDATE(updated_at) ON TABLE public.three_forms TO wuye_street;

GRANT SELECT ON TABLE public.three_form_cards TO wuye_district;
GRANT SELECT ON TABLE public.three_form_cards TO wuye_street;
GRANT SELECT ON TABLE public.three_form_cards TO wuye_community;
GRANT SELECT ON TABLE public.three_form_cards TO wuye_company;

REVOKE ALL ON FUNCTION public.three_form_card(form uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.three_form_card(form uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.three_form_card(form uuid) TO wuye_street;
GRANT ALL ON FUNCTION public.three_form_card(form uuid) TO wuye_community;
GRANT ALL ON FUNCTION public.three_form_card(form uuid) TO wuye_company;

REVOKE ALL ON FUNCTION public.three_form_make(form uuid, estate uuid, said_category text, seen_at timestamp with time zone, at_place text, who text, what text, proofs text[], caller_name text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.three_form_make(form uuid, estate uuid, said_category text, seen_at timestamp with time zone, at_place text, who text, what text, proofs text[], caller_name text, moment timestamp with time zone) TO wuye_company;

REVOKE ALL ON FUNCTION public.three_form_move(form uuid, wanted text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text, rectify date, told text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.three_form_move(form uuid, wanted text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text, rectify date, told text[]) TO wuye_company;

REVOKE ALL ON FUNCTION public.three_form_number(estate uuid, estate_code text, wanted text, of_year integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.three_form_number(estate uuid, estate_code text, wanted text, of_year integer) TO wuye_company;

REVOKE ALL ON FUNCTION public.three_form_respond(form uuid, of_unit text, caller_name text, moment timestamp with time zone, came timestamp with time zone, what text, said text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.three_form_respond(form uuid, of_unit text, caller_name text, moment timestamp with time zone, came timestamp with time zone, what text, said text) TO wuye_street;

REVOKE ALL ON FUNCTION public.ticket_number(told text, round integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ticket_number(told text, round integer) TO wuye_member;

REVOKE ALL ON FUNCTION public.ticket_round(told text, round integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ticket_round(told text, round integer) TO wuye_member;

REVOKE ALL ON FUNCTION public.user_admitted(district text, holder uuid, epoch bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.user_admitted(district text, holder uuid, epoch bigint) TO wuye_member;

REVOKE ALL ON FUNCTION public.weighed_score(weights numeric[], counts bigint[], wholes bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.weighed_score(weights numeric[], counts bigint[], wholes bigint[]) TO wuye_member;

REVOKE ALL ON FUNCTION public.whistle_blow(whistle uuid, complaint uuid, wanted uuid[], said text, caller_role text, caller_name text, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.whistle_blow(whistle uuid, complaint uuid, wanted uuid[], said text, caller_role text, caller_name text, moment timestamp with time zone) TO wuye_district;
GRANT ALL ON FUNCTION public.whistle_blow(whistle uuid, complaint uuid, wanted uuid[], said text, caller_role text, caller_name text, moment timestamp with time zone) TO wuye_street;
GRANT ALL ON FUNCTION public.whistle_blow(whistle uuid, complaint uuid, wanted uuid[], said text, caller_role text, caller_name text, moment timestamp with time zone) TO wuye_community;

GRANT SELECT ON TABLE public.whistle_calls TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.whistle_calls TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.whistle_calls TO wuye_community;

GRANT UPDATE(state) ON TABLE public.whistle_calls TO wuye_district;
GRANT UPDATE(state) ON TABLE public.whistle_calls TO wuye_street;

GRANT UPDATE(responded_at) ON TABLE public.whistle_calls TO wuye_district;
GRANT UPDATE(responded_at) ON TABLE public.whistle_calls TO wuye_street;

GRANT UPDATE(on_site_at) ON TABLE public.whistle_calls TO wuye_district;
GRANT UPDATE(on_site_at) ON TABLE public.whistle_calls TO wuye_street;

GRANT UPDATE(finished_at) ON TABLE public.whistle_calls TO wuye_district;
GRANT UPDATE(finished_at) ON TABLE public.whistle_calls TO wuye_street;

GRANT UPDATE(result) ON TABLE public.whistle_calls TO wuye_district;
GRANT UPDATE(result) ON TABLE public.whistle_calls TO wuye_street;

GRANT UPDATE(version) ON TABLE public.whistle_calls TO wuye_district;
GRANT UPDATE(version) ON TABLE public.whistle_calls TO wuye_street;

GRANT UPDATE(updated_at) ON TABLE public.whistle_calls TO wuye_district;
GRANT UPDATE(updated_at) ON TABLE public.whistle_calls TO wuye_street;

GRANT SELECT ON TABLE public.whistles TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.whistles TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.whistles TO wuye_community;

GRANT SELECT ON TABLE public.whistle_call_cards TO wuye_district;
GRANT SELECT ON TABLE public.whistle_call_cards TO wuye_street;
GRANT SELECT ON TABLE public.whistle_call_cards TO wuye_community;

REVOKE ALL ON FUNCTION public.whistle_call_card(call uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.whistle_call_card(call uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.whistle_call_card(call uuid) TO wuye_street;
GRANT ALL ON FUNCTION public.whistle_call_card(call uuid) TO wuye_community;

GRANT SELECT ON TABLE public.whistle_cards TO wuye_district;
GRANT SELECT ON TABLE public.whistle_cards TO wuye_street;
GRANT SELECT ON TABLE public.whistle_cards TO wuye_community;

REVOKE ALL ON FUNCTION public.whistle_card(whistle uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.whistle_card(whistle uuid) TO wuye_district;
GRANT ALL ON FUNCTION public.whistle_card(whistle uuid) TO wuye_street;
GRANT ALL ON FUNCTION public.whistle_card(whistle uuid) TO wuye_community;

REVOKE ALL ON FUNCTION public.whistle_move(call uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.whistle_move(call uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text) TO wuye_district;
GRANT ALL ON FUNCTION public.whistle_move(call uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text) TO wuye_street;
GRANT ALL ON FUNCTION public.whistle_move(call uuid, wanted text, caller_role text, caller_name text, moment timestamp with time zone, happened timestamp with time zone, said text) TO wuye_community;

REVOKE ALL ON FUNCTION public.working_day_numbers(first date, last date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.working_day_numbers(first date, last date) TO wuye_member;
GRANT ALL ON FUNCTION public.working_day_numbers(first date, last date) TO wuye_worker;

REVOKE ALL ON FUNCTION public.working_days_between(first date, last date, OUT days integer, OUT provisional boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.working_days_between(first date, last date, OUT days integer, OUT provisional boolean) TO wuye_member;
GRANT ALL ON FUNCTION public.working_days_between(first date, last date, OUT days integer, OUT provisional boolean) TO wuye_worker;

REVOKE ALL ON FUNCTION public.zh_like(term text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.zh_like(term text) TO wuye_member;

GRANT SELECT,INSERT ON TABLE public.attachments TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.attachments TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.attachments TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.attachments TO wuye_hotline;
GRANT INSERT ON TABLE public.attachments TO wuye_company;

GRANT SELECT(district_code) ON TABLE public.attachments TO wuye_company;

GRANT SELECT(id) ON TABLE public.attachments TO wuye_company;

GRANT SELECT(owner_kind) ON TABLE public.attachments TO wuye_company;

GRANT SELECT(owner_id) ON TABLE public.attachments TO wuye_company;

GRANT SELECT(complaint_id) ON TABLE public.attachments TO wuye_company;

GRANT SELECT(media) ON TABLE public.attachments TO wuye_company;

GRANT SELECT(bytes) ON TABLE public.attachments TO wuye_company;

GRANT SELECT(sha256) ON TABLE public.attachments TO wuye_company;

GRANT SELECT(file_name) ON TABLE public.attachments TO wuye_company;

GRANT SELECT(caption) ON TABLE public.attachments TO wuye_company;

GRANT SELECT(state),UPDATE(state) ON TABLE public.attachments TO wuye_company;
GRANT UPDATE(state) ON TABLE public.attachments TO wuye_district;
GRANT UPDATE(state) ON TABLE public.attachments TO wuye_street;
GRANT UPDATE(state) ON TABLE public.attachments TO wuye_community;
GRANT UPDATE(state) ON TABLE public.attachments TO wuye_hotline;

GRANT SELECT(uploaded_at) ON TABLE public.attachments TO wuye_company;

GRANT SELECT(uploader_firm_id) ON TABLE public.attachments TO wuye_company;

GRANT SELECT(released_at) ON TABLE public.attachments TO wuye_company;
GRANT UPDATE(released_at) ON TABLE public.attachments TO wuye_district;
GRANT UPDATE(released_at) ON TABLE public.attachments TO wuye_street;
GRANT UPDATE(released_at) ON TABLE public.attachments TO wuye_community;

GRANT UPDATE(released_by_name) ON TABLE public.attachments TO wuye_district;
GRANT UPDATE(released_by_name) ON TABLE public.attachments TO wuye_street;
GRANT UPDATE(released_by_name) ON TABLE public.attachments TO wuye_community;

GRANT UPDATE(withdrawn_at) ON TABLE public.attachments TO wuye_district;
GRANT UPDATE(withdrawn_at) ON TABLE public.attachments TO wuye_street;
GRANT UPDATE(withdrawn_at) ON TABLE public.attachments TO wuye_community;

GRANT UPDATE(withdrawn_by_name) ON TABLE public.attachments TO wuye_district;
GRANT UPDATE(withdrawn_by_name) ON TABLE public.attachments TO wuye_street;
GRANT UPDATE(withdrawn_by_name) ON TABLE public.attachments TO wuye_community;

GRANT SELECT(removed_at),UPDATE(removed_at) ON TABLE public.attachments TO wuye_company;
GRANT UPDATE(removed_at) ON TABLE public.attachments TO wuye_district;
GRANT UPDATE(removed_at) ON TABLE public.attachments TO wuye_street;
GRANT UPDATE(removed_at) ON TABLE public.attachments TO wuye_community;
GRANT UPDATE(removed_at) ON TABLE public.attachments TO wuye_hotline;

GRANT UPDATE(removed_by_name) ON TABLE public.attachments TO wuye_district;
GRANT UPDATE(removed_by_name) ON TABLE public.attachments TO wuye_street;
GRANT UPDATE(removed_by_name) ON TABLE public.attachments TO wuye_community;
GRANT UPDATE(removed_by_name) ON TABLE public.attachments TO wuye_company;
GRANT UPDATE(removed_by_name) ON TABLE public.attachments TO wuye_hotline;

GRANT UPDATE(reason) ON TABLE public.attachments TO wuye_district;
GRANT UPDATE(reason) ON TABLE public.attachments TO wuye_street;
GRANT UPDATE(reason) ON TABLE public.attachments TO wuye_community;
GRANT UPDATE(reason) ON TABLE public.attachments TO wuye_company;
GRANT UPDATE(reason) ON TABLE public.attachments TO wuye_hotline;

GRANT SELECT(version),UPDATE(version) ON TABLE public.attachments TO wuye_company;
GRANT UPDATE(version) ON TABLE public.attachments TO wuye_district;
GRANT UPDATE(version) ON TABLE public.attachments TO wuye_street;
GRANT UPDATE(version) ON TABLE public.attachments TO wuye_community;
GRANT UPDATE(version) ON TABLE public.attachments TO wuye_hotline;

GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.attachments TO wuye_company;
GRANT UPDATE(updated_at) ON TABLE public.attachments TO wuye_district;
GRANT UPDATE(updated_at) ON TABLE public.attachments TO wuye_street;
GRANT UPDATE(updated_at) ON TABLE public.attachments TO wuye_community;
GRANT UPDATE(updated_at) ON TABLE public.attachments TO wuye_hotline;

GRANT SELECT ON TABLE as_community.attachment_cards TO wuye_community;

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
GRANT SELECT(district_code) ON TABLE public.complaint_events TO wuye_worker;

GRANT SELECT(complaint_id) ON TABLE public.complaint_events TO wuye_company;
GRANT SELECT(complaint_id) ON TABLE public.complaint_events TO wuye_worker;

GRANT SELECT(at) ON TABLE public.complaint_events TO wuye_company;
GRANT SELECT(at) ON TABLE public.complaint_events TO wuye_worker;

GRANT SELECT(id) ON TABLE public.complaint_events TO wuye_company;
GRANT SELECT(id) ON TABLE public.complaint_events TO wuye_worker;

GRANT SELECT(action) ON TABLE public.complaint_events TO wuye_company;
GRANT SELECT(action) ON TABLE public.complaint_events TO wuye_worker;

GRANT SELECT(from_state) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(to_state) ON TABLE public.complaint_events TO wuye_company;
GRANT SELECT(to_state) ON TABLE public.complaint_events TO wuye_worker;

GRANT SELECT(actor_role) ON TABLE public.complaint_events TO wuye_company;

GRANT SELECT(ticket_id) ON TABLE public.complaint_events TO wuye_worker;

GRANT SELECT(note_public) ON TABLE public.complaint_events TO wuye_company;
GRANT SELECT(note_public) ON TABLE public.complaint_events TO wuye_worker;

GRANT SELECT(log_position) ON TABLE public.complaint_events TO wuye_worker;

GRANT SELECT ON TABLE as_community.complaint_history TO wuye_community;

GRANT SELECT ON TABLE as_community.complaint_messages TO wuye_community;

GRANT SELECT ON TABLE as_community.complaint_search TO wuye_community;

GRANT SELECT,INSERT ON TABLE public.estates_past TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.estates_past TO wuye_street;
GRANT SELECT ON TABLE public.estates_past TO wuye_community;
GRANT SELECT ON TABLE public.estates_past TO wuye_company;
GRANT SELECT ON TABLE public.estates_past TO wuye_hotline;
GRANT SELECT ON TABLE public.estates_past TO wuye_platform;

GRANT SELECT ON TABLE as_community.estate_past_search TO wuye_community;

GRANT SELECT ON TABLE as_community.estate_search TO wuye_community;

GRANT SELECT,INSERT ON TABLE public.firms_past TO wuye_district;

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

GRANT SELECT ON TABLE as_community.firm_past_search TO wuye_community;

GRANT SELECT ON TABLE as_community.firm_search TO wuye_community;

GRANT SELECT ON TABLE as_company.attachment_cards TO wuye_company;

GRANT SELECT ON TABLE as_company.complaint_cards TO wuye_company;

GRANT SELECT ON TABLE as_company.complaint_contents TO wuye_company;

GRANT SELECT ON TABLE as_company.complaint_hands TO wuye_company;

GRANT SELECT ON TABLE as_company.complaint_history TO wuye_company;

GRANT SELECT ON TABLE as_company.complaint_messages TO wuye_company;

GRANT SELECT ON TABLE as_company.complaint_search TO wuye_company;

GRANT SELECT ON TABLE as_company.estate_past_search TO wuye_company;

GRANT SELECT ON TABLE as_company.estate_search TO wuye_company;

GRANT SELECT ON TABLE as_company.firm_past_search TO wuye_company;

GRANT SELECT ON TABLE as_company.firm_search TO wuye_company;

GRANT SELECT ON TABLE as_district.attachment_cards TO wuye_district;

GRANT SELECT ON TABLE as_district.complaint_cards TO wuye_district;

GRANT SELECT ON TABLE as_district.complaint_contents TO wuye_district;

GRANT SELECT ON TABLE as_district.complaint_hands TO wuye_district;

GRANT SELECT ON TABLE as_district.complaint_history TO wuye_district;

GRANT SELECT ON TABLE as_district.complaint_messages TO wuye_district;

GRANT SELECT ON TABLE as_district.complaint_search TO wuye_district;

GRANT SELECT ON TABLE as_district.estate_past_search TO wuye_district;

GRANT SELECT ON TABLE as_district.estate_search TO wuye_district;

GRANT SELECT ON TABLE as_district.firm_past_search TO wuye_district;

GRANT SELECT ON TABLE as_district.firm_search TO wuye_district;

GRANT SELECT ON TABLE as_hotline.attachment_cards TO wuye_hotline;

GRANT SELECT ON TABLE as_hotline.complaint_cards TO wuye_hotline;

GRANT SELECT ON TABLE as_hotline.complaint_contents TO wuye_hotline;

GRANT SELECT ON TABLE as_hotline.complaint_history TO wuye_hotline;

GRANT SELECT ON TABLE as_hotline.complaint_messages TO wuye_hotline;

GRANT SELECT ON TABLE as_hotline.complaint_search TO wuye_hotline;

GRANT SELECT ON TABLE as_hotline.estate_past_search TO wuye_hotline;

GRANT SELECT ON TABLE as_hotline.estate_search TO wuye_hotline;

GRANT SELECT ON TABLE as_hotline.firm_past_search TO wuye_hotline;

GRANT SELECT ON TABLE as_hotline.firm_search TO wuye_hotline;

GRANT SELECT ON TABLE as_platform.complaint_cards TO wuye_platform;

GRANT SELECT ON TABLE as_platform.complaint_contents TO wuye_platform;

GRANT SELECT ON TABLE as_platform.complaint_search TO wuye_platform;

GRANT SELECT ON TABLE as_platform.estate_past_search TO wuye_platform;

GRANT SELECT ON TABLE as_platform.estate_search TO wuye_platform;

GRANT SELECT ON TABLE as_platform.firm_past_search TO wuye_platform;

GRANT SELECT ON TABLE as_platform.firm_search TO wuye_platform;

GRANT SELECT ON TABLE as_street.attachment_cards TO wuye_street;

GRANT SELECT ON TABLE as_street.complaint_cards TO wuye_street;

GRANT SELECT ON TABLE as_street.complaint_contents TO wuye_street;

GRANT SELECT ON TABLE as_street.complaint_hands TO wuye_street;

GRANT SELECT ON TABLE as_street.complaint_history TO wuye_street;

GRANT SELECT ON TABLE as_street.complaint_messages TO wuye_street;

GRANT SELECT ON TABLE as_street.complaint_search TO wuye_street;

GRANT SELECT ON TABLE as_street.estate_past_search TO wuye_street;

GRANT SELECT ON TABLE as_street.estate_search TO wuye_street;

GRANT SELECT ON TABLE as_street.firm_past_search TO wuye_street;

GRANT SELECT ON TABLE as_street.firm_search TO wuye_street;

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

GRANT SELECT ON TABLE public.whistle_openings TO wuye_district;
GRANT SELECT ON TABLE public.whistle_openings TO wuye_street;
GRANT SELECT ON TABLE public.whistle_openings TO wuye_community;

GRANT SELECT ON TABLE public.accountability_findings TO wuye_district;
GRANT SELECT ON TABLE public.accountability_findings TO wuye_street;

GRANT SELECT ON TABLE public.accountability_transitions TO wuye_district;

GRANT SELECT,INSERT,DELETE ON TABLE public.attachment_chunks TO wuye_district;
GRANT SELECT,INSERT,DELETE ON TABLE public.attachment_chunks TO wuye_street;
GRANT SELECT,INSERT,DELETE ON TABLE public.attachment_chunks TO wuye_community;
GRANT SELECT,INSERT,DELETE ON TABLE public.attachment_chunks TO wuye_company;
GRANT SELECT,INSERT,DELETE ON TABLE public.attachment_chunks TO wuye_hotline;

GRANT SELECT ON TABLE public.attachment_transitions TO wuye_district;
GRANT SELECT ON TABLE public.attachment_transitions TO wuye_street;
GRANT SELECT ON TABLE public.attachment_transitions TO wuye_community;
GRANT SELECT ON TABLE public.attachment_transitions TO wuye_company;
GRANT SELECT ON TABLE public.attachment_transitions TO wuye_hotline;

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
GRANT SELECT(district_code) ON TABLE public.clients TO wuye_worker;

GRANT SELECT(id),INSERT(id) ON TABLE public.clients TO wuye_district;
GRANT SELECT(id) ON TABLE public.clients TO wuye_worker;

GRANT SELECT(name),INSERT(name) ON TABLE public.clients TO wuye_district;

GRANT SELECT(role),INSERT(role) ON TABLE public.clients TO wuye_district;

GRANT INSERT(secret_digest),UPDATE(secret_digest) ON TABLE public.clients TO wuye_district;

GRANT UPDATE(secret_digest_2) ON TABLE public.clients TO wuye_district;

GRANT UPDATE(webhook_secret) ON TABLE public.clients TO wuye_district;

GRANT UPDATE(webhook_secret_key) ON TABLE public.clients TO wuye_district;

GRANT UPDATE(webhook_secret_2) ON TABLE public.clients TO wuye_district;

GRANT UPDATE(webhook_secret_2_key) ON TABLE public.clients TO wuye_district;

GRANT SELECT(state),UPDATE(state) ON TABLE public.clients TO wuye_district;
GRANT SELECT(state) ON TABLE public.clients TO wuye_worker;

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

GRANT SELECT,INSERT ON TABLE public.complaint_holds TO wuye_district;

GRANT UPDATE(lifted_by) ON TABLE public.complaint_holds TO wuye_district;

GRANT UPDATE(lifted_by_name) ON TABLE public.complaint_holds TO wuye_district;

GRANT UPDATE(lifted_at) ON TABLE public.complaint_holds TO wuye_district;

GRANT UPDATE(lift_reason) ON TABLE public.complaint_holds TO wuye_district;

GRANT SELECT ON TABLE public.complaint_transitions TO wuye_district;
GRANT SELECT ON TABLE public.complaint_transitions TO wuye_street;
GRANT SELECT ON TABLE public.complaint_transitions TO wuye_community;
GRANT SELECT ON TABLE public.complaint_transitions TO wuye_company;
GRANT SELECT ON TABLE public.complaint_transitions TO wuye_hotline;

GRANT SELECT ON TABLE public.complaint_updates TO wuye_hotline;
GRANT SELECT ON TABLE public.complaint_updates TO wuye_worker;

GRANT SELECT,INSERT,UPDATE ON TABLE public.complaint_weights TO wuye_district;
GRANT SELECT ON TABLE public.complaint_weights TO wuye_street;
GRANT SELECT ON TABLE public.complaint_weights TO wuye_community;
GRANT SELECT ON TABLE public.complaint_weights TO wuye_company;
GRANT SELECT ON TABLE public.complaint_weights TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.consultations TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.consultations TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.consultations TO wuye_community;
GRANT SELECT ON TABLE public.consultations TO wuye_company;
GRANT SELECT ON TABLE public.consultations TO wuye_platform;

GRANT SELECT ON TABLE public.contact_erasures TO wuye_district;

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

GRANT SELECT,INSERT ON TABLE public.contract_handovers_past TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.contract_handovers_past TO wuye_street;
GRANT SELECT ON TABLE public.contract_handovers_past TO wuye_community;
GRANT SELECT ON TABLE public.contract_handovers_past TO wuye_company;
GRANT SELECT ON TABLE public.contract_handovers_past TO wuye_platform;

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

GRANT SELECT,INSERT,UPDATE ON TABLE public.delegations TO wuye_district;
GRANT SELECT ON TABLE public.delegations TO wuye_street;
GRANT SELECT ON TABLE public.delegations TO wuye_community;

GRANT SELECT,INSERT,UPDATE ON TABLE public.department_contacts TO wuye_district;
GRANT SELECT ON TABLE public.department_contacts TO wuye_street;
GRANT SELECT ON TABLE public.department_contacts TO wuye_community;

GRANT SELECT ON TABLE public.department_roster TO wuye_district;
GRANT SELECT ON TABLE public.department_roster TO wuye_street;
GRANT SELECT ON TABLE public.department_roster TO wuye_community;
GRANT SELECT ON TABLE public.department_roster TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.dispute_tiers TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.dispute_tiers TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.dispute_tiers TO wuye_community;

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

GRANT SELECT,INSERT ON TABLE public.enforcement_events TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.enforcement_events TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.enforcement_events TO wuye_community;

GRANT SELECT ON TABLE public.enforcement_transitions TO wuye_district;
GRANT SELECT ON TABLE public.enforcement_transitions TO wuye_street;
GRANT SELECT ON TABLE public.enforcement_transitions TO wuye_community;

GRANT SELECT,INSERT,UPDATE ON TABLE public.estate_aliases TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.estate_aliases TO wuye_street;
GRANT SELECT ON TABLE public.estate_aliases TO wuye_community;
GRANT SELECT ON TABLE public.estate_aliases TO wuye_company;
GRANT SELECT ON TABLE public.estate_aliases TO wuye_hotline;
GRANT SELECT ON TABLE public.estate_aliases TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.estate_modes_past TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.estate_modes_past TO wuye_street;
GRANT SELECT ON TABLE public.estate_modes_past TO wuye_community;
GRANT SELECT ON TABLE public.estate_modes_past TO wuye_company;
GRANT SELECT ON TABLE public.estate_modes_past TO wuye_hotline;
GRANT SELECT ON TABLE public.estate_modes_past TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.firm_entry_steps TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.firm_entry_steps TO wuye_street;

GRANT SELECT ON TABLE public.firm_entry_transitions TO wuye_district;
GRANT SELECT ON TABLE public.firm_entry_transitions TO wuye_street;

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

GRANT SELECT ON TABLE public.overdue_disputes TO wuye_district;
GRANT SELECT ON TABLE public.overdue_disputes TO wuye_street;
GRANT SELECT ON TABLE public.overdue_disputes TO wuye_community;

GRANT SELECT,INSERT ON TABLE public.owners_committees_past TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.owners_committees_past TO wuye_street;
GRANT SELECT ON TABLE public.owners_committees_past TO wuye_community;
GRANT SELECT ON TABLE public.owners_committees_past TO wuye_company;
GRANT SELECT ON TABLE public.owners_committees_past TO wuye_hotline;
GRANT SELECT ON TABLE public.owners_committees_past TO wuye_platform;

GRANT SELECT,INSERT ON TABLE public.person_roles_past TO wuye_district;
GRANT SELECT ON TABLE public.person_roles_past TO wuye_street;
GRANT SELECT ON TABLE public.person_roles_past TO wuye_community;
GRANT SELECT,INSERT ON TABLE public.person_roles_past TO wuye_company;

GRANT SELECT,INSERT ON TABLE public.personal_access_log TO wuye_district;
GRANT INSERT ON TABLE public.personal_access_log TO wuye_street;
GRANT INSERT ON TABLE public.personal_access_log TO wuye_community;

GRANT SELECT(district_code) ON TABLE public.personal_access_log TO wuye_street;
GRANT SELECT(district_code) ON TABLE public.personal_access_log TO wuye_community;

GRANT SELECT(at) ON TABLE public.personal_access_log TO wuye_street;
GRANT SELECT(at) ON TABLE public.personal_access_log TO wuye_community;

GRANT SELECT(user_id) ON TABLE public.personal_access_log TO wuye_street;
GRANT SELECT(user_id) ON TABLE public.personal_access_log TO wuye_community;

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

GRANT SELECT ON TABLE public.rule_names TO wuye_district;
GRANT SELECT ON TABLE public.rule_names TO wuye_street;
GRANT SELECT ON TABLE public.rule_names TO wuye_community;
GRANT SELECT ON TABLE public.rule_names TO wuye_company;
GRANT SELECT ON TABLE public.rule_names TO wuye_hotline;
GRANT SELECT ON TABLE public.rule_names TO wuye_platform;

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

GRANT SELECT ON TABLE public.sla_choices TO wuye_member;
GRANT INSERT ON TABLE public.sla_choices TO wuye_district;

GRANT UPDATE(effective_to) ON TABLE public.sla_choices TO wuye_district;

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

GRANT SELECT ON TABLE public.three_form_breaches TO wuye_district;
GRANT SELECT ON TABLE public.three_form_breaches TO wuye_street;

GRANT SELECT,INSERT,UPDATE ON TABLE public.three_form_counters TO wuye_company;

GRANT SELECT ON TABLE public.three_form_events TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.three_form_events TO wuye_street;
GRANT SELECT ON TABLE public.three_form_events TO wuye_community;
GRANT INSERT ON TABLE public.three_form_events TO wuye_company;

GRANT SELECT(district_code) ON TABLE public.three_form_events TO wuye_company;

GRANT SELECT(three_form_id) ON TABLE public.three_form_events TO wuye_company;

GRANT SELECT(at) ON TABLE public.three_form_events TO wuye_company;

GRANT SELECT(id) ON TABLE public.three_form_events TO wuye_company;

GRANT SELECT(action) ON TABLE public.three_form_events TO wuye_company;

GRANT SELECT(from_state) ON TABLE public.three_form_events TO wuye_company;

GRANT SELECT(to_state) ON TABLE public.three_form_events TO wuye_company;

GRANT SELECT(actor_role) ON TABLE public.three_form_events TO wuye_company;

GRANT SELECT(note) ON TABLE public.three_form_events TO wuye_company;

GRANT SELECT ON TABLE public.three_form_transitions TO wuye_street;
GRANT SELECT ON TABLE public.three_form_transitions TO wuye_company;

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

GRANT SELECT ON TABLE public.webhook_dead_letters TO wuye_district;
GRANT SELECT,INSERT,UPDATE ON TABLE public.webhook_dead_letters TO wuye_worker;

GRANT SELECT ON TABLE public.webhook_endpoints TO wuye_worker;

GRANT SELECT(district_code),INSERT(district_code) ON TABLE public.webhook_endpoints TO wuye_district;

GRANT SELECT(id),INSERT(id) ON TABLE public.webhook_endpoints TO wuye_district;

GRANT SELECT(client_id),INSERT(client_id) ON TABLE public.webhook_endpoints TO wuye_district;

GRANT SELECT(url),INSERT(url),UPDATE(url) ON TABLE public.webhook_endpoints TO wuye_district;

GRANT SELECT(state),UPDATE(state) ON TABLE public.webhook_endpoints TO wuye_district;
GRANT UPDATE(state) ON TABLE public.webhook_endpoints TO wuye_worker;

GRANT SELECT(disabled_reason),UPDATE(disabled_reason) ON TABLE public.webhook_endpoints TO wuye_district;
GRANT UPDATE(disabled_reason) ON TABLE public.webhook_endpoints TO wuye_worker;

GRANT INSERT(secret_1),UPDATE(secret_1) ON TABLE public.webhook_endpoints TO wuye_district;

GRANT INSERT(secret_1_key),UPDATE(secret_1_key) ON TABLE public.webhook_endpoints TO wuye_district;

GRANT UPDATE(secret_2) ON TABLE public.webhook_endpoints TO wuye_district;

GRANT UPDATE(secret_2_key) ON TABLE public.webhook_endpoints TO wuye_district;

GRANT SELECT(secret_1_live) ON TABLE public.webhook_endpoints TO wuye_district;

GRANT SELECT(secret_2_live) ON TABLE public.webhook_endpoints TO wuye_district;

GRANT UPDATE(lease) ON TABLE public.webhook_endpoints TO wuye_worker;

GRANT UPDATE(leased_until) ON TABLE public.webhook_endpoints TO wuye_worker;

GRANT SELECT(version),UPDATE(version) ON TABLE public.webhook_endpoints TO wuye_district;
GRANT UPDATE(version) ON TABLE public.webhook_endpoints TO wuye_worker;

GRANT SELECT(created_at),INSERT(created_at) ON TABLE public.webhook_endpoints TO wuye_district;

GRANT SELECT(updated_at),INSERT(updated_at),UPDATE(updated_at) ON TABLE public.webhook_endpoints TO wuye_district;
GRANT UPDATE(updated_at) ON TABLE public.webhook_endpoints TO wuye_worker;

GRANT SELECT,INSERT ON TABLE public.webhook_streams TO wuye_district;
GRANT SELECT,DELETE,UPDATE ON TABLE public.webhook_streams TO wuye_worker;

GRANT UPDATE(tries) ON TABLE public.webhook_streams TO wuye_district;

GRANT UPDATE(first_tried_at) ON TABLE public.webhook_streams TO wuye_district;

GRANT UPDATE(next_try_at) ON TABLE public.webhook_streams TO wuye_district;

GRANT SELECT,INSERT ON TABLE public.whistle_events TO wuye_district;
GRANT SELECT,INSERT ON TABLE public.whistle_events TO wuye_street;
GRANT SELECT,INSERT ON TABLE public.whistle_events TO wuye_community;

GRANT SELECT ON TABLE public.whistle_transitions TO wuye_district;
GRANT SELECT ON TABLE public.whistle_transitions TO wuye_street;

GRANT SELECT ON TABLE public.workdays TO wuye_member;
GRANT SELECT ON TABLE public.workdays TO wuye_worker;

ALTER DEFAULT PRIVILEGES FOR ROLE wuye_owner REVOKE ALL ON FUNCTIONS  FROM PUBLIC;

