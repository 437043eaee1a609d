-- The category while it is open, the estate while nobody has it in hand. What was protected stays so, whatever it is called now.
with before as (
    select c.* from complaints c where c.district_code = :'district' and c.id = :'id'::uuid for update
), judged as (
    select b.id, k.code as category, coalesce(k.confidential, false) as confidential, e.id as estate_id, e.street_code, e.community_code,
        greatest(:'now'::timestamptz, b.updated_at + interval '1 microsecond') as moment,
        (coalesce(b.occurred_at, b.received_at) at time zone 'Asia/Shanghai')::date as happened_on,
        case
        when b.state in ('closed', 'merged', 'rejected') then 'state_conflict'
        when :'estate_id'::uuid is not null and b.state not in ('received', 'needs_info', 'returned', 'reopened') then 'state_conflict'
        when k.code is null and (:'category'::text is not null or :'estate_id'::uuid is null) then 'category_unknown'
        when e.id is null and :'estate_id'::uuid is not null then 'estate_unknown'
        end as problem
    from before b
    left join complaint_categories k on k.code = :'category' and k.effective_from <= :'today'::date and coalesce(k.effective_to > :'today'::date, true)
    left join estates e on e.district_code = b.district_code and e.id = :'estate_id'::uuid
), changed as (
    update complaints c set
        category = coalesce(j.category, c.category),
        confidential = c.confidential or j.confidential,
        estate_id = coalesce(j.estate_id, c.estate_id),
        street_code = case when j.estate_id is null then c.street_code else j.street_code end,
        community_code = case when j.estate_id is null then c.community_code else j.community_code end,
        firm_id = case when j.estate_id is null then c.firm_id else firm_in_force(c.district_code, j.estate_id, j.happened_on) end,
        version = c.version + 1, updated_at = j.moment
    from judged j
    where c.district_code = :'district' and c.id = j.id and j.problem is null
    returning c.*
), timed as materialized (
    select c.id, complaint_limit_again(c.district_code, c.id) from changed c
), event as (
    insert into complaint_events (district_code, complaint_id, at, action, from_state, to_state, actor_id, actor_name, actor_role, note_internal)
    select c.district_code, c.id, c.updated_at, 'classify', c.state, c.state, :'user_id'::uuid, :'client', :'role', :'reason_masked'
    from changed c
)
select j.id, c.state, c.category, c.confidential, c.estate_id, c.firm_id, c.street_code, c.community_code, c.version, refused(j.problem) as "!problem", b.state as "!state"
from judged j
join before b on true
left join changed c on true
left join timed on timed.id = c.id
