-- One ticket, once. A ticket that is known by (source, number, round) counts a try and is answered as it was first; with another body it is refused.
-- A new round of a known number goes on with the same complaint. What cannot be matched is kept unmatched, never refused.
with recursive told as (
    select
        coalesce(:'source', 'hotline12345') as source,
        coalesce(case when :'round'::integer is null then substring(:'ticket_no' from '^(.{6,})-[0-9]{2}$') end, :'ticket_no') as ticket_no,
        coalesce(:'round'::integer, nullif(substring(:'ticket_no' from '^.{6,}-([0-9]{2})$'), '00')::integer, 1) as round,
        :'received_at'::timestamptz as received_at,
        (:'received_at'::timestamptz at time zone 'Asia/Shanghai')::date as received_on,
        (coalesce(:'occurred_at'::timestamptz, :'received_at'::timestamptz) at time zone 'Asia/Shanghai')::date as happened_on
), classed as (
    -- The district's own mapping wins over the common one; an external code may be one of our categories itself.
    select k.code as category, k.confidential
    from told
    join complaint_categories k on k.code = coalesce(
        (select m.category_code from category_mappings m
         where m.district_code in (:'district', '*') and m.source = told.source and m.external_code = :'category_code'
           and m.effective_from <= told.received_on and coalesce(m.effective_to > told.received_on, true)
         order by m.district_code = '*' limit 1),
        :'category_code')
    where k.effective_from <= told.received_on and coalesce(k.effective_to > told.received_on, true)
), candidate as (
    select 1 as rank, e.id, e.street_code, e.community_code
    from estates e
    where e.district_code = :'district' and e.code = :'estate_code'
    union all
    select 2, e.id, e.street_code, e.community_code
    from estates e
    where e.district_code = :'district' and e.name_key = (select name_key(:'estate_name'))
      and coalesce(:'division_code' in (e.district_code, e.street_code, e.community_code), true)
    union all
    select 3, e.id, e.street_code, e.community_code
    from estate_aliases a join estates e on e.district_code = a.district_code and e.id = a.estate_id
    where a.district_code = :'district' and a.alias_key = (select name_key(:'estate_name')) and a.ended_at is null
      and coalesce(:'division_code' in (e.district_code, e.street_code, e.community_code), true)
), matched as (
    -- The surest way that finds exactly one; two of a name are nobody's guess.
    select c.id, c.street_code, c.community_code
    from (select *, count(*) over (partition by rank) as rivals, min(rank) over () as best from candidate) c
    where c.rank = c.best and c.rivals = 1
), place as (
    select
        matched.id as estate_id,
        coalesce(matched.street_code, j.street_code) as street_code,
        case when matched.id is null then j.community_code else matched.community_code end as community_code
    from told
    left join matched on true
    left join division_jurisdictions j on j.district_code = :'district' and j.code = :'division_code'
        and j.effective_from <= told.received_on and coalesce(j.effective_to > told.received_on, true)
), known as (
    select c.id, c.state, c.master_id
    from told join complaints c on c.district_code = :'district' and c.source = told.source and c.ticket_no = told.ticket_no
), ticket as (
    insert into tickets (district_code, id, source, ticket_no, round, client_id, body_hash, last_try_at, complaint_id, category, external_category,
                         told_estate_code, told_estate_name, told_division_code, estate_id, street_code, community_code, received_at, created_at)
    select :'district', :'new_id'::uuid, told.source, told.ticket_no, told.round, :'user_id'::uuid, :'body_hash', :'now'::timestamptz,
           coalesce((select id from known), :'new_id'::uuid), (select category from classed), :'category_code',
           :'estate_code', :'estate_name', :'division_code', place.estate_id, place.street_code, place.community_code, told.received_at, :'now'::timestamptz
    from told, place
    on conflict (district_code, source, ticket_no, round)
        do update set tries = tickets.tries + 1, last_try_at = excluded.last_try_at
    returning *
), made as (
    select ticket.* from ticket where ticket.id = :'new_id'::uuid
), complaint as (
    insert into complaints (district_code, id, source, ticket_no, round, client_id, request_type, category, external_category, urgency, title, place,
                            leader_instruction, group_petition, opinion_event, secret, anonymous, confidential, occurred_at, received_at,
                            street_code, community_code, estate_id, firm_id, created_at, updated_at, due_at, due_provisional, warn_at, alarm_at)
    select made.district_code, made.complaint_id, made.source, made.ticket_no, made.round, made.client_id, :'request_type', made.category, made.external_category,
           coalesce(:'urgency', 'ordinary'), :'title_masked', :'place_masked',
           coalesce(:'leader_instruction'::boolean, false), coalesce(:'group_petition'::boolean, false), coalesce(:'opinion_event'::boolean, false),
           coalesce(:'secret'::boolean, false), coalesce(:'anonymous'::boolean, false), coalesce((select confidential from classed), false),
           :'occurred_at'::timestamptz, made.received_at, made.street_code, made.community_code, made.estate_id,
           firm_in_force(made.district_code, made.estate_id, told.happened_on), made.created_at, made.created_at,
           l.due_at, l.due_provisional, l.warn_at, l.alarm_at
    from made, told, complaint_first_limit(made.district_code, least(made.received_at, made.created_at), coalesce(:'urgency', 'ordinary'), made.category, made.street_code,
                                           :'request_type', made.source) l
    where made.complaint_id = made.id
), line as (
    select 0 as step, k.id, k.state, k.master_id from known k
    union all
    select l.step + 1, c.id, c.state, c.master_id
    from line l join complaints c on c.district_code = :'district' and c.id = l.master_id
    where l.state = 'merged' and l.step < 16
), heir as (
    -- Whose matter it is now: the one it was merged into, as far as the sender's own go.
    select l.id from line l order by l.step desc limit 1
), held as materialized (
    -- In the order of their ids, as a merge locks them.
    select c.id, c.id = heir.id as lives, made.round > coalesce((select max(t.round) from tickets t where t.district_code = made.district_code
                                                                   and t.complaint_id = made.complaint_id), 0) as newer
    from made cross join heir join complaints c on c.district_code = made.district_code and c.id in (made.complaint_id, heir.id)
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
        secret = c.secret or coalesce(:'secret'::boolean, false),
        confidential = c.confidential or coalesce((select confidential from classed), false),
        leader_instruction = c.leader_instruction or coalesce(:'leader_instruction'::boolean, false),
        group_petition = c.group_petition or coalesce(:'group_petition'::boolean, false),
        opinion_event = c.opinion_event or coalesce(:'opinion_event'::boolean, false),
        version = c.version + 1,
        updated_at = made.created_at,
        (clock_at, extended_to, stopped_at, due_at, due_provisional, warn_at, alarm_at) = (select l.* from complaint_limit_anew(c, held.lives and held.newer, made.created_at) l)
    from made, held
    where c.district_code = made.district_code and c.id = held.id
    returning c.id, c.state, held.lives
), text as (
    insert into complaint_texts (district_code, complaint_id, title, content)
    select made.district_code, made.complaint_id, :'title_masked', :'content_masked'
    from made
    where made.complaint_id = made.id
), person as (
    insert into personal.complainants (district_code, ticket_id, complaint_id, seal_key, name_sealed, phone_sealed, phone_hash, address_sealed,
                                       place_sealed, title_sealed, content_sealed, created_at)
    select made.district_code, made.id, made.complaint_id, :'seal_key', :'complainant_name_sealed'::bytea, :'complainant_phone_sealed'::bytea,
           :'complainant_phone_hash', :'complainant_address_sealed'::bytea, :'place_sealed'::bytea, :'title_sealed'::bytea,
           :'content_sealed'::bytea, made.created_at
    from made
), event as (
    insert into complaint_events (district_code, complaint_id, at, action, from_state, to_state, actor_id, actor_name, actor_role, ticket_id, note_internal)
    select made.district_code, coalesce((select id from heir), made.complaint_id), made.created_at,
           case when made.complaint_id = made.id then 'receive' else 'receive_again' end, null,
           coalesce((select state from further_round where lives), 'received'), made.client_id, :'client', :'role', made.id,
           case when made.complaint_id <> made.id then :'content_masked' end
    from made
)
select
    t.id, t.source, t.ticket_no, t.round, t.complaint_id, t.category, t.external_category, t.estate_id, t.street_code, t.community_code,
    t.received_at, t.created_at,
    set_config('wuye.target', t.id::text, true) as "!target",
    case when t.id <> :'new_id'::uuid then 200 end as "!status",
    refused(case when t.body_hash <> :'body_hash' then 'tickets_changed' end) as "!problem"
from ticket t
