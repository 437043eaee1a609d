-- A street reports for itself; the district, for the street it names.
with item as (
    select i.checklist_code, i.item_code, coalesce(:'done_on'::date, case when :'done'::boolean then :'today'::date end) as done_on
    from checklist_items i
    where i.checklist_code = :'code' and i.item_code = :'item' and i.effective_from <= :'today'::date and coalesce(i.effective_to > :'today'::date, true)
), place as (
    select j.street_code
    from division_jurisdictions j
    where j.district_code = :'district' and j.code = coalesce(:'street_code', :'street') and j.community_code is null
      and j.effective_from <= :'today'::date and coalesce(j.effective_to > :'today'::date, true)
      and (:'role' = 'district' or j.street_code = :'street')
), judged as (
    select i.*, case
        when not exists (select from place) then 'street_unknown'
        when i.done_on > :'today'::date or not :'done'::boolean and i.done_on is not null then 'done_on_wrong'
        end as problem
    from item i
), made as (
    insert into checklist_reports (district_code, id, checklist_code, item_code, street_code, done, done_on, note, by_role, reported_at)
    select :'district', :'new_id'::uuid, j.checklist_code, j.item_code, p.street_code, :'done'::boolean, j.done_on, :'note_masked', :'role', :'now'::timestamptz
    from judged j, place p
    where j.problem is null
    returning *
)
select m.id, m.item_code, m.street_code, m.done, m.done_on, m.note, m.by_role, m.reported_at, refused(j.problem) as "!problem"
from judged j
left join made m on true
