-- Only a draft is there to be changed (row security says so too); one that was published or changed meanwhile is refused.
with before as (
    select b.*, case
        when b.version <> :'if_version'::integer then 'precondition_failed'
        when b.state <> 'draft' then 'state_conflict'
        end as problem
    from inspection_sheets b
    where b.district_code = :'district' and b.id = :'id'::uuid
), changed as (
    update inspection_sheets b set
        title_zh = :'title_zh', -- if title_zh
        title_en = :'title_en', -- if title_en
        source = :'source', -- if source
        effective_from = :'effective_from'::date, -- if effective_from
        kinds = (select array_agg(k.kind order by k.kind) from jsonb_array_elements_text(:'kinds'::jsonb) k (kind)), -- if kinds
        items = :'items'::jsonb, -- if items
        written_by = case when current_user_id() = any (b.written_by) then b.written_by else b.written_by || current_user_id() end,
        version = b.version + 1,
        updated_at = greatest(:'now'::timestamptz, b.updated_at + interval '1 microsecond')
    from before k
    where b.district_code = k.district_code and b.id = k.id and k.problem is null and b.version = k.version and b.state = 'draft'
    returning b.*
), judged as (
    select coalesce(k.problem, case when not exists (select from changed) then 'precondition_failed' end) as problem,
        (inspection_sheet_state(k.state, k.effective_to, :'today'::date)) as standing
    from before k
)
select s.*, refused(j.problem) as "!problem", case when j.problem = 'state_conflict' then j.standing end as "!state"
from judged j
left join changed c on true
left join lateral inspection_sheet_card(c, :'today'::date) s on true
