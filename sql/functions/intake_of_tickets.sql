-- How a ticket is taken, whoever hands it in: once, with its complaint, its text, its person and its first event. Under the rights of who calls.
set role wuye_owner;

-- A suffix of two digits (-02) is the round, unless the round is said.
create or replace function ticket_number(told text, round integer) returns text language sql immutable parallel safe as $$
    select coalesce(case when round is null then substring(told from '^(.{6,})-[0-9]{2}$') end, told)
$$;
create or replace function ticket_round(told text, round integer) returns integer language sql immutable parallel safe as $$
    select coalesce(round, nullif(substring(told from '^.{6,}-([0-9]{2})$'), '00')::integer)
$$;

-- Whatever concerns one number of one source waits here for one another, there or not: a ticket and the messages about it, and two rounds of one ticket.
-- What follows in the function that asked sees all that went before.
create or replace function lock_ticket(source text, ticket_no text) returns void language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(concat_ws('|', current_district(), source, ticket_no), 0));
end $$;

-- The district's own mapping wins over the common one; an external code may be one of our categories itself.
create or replace function category_of(from_source text, told text, day date) returns table (code text, confidential boolean) language sql stable as $$
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

-- By name, by another name: the surest way that finds exactly one; two of a name are nobody's guess. Else the division that was told, if it is ours.
drop function if exists place_of(text, text, text, date);
create or replace function place_of(told_name text, told_division text, day date)
returns table (estate_id uuid, street_code text, community_code text) language sql stable as $$
    with candidate as (
        select 1 as rank, e.id, e.street_code, e.community_code
        from estates e
        where e.district_code = (select current_district()) and e.name_key = (select name_key(told_name))
          and coalesce(told_division in (e.district_code, e.street_code, e.community_code), true)
        union all
        select 2, e.id, e.street_code, e.community_code
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

-- The first of its number: with a complaint of its own. (Not in language sql, nor the next: there every call would plan it anew.)
create or replace function make_complaint(told ticket_told, made tickets, is_confidential boolean, sender_name text, sender_role text)
returns void language plpgsql volatile as $$
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

-- A new round of a known number goes on with the same complaint.
create or replace function add_round(told ticket_told, made tickets, is_confidential boolean, sender_name text, sender_role text) returns void language plpgsql volatile as $$
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

-- A ticket that is known by (source, number, round) counts a try and is answered as it was first. What cannot be matched is kept unmatched, never refused.
-- Messages that came before their ticket are applied with it.
create or replace function take_ticket(told ticket_told, new_id uuid, sender uuid, sender_name text, sender_role text, moment timestamptz) returns tickets
language plpgsql volatile as $$
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
    -- The surest way is the code. Names and divisions are asked only when it finds none: that takes PostgreSQL longer than all else that is looked up here.
    if told.estate_code is not null then
        select e.id, e.street_code, e.community_code into made.estate_id, made.street_code, made.community_code
        from estates e where e.district_code = current_district() and e.code = told.estate_code;
    end if;
    if made.estate_id is null then
        select p.estate_id, p.street_code, p.community_code into made.estate_id, made.street_code, made.community_code
        from place_of(told.estate_name, told.division_code, received_on) p;
    end if;
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

grant execute on function ticket_number(text, integer), ticket_round(text, integer), category_of(text, text, date), place_of(text, text, date) to wuye_member;
grant execute on function lock_ticket(text, text), make_complaint(ticket_told, tickets, boolean, text, text), add_round(ticket_told, tickets, boolean, text, text),
    take_ticket(ticket_told, uuid, uuid, text, text, timestamptz) to wuye_hotline, wuye_district, wuye_street, wuye_community;

reset role;
