-- The period that the day falls into ends there; one that begins on that very day gives way if the caller names it. The next planned one still comes. The estate's
-- row is locked first and gets a new version: whoever changes its kind at the same moment meets the mode, and the other way round. Two that set a mode at
-- once wait for each other here, and the second finds its days taken (estate_modes_one).
with before as (
    select e.*, greatest(:'now'::timestamptz, e.known_from + interval '1 microsecond') as moment
    from estates e
    where e.district_code = :'district' and e.id = :'id'::uuid
    for update
), running as (
    select m.*, greatest(b.moment, m.known_from + interval '1 microsecond') as moment
    from before b
    join estate_modes m on m.district_code = b.district_code and m.estate_id = b.id
    where m.valid_from <= :'valid_from'::date and coalesce(m.valid_to > :'valid_from'::date, true)
    for update of m
), judged as (
    select b.district_code, b.id, b.moment, r.mode as running_mode, case
        when :'valid_from'::date < :'today'::date then 'takes_effect_in_the_past'
        when not mode_allowed(b.new_or_old, b.building_type, :'mode'::text, :'valid_from'::date) then 'mode_not_allowed'
        when r.mode = :'mode'::text then 'state_conflict'
        when (r.valid_from = :'valid_from'::date or :'replaces'::text is not null) and r.mode is distinct from :'replaces'::text then 'mode_changed_meanwhile'
        end as problem
    from before b left join running r on true
), kept as materialized (
    select keep_estate(j.id, j.moment)
    from judged j
    where j.problem is null
), counted as (
    update estates e set version = e.version + 1, updated_at = j.moment, known_from = j.moment
    from judged j, kept
    where e.district_code = j.district_code and e.id = j.id and j.problem is null
), kept_mode as (
    insert into estate_modes_past (district_code, estate_id, mode, valid_from, valid_to, known_from, reason, known_to)
    select r.district_code, r.estate_id, r.mode, r.valid_from, r.valid_to, r.known_from, r.reason, r.moment
    from running r, judged j
    where j.problem is null
), ended as (
    update estate_modes m set valid_to = :'valid_from'::date, known_from = r.moment
    from running r, judged j
    where m.district_code = r.district_code and m.estate_id = r.estate_id and m.valid_from = r.valid_from and r.valid_from < :'valid_from'::date
      and j.problem is null
    returning m.estate_id
), replaced as (
    update estate_modes m set mode = :'mode', reason = :'reason_masked', known_from = r.moment
    from running r, judged j
    where m.district_code = r.district_code and m.estate_id = r.estate_id and m.valid_from = r.valid_from and r.valid_from = :'valid_from'::date
      and j.problem is null
    returning m.*
), begun as (
    -- After the ended one, so that the days are free.
    insert into estate_modes (district_code, estate_id, mode, valid_from, valid_to, reason, known_from)
    select j.district_code, j.id, :'mode', :'valid_from'::date,
           (select min(n.valid_from) from estate_modes n where n.district_code = j.district_code and n.estate_id = j.id and n.valid_from > :'valid_from'::date),
           :'reason_masked', j.moment
    from judged j
    left join ended on true
    where j.problem is null and not exists (select from replaced)
    returning *
)
select p.mode, p.valid_from, p.valid_to, p.reason, p.known_from, refused(j.problem) as "!problem", j.running_mode as "!state"
from judged j
left join (select * from begun union all select * from replaced) p on true
