-- What a hotline says about a ticket later. What only adds (a supplement, an urge, a supervision) is applied whenever it comes; what moves the complaint
-- (a callback, a redispatch, a cancellation) is applied when nothing later was, through complaint_move(). A later callback has the last word whichever
-- came first, so that the order of arrival makes no difference. All of it under lock_ticket(), which a ticket takes too.
set role wuye_owner;

-- The sender's own order: by sequence where both have one, else by time; of the same, by number. What cannot be compared came as it came.
create or replace function message_after(m hotline_messages, other hotline_messages) returns boolean language sql immutable as $$
    select case
        when m.sequence is not null and other.sequence is not null then (m.sequence, m.message_no) > (other.sequence, other.message_no)
        when m.sent_at is not null and other.sent_at is not null then (m.sent_at, m.message_no) > (other.sent_at, other.message_no)
        else (m.created_at, m.id) > (other.created_at, other.id) end
$$;
create or replace function message_moves(m hotline_messages) returns boolean language sql immutable as $$
    select m.kind in ('redispatch', 'cancel') or m.kind = 'callback' and coalesce(m.reached, true)
$$;

-- What a callback asks for: solved and not dissatisfied closes; partly solved closes for whoever has understood.
create or replace function callback_wants(m hotline_messages) returns text language sql immutable as $$
    select case when m.result = 'unsolved' or m.satisfaction = 'dissatisfied' or m.result = 'partly' and m.satisfaction is null then 'rework' else 'close' end
$$;

-- The round that begins: the one a redispatch names, the one after that which a callback was about; of one that names none, the one after that which stands.
create or replace function round_begun(m hotline_messages, standing integer) returns integer language sql immutable as $$
    select case when m.kind = 'redispatch' then coalesce(m.round, standing + 1)
                when m.kind = 'callback' and callback_wants(m) = 'rework' then coalesce(m.round, standing) + 1 end
$$;

-- Whose matter it is now: the complaint or the one it was merged into, as far as the sender's own go. All on the way are locked in the order of their ids,
-- as a merge locks them; `own` is the ticket's, with what a later message may make of it: more protected. What is said about a protected one is told
-- in its heir from now on, which is therefore as protected: whoever may not see the one must not read it in the other.
create or replace function heir_of_complaint(own uuid, becomes_secret boolean, moment timestamptz) returns uuid language plpgsql volatile as $$
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

-- It is told in the history whatever becomes of it, and counted.
create or replace function note_message(m hotline_messages, heir uuid, sender_name text, moment timestamptz) returns timestamptz language plpgsql volatile as $$
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

-- One that moves: where it already stands it stays, else it goes by the transition table. Null: done; else the rule that refused.
create or replace function move_by_message(m hotline_messages, heir uuid, sender_name text, moment timestamptz) returns text language plpgsql volatile as $$
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
    update complaints k set updated_at = k.updated_at,
        round = greatest(k.round, round_begun(m, case when wanted = 'redispatch' or c.state <> 'rework' then c.round end)),
        result = case m.kind when 'callback' then m.result when 'cancel' then 'withdrawn' else case when goes_on then k.result end end,
        satisfaction = case m.kind when 'callback' then m.satisfaction when 'cancel' then null else case when goes_on then k.satisfaction end end,
        closed_at = case when k.state = 'closed' and c.state <> 'closed' then k.updated_at else k.closed_at end
    where k.district_code = c.district_code and k.id = c.id;
    return null;
end $$;

create or replace function settle_message(m hotline_messages, own uuid, heir uuid, sender_name text, moment timestamptz) returns hotline_messages language plpgsql volatile as $$
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
        update complaints c set updated_at = c.updated_at, round = greatest(c.round, round_begun(m, null))
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

-- After one that moved the complaint: later ones that the state refused before may be allowed now.
create or replace function settle_refused_messages(moved hotline_messages, own uuid, heir uuid, sender_name text, moment timestamptz) returns void language plpgsql volatile as $$
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

-- Whom the hotline asked before the street had looked at what was reported said what counts all the same: when it has, that is applied. Not what was said before the
-- report: it was of other work. As the owner, for the hotline, whose word it is; by whoever has just taken the step, under whose lock of the complaint it is.
create or replace function settle_early_callbacks(complaint uuid, moment timestamptz, out state text, out version integer)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    m hotline_messages;
    caller uuid := current_user_id();
begin
    for m in select o.* from hotline_messages o join complaints c on c.district_code = o.district_code and c.id = o.complaint_id
             where o.district_code = current_district() and o.complaint_id = complaint and o.kind = 'callback' and o.outcome = 'refused'
               and o.from_state = 'resolved_reported' and o.settled_at >= c.reported_at and c.state = 'callback' and c.client_id = o.client_id
             order by o.sequence desc nulls last, o.sent_at desc, o.message_no desc loop
        perform context_set('user', m.client_id::text);
        perform settle_message(m, (select t.complaint_id from tickets t where t.district_code = m.district_code and t.source = m.source and t.ticket_no = m.ticket_no
                                     and t.client_id = m.client_id limit 1), complaint,
            (select e.actor_name from complaint_events e where e.district_code = m.district_code and e.complaint_id = complaint and e.at = m.settled_at limit 1), moment);
    end loop;
    perform context_set('user', caller::text);
    select c.state, c.version into state, version from complaints c where c.district_code = current_district() and c.id = complaint;
end $$;

-- Those that came before their ticket, in the sender's own order.
create or replace function settle_waiting_messages(of_source text, number text, sender_name text, moment timestamptz) returns void language plpgsql volatile as $$
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

-- A message that is known by (source, its own number) counts a try and is answered as it was first.
create or replace function take_message(told message_told, new_id uuid, sender uuid, sender_name text, moment timestamptz) returns hotline_messages
language plpgsql volatile as $$
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

grant execute on function message_after(hotline_messages, hotline_messages), message_moves(hotline_messages), callback_wants(hotline_messages), round_begun(hotline_messages, integer),
    heir_of_complaint(uuid, boolean, timestamptz), note_message(hotline_messages, uuid, text, timestamptz),
    move_by_message(hotline_messages, uuid, text, timestamptz), settle_message(hotline_messages, uuid, uuid, text, timestamptz),
    settle_refused_messages(hotline_messages, uuid, uuid, text, timestamptz), settle_waiting_messages(text, text, text, timestamptz),
    take_message(message_told, uuid, uuid, text, timestamptz) to wuye_hotline;
revoke execute on function settle_early_callbacks(uuid, timestamptz) from public;
grant execute on function settle_early_callbacks(uuid, timestamptz) to wuye_district, wuye_street;

reset role;
